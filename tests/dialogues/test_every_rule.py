"""Each kind of rule is kept, broken and not known yet by what people tap and type; the cards say which it is."""

from datetime import UTC, date, datetime

from bot.domain.people import Role
from bot.domain.rules import Level
from bot.storage import calls
from conversations.engine.screens import Page
from conversations.rules import KINDS
from tests.dialogues.story import Cast, cast, fills_own_part, fills_prices, invites, joins, link_in, reviewed_plan
from tests.support.phones import Phone
from tests.support.town import Town

Said = set[tuple[str, str]]
"""A kind of rule, and what the cards say of it: "kept", "broken" or "unknown"."""


async def said(lina: Phone) -> Said:
    """Return what the card on the screen says of each rule, with the lists that it opens."""
    card = await lina.sees("review/card")
    assert isinstance(card, Page)
    found = {(each.kind, "broken") for each in (*card.values["warnings"], *card.values["refusals"])}
    if await lina.offers("rules"):
        await lina.taps("rules")
        found |= {(each.kind, "kept") for each in getattr(await lina.sees("review/kept"), "values", {})["kept"]}
        await lina.taps("card")
    if await lina.offers("to_check"):
        await lina.taps("to_check")
        lines = getattr(await lina.sees("review/to_check"), "values", {})["lines"]
        found |= {(finding.kind, "unknown") for finding, _ in lines}
        assert all(finding.level is Level.UNKNOWN for finding, _ in lines)
        await lina.taps("card")
    return found


async def gathers(town: Town, **call: object) -> Cast:
    """Open a call in which all rules only warn, so that an answer that breaks one can be given."""
    story = await cast(town, **call)
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "paid_lodging")
    await town.does(lambda tx: calls.change(tx, story.call, lenient=sorted(KINDS)))
    return story


async def tells_who(awa: Phone) -> None:
    """Answer up to the place, with two pupils."""
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("8, 10")
    await awa.taps("none")
    await awa.says("Marrakech")


async def everything_kept(town: Town) -> Said:
    """Answer as Awa and Lina do."""
    story = await cast(town)
    await reviewed_plan(story)
    return await said(story.lina)


async def nothing_known(town: Town) -> Said:
    """Put off what can be put off, and fill in nothing; then choose a lodging that the call does not help."""
    story = await gathers(town)
    awa, lina = await joins(story), story.lina
    await tells_who(awa)
    await awa.taps("talk", "talk", "train", "talk", "home", "done", "send")
    await lina.taps("r:next")
    found = await said(lina)
    await lina.taps("to_check", "r:ask_for:1:lodging")
    await lina.says("Où dormez-vous ?")
    await lina.taps("skip")
    await town.passes(minutes=3)
    await awa.taps("g:go", "family", "send_again")
    await lina.taps("r:next")
    return found | {each for each in await said(lina) if each[0] == "paid_lodging"}


async def everything_broken(town: Town) -> Said:
    """Go too soon, too short, too far, too dear, in a week of school, helped often before; wait too long."""
    story = await gathers(
        town, stay_from=date(2026, 12, 1), people_by=date(2026, 12, 4), closes_at=datetime(2026, 12, 20, 16, tzinfo=UTC)
    )
    awa, lina = await joins(story), story.lina
    await tells_who(awa)
    await awa.says("10/12/2026 - 12/12/2026")
    await awa.taps("hotel", "train")
    await awa.says("5")
    await awa.taps("home", "done", "send")
    await lina.taps("r:next", "prices")
    await lina.says("Riad Bleu")
    await lina.taps("elsewhere")
    await lina.says("9000")
    await lina.taps("seen", "no", "all_paid")
    for price in ("180", "200", "100"):
        await lina.says(price)
    await lina.taps("none", "0", "none", "card", "part")
    await lina.says("1250")
    await lina.taps("caf", "this_year")
    await lina.says("3")
    await lina.taps("own_words")
    await lina.says("Un rendez-vous chaque semaine.")
    await lina.taps("yes", "none")
    await town.passes(days=18)
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card")
    return await said(lina)


async def gives_less_each_time(claire: Phone) -> None:
    """Add to the call what a first, a second and a further aid is at most."""
    await claire.taps("d:calls", "d:call:1", "d:settings:1", "d:rules:1", "d:new_rule:1", "amount_by_rank")
    for amount in ("400", "300", "200"):
        await claire.says(amount)
    await claire.sees("call/_rule")


async def of_the_thematic_call(town: Town) -> Said:
    """Answer the dates later: unknown, then too long, then as the rule has it; then every price and earlier aid."""
    number = await town.opens_call(model="elles-en-vacances")
    await gives_less_each_time(await town.member("Claire", Role.COORDINATOR))
    await town.does(lambda tx: calls.change(tx, number, lenient=sorted(KINDS)))
    lina = await town.member("Lina", Role.REFERENT, await town.organisation())
    await invites(lina)
    awa = await town.phone("Awa")
    await awa.starts(await link_in(lina))
    await awa.taps("g:accept")
    await tells_who(awa)
    await awa.taps("talk", "campsite", "train")
    await awa.says("60")
    await awa.taps("home", "done", "send")
    await lina.taps("r:next")
    found = await said(lina)
    for dates in ("01/07/2027 - 25/07/2027", "10/07/2027 - 17/07/2027"):
        await lina.taps("changes", "dates", "done")
        await lina.says("Quand partez-vous ?")
        await lina.taps("skip")
        await town.passes(minutes=3)
        await awa.taps("g:go")
        await awa.says(dates)
        await awa.taps("send_again")
        await lina.taps("r:next")
        found |= await said(lina)
    await fills_prices(lina)
    await fills_own_part(lina)
    return found | await said(lina)


IN_MOST = frozenset(KINDS) - {"days", "cap_per_person", "amount_by_rank"}
"""Kinds of rules of a usual call; the three others are of the thematic one, to which the last is added."""
UNKNOWN = {(kind, "unknown") for kind in IN_MOST - {"filing_until", "reports_given"}} | {("paid_lodging", "broken")}
KEPT = {(kind, "kept") for kind in IN_MOST - {"paid_lodging"}}
NOT_BROKEN = frozenset({"max_share", "stay_window", "reports_given", "paid_lodging", "paper", "filing_until"})
BROKEN = {(kind, "broken") for kind in IN_MOST - NOT_BROKEN}
THEMATIC = {("days", way) for way in ("kept", "broken", "unknown")} | {
    ("cap_per_person", "kept"), ("cap_per_person", "unknown"),
    ("amount_by_rank", "kept"), ("amount_by_rank", "unknown"),
}  # fmt: skip
NEVER = {
    ("max_share", "broken"): "the aid is proposed within the share",
    ("cap_per_person", "broken"): "the aid is proposed within the caps",
    ("amount_by_rank", "broken"): "the aid is proposed within the amount of its rank",
    ("paper", "broken"): "a paper that lacks is asked for, and breaks nothing",
    ("stay_window", "broken"): "the question takes no day outside of the window",
    ("filing_until", "broken"): "once the call has closed its plans are stopped, and the card says that instead",
    ("filing_until", "unknown"): "the day it is and the closing are always known",
    ("reports_given", "unknown"): "reports are counted, and asked of nobody",
    ("reports_given", "broken"): "reports are of other plans: test_again.py plays it",
}
"""What no answer about a plan brings about, and why."""


def test_no_kind_of_rule_and_no_verdict_is_left_out() -> None:
    played = KEPT | UNKNOWN | BROKEN | THEMATIC | {("paid_lodging", "kept")}
    every = {(kind, way) for kind in KINDS for way in ("kept", "broken", "unknown")}
    assert every - played == set(NEVER)
    assert not played & set(NEVER)


async def test_a_usual_plan_keeps_to_all(town: Town) -> None:
    assert await everything_kept(town) == KEPT


async def test_a_plan_of_which_nothing_is_known_keeps_to_nothing(town: Town) -> None:
    assert await nothing_known(town) == UNKNOWN | {("filing_until", "kept"), ("reports_given", "kept")}


async def test_a_plan_can_break_all_that_answers_break(town: Town) -> None:
    kept = {(kind, "kept") for kind in NOT_BROKEN}
    assert await everything_broken(town) == BROKEN | kept


async def test_answers_move_a_rule_from_unknown_to_broken_to_kept(town: Town) -> None:
    assert await of_the_thematic_call(town) >= THEMATIC
