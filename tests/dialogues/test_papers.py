"""The quote that was asked for can be opened by those who read it: the referent, and those who decide."""

from typing import Any

import pytest

from bot.domain.people import Role
from bot.interaction.routes import encode_id
from bot.storage import plans
from tests.dialogues.story import Cast, cast, fills_own_part, joins, sent_plan
from tests.support.phones import Message, Phone
from tests.support.town import Town

PAPER = "b:paper:1:quote"
QUOTES: dict[str, dict[str, Any]] = {
    "photo": {"kind": "photo", "content": b"\xff\xd8\xff page"},
    "document": {"kind": "document", "file_name": "devis.pdf", "mime_type": "application/pdf"},
}


async def quoted_plan(story: Cast, kind: str) -> Phone:
    """Ask for the quote as Lina, and send it as Awa."""
    awa = await sent_plan(story)
    await story.lina.taps("r:next", "changes", "quote", "done")
    await story.lina.says("Le devis du camping, s'il vous plaît.")
    await story.lina.taps("skip")
    await story.town.passes(minutes=3)
    await awa.taps("g:go")
    await awa.sees("figures/quote")
    await awa.sends(**QUOTES[kind])
    await awa.taps("send_again")
    await story.lina.taps("r:next")
    return awa


async def prices_with_a_quote(lina: Phone) -> None:
    """Fill in the prices as Lina, who has the paper."""
    await lina.taps("prices")
    await lina.says("Camping du Lac")
    await lina.taps("france")
    await lina.says("420")
    await lina.sends(**QUOTES["photo"])
    await the_other_prices(lina)


async def the_other_prices(lina: Phone) -> None:
    """Answer what is asked behind the quote."""
    await lina.taps("yes", "option")
    for amount in ("180", "200", "100"):
        await lina.says(amount)
    await lina.taps("caf", "done")
    await lina.says("150")
    await lina.taps("0", "none", "card")


async def card_of(phone: Phone, verb: str = "card") -> None:
    plan = await phone.town.does(plans.by_id, 1)
    await phone.forges(f"p:{verb}:1:{encode_id(plan.version)}")


async def shows(phone: Phone, kind: str) -> Message:
    """Check that the paper itself is on the screen."""
    await phone.sees("review/paper")
    message = await phone.last()
    assert kind in message, message
    return message


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_the_referent_opens_it_from_the_card_and_from_everything(town: Town, kind: str) -> None:
    story = await cast(town)
    await quoted_plan(story, kind)
    await story.lina.sees("review/card")
    await story.lina.taps(PAPER)
    message = await shows(story.lina, kind)
    assert "Awa" in message["caption"]
    await story.lina.taps("card")
    await story.lina.sees("review/card")
    await story.lina.taps("whole", PAPER)
    await shows(story.lina, kind)


async def test_those_who_decide_open_it_in_every_state(town: Town) -> None:
    story = await cast(town)
    awa = await quoted_plan(story, "photo")
    await story.lina.taps("prices")
    await story.lina.says("Camping du Lac")
    await story.lina.taps("france")
    await story.lina.says("420")
    await the_other_prices(story.lina)
    await fills_own_part(story.lina)
    await story.claire.forges(PAPER)
    assert not await story.claire.has_seen("review/paper"), "before it is endorsed it is none of hers"
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    for act in ("endorsed", "granted"):
        if act == "granted":
            await story.claire.taps("grant")
            await town.passes(minutes=3)
        await card_of(story.claire, "decide")
        await story.claire.taps(PAPER)
        await shows(story.claire, "photo")
        await story.claire.taps("decide")
        await story.claire.sees("committee/card")
        await card_of(story.lina)
        await story.lina.taps(PAPER)
        await shows(story.lina, "photo")
    await awa.starts()
    await awa.taps("g:recap", PAPER)
    await shows(awa, "photo")


async def test_a_quote_that_was_sent_anew_stands_beside_the_one_before(town: Town) -> None:
    story = await cast(town)
    awa = await quoted_plan(story, "photo")
    await story.lina.taps("changes", "quote", "done")
    await story.lina.says("Il manque la date.")
    await story.lina.taps("skip")
    await town.passes(minutes=3)
    await awa.taps("g:go")
    await awa.sends(**QUOTES["document"])
    await awa.taps("send_again")
    await story.lina.taps("r:next", PAPER)
    await shows(story.lina, "document")
    await story.lina.taps("card", f"{PAPER}:before")
    await shows(story.lina, "photo")


async def test_without_a_paper_there_is_no_button_and_a_forged_one_gives_nothing_away(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.taps("r:next")
    assert not await story.lina.offers(PAPER)
    for data in (PAPER, "b:paper:1:place", "b:paper:1", "b:paper:zz:quote", f"{PAPER}:before", f"{PAPER}:after"):
        await story.lina.forges(data)
        await story.lina.sees("review/home", problem="not_found")
    await awa.forges(PAPER)
    await awa.sees("home/plan", problem="not_found")


async def test_nobody_else_opens_it(town: Town) -> None:
    story = await cast(town)
    await quoted_plan(story, "photo")
    await story.lina.starts()
    nour = await joins(story, "Nour")
    omar = await town.member("Omar", Role.REFERENT, story.residence)
    marc = await town.member("Marc", Role.LEAD, story.residence)
    for phone in (nour, omar, marc):
        await phone.forges(PAPER)
        assert not await phone.has_seen("review/paper")


async def test_in_a_protected_programme_the_committee_reads_that_it_is_not_shown(town: Town) -> None:
    story = await cast(town, model="elles-en-vacances")
    await sent_plan(story)
    await story.lina.taps("r:next")
    await prices_with_a_quote(story.lina)
    await fills_own_part(story.lina)
    await story.lina.taps(PAPER)
    await shows(story.lina, "photo")
    await story.lina.taps("card", "endorse")
    await story.lina.says("Le reste est demandé à la ville.")
    await town.passes(minutes=3)
    await card_of(story.claire, "decide")
    await story.claire.sees("committee/card")
    assert not await story.claire.offers(PAPER)
    assert "un nom" in await story.claire.text(), "she reads that there is one, and why it is not shown"
    await story.claire.forges(PAPER)
    assert not await story.claire.has_seen("review/paper")
