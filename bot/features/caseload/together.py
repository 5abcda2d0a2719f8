"""Filling a plan in together: what each of the two writes is told to the other, and confirmed by the beneficiary.

The referent writes on a plan once it is recorded how the beneficiary agreed. What the referent wrote stays marked with
that name, leaves a line in the audit trail, and is confirmed in the beneficiary's own chat before the plan is sent.
"""

from bot.domain import notices
from bot.domain.people import Refused
from bot.domain.plans import EDITABLE
from bot.interaction.forms import Form
from bot.interaction.request import Echo, Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import audit, outbox, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN, authors
from conversations.engine import flow
from conversations.engine.flow import Placed

CONFIRMED = ""
"""In place of a question: all that the referent wrote was confirmed."""


def written(tx: Tx, request: Request, form: Form, placed: Placed) -> None:
    """Tell the other of the two about an answer that was just kept, and note in the trail what a referent wrote."""
    plan = form.plan
    if plan is None or form.conversation is not PLAN:
        return
    beside = request.person.id != plan.beneficiary_id
    if not beside and access.unsent(plan) and plan.consent is None:
        return  # nobody else may see it
    if beside:
        step = {"step": placed.step.id}
        audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "fill", None, step, row_key=plan.trail_key)
    _echo(tx, request, plan, placed.step.id)


def _echo(tx: Tx, request: Request, plan: PlanRow, step_id: str) -> None:
    """Show the other of the two what this one has just done."""
    beside = request.person.id != plan.beneficiary_id
    other_id = plan.beneficiary_id if beside else people.reader_for(tx, plan.beneficiary_id)
    other = people.by_id(tx, other_id) if other_id is not None else None
    if other is not None and other.chat_id is not None:
        request.echoes.append(Echo(other.chat_id, plan.id, step_id, request.person.name))


def confirm(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Confirm all that the referent wrote; return the plan. Raises Refused("not_now") once no answer can change."""
    _need_editable(plan)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    agreed = [placed.step.id for placed in authors.to_confirm(facts, plan.beneficiary_id)]
    raw = flow.dump_answers(authors.confirmed(facts, plan.beneficiary_id).answers, plan_facts.STEPS)
    plans.save_answers(tx, plan, raw, plan.reopened, request.now)
    steps = {"steps": agreed}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "confirm", None, steps, row_key=plan.trail_key)
    if plan.consent is not None or not access.unsent(plan):
        _echo(tx, request, plan, CONFIRMED)
    return access.need(tx, plan.id)


def ask_to_confirm(tx: Tx, request: Request, plan: PlanRow) -> bool:
    """Ask the beneficiary whether it is right: in the chat, or aloud where the bot may not write first.

    Returns False where all is confirmed already: then nothing is asked. Raises Refused("not_now") once no answer can
    change.
    """
    _need_editable(plan)
    person = people.by_id(tx, plan.beneficiary_id)
    if not access.unconfirmed(plan_facts.facts_of(tx, request.moment, plan), person):
        return False
    notice = outbox.Outgoing(
        key=f"plan:{plan.id}:{plan.version}:{notices.TO_CONFIRM}",
        recipient_id=plan.beneficiary_id,
        kind=notices.TO_CONFIRM,
        context={"plan": plan.id},
        created_at=request.now,
        due_at=request.now,
        plan_id=plan.id,
    )
    outbox.put(tx, [notice])
    return True


def write_alone(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Let nobody but the beneficiary read the draft any more, without asking why; what was written stays.

    Returns the plan. Raises Refused("not_now") once no answer can change.
    """
    _need_editable(plan)
    plans.save(tx, plan, request.now, consent=None)
    before = {"mode": plan.consent["mode"]} if plan.consent else None
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "alone", before, None, row_key=plan.trail_key)
    return access.need(tx, plan.id)


def _need_editable(plan: PlanRow) -> None:
    if plan.state not in EDITABLE:
        raise Refused("not_now")
