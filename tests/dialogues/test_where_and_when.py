"""Where the stay is and whether the children miss school: asked or worked out, and never kept while it is unknown."""

from datetime import date
from typing import Any

import pytest

from bot.domain.people import Role
from bot.plan import access
from tests.dialogues.story import Cast, answers_everything, cast, fills_own_part, fills_prices, joins
from tests.support.town import Town

AT_SCHOOL = "Les enfants ont école"


async def card_after(story: Cast, dates: str, area: str = "france") -> Any:
    """Return the card of Awa's plan for these days, once the referent has filled in everything that is asked."""
    reader = story.lina
    awa = await joins(story)
    await answers_everything(awa, dates)
    await awa.taps("send")
    await reader.taps("r:next", "prices")
    await reader.says("Riad Yasmine, Marrakech")
    await reader.sees("figures/area")
    await reader.taps(area)
    await reader.says("420")
    await reader.taps("seen", "yes", "option")
    for amount in ("180", "200", "100"):
        await reader.says(amount)
    await reader.taps("caf", "done")
    await reader.says("150")
    await reader.taps("0", "none", "card")
    await fills_own_part(reader)
    return await reader.sees("review/card")


def kinds(findings: Any) -> set[str]:
    """Return the kinds of rule of some findings."""
    return {finding.kind for finding in findings}


async def test_a_week_in_marrakech_in_term_time_keeps_neither_rule(town: Town) -> None:
    story = await cast(town)
    card = await card_after(story, "06/09/2027 - 13/09/2027", "elsewhere")
    assert "area" in kinds(card.values["refusals"])
    assert "school_holidays" in kinds(card.values["warnings"])
    assert AT_SCHOOL in await story.lina.text()
    assert not await story.lina.offers("endorse")
    assert card.values["kept"] == 16, "the two that are broken are none of the 18"


async def test_a_week_in_france_in_the_summer_holidays_keeps_both(town: Town) -> None:
    card = await card_after(await cast(town), "10/07/2027 - 17/07/2027")
    assert not kinds(card.values["refusals"]) & {"area"}
    assert "school_holidays" not in kinds(card.values["warnings"])


async def test_who_answers_is_told_at_once(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await answers_everything(awa, "06/09/2027 - 13/09/2027")
    await awa.taps("send", "g:prices")
    await awa.says("Riad Yasmine, Marrakech")
    await awa.taps("elsewhere")
    await awa.sees("figures/lodging_price", problem="warn_area")


async def test_days_of_school_are_told_at_once(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "children", "done", "children", "never", "1")
    await awa.says("6, 8, 11")
    await awa.taps("none", "not_yet")
    await awa.says("06/09/2027 - 13/09/2027")
    await awa.sees("lodging/lodging", problem="warn_school_holidays")


async def test_the_country_holds_the_endorsement_up_while_it_is_not_said(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await answers_everything(awa)
    await awa.taps("send")
    await story.lina.taps("r:next", "prices")
    await story.lina.says("Camping du Lac")
    await story.lina.taps("unknown")
    await story.lina.sees("figures/lodging_price")
    await story.lina.starts()
    await story.lina.taps("r:next")
    assert not await story.lina.offers("endorse")
    plan = await town.does(access.need, 1)
    assert plan.answers["area"] == {"d": "unknown", "by": 1}


@pytest.mark.parametrize(("department", "told"), [("75", False), ("13", True)])
async def test_the_holidays_are_those_of_the_zone_of_the_organisation(town: Town, department: str, told: bool) -> None:
    await town.opens_call(stay_from=date(2027, 1, 2))
    place = await town.organisation(department=department)
    lina = await town.member("Lina", Role.REFERENT, place)
    story = Cast(town, lina, lina, 1, place)
    awa = await joins(story)
    await answers_everything(awa, "07/02/2027 - 14/02/2027")
    assert await awa.has_seen("plan/recap")
    await awa.taps("send")
    await lina.taps("r:next")
    await fills_prices(lina)
    screen = await lina.sees("review/card")
    assert ("school_holidays" in kinds(screen.values["warnings"])) is told
