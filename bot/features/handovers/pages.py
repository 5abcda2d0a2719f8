"""The aid put into the person's hands: how much, when, by whom; and its receipt, confirmed by herself.

In some programmes the organisation is paid and hands the aid on: its lead does what a referent does elsewhere.
"""

from datetime import date, timedelta

from bot.domain.notices import NOT_RECEIVED
from bot.domain.people import Refused, Role
from bot.domain.plans import TAKING, Action, State
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.pages import act
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, handovers, outbox, people, plans, reports, sessions
from bot.storage.handovers import IN_HAND, Handed, Handover, Receipt
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.reports import Whose
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.handover import HANDOVER, on_paper

HANDING = (Role.REFERENT, Role.LEAD)
GIVEN_UP = frozenset(State) - TAKING
"""What she holds comes back, also where the plan was begun again since."""
MOST_IN_LIST = 30


def home(tx: Tx, request: Request) -> Page:
    """A lead's first screen: the aids to hand over, whose receipt nobody has confirmed, or that shall come back."""
    found = handovers.awaiting(tx, request.person.organisation_id) if request.person.organisation_id is not None else []
    awaiting = [plan for plan_id in found[:MOST_IN_LIST] if (plan := plans.by_id(tx, plan_id))]
    lines = [_line(tx, plan) for plan in awaiting]
    rows = [Button(Plain(plan.reference or "", then=name), act(plan, "handover")) for name, plan, _, _ in lines]
    values = {"name": request.person.name, "lines": lines, "reports": _reports_missing(tx, request)}
    return Page("home/lead", values, column(*rows, Button(Word("help"), "g:help")))


def _line(tx: Tx, plan: PlanRow) -> tuple[str, PlanRow, str, int]:
    """Whose it is, what is to be done about it, and how much it is, in cents; what is granted anew is to be handed."""
    done = None if plan.state is State.GRANTED else handovers.of_plan(tx, plan.id)
    what = "hand" if done is None else "back" if plan.state in GIVEN_UP else "confirm"
    return people.by_id(tx, plan.beneficiary_id).name, plan, what, done.cents if done else plan.granted_cents or 0


def _reports_missing(tx: Tx, request: Request) -> int:
    """How many reports her organisation owes: its next plans may wait for them."""
    if request.person.organisation_id is None:
        return 0
    models, today = plan_facts.asking(request.moment.app), request.moment.today
    return len(reports.missing(tx, models, today, Whose(organisation_id=request.person.organisation_id)))


def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """One aid: what was granted, whether it was handed over, and whether its receipt is confirmed."""
    done = handovers.of_plan(tx, plan.id)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    taps = people.by_id(tx, plan.beneficiary_id).chat_id is not None
    rows = []
    unnoted = done is None and plan.state in IN_HAND
    if unnoted or Action.HAND_OVER in access.offered_actions(tx, request.moment, plan, request.person, facts):
        rows.append(Button(Word("hand_over"), act(plan, "hand"), style="primary"))
    if done is not None and plan.state in GIVEN_UP and done.returned_on is None:
        rows.append(Button(Word("vouchers_back"), act(plan, "vouchers_back"), style="primary"))
    elif _over(plan, done):
        rows.append(Button(Word("correct_handover"), act(plan, "hand"), style="primary"))
    elif done is not None and done.receipt in {Receipt.NONE, Receipt.REFUSED}:
        refused = done.receipt is Receipt.REFUSED
        receipt = Word("paper_receipt", {"group": plan.households is not None})
        signed = Button(receipt, act(plan, "paper"), style="primary" if not taps and not refused else "")
        corrected = Button(Word("correct_handover"), act(plan, "hand"), style="primary" if refused else "")
        rows += [corrected, signed] if refused else [signed, corrected]
    if access.roles_towards(tx, request.person, plan) & {Role.REFERENT}:
        rows.append(Button(Word("open_card"), act(plan, "card")))
    values = {
        "plan": plan,
        "name": people.by_id(tx, plan.beneficiary_id).name,
        "done": done,
        "by": people.by_id(tx, done.handed_by).name if done else "",
        "granted": plan.granted_cents or 0,
        "give_back": done.to_give_back(plan.state, plan.granted_cents) if done else 0,
        "taps": taps,
    }
    return Page("handover/_page", values, column(*rows, HOME))


def _over(plan: PlanRow, done: Handover | None) -> int:
    """How much of what she holds goes back, in cents: the stay costs less now, and less is granted."""
    return done.over(plan.granted_cents) if done is not None and plan.state in IN_HAND else 0


def in_hand(tx: Tx, plan: PlanRow) -> bool:
    """Whether there is something to note: she holds it, could hold it already, or has to give it back."""
    return plan.state in IN_HAND or (plan.state in GIVEN_UP and handovers.to_return(tx, plan.id))


def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask how much was handed over and when; again, while no receipt is confirmed. Raises Refused("not_now")."""
    if not _may_be_noted(tx, request, plan):
        raise Refused("not_now")
    return prompting.resume(tx, request, forms.begin(tx, request, HANDOVER, plan.id))


def _may_be_noted(tx: Tx, request: Request, plan: PlanRow) -> bool:
    if plan.state in IN_HAND:
        done = handovers.of_plan(tx, plan.id)
        return done is None or bool(_over(plan, done)) or done.receipt in {Receipt.NONE, Receipt.REFUSED}
    facts = plan_facts.facts_of(tx, request.moment, plan)
    return Action.HAND_OVER in access.offered_actions(tx, request.moment, plan, request.person, facts)


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """It is noted, and the person is asked to confirm what she received."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = access.seen_by(tx, request.person, form.row.subject_id, *HANDING)
    sessions.close_form(tx, form.row.id)
    handed = _handed(form)
    told = {"cents": handed.cents, "on": handed.on.isoformat(), "form": handed.form, "notes": handed.notes}
    if plan.state is State.GRANTED:
        plan = transitions.perform(tx, request.moment, plan, Action.HAND_OVER, request.person, told)
    else:
        _correct(tx, request, plan, told)
    handovers.note(tx, plan.id, handed, request.person.id)
    return page(tx, request, plan)


def _handed(form: Form) -> Handed:
    facts = form.facts
    known = facts.value("handed"), handed_on(form), facts.value("form")
    return Handed(*known, facts.value("notes"), facts.value("numbers") or "") if on_paper(facts) else Handed(*known)


def _correct(tx: Tx, request: Request, plan: PlanRow, told: dict[str, object]) -> None:
    """What was noted before was wrong, or nothing was: it is put right in the open, and she is asked once more."""
    if not _may_be_noted(tx, request, plan):
        raise Refused("not_now")
    _audit(tx, request, plan, "correct_handover", **told)
    _tell(tx, request, plan, "handed_over", plan.beneficiary_id)


def handed_on(form: Form) -> date:
    """The day it was handed over: today, yesterday, or the one that was asked."""
    days_ago = {"today": 0, "yesterday": 1}.get(form.facts.value("handed_on"))
    if days_ago is None:
        earlier: date = form.facts.value("handed_day")
        return earlier
    return form.facts.today - timedelta(days=days_ago)


def received(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """One tap on her own telephone: she has it."""
    _confirm(tx, request, plan, Receipt.PHONE)
    return my_plan.standing(tx, request, plan)


def paper(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """She signed a receipt on paper, which is kept by whoever notes it here."""
    _confirm(tx, request, plan, Receipt.PAPER)
    return page(tx, request, plan)


def not_right(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """She did not receive it, or not that much: her referent is told to look, nothing is decided by it."""
    _confirm(tx, request, plan, Receipt.REFUSED)
    referent = people.reader_for(tx, plan.beneficiary_id)
    done = handovers.of_plan(tx, plan.id)
    handed_by = done.handed_by if done else None
    for recipient in sorted({each for each in (referent, handed_by) if each is not None}):
        _tell(tx, request, plan, NOT_RECEIVED, recipient)
    return my_plan.standing(tx, request, plan)


def came_back(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """The vouchers of a plan that was given up came back. Raises Refused("not_now")."""
    done = handovers.of_plan(tx, plan.id)
    if plan.state not in GIVEN_UP or done is None or done.returned_on is not None:
        raise Refused("not_now")
    handovers.returned(tx, plan.id, request.moment.today)
    _audit(tx, request, plan, "vouchers_back", cents=done.cents)
    return page(tx, request, plan)


def _confirm(tx: Tx, request: Request, plan: PlanRow, receipt: Receipt) -> None:
    if plan.state not in IN_HAND or not handovers.confirm(tx, plan.id, receipt, request.now):
        raise Refused("not_now")
    _audit(tx, request, plan, "receipt", receipt=receipt.value)


def _audit(tx: Tx, request: Request, plan: PlanRow, action: str, **told: object) -> None:
    after = {"state": plan.state.value, **told}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, action, None, after, row_key=plan.trail_key)


def _tell(tx: Tx, request: Request, plan: PlanRow, kind: str, recipient: int) -> None:
    notice = outbox.Outgoing(
        key=f"plan:{plan.id}:{kind}:{request.now.isoformat()}",
        recipient_id=recipient,
        kind=kind,
        context={"plan": plan.id},
        created_at=request.now,
        due_at=request.now,
        plan_id=plan.id,
    )
    outbox.put(tx, [notice])
