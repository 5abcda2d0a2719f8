"""The aid put into the beneficiary's hands: how much, when, by whom; and its receipt."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.people import Refused, Role
from bot.domain.plans import State
from bot.features.caseload import routes as caseload_routes
from bot.features.handovers import acts, routes
from bot.features.handovers.acts import GIVEN_UP
from bot.features.menu import routes as menu_routes
from bot.features.my_plan import pages as my_plan
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import handovers, people, plans, reports
from bot.storage.handovers import IN_HAND, Handed, Handover, Receipt
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.reports import Whose
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.handover import HANDOVER, on_paper

MOST_IN_LIST = 30


@dataclass(frozen=True, slots=True)
class Line:
    """An aid on a lead's first page; `what` is to be done about it: "hand", "confirm" or "back"."""

    name: str
    plan: PlanRow
    what: str
    cents: int


@dataclass(frozen=True)
class LeadHome(View, template="home/lead"):
    """A lead's first page; `reports` is how many the organisation owes."""

    name: str
    lines: list[Line]
    reports: int


@dataclass(frozen=True)
class OneHandover(View, template="handover/_page"):
    """One aid; `taps` says that the beneficiary can confirm it on a telephone. Amounts are in cents."""

    plan: PlanRow
    name: str
    done: Handover | None
    by: str
    granted: int
    give_back: int
    taps: bool


def home(tx: Tx, request: Request) -> Page:
    """Show a lead the aids to hand over, those whose receipt nobody has confirmed, and those that shall come back."""
    found = handovers.awaiting(tx, request.person.organisation_id) if request.person.organisation_id is not None else []
    lines = [_line(tx, plan) for plan_id in found[:MOST_IN_LIST] if (plan := plans.by_id(tx, plan_id))]
    rows = [Button(Plain(each.plan.reference or "", then=each.name), routes.HANDOVER.to(each.plan)) for each in lines]
    view = LeadHome(request.person.name, lines, _reports_missing(tx, request))
    return view.page(column(*rows, Button(Word("help"), menu_routes.HELP.to())))


def _line(tx: Tx, plan: PlanRow) -> Line:
    """Return what is to be done about an aid; what is granted anew is to be handed."""
    done = None if plan.state is State.GRANTED else handovers.of_plan(tx, plan.id)
    what = "hand" if done is None else "back" if plan.state in GIVEN_UP else "confirm"
    name = people.by_id(tx, plan.beneficiary_id).name
    return Line(name, plan, what, done.cents if done else plan.granted_cents or 0)


def _reports_missing(tx: Tx, request: Request) -> int:
    """Count the reports that the lead's organisation owes: its next plans may wait for them."""
    if request.person.organisation_id is None:
        return 0
    models, today = plan_facts.asking(request.moment.app), request.moment.today
    return len(reports.missing(tx, models, today, Whose(organisation_id=request.person.organisation_id)))


@routes.HANDOVER.on
def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show one aid: what was granted, whether it was handed over, and whether its receipt is confirmed."""
    done = handovers.of_plan(tx, plan.id)
    taps = people.by_id(tx, plan.beneficiary_id).chat_id is not None
    rows = []
    if (done is None and plan.state in IN_HAND) or acts.may_hand_over(tx, request, plan):
        rows.append(Button(Word("hand_over"), routes.HAND.to(plan), style="primary"))
    rows += _ways(plan, done, taps=taps)
    if access.roles_towards(tx, request.person, plan) & {Role.REFERENT}:
        rows.append(Button(Word("open_card"), caseload_routes.CARD.to(plan)))
    view = OneHandover(
        plan=plan,
        name=people.by_id(tx, plan.beneficiary_id).name,
        done=done,
        by=people.by_id(tx, done.handed_by).name if done else "",
        granted=plan.granted_cents or 0,
        give_back=done.to_give_back(plan.state, plan.granted_cents) if done else 0,
        taps=taps,
    )
    return view.page(column(*rows, HOME))


def _ways(plan: PlanRow, done: Handover | None, *, taps: bool) -> list[Button]:
    """Return the buttons about what was handed over: given back, corrected, signed on paper."""
    if done is not None and plan.state in GIVEN_UP and done.returned_on is None:
        return [Button(Word("vouchers_back"), routes.VOUCHERS_BACK.to(plan), style="primary")]
    if acts.over(plan, done):
        return [Button(Word("correct_handover"), routes.HAND.to(plan), style="primary")]
    if done is None or done.receipt not in {Receipt.NONE, Receipt.REFUSED}:
        return []
    refused = done.receipt is Receipt.REFUSED
    receipt = Word("paper_receipt", {"group": plan.households is not None})
    signed = Button(receipt, routes.PAPER.to(plan), style="primary" if not taps and not refused else "")
    corrected = Button(Word("correct_handover"), routes.HAND.to(plan), style="primary" if refused else "")
    return [corrected, signed] if refused else [signed, corrected]


def in_hand(tx: Tx, plan: PlanRow) -> bool:
    """Return whether there is something to note: the aid is handed over, could be already, or has to come back."""
    return plan.state in IN_HAND or (plan.state in GIVEN_UP and handovers.to_return(tx, plan.id))


@routes.HAND.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask how much was handed over and when; again, while no receipt is confirmed. Raises Refused("not_now")."""
    acts.need_notable(tx, request, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, HANDOVER, plan.id))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """Note what was handed over, and show it. Raises Refused, as `note`."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = access.seen_by(tx, request.person, form.row.subject_id, *routes.HANDING)
    forms.close(tx, form)
    return page(tx, request, acts.note(tx, request, plan, _handed(form)))


def _handed(form: Form) -> Handed:
    facts = form.facts
    known = facts.value("handed"), handed_on(form), facts.value("form")
    return Handed(*known, facts.value("notes"), facts.value("numbers") or "") if on_paper(facts) else Handed(*known)


def handed_on(form: Form) -> date:
    """Return the day it was handed over: today, yesterday, or the one that was asked."""
    days_ago = {"today": 0, "yesterday": 1}.get(form.facts.value("handed_on"))
    if days_ago is None:
        earlier: date = form.facts.value("handed_day")
        return earlier
    return form.facts.today - timedelta(days=days_ago)


@routes.RECEIVED.on
def received(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Confirm the receipt on the beneficiary's own telephone. Raises Refused("not_now")."""
    acts.confirm(tx, request, plan, Receipt.PHONE)
    return my_plan.standing(tx, request, plan)


@routes.PAPER.on
def paper(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Confirm a receipt that was signed on paper, and is kept by the one who notes it. Raises Refused("not_now")."""
    acts.confirm(tx, request, plan, Receipt.PAPER)
    return page(tx, request, plan)


@routes.NOT_RIGHT.on
def not_right(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Say that the receipt is not right: nothing is decided by it. Raises Refused("not_now")."""
    acts.refuse(tx, request, plan)
    return my_plan.standing(tx, request, plan)


@routes.VOUCHERS_BACK.on
def came_back(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Note that the vouchers came back. Raises Refused("not_now")."""
    acts.take_back(tx, request, plan)
    return page(tx, request, plan)
