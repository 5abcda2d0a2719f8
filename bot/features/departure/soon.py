"""Who of a referent's people leaves soon, and what each has left to do: read at this moment, ticked beside them."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.ids import PlanId
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.departure import routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan.leaving import Line, lines, still_to_do
from bot.storage import people, plans
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Plain, column
from conversations.engine.screens import Page

SOON = timedelta(days=15)
"""From so long before a stay on its list is on this page: the reminder of it leaves then."""
MOST_SHOWN = 8
"""People on one screen; the others come up as those before them are ready."""


@dataclass(frozen=True, slots=True)
class Leaver:
    """A beneficiary who leaves soon, and what is left to do before."""

    name: str
    plan_id: PlanId
    departure: date
    left: tuple[Line, ...]


@dataclass(frozen=True)
class LeavingSoon(View, template="review/leaving"):
    """The next to leave, and how many leave after them."""

    people: list[Leaver]
    more: int


@routes.LEAVING_SOON.on
def page(tx: Tx, request: Request) -> Page:
    """Show those with something left to do, the first to leave at the top; each button opens the list to tick."""
    found = leavers(tx, request)
    shown = found[:MOST_SHOWN]
    rows = [Button(Plain(each.name, "📋"), routes.LIST.to(each.plan_id, "")) for each in shown]
    view = LeavingSoon(shown, len(found) - len(shown))
    return view.page(column(*rows, MY_PEOPLE, HOME))


def leavers(tx: Tx, request: Request) -> list[Leaver]:
    """Find the referent's beneficiaries whose stay begins soon and who have something left to do."""
    names = {person.id: person.name for person in people.accompanied(tx, request.person.id)}
    found = []
    for plan in plans.of_people(tx, list(names)).values():
        if plan.departure is None or plan.departure - request.moment.today > SOON:
            continue
        left = tuple(lines(still_to_do(tx, request.moment, plan, beside=True)))
        if left:
            found.append(Leaver(names[plan.beneficiary_id], plan.id, plan.departure, left))
    return sorted(found, key=lambda each: (each.departure, each.name))
