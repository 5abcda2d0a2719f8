"""Who pays what: the budget of a plan on one screen, for whoever fills its prices."""

from bot.domain.people import Refused
from bot.domain.rules import Level
from bot.services import people as membership
from bot.services import plans as planning
from bot.services.journey import act
from bot.services.scene import Visit
from bot.services.sheets import Sheet
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations.engine.board import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.reckoning import at_level, budget, costed, findings, payment, proposal


def budget_page(tx: Tx, visit: Visit, plan: PlanRow, *, why: bool = False) -> Page:
    """Who pays what, and what needs cash; with `why`, how the aid was found."""
    facts = planning.facts_of(tx, visit.scene, plan)
    known = budget(facts)
    values = {
        "plan": plan,
        "budget": known,
        "proposal": proposal(facts),
        "payment": payment(facts),
        "why": why,
        "complete": costed(facts),
        "refusals": at_level(Level.REFUSE, findings(facts)),
        "warnings": at_level(Level.WARN, findings(facts)),
    }
    back = membership.HOME
    if plan.beneficiary_id != visit.person.id:
        back = Button(Word("open_card"), act(plan, "card"))
    rows = [] if why else [Button(Word("why_this_aid"), act(plan, "why"))]
    return Page("plan/budget", values, column(*rows, Button(Word("change_prices"), act(plan, "prices")), back))


def prices_answered(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """The prices are known: who pays what."""
    if sheet.plan is None:
        raise Refused("not_found")
    return budget_page(tx, visit, sheet.plan)


COMPLETIONS = {"plan.e": prices_answered}
