"""The stays of an organisation as its lead sees them: reference, state, dates, amount, what is handed over."""

from dataclasses import dataclass

from bot.domain.aid import AidForm
from bot.domain.handovers import Holding, to_hand
from bot.domain.people import Role
from bot.domain.plans import TAKING
from bot.domain.reports import FEWEST, told
from bot.features.handovers import acts, routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.storage import handovers
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import INERT, Button, Plain, column
from conversations.engine.screens import Page

ON_A_PAGE = 8
"""Stays that a telephone shows without losing the buttons below."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay; amounts are in cents. `asked` stands where nothing is granted yet."""

    plan: PlanRow
    granted: int
    asked: int
    handed: int
    left: int


@dataclass(frozen=True)
class Stays(View, template="handover/stays"):
    """One page of them; `earlier` counts plans that were never endorsed, None where they are fewer than `fewest`."""

    lines: list[Stay]
    count: int
    earlier: int | None
    fewest: int


def page(tx: Tx, request: Request, number: int = 0) -> Page:
    """Show one page of the stays of the lead's own organisation; each whose aid the lead hands over is a button."""
    organisation = request.person.organisation_id
    found = handovers.stays_of(tx, organisation) if organisation is not None else []
    last = max(0, (len(found) - 1) // ON_A_PAGE)
    at = min(number, last)
    plans = [access.need(tx, each) for each in found[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]]
    held = handovers.of_plans(tx, [plan.id for plan in plans])
    theirs = [plan for plan in plans if Role.LEAD in access.roles_towards(tx, request.person, plan)]
    rows = [Button(Plain(plan.reference or ""), routes.HANDOVER.to(plan)) for plan in theirs]
    view = Stays(
        [_stay(tx, plan, held.get(plan.id)) for plan in plans],
        len(found),
        told(handovers.on_their_way(tx, organisation)) if organisation is not None else 0,
        FEWEST,
    )
    return view.page((*column(*rows), *_turning(at, last), (HOME,)))


def _stay(tx: Tx, plan: PlanRow, held: Holding | None) -> Stay:
    granted = (plan.granted_cents or 0) if plan.state in TAKING else 0
    refunded = acts.form_of(tx, plan) is AidForm.REFUND
    return Stay(
        plan=plan,
        granted=granted,
        asked=0 if granted else plan.aid_cents or 0,
        handed=held.cents if held is not None else 0,
        left=to_hand(plan.state, plan.granted_cents, held, refunded=refunded),
    )


def _turning(at: int, last: int) -> list[tuple[Button, ...]]:
    if not last:
        return []
    ways = [(at - 1, "◀"), (at + 1, "▶")]
    buttons = [Button(Plain(sign), routes.STAYS.to(to)) for to, sign in ways if 0 <= to <= last]
    buttons.insert(1 if at else 0, Button(Plain(f"{at + 1} / {last + 1}"), INERT))
    return [tuple(buttons)]
