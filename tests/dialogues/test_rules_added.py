"""A coordinator adds every kind of rule from the chat to a call that has none; the cards say who keeps to each."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from bot.storage import calls
from conversations.call_rules import ADDED
from conversations.engine.screens import Page
from conversations.rules import KINDS
from tests.dialogues.story import Cast, answers_everything, cast, fills_prices, joins, link_in
from tests.dialogues.test_every_rule import NEVER, Said, said, tells_who
from tests.dialogues.test_own_part_again import edits, opens_own_answers
from tests.support.phones import Phone
from tests.support.town import Town

BARE = """
title = "Sans règle"
neutral = "Séjour"
year = 2027
public = "supported"
discreet_default = false
contact = "La tête de réseau"
paid_to = "referent"
committee = true
documents = []
skipped = []
regions = []

[report]
required = true
family_scale = true
"""

FIGURES = {
    "amount_by_rank": ("600", "300", "200"),
    "area": ("france", "european_union", "done"),
    "cap_per_person": ("450", "150", "150", "100"),
    "cost_per_day": ("110", "170"),
    "days": ("5", "14"),
    "frequency_per_year": ("1",),
    "lead_days": ("60",),
    "max_quotient": ("900",),
    "max_share": ("80",),
    "nights": ("4", "21"),
    "own_share_min": ("30",),
    "total_max": ("3",),
}
"""What the coordinator answers where a kind has figures."""
DAY = "lundi 23 novembre 2026"


async def knows_a_bare_programme(town: Town, folder: Path) -> None:
    """Start the bot again with one more programme, which has no rule."""
    (folder / "bare.toml").write_text(BARE, "utf-8")
    town.settings = replace(town.settings, programmes=folder)
    await town.restart()


async def adds(claire: Phone, kind: str) -> None:
    """Add a rule of a kind, from the list of those that the call has not."""
    await claire.taps("d:rules:1", "d:new_rule:1", f"d:add_rule:1:{kind}")
    for figure in FIGURES.get(kind, ()):
        await (claire.taps if await claire.offers(figure) else claire.says)(figure)
    await claire.sees("call/_rule")
    assert f"ajoutée par le réseau le {DAY}" in await claire.text(), kind


async def joins_unknown(story: Cast, name: str) -> Phone:
    """Join as a person of whom the referent does not know whether there was help this year."""
    await story.lina.starts()
    await story.lina.taps("r:invite")
    await story.lina.says(name)
    await story.lina.taps("unknown", "unknown", "yes", "normal", "skip")
    phone = await story.town.phone(name)
    await phone.starts(await link_in(story.lina))
    await phone.taps("g:accept")
    return phone


async def breaks_all(story: Cast) -> None:
    """Send a plan that is too soon, too short and in a week of school; its prices are filled in later."""
    zoe = await joins_unknown(story, "Zoé")
    await tells_who(zoe)
    await zoe.says("25/11/2026 - 26/11/2026")
    await zoe.taps("hotel", "train")
    await zoe.says("5")
    await zoe.taps("home", "done", "send")


async def fills_what_breaks(lina: Phone) -> None:
    """Fill in too high a price, too far away, paid already, for people who are too rich and were helped too often."""
    await lina.taps("prices")
    await lina.says("Riad Bleu")
    await lina.taps("elsewhere")
    await lina.says("9000")
    await lina.taps("skip", "no", "all_paid")
    for price in ("180", "200", "100"):
        await lina.says(price)
    await lina.taps("none", "0", "none", "card", "part")
    await lina.says("1250")
    await lina.taps("caf", "this_year", "3", "0", "own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes", "none")


async def fills_what_keeps(lina: Phone) -> None:
    """Fill in prices and the own part of the plan that keeps to all; what was said of this year is said in full."""
    await fills_prices(lina)
    await opens_own_answers(lina)
    await edits(lina, "earlier_aids")
    await lina.taps("before", "part")
    await lina.says("612")
    await lina.taps("caf", "2", "0", "own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes", "none")


async def opens(lina: Phone, plan: int) -> Said:
    """Open the card of a plan, and return what it says of each rule."""
    await lina.forges(f"p:card:{plan}:z")
    return await said(lina)


def of_added(found: Said) -> dict[str, str]:
    """Return what is said of each rule that the coordinator added."""
    return {kind: way for kind, way in found if kind in ADDED}


async def refused(lina: Phone) -> set[str]:
    """Return the rules that the card shows as broken: each with its sign, and who added it when."""
    card = await lina.sees("review/card")
    assert isinstance(card, Page)
    kinds = {finding.kind for finding in card.values["refusals"]}
    text = await lina.text()
    assert text.count("✖ ") == text.count(f"ajoutée par le réseau le {DAY}") == len(kinds)
    return kinds


def test_every_kind_may_be_added_or_says_why_not() -> None:
    assert {name: kind.never_added for name, kind in KINDS.items() if kind.never_added} == {
        "stay_window": "each call has its days of stays",
        "filing_until": "each call has its closing",
        "paper": "each call has its list of papers",
    }
    assert set(ADDED) | {"stay_window", "filing_until", "paper"} == set(KINDS)
    assert set(FIGURES) < set(ADDED)


async def test_a_rule_of_any_kind_added_from_the_chat_is_kept_broken_or_unknown_on_the_cards(
    town: Town, tmp_path: Path
) -> None:
    await knows_a_bare_programme(town, tmp_path)
    story = await cast(town, model="bare", stay_from=date(2026, 11, 24))
    awa, lina, claire = await joins_unknown(story, "Awa"), story.lina, story.claire
    await tells_who(awa)
    await awa.taps("talk", "talk", "train", "talk", "home", "done", "send")
    await lina.starts()
    leo = await joins(story, "Léo")
    await answers_everything(leo)
    await leo.taps("send")
    await lina.starts()
    await breaks_all(story)
    await claire.taps("d:calls", "d:call:1", "d:settings:1")
    for kind in ADDED:
        await adds(claire, kind)
    await claire.taps("d:rules:1")
    assert not await claire.offers("d:new_rule:1"), "the call has them all"
    await claire.taps("d:call:1", "d:rebase:1", "d:rebase_now:1")
    await town.passes(days=3)
    await lina.starts()
    assert of_added(await opens(lina, 1)) == dict.fromkeys(ADDED, "unknown") | {"reports_given": "kept"}
    await lina.taps("to_check", "r:ask_for:1:lodging")
    await lina.says("Où dormez-vous ?")
    await lina.taps("skip")
    await town.passes(minutes=3)
    await awa.taps("g:go", "family", "send_again")
    await opens(lina, 1)
    assert await refused(lina) == {"paid_lodging"}, "what breaks it stands alone: others are about a paid lodging"

    of_this_year = of_added(await opens(lina, 2))
    assert (of_this_year["frequency_per_year"], of_this_year["total_max"]) == ("kept", "unknown")
    await fills_what_keeps(lina)
    assert of_added(await said(lina)) == dict.fromkeys(ADDED, "kept")

    await opens(lina, 3)
    await fills_what_breaks(lina)
    assert await refused(lina) == set(ADDED) - {kind for kind, way in NEVER if way == "broken"} - {"paid_lodging"}


async def test_a_rule_that_means_nothing_or_is_there_already_cannot_be_added(town: Town) -> None:
    story = await cast(town)
    claire = story.claire
    await town.does(partial(calls.change, aid_form="transfer"), story.call)
    await claire.taps("d:calls", "d:call:1", "d:settings:1", "d:rules:1", "d:new_rule:1")
    await claire.sees("call/_new_rule")
    assert await claire.offers("cap_per_person")
    for kind in ("takes_vouchers", "nights"):
        assert not await claire.offers(kind)
        await claire.forges(f"d:add_rule:1:{kind}")
    assert (await town.does(calls.by_id, story.call)).overrides == ()
