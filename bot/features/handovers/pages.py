"""The aid in the beneficiary's hands: how much, when, by whom, what is left of it; and each receipt."""

from dataclasses import dataclass

from bot.domain.aid import AidForm
from bot.domain.handovers import IN_HAND, Handover, Holding, Receipt, left, to_hand
from bot.domain.people import Role
from bot.domain.plans import TAKING, State
from bot.domain.rules import Finding
from bot.features.caseload import routes as caseload_routes
from bot.features.handovers import acts, routes
from bot.features.handovers.acts import GIVEN_UP
from bot.features.membership import routes as membership_routes
from bot.features.menu import routes as menu_routes
from bot.features.my_plan import pages as my_plan
from bot.features.reports import routes as report_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access, reference
from bot.plan import facts as plan_facts
from bot.plan.leaving import LEAVING
from bot.plan.shares import share_of
from bot.storage import groups, handovers, people, plans, reports
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.reports import Whose
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.settling import conditions

MOST_IN_LIST = 30


@dataclass(frozen=True, slots=True)
class Line:
    """An aid on a lead's first page; `what` is to be done about it: "hand", "confirm", "look" or "back"."""

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


@dataclass(frozen=True, slots=True)
class Part:
    """One handover: who noted it, and which household of a group got it."""

    done: Handover
    by: str
    whose: str
    share: int | None = None
    """What of the grant is this household's now, in cents; None for what is no household's."""


@dataclass(frozen=True)
class OneHandover(View, template="handover/_page"):
    """One aid; `taps` says that the beneficiary can confirm it on a telephone. Amounts are in cents."""

    plan: PlanRow
    name: str
    parts: list[Part]
    form: AidForm
    granted: int
    left: int
    give_back: int
    in_vouchers: bool
    taps: bool
    conditions: tuple[Finding, ...]
    """What is to be confirmed first."""


def home(tx: Tx, request: Request) -> Page:
    """Show a lead the aids to hand over, those whose receipt nobody has confirmed, and those that shall come back."""
    found = handovers.awaiting(tx, request.person.organisation_id) if request.person.organisation_id is not None else []
    lines = [_line(tx, plan) for plan_id in found[:MOST_IN_LIST] if (plan := plans.by_id(tx, plan_id))]
    rows = [Button(Plain(each.plan.reference or "", then=each.name), routes.HANDOVER.to(each.plan)) for each in lines]
    missing = _reports_missing(tx, request)
    if missing:
        rows.append(Button(Word("reports_owed"), report_routes.OWED.to()))
    if request.person.organisation_id is not None:
        rows.append(Button(Word("all_stays"), routes.STAYS.to(0)))
        rows.append(Button(Word("invite_colleague"), membership_routes.INVITE_COLLEAGUE.to()))
    view = LeadHome(request.person.name, lines, missing)
    return view.page(column(*rows, Button(Word("help"), menu_routes.HELP.to())))


def _line(tx: Tx, plan: PlanRow) -> Line:
    """Return what is to be done about an aid; what is granted anew is to be handed over, as far as it is not out."""
    held = handovers.of_plan(tx, plan.id)
    name, granted = people.by_id(tx, plan.beneficiary_id).name, plan.granted_cents or 0
    if held is None:
        return Line(name, plan, "hand", granted)
    if plan.state in GIVEN_UP:
        return Line(name, plan, "back", held.cents)
    if held.receipt is Receipt.REFUSED:
        return Line(name, plan, "look", held.cents)
    rest = left(granted, held)
    return Line(name, plan, "hand", rest) if rest else Line(name, plan, "confirm", held.cents)


def _reports_missing(tx: Tx, request: Request) -> int:
    """Count the reports that the lead's organisation owes: its next plans may wait for them."""
    if request.person.organisation_id is None:
        return 0
    models, today = plan_facts.asking(request.moment.app), request.moment.today
    return len(reports.missing(tx, models, today, Whose(organisation_id=request.person.organisation_id)))


@routes.HANDOVER.on
def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show one aid: what was granted, what was handed over and is left, and how far each receipt is."""
    held = handovers.of_plan(tx, plan.id)
    taps = people.by_id(tx, plan.beneficiary_id).chat_id is not None
    form = acts.form_of(tx, plan)
    rows = _ways(plan, held, taps=taps)
    if acts.may_hand_over(tx, request, plan):
        pressing = held is None or not rows
        rest = left(plan.granted_cents, held) if held is not None else 0
        hand = Word("hand_over_rest" if held is not None else "hand_over", {"form": form.value, "cents": rest})
        button = Button(hand, routes.HAND.to(plan), style="primary" if pressing else "")
        rows = [button, *rows] if pressing else [*rows, button]
    roles = access.roles_towards(tx, request.person, plan)
    if roles == {Role.LEAD} and reference.may_type(tx, request.moment.app, plan):
        word = "change_ancv" if plan.ancv_reference else "type_ancv"
        rows += [Button(Word(word), review_routes.REFERENCE.to(plan))]
    if roles & {Role.REFERENT}:
        rows.append(Button(Word("open_card"), caseload_routes.CARD.to(plan)))
    view = OneHandover(
        plan=plan,
        name=people.by_id(tx, plan.beneficiary_id).name,
        parts=[_part(tx, plan, each) for each in held.parts] if held is not None else [],
        form=form,
        granted=plan.granted_cents or 0,
        left=to_hand(plan.state, plan.granted_cents, held, refunded=form is AidForm.REFUND),
        give_back=held.to_give_back(plan.state, plan.granted_cents) if held is not None else 0,
        in_vouchers=held is None or held.in_vouchers,
        taps=taps,
        conditions=conditions(plan_facts.facts_of(tx, request.moment, plan)) if plan.state in LEAVING else (),
    )
    return view.page(column(*rows, HOME))


def _part(tx: Tx, plan: PlanRow, part: Handover) -> Part:
    by, member = people.by_id(tx, part.handed_by).name, None
    if part.member_id is not None:
        member = groups.member(tx, part.member_id)
    if member is None:
        return Part(part, by, "")
    share = share_of(plan, member, plan.granted_cents) if plan.state in TAKING else None
    return Part(part, by, people.by_id(tx, member.person_id).name, share)


def _ways(plan: PlanRow, held: Holding | None, *, taps: bool) -> list[Button]:
    """Return the buttons about what was handed over: given back, corrected, signed on paper; what is wrong first."""
    if held is None:
        return []
    if plan.state in GIVEN_UP:
        back = Button(Word("vouchers_back"), routes.VOUCHERS_BACK.to(plan), style="primary")
        return [back] if held.returned_on is None else []
    rows: list[Button] = []
    several = len(held.parts) > 1
    for part in sorted(held.parts, key=lambda each: each.receipt is not Receipt.REFUSED):
        refused, which = part.receipt is Receipt.REFUSED, {"cents": part.cents if several else 0}
        of_whom = {**which, "form": part.form, "group": plan.households is not None and part.member_id is None}
        receipt = Word("paper_receipt", of_whom)
        signed = Button(receipt, routes.PAPER.to(plan, part.id), style="primary" if not taps and not refused else "")
        pressing = refused or bool(acts.over(plan, held))
        correct = Word("correct_handover", which)
        corrected = Button(correct, routes.CORRECT.to(plan, part.id), style="primary" if pressing else "")
        found = [signed] if part.open and not acts.over(plan, held) else []
        found += [corrected] if acts.may_correct(plan, held, part) else []
        rows += found[::-1] if refused else found
    return rows


def in_hand(tx: Tx, plan: PlanRow) -> bool:
    """Return whether there is something to note: the aid is handed over, could be already, or has to come back."""
    if plan.state is State.REPORTED:
        held = handovers.of_plan(tx, plan.id)
        refused = held is not None and held.receipt is Receipt.REFUSED
        return refused or acts.form_of(tx, plan) is AidForm.REFUND
    return plan.state in IN_HAND or (plan.state in GIVEN_UP and handovers.to_return(tx, plan.id))


@routes.RECEIVED.on
def received(tx: Tx, request: Request, plan: PlanRow, part: Handover) -> Screen:
    """Confirm a receipt on the beneficiary's own telephone. Raises Refused("not_now")."""
    acts.confirm(tx, request, plan, part, Receipt.PHONE)
    return my_plan.standing(tx, request, plan)


@routes.PAPER.on
def paper(tx: Tx, request: Request, plan: PlanRow, part: Handover) -> Page:
    """Confirm a receipt that was signed on paper, and is kept by the one who notes it. Raises Refused("not_now")."""
    acts.confirm(tx, request, plan, part, Receipt.PAPER)
    return page(tx, request, plan)


@routes.NOT_RIGHT.on
def not_right(tx: Tx, request: Request, plan: PlanRow, part: Handover) -> Screen:
    """Say that a receipt is not right: nothing is decided by it. Raises Refused("not_now")."""
    acts.refuse(tx, request, plan, part)
    return my_plan.standing(tx, request, plan)


@routes.VOUCHERS_BACK.on
def came_back(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Note that what was handed over came back. Raises Refused("not_now")."""
    acts.take_back(tx, request, plan)
    return page(tx, request, plan)
