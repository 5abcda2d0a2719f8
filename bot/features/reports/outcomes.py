"""What a call brought about, for its coordinator: counts of who goes, means, and the same as a table."""

from collections.abc import Iterator
from html import unescape

from bot.domain.aid import AidForm
from bot.domain.groups import COUNTED
from bot.domain.handovers import Holding
from bot.domain.money import Cents
from bot.domain.outcomes import GOING, TO_COME, HouseholdKind, Outcomes, Stay, household_kind, outcomes
from bot.domain.reports import FEWEST, in_hand
from bot.features.calls import routes as call_routes
from bot.features.reports import routes
from bot.features.reports.views import Counted
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.rendering.tables import table_of
from bot.storage import groups, handovers, networks, plans, reports
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.choices import FREE
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


def page(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show what the plans to which the aid of a call is given sum up to, with the table of it."""
    view = Counted(call=row, found=found_in(tx, row), fewest=FEWEST)
    back = column(
        Button(Word("call_reports"), routes.OVERVIEW.to(row.id)),
        Button(Word("back_to_call"), call_routes.CALL_PAGE.to(row.id)),
    )
    if not view.found.stays:
        return view.page(back)
    return view.page(back, document=_table(request, view))


def found_in(tx: Tx, row: CallRow) -> Outcomes:
    """Count the plans of a call to which its aid is given: once the stay has begun, what was handed over of it."""
    found = plans.to_decide(tx, row.network_id, GOING, row.id)
    held, reported = handovers.of_plans(tx, [plan.id for plan in found]), reports.left_with(tx, row.id)
    refunded = row.aid_form == AidForm.REFUND
    given = {
        plan.id: plan.granted_cents or 0
        if plan.state in TO_COME
        else in_hand(plan.granted_cents or 0, reported.get(plan.id, _handed(held.get(plan.id))), refunded=refunded)
        for plan in found
    }
    return outcomes(stay_of(tx, plan, Cents(given[plan.id])) for plan in found if given[plan.id])


def _handed(held: Holding | None) -> int:
    return held.cents if held is not None else 0


def stay_of(tx: Tx, plan: PlanRow, given: Cents) -> Stay:
    """Return what is counted of a plan to which so much is given."""
    answers = flow.load_answers(plan.answers, plan_facts.STEPS)
    said = {name: answer.value for name, answer in answers.items() if isinstance(answer, Given)}
    organisation = networks.organisation(tx, plan.organisation_id)
    lodging = said.get("lodging") or ""
    return Stay(
        people=plan.people or 0,
        children=plan.children or 0,
        nights=(plan.homecoming - plan.departure).days if plan.departure and plan.homecoming else None,
        cost=Cents(plan.cost_cents or 0),
        granted=given,
        households=tuple(_households(tx, plan)),
        organisation=organisation.kind,
        region=organisation.region,
        first_time=said.get("first_time") or "",
        quotient=said.get("quotient"),
        lodging="other" if lodging.startswith(FREE) else lodging,
    )


def _households(tx: Tx, plan: PlanRow) -> Iterator[HouseholdKind]:
    """Return the kind of each household that goes: one, but for a group."""
    if plan.households is None:
        children = plan.children or 0
        yield household_kind((plan.people or 0) - children, children)
        return
    for each in groups.of_plan(tx, plan.id):
        known = group.household(each.answers) if each.part in COUNTED else None
        if known is not None:
            yield household_kind(known.adults, len(known.ages))


def _table(request: Request, view: Counted) -> tuple[str, bytes]:
    """Write the same figures as a table, in the words of the page; its name says what it is."""
    said = request.moment.app.renderer.block("report/_counted_table", "rows", request.reader, view.values)
    name = request.moment.app.renderer.block("report/_counted_table", "name", request.reader, view.values)
    rows = [unescape(line).split("|") for line in said.splitlines() if line.strip()]
    return f"{name.strip()}-{view.call.id}.csv", table_of(rows)
