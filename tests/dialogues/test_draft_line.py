"""While a plan is a draft, each message says that it is not sent yet, by one line; afterwards none says so."""

import re

import pytest

from conversations.engine.screens import Page
from tests.dialogues.group import founded, invited, taps_one
from tests.dialogues.story import answers_everything, cast, joins
from tests.dialogues.test_absence import goes_away, with_omar
from tests.support.phones import Phone
from tests.support.town import Town

SAYS = r"pas (?:encore )?envoyé|rien n.est envoyé"
ROADS: dict[str, tuple[str, ...]] = {
    "help": ("/help",),
    "language": ("/language",),
    "privacy": ("/privacy",),
    "stop": ("/stop",),
    "plan/postpone": ("/stop", "later"),
    "plan/paused": ("/stop", "g:pause"),
    "emergency": ("/help", "g:emergency"),
    "plan/recap": ("/start", "g:recap"),
    "plan/change": ("/start", "g:recap", "g:change"),
    "plan/part": ("/start", "g:recap", "g:change", "g:part:wishes"),
    "home/plan": ("/start",),
}


async def follow(awa: Phone, road: tuple[str, ...]) -> None:
    for step in road:
        await (awa.says(step) if step.startswith("/") else awa.taps(step))


async def times_said(awa: Phone) -> int:
    return len(re.findall(SAYS, (await awa.text()).casefold()))


@pytest.mark.parametrize("template", ROADS)
async def test_every_page_says_once_that_a_draft_is_not_sent(town: Town, template: str) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    await follow(awa, ROADS[template])
    await awa.sees(template)
    assert await times_said(awa) == 1, await awa.text()


async def test_what_a_person_is_told_of_the_draft_says_it_too(town: Town) -> None:
    story, _ = await with_omar(town)
    awa = await joins(story)
    await goes_away(story.lina)
    await town.settles()
    await awa.sees("notices/reads")
    assert await times_said(awa) == 1, await awa.text()


async def test_a_person_who_has_read_nothing_yet_has_no_plan_to_speak_of(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.sees("wishes/wishes")
    omar = await town.phone("Omar")
    await omar.says("bonjour")
    await omar.sees("stranger")
    assert not await times_said(omar)


async def test_once_it_is_sent_no_page_says_that_it_is_not(town: Town) -> None:
    awa = await joins(await cast(town))
    await answers_everything(awa)
    await awa.taps("send")
    for word in ("/help", "/language", "/privacy", "/stop", "/start"):
        await awa.says(word)
        assert not await times_said(awa)
        screen = await awa.screen()
        assert isinstance(screen, Page)
        assert screen.status == ""


async def test_whose_home_is_a_group_reads_nothing_of_a_draft_that_stands_aside(town: Town) -> None:
    story = await cast(town)
    awa = await invited(story, "Awa")
    await founded(story)
    await taps_one(story.lina, "r:group_tick:", "Awa")
    await awa.forges("g:answer:voucher")
    assert await times_said(awa) == 1, "her own plan is not sent"
    await taps_one(story.lina, "r:group_ask:")
    for page in ("g:answer:voucher", "g:questions", "g:help", "g:home"):
        await awa.forges(page)
        assert not await times_said(awa), page


async def test_professionals_read_nothing_of_the_kind(town: Town) -> None:
    story = await cast(town)
    await joins(story)
    for phone in (story.lina, story.claire):
        await phone.says("/help")
        assert not await times_said(phone)
