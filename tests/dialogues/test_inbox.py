"""What awaits a professional, at any moment: what to decide first, all that the home shows, each with its own way."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.hours import Way
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import hours, people, plans
from bot.storage.hours import Preference
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Deferred, How
from tests.dialogues.after import answered_plan, came_home, is_granted
from tests.dialogues.after import granted_plan as quickly_granted
from tests.dialogues.story import cast, joins
from tests.dialogues.test_changing import asks
from tests.dialogues.test_discreet import discreet_plan
from tests.dialogues.test_messages import count
from tests.support.phones import Phone, buttons
from tests.support.town import Town

EVENING = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
"""Half past eight in Paris: nobody is at work."""


async def ways(phone: Phone) -> list[str]:
    """Return the data of the buttons that are shown, the first one first."""
    return [data for _, data in buttons(await phone.last())]


async def told_daily(town: Town, phone: Phone) -> None:
    """Tell the professional once a day from now on."""
    await town.does(hours.choose, (await town.does(people.by_chat, phone.account)).id, Preference(way=Way.DAILY))


def no_quote(plan: PlanRow) -> dict[str, Any]:
    """Return the plan's answers, with the quote to be talked about."""
    return {**plan.answers, **flow.dump_answers({"quote": Deferred(How.TALK)}, plan_facts.STEPS)}


async def test_a_change_of_a_stay_awaits_a_decision_and_comes_before_the_news(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa = await quickly_granted(story)
    await lina.starts()
    await told_daily(town, lina)
    await joins(story, "Moussa")
    await asks(awa, "dates", "10/07/2027 - 15/07/2027")
    await awa.sees("departure/asked")
    await lina.forges("g:inbox")
    awaiting = (await lina.sees("summary/inbox")).values["awaiting"]
    assert (awaiting.changes, awaiting.news) == (1, 1), "the change is no news; that Moussa joined is"
    assert (await ways(lina))[0] == "r:changes"
    await lina.taps("r:changes")
    await lina.sees("departure/review")


async def test_reports_that_the_home_shows_are_in_the_inbox_too(town: Town) -> None:
    story = await cast(town)
    await quickly_granted(story)
    await came_home(story)
    await story.lina.forges("g:inbox")
    assert (await story.lina.sees("summary/inbox")).values["awaiting"].reports == 1
    assert await story.lina.offers("r:reports")


async def test_once_the_person_is_back_nothing_is_left_to_talk_about(town: Town) -> None:
    story = await cast(town)
    await answered_plan(story)
    await town.does(lambda tx: plans.save(tx, plan := access.need(tx, 1), town.clock(), answers=no_quote(plan)))
    await is_granted(story)
    await came_home(story)
    await story.lina.forges("r:person:3")
    assert (await story.lina.sees("review/person")).values["talk"] == []


async def test_to_put_off_a_granted_stay_stands_with_its_changes(town: Town) -> None:
    story = await cast(town)
    await quickly_granted(story)
    await story.lina.forges("r:person:3")
    assert not await story.lina.offers("later")
    await story.lina.taps("card", "stay_changes")
    assert await story.lina.offers("later")


async def test_an_empty_draft_reads_as_a_beginning(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    for answers, word in ((), "▶️ Commencer"), (("sea", "done"), "▶️ Continuer"):
        await awa.starts()
        if answers:
            await awa.taps("g:go", *answers)
            await awa.starts()
        assert (word, "g:go") in buttons(await awa.last())


async def test_only_the_newest_state_of_a_plan_is_told_face_to_face(town: Town) -> None:
    _, lina, claire = await discreet_plan(town)
    await told_daily(town, lina)
    await lina.taps("endorse")
    await town.passes(minutes=3)
    await lina.forges("g:inbox")
    assert (await lina.sees("summary/inbox")).values["awaiting"].aloud == 1
    await claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    await lina.forges("g:inbox")
    awaiting = (await lina.sees("summary/inbox")).values["awaiting"]
    assert (awaiting.aloud, awaiting.news) == (1, 1), "that it is granted, to Awa and to herself"
    assert {"g:aloud", "g:news"} <= set(await ways(lina)), "each with its own number and its own button"
    await lina.taps("g:aloud")
    await lina.taps("granted")
    await lina.sees("review/tell")
    await lina.forges("g:inbox")
    assert (await lina.sees("summary/inbox")).values["awaiting"].aloud == 1, "opened is not told"
    await lina.forges("r:tell:3:endorsed")
    assert (await lina.sees("review/tell")).values["news"] == "notices/granted", (
        "an older message leads to what holds now"
    )
    await lina.taps("r:told:3")
    await lina.forges("g:inbox")
    assert (await lina.sees("summary/inbox")).values["awaiting"].aloud == 0


async def test_a_small_thing_to_tell_stays_until_it_is_told(town: Town) -> None:
    _, lina, _ = await discreet_plan(town)
    for _ in range(2):
        await lina.forges("r:tell:3:new_referent")
        await lina.sees("review/tell")
    await lina.taps("r:said:3:new_referent")
    await lina.sees("review/said")


async def test_the_answer_to_an_own_question_reaches_who_is_still_there(town: Town) -> None:
    story = await cast(town)
    lina, claire = story.lina, story.claire
    await told_daily(town, lina)
    town.clock.now = EVENING
    for answer, at_once in (("Le réseau.", True), ("Et la structure.", False)):
        await lina.starts()
        await lina.taps("r:support", "r:ask")
        await lina.says("Qui peut payer l’acompte ?")
        if not at_once:
            await town.passes(minutes=20)
        await claire.starts()
        await claire.taps("d:support")
        await claire.says(answer)
        await claire.sees("support/sent")
        assert await count(lina, "notices/question_answered") == 1, answer
