"""What a beneficiary takes along on the telephone: the stay in a calendar, and what the vouchers can pay."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.budget import Cost, Payment
from bot.domain.money import Cents
from bot.domain.plans import State
from bot.domain.vouchers import valid_until
from bot.features.departure import routes
from bot.features.my_plan import pages as my_plan
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.leaving import LEAVING
from bot.rendering.icalendar import Entry, calendar
from bot.storage import handovers
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Screen
from conversations.lodging import provider
from conversations.reckoning import budget, in_vouchers, payment

CALENDAR_FILE = "agenda.ics"
"""Says nothing of anybody."""


@dataclass(frozen=True)
class Calendar(View, template="departure/calendar"):
    """The days of the stay, which the file holds."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Paying(View, template="departure/pay"):
    """What vouchers pay and what they do not; `handed` says that they are handed over, `year` is theirs."""

    granted: Cents
    with_vouchers: list[Cost]
    with_cash: list[Cost]
    payment: Payment
    handed: bool
    year: int
    until: date


@routes.CALENDAR.on
def in_calendar(tx: Tx, request: Request) -> Screen:
    """Give the stay as a file for a calendar; none to a discreet person: it would stay on the telephone."""
    plan = my_plan.own_stay(tx, request)
    if plan is None or plan.state not in LEAVING or plan.departure is None or access.discreet(request.person):
        return my_plan.home(tx, request)
    ready = [Button(Word("checklist"), routes.OWN_LIST.to(), style="primary")] if plan.households is None else []
    document = (CALENDAR_FILE, calendar_of(tx, request, plan))
    return Calendar(plan.departure, plan.homecoming).page(column(*ready, HOME), document=document, status="")


def calendar_of(tx: Tx, request: Request, plan: PlanRow) -> bytes:
    """Write the days of the stay, whole ones; the same stay keeps its identity whatever changes."""
    app = request.moment.app
    if plan.departure is None or plan.homecoming is None:
        return b""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    identity = hashlib.sha256(f"{app.username}:stay:{plan.id}".encode()).hexdigest()
    return calendar(
        Entry(
            uid=f"{identity[:32]}@valise.invalid",
            stamp=request.now,
            start=plan.departure,
            end=plan.homecoming + timedelta(days=1),
            title=app.renderer.block("departure/calendar", "title", request.reader, {}),
            place=provider(facts),
            revision=plan.version,
        )
    )


@routes.PAYING.on
def paying(tx: Tx, request: Request) -> Screen:
    """Show what vouchers can pay and what they cannot, from the costs of the reader's own plan."""
    plan = access.own_plan(tx, request.person)
    if plan is None or plan.state not in {*LEAVING, State.AWAY}:
        return my_plan.home(tx, request)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    if not in_vouchers(facts):
        return my_plan.home(tx, request)
    granted = Cents(plan.granted_cents or 0)
    costs = [cost for cost in budget(facts).costs if cost.amount]
    handed = handovers.of_plan(tx, plan.id)
    year = handed.handed_on.year if handed else request.moment.today.year
    view = Paying(
        granted=granted,
        with_vouchers=[cost for cost in costs if cost.takes_vouchers],
        with_cash=[cost for cost in costs if not cost.takes_vouchers],
        payment=payment(facts),
        handed=handed is not None,
        year=year,
        until=valid_until(year),
    )
    ready = [Button(Word("checklist"), routes.OWN_LIST.to())] if plan.state in LEAVING else []
    return view.page(column(*ready, HOME), status="")
