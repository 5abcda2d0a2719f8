"""Professionals see a sign beside the name of a discreet person, wherever the name stands; the person never does."""

from bot.domain.people import DECIDING, Role
from bot.domain.plans import CHANGEABLE
from bot.features.registry import ROUTES
from bot.interaction.plan_routes import PlanRoute
from bot.storage import plans
from tests.dialogues.test_discreet import discreet_plan
from tests.support.phones import Phone, buttons
from tests.support.town import Town

SIGN = "Awa\N{NO-BREAK SPACE}🤫"


BEGINS = {"changes", "not_endorse", "reference", "ask", "decline", "offer"}
"""Routes that change nothing yet: they ask a first question about the plan."""


async def plan_now(town: Town) -> plans.PlanRow:
    plan = await town.does(plans.by_id, 1)
    assert isinstance(plan, plans.PlanRow)
    return plan


async def names_with_the_sign(phone: Phone) -> int:
    """Count how often the newest message names Awa, which it never does without the sign."""
    message = await phone.last()
    everything = "\n".join([await phone.text(), *(label for label, _ in buttons(message))])
    assert everything.count("Awa") == everything.count(SIGN), everything
    return everything.count("Awa")


async def looks_at_all(town: Town, phone: Phone, *roles: Role) -> dict[str, int]:
    """Open every page about the plan that these roles may look at, and begin every conversation about it."""
    found = {}
    for route in ROUTES:
        theirs = isinstance(route, PlanRoute) and set(route.rights.roles) & set(roles)
        if isinstance(route, PlanRoute) and theirs and (route.rights.looks or route.word in BEGINS):
            await phone.forges(route.to(await plan_now(town)))
            found[route.word] = await names_with_the_sign(phone)
    return found


async def test_every_page_of_the_referent_that_names_a_discreet_person_says_so(town: Town) -> None:
    awa, lina, claire = await discreet_plan(town)
    found = await looks_at_all(town, lina, Role.REFERENT)
    assert {word for word, times in found.items() if times} >= {"card", "whole", "rules", "changes", "not_endorse"}
    await lina.says("/people")
    assert await names_with_the_sign(lina)
    await lina.taps("r:person:3")
    assert await names_with_the_sign(lina)
    await lina.taps("card", "endorse")
    assert await names_with_the_sign(lina)
    await town.passes(minutes=3)
    assert (await plan_now(town)).state in CHANGEABLE
    found = await looks_at_all(town, claire, *DECIDING)
    assert found["decide"], "the committee reads it too"
    await awa.starts()
    await awa.says("soleil")
    assert "🤫" not in await awa.text()
