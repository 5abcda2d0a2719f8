"""Filling a plan in together: each sees at once what the other writes; the person confirms what was written for her.

Her referent writes on it once it is recorded how she agreed. What the referent wrote stays marked with her name, leaves
a line in the audit trail, and is confirmed by the person in her own chat before the plan is sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import notices
from bot.domain.people import Refused
from bot.domain.plans import EDITABLE
from bot.features.caseload import routes
from bot.features.my_plan import recap
from bot.interaction import forms, prompting
from bot.interaction.forms import Form, plan_token
from bot.interaction.request import Echo, Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import audit, outbox, people, plans, sessions
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import Session
from conversations import PLAN, authors
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.flow import Placed
from conversations.engine.keyboard import Problem
from conversations.engine.screens import Page, Screen

CONFIRMED = ""
"""In place of a question: all that was written for her was confirmed."""
MOST_ECHOES = 3
"""Lines about what the other has just written, the latest ones: the question stays in sight."""


# What one of them writes


def written(tx: Tx, request: Request, form: Form, placed: Placed) -> None:
    """An answer of a plan was kept: whoever else has the plan before her sees it, and the trail says who wrote it."""
    plan = form.plan
    if plan is None or form.conversation is not PLAN:
        return
    beside = request.person.id != plan.beneficiary_id
    if not beside and access.unsent(plan) and plan.consent is None:
        return  # nobody else has it before her
    if beside:
        step = {"step": placed.step.id}
        audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "fill", None, step, row_key=plan.trail_key)
    _echo(tx, request, plan, placed.step.id)


def _echo(tx: Tx, request: Request, plan: PlanRow, step_id: str) -> None:
    """The other of the two sees what this one has just done."""
    beside = request.person.id != plan.beneficiary_id
    other_id = plan.beneficiary_id if beside else people.reader_for(tx, plan.beneficiary_id)
    other = people.by_id(tx, other_id) if other_id is not None else None
    if other is not None and other.chat_id is not None:
        request.echoes.append(Echo(other.chat_id, plan.id, step_id, request.person.name))


def again(tx: Tx, request: Request, showing: str, echoes: Sequence[Echo]) -> Screen | None:
    """What the other has before her, with what was just written; None where it is not that plan, or no longer hers."""
    plan = plans.by_id(tx, echoes[-1].plan_id)
    if plan is None or showing not in {"", RECAP}:
        return None
    try:
        screen = _recap(tx, request, plan) if showing else _question(tx, request, plan, echoes)
    except Refused:
        return None
    if screen is None:
        return None
    lines = [_line(tx, request, plan, echo) for echo in echoes if echo.plan_id == plan.id]
    return replace(screen, notes=(*lines[-MOST_ECHOES:], *screen.notes))


RECAP = "plan/recap"
"""The page on which both look at all the answers."""


def _question(tx: Tx, request: Request, plan: PlanRow, echoes: Sequence[Echo]) -> Screen | None:
    """The question of that plan that she is at; the next one, if the other has just answered it."""
    session = sessions.session_of(tx, request.person.id)
    if session is None or not session.focus or session.place[:-1] != plan_token(plan, ""):
        return None
    form = forms.load(tx, request, session.place)
    if session.focus in {echo.step_id for echo in echoes}:
        return prompting.resume(tx, request, form)
    return prompting.again(tx, request, form, session)


def _recap(tx: Tx, request: Request, plan: PlanRow) -> Page | None:
    """The recap, if it is this plan's: a referent has several."""
    if request.person.id != plan.beneficiary_id:
        session = sessions.session_of(tx, request.person.id)
        if session is None or session.place != plan_token(plan, "s"):
            return None
    return recap.page(tx, request, routes.FILLED_IN.of(tx, request, plan.id))


def _line(tx: Tx, request: Request, plan: PlanRow, echo: Echo) -> Problem:
    """Who wrote what, or confirmed it, in one line."""
    if echo.step_id == CONFIRMED:
        return Problem("confirmed_by", {"who": echo.by})
    answer = plan_facts.facts_of(tx, request.moment, plan).answers.get(echo.step_id)
    name = echo.step_id.partition(".")[0]
    value = answer.value if isinstance(answer, Given) else None
    told = {"who": echo.by, "section": PLAN.section_of(name).name, "step": plan_facts.STEPS[name], "value": value}
    return Problem("written_by", told)


# What the person says of it


@routes.CONFIRM.on
def confirm(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """All that was written for her is right. Raises Refused("not_now") once the plan is not hers to write on."""
    if plan.state not in EDITABLE:
        raise Refused("not_now")
    facts = plan_facts.facts_of(tx, request.moment, plan)
    agreed = [placed.step.id for placed in authors.to_confirm(facts, plan.beneficiary_id)]
    raw = flow.dump_answers(authors.confirmed(facts, plan.beneficiary_id).answers, plan_facts.STEPS)
    plans.save_answers(tx, plan, raw, plan.reopened, request.now)
    steps = {"steps": agreed}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "confirm", None, steps, row_key=plan.trail_key)
    if plan.consent is not None or not access.unsent(plan):
        _echo(tx, request, plan, CONFIRMED)
    return recap.page(tx, request, access.need(tx, plan.id))


@routes.ASK_CONFIRM.on
def ask(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask her to say whether it is right: in her chat, or aloud where the bot may not write first.

    What she has confirmed meanwhile is not asked for again.
    """
    routes.FILLED_IN.of(tx, request, plan.id)
    if plan.state not in EDITABLE:
        raise Refused("not_now")
    person = people.by_id(tx, plan.beneficiary_id)
    if not access.unconfirmed(plan_facts.facts_of(tx, request.moment, plan), person):
        return replace(recap.page(tx, request, plan), notes=(Problem("confirmed_by", {"who": person.name}),))
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
    return replace(recap.page(tx, request, plan), notes=(Problem("asked_to_confirm", {"name": person.name}),))


@routes.ALONE.on
def alone(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """From now on she writes alone, and nobody else reads her draft; what was written stays. Nobody asks why."""
    if plan.state not in EDITABLE:
        raise Refused("not_now")
    plans.save(tx, plan, request.now, consent=None)
    before = {"mode": plan.consent["mode"]} if plan.consent else None
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "alone", before, None, row_key=plan.trail_key)
    return replace(recap.page(tx, request, access.need(tx, plan.id)), notes=(Problem("alone_again"),))


# The pages of the plan, for whoever fills it in beside her


routes.CHANGE_WITH.on(recap.change)
routes.PART_WITH.on(recap.part)


@routes.EDIT_WITH.on
def edit(tx: Tx, request: Request, plan: PlanRow, step_id: str) -> Screen:
    """Ask one question of the plan again."""
    return recap.edit(tx, request, step_id, plan)


@routes.GO_WITH.on
def go_on(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Go on where the questions of the plan were left."""
    return prompting.resume(tx, request, forms.load(tx, request, plan_token(plan, "s")))


@routes.RECAP_WITH.on
def look(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """The recap; her chat remembers whose it is."""
    sessions.save_session(tx, request.person.id, Session(place=plan_token(plan, "s")))
    return recap.page(tx, request, plan)


def looked_at(tx: Tx, request: Request, form: Form) -> Screen:
    """The twelfth step: check and send. A referent who fills it in beside her sees the same."""
    if form.plan is None:
        raise Refused("not_found")
    if request.person.id == form.plan.beneficiary_id:
        return recap.page(tx, request, form.plan)
    return look(tx, request, form.plan)
