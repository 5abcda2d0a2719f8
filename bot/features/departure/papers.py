"""What she takes along on her telephone: the stay in her calendar, and what her vouchers can pay."""

import hashlib
from datetime import timedelta

from bot.domain.money import Cents
from bot.domain.plans import State
from bot.domain.vouchers import valid_until
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.next_steps import LEAVING
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.rendering.icalendar import Entry, calendar
from bot.storage import handovers
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.reckoning import budget, payment

CALENDAR_FILE = "agenda.ics"
"""Says nothing of anybody."""


def in_calendar(tx: Tx, request: Request) -> Screen:
    """The stay as a file for her calendar; to a discreet person none is given: it would stay on her telephone."""
    plan = my_plan.her_stay(tx, request)
    if plan is None or plan.state not in LEAVING or plan.departure is None or access.discreet(request.person):
        return my_plan.home(tx, request)
    values = {"first": plan.departure, "last": plan.homecoming}
    ready = [Button(Word("checklist"), "g:checklist", style="primary")] if plan.households is None else []
    rows = column(*ready, HOME)
    return Page("departure/calendar", values, rows, document=(CALENDAR_FILE, calendar_of(tx, request, plan)), status="")


def calendar_of(tx: Tx, request: Request, plan: PlanRow) -> bytes:
    """The days of the stay, whole ones; the same stay keeps its identity whatever changes."""
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
            place=facts.value("provider") or "",
            revision=plan.version,
        )
    )


def paying(tx: Tx, request: Request) -> Screen:
    """What vouchers can pay and what they cannot, from the costs of her own plan."""
    plan = my_plan.her_plan(tx, request)
    if plan is None or plan.state not in {*LEAVING, State.AWAY}:
        return my_plan.home(tx, request)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    granted = Cents(plan.granted_cents or 0)
    costs = [cost for cost in budget(facts).costs if cost.amount]
    handed = handovers.of_plan(tx, plan.id)
    year = handed.handed_on.year if handed else request.moment.today.year
    values = {
        "granted": granted,
        "with_vouchers": [cost for cost in costs if cost.takes_vouchers],
        "with_cash": [cost for cost in costs if not cost.takes_vouchers],
        "payment": payment(facts, granted),
        "handed": handed is not None,
        "year": year,
        "until": valid_until(year),
    }
    rows = column(Button(Word("checklist"), "g:checklist"), HOME)
    return Page("departure/pay", values, rows if plan.state in LEAVING else column(HOME), status="")
