"""Professionals and volunteers who go along: the referent counts them, in a group and where the call helps them too."""

from bot.domain.plans import State
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import calls, plans
from bot.storage.kernel.store import Tx
from conversations.reckoning import party
from tests.dialogues.group import (
    Says,
    answers_for_all,
    comes,
    fills_part_for_group,
    group_plan,
    of_a_workshop,
    opens_group,
)
from tests.dialogues.story import cast, fills_prices, sent_plan
from tests.support.town import Town


async def test_who_goes_along_with_a_group_takes_a_place_and_stands_on_the_card(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa, zoe, _ = await of_a_workshop(story)
    await comes(awa, Says("1", "6, 8, 11", "60"))
    await comes(zoe, Says("2", "", "90"))
    await opens_group(story)
    await answers_for_all(lina)
    await lina.taps("send", "card")
    await fills_prices(lina)
    await fills_part_for_group(lina, companions="1")
    assert "1 pour accompagner" in await lina.text()
    await lina.taps("endorse")
    await town.passes(minutes=3)

    await story.claire.taps("d:list", "decide")
    assert "1 pour accompagner" in await story.claire.text()
    await story.claire.taps("grant")
    plan = await group_plan(story)
    assert (plan.state, plan.people) == (State.GRANTED, 7), "six of the households, and one who works"
    assert (await town.does(calls.by_id, story.call)).taken_places == 7


def companions_of_the_first_plan(tx: Tx, moment: Moment) -> int:
    """Return how many companions the rules of the call are told of."""
    plan = plans.by_id(tx, 1)
    assert plan is not None
    travellers = party(plan_facts.facts_of(tx, moment, plan))
    assert travellers is not None
    return travellers.companions


async def test_a_call_that_helps_companions_asks_for_them_and_judges_by_them(town: Town) -> None:
    story = await cast(town, model="elles-en-vacances")
    await sent_plan(story)
    await story.lina.taps("r:next", "part")
    await story.lina.says("612")
    await story.lina.taps("caf")
    await story.lina.sees("referent/companions")
    await story.lina.says("deux")
    await story.lina.sees("referent/objective")
    moment = Moment(town.app.app_context, town.clock(), "a code")
    assert await town.does(companions_of_the_first_plan, moment) == 2


async def test_where_no_rule_looks_at_companions_nobody_is_asked_about_one_household(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.taps("r:next", "part")
    await story.lina.says("612")
    await story.lina.taps("caf", "none")
    await story.lina.sees("referent/objective")
