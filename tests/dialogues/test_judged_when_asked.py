"""Rules about when a request is made look at the day it was endorsed, not at the day its card is read."""

from datetime import UTC, datetime

from tests.dialogues.story import Cast, cast, endorsed_plan, fills_own_part, fills_prices, granted_plan, sent_plan
from tests.support.phones import Phone
from tests.support.town import Town

CLOSED, SOON, BEGUN = (
    "Les demandes sont prises jusqu’au",
    "C’est bientôt",
    "L’aide est pour un séjour qui n’a pas commencé",
)
"""The call is closed; the request leaves too late; the stay has begun."""


async def it_is(town: Town, month: int, day: int) -> None:
    """Let time go by until noon of that day of 2027."""
    await town.passes(seconds=(datetime(2027, month, day, 12, tzinfo=UTC) - town.clock()).total_seconds())


async def of_committee(story: Cast) -> str:
    """Return what Claire reads on the card of the first plan to decide."""
    await story.claire.starts()
    await story.claire.taps("d:list", "decide")
    await story.claire.sees("committee/card")
    return await story.claire.text()


async def of_referent(lina: Phone, person: int = 3) -> str:
    """Return what Lina reads on the card of a plan that Lina endorsed."""
    await lina.starts()
    await lina.taps("r:people", f"r:person:{person}", "card")
    await lina.sees("review/card")
    return await lina.text()


async def test_a_plan_endorsed_in_time_has_no_cross_once_the_call_is_closed(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await it_is(town, 6, 16)
    for card in (await of_committee(story), await of_referent(story.lina)):
        assert CLOSED not in card
        assert SOON not in card
        assert "✖" not in card


async def test_a_plan_endorsed_in_time_is_not_urgent_either(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await it_is(town, 6, 10)
    assert "🔥" not in await of_referent(story.lina)


async def test_a_plan_endorsed_late_keeps_its_warning_whatever_day_it_is(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await it_is(town, 6, 14)
    await story.lina.taps("r:next")
    assert SOON in await story.lina.text()
    assert "🔥" in await story.lina.text()
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    await story.lina.taps("endorse")
    await town.passes(minutes=3)
    await it_is(town, 6, 20)
    card = await of_committee(story)
    assert SOON in card
    assert "vendredi 13 août 2027" in card, "60 days after it was endorsed, not after it is read"
    assert CLOSED not in card


async def test_a_plan_that_still_has_to_be_endorsed_is_judged_today(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await it_is(town, 6, 16)
    await story.lina.forges("p:card:1:1")
    assert "L’appel est fermé depuis le mardi 15 juin 2027." in await story.lina.text(), "before any price is known"


async def test_a_stay_that_began_before_the_answer_is_told_to_the_committee(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await it_is(town, 7, 12)
    assert BEGUN in await of_committee(story)


async def test_a_stay_that_was_granted_before_it_began_is_not_held_against_anybody_afterwards(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    await it_is(town, 7, 12)
    await story.claire.starts()
    await story.claire.forges("p:decide:1:0")
    await story.claire.sees("committee/card")
    assert BEGUN not in await story.claire.text()
