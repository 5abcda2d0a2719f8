"""Filling a plan in together: each sees at once what the other writes; the person confirms what was written for her.

Her referent writes on it once it is recorded how she agreed. What the referent wrote stays marked with her name, leaves
a line in the audit trail, and is confirmed by the person in her own chat before the plan is sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import notices
from bot.domain.people import Refused, Role
from bot.domain.plans import EDITABLE
from bot.features.my_plan import recap
from bot.interaction import forms
from bot.interaction.forms import Sheet, long, plan_token
from bot.interaction.prompting import Dialogue, Door
from bot.interaction.request import Echo, Visit
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


def written(tx: Tx, visit: Visit, sheet: Sheet, placed: Placed) -> None:
    """An answer of a plan was kept: whoever else has the plan before her sees it, and the trail says who wrote it."""
    plan = sheet.plan
    if plan is None or sheet.conversation is not PLAN:
        return
    beside = visit.person.id != plan.beneficiary_id
    if not beside and access.unsent(plan) and plan.consent is None:
        return  # nobody else has it before her
    if beside:
        step = {"step": placed.step.id}
        audit.append(tx, f"plan:{plan.id}", visit.now, visit.person.id, "fill", None, step, row_key=plan.trail_key)
    _echo(tx, visit, plan, placed.step.id)


def _echo(tx: Tx, visit: Visit, plan: PlanRow, step_id: str) -> None:
    """The other of the two sees what this one has just done."""
    beside = visit.person.id != plan.beneficiary_id
    other_id = plan.beneficiary_id if beside else people.reader_for(tx, plan.beneficiary_id)
    other = people.by_id(tx, other_id) if other_id is not None else None
    if other is not None and other.chat_id is not None:
        visit.echoes.append(Echo(other.chat_id, plan.id, step_id, visit.person.name))


def again(tx: Tx, visit: Visit, dialogue: Dialogue, showing: str, echoes: Sequence[Echo]) -> Screen | None:
    """What the other has before her, with what was just written; None where it is not that plan, or no longer hers."""
    plan = plans.by_id(tx, echoes[-1].plan_id)
    if plan is None or showing not in {"", RECAP}:
        return None
    try:
        screen = _recap(tx, visit, plan) if showing else _question(tx, visit, dialogue, plan, echoes)
    except Refused:
        return None
    if screen is None:
        return None
    lines = [_line(tx, visit, plan, echo) for echo in echoes if echo.plan_id == plan.id]
    return replace(screen, notes=(*lines[-MOST_ECHOES:], *screen.notes))


RECAP = "plan/recap"
"""The page on which both look at all the answers."""


def _question(tx: Tx, visit: Visit, dialogue: Dialogue, plan: PlanRow, echoes: Sequence[Echo]) -> Screen | None:
    """The question of that plan that she is at; the next one, if the other has just answered it."""
    session = sessions.session_of(tx, visit.person.id)
    if session is None or not session.focus or session.place[:-1] != plan_token(plan, ""):
        return None
    sheet = forms.load(tx, visit, session.place)
    if session.focus in {echo.step_id for echo in echoes}:
        return dialogue.resume(tx, visit, sheet)
    return dialogue.again(tx, visit, sheet, session)


def _recap(tx: Tx, visit: Visit, plan: PlanRow) -> Page | None:
    """The recap, if it is this plan's: a referent has several."""
    if visit.person.id != plan.beneficiary_id:
        session = sessions.session_of(tx, visit.person.id)
        if session is None or session.place != plan_token(plan, "s"):
            return None
    return recap.page(tx, visit, filled_by(tx, visit, plan.id))


def _line(tx: Tx, visit: Visit, plan: PlanRow, echo: Echo) -> Problem:
    """Who wrote what, or confirmed it, in one line."""
    if echo.step_id == CONFIRMED:
        return Problem("confirmed_by", {"who": echo.by})
    answer = plan_facts.facts_of(tx, visit.scene, plan).answers.get(echo.step_id)
    name = echo.step_id.partition(".")[0]
    value = answer.value if isinstance(answer, Given) else None
    told = {"who": echo.by, "section": PLAN.section_of(name).name, "step": plan_facts.STEPS[name], "value": value}
    return Problem("written_by", told)


# What the person says of it


def confirm(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """All that was written for her is right. Raises Refused("not_now") once the plan is not hers to write on."""
    if plan.state not in EDITABLE:
        raise Refused("not_now")
    facts = plan_facts.facts_of(tx, visit.scene, plan)
    agreed = [placed.step.id for placed in authors.to_confirm(facts, plan.beneficiary_id)]
    raw = flow.dump_answers(authors.confirmed(facts, plan.beneficiary_id).answers, plan_facts.STEPS)
    plans.save_answers(tx, plan, raw, plan.reopened, visit.now)
    steps = {"steps": agreed}
    audit.append(tx, f"plan:{plan.id}", visit.now, visit.person.id, "confirm", None, steps, row_key=plan.trail_key)
    if plan.consent is not None or not access.unsent(plan):
        _echo(tx, visit, plan, CONFIRMED)
    return recap.page(tx, visit, access.need(tx, plan.id))


def ask(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """Ask her to say whether it is right: in her chat, or aloud where the bot may not write first.

    What she has confirmed meanwhile is not asked for again.
    """
    filled_by(tx, visit, plan.id)
    if plan.state not in EDITABLE:
        raise Refused("not_now")
    person = people.by_id(tx, plan.beneficiary_id)
    if not access.unconfirmed(plan_facts.facts_of(tx, visit.scene, plan), person):
        return replace(recap.page(tx, visit, plan), notes=(Problem("confirmed_by", {"who": person.name}),))
    notice = outbox.Outgoing(
        key=f"plan:{plan.id}:{plan.version}:{notices.TO_CONFIRM}",
        recipient_id=plan.beneficiary_id,
        kind=notices.TO_CONFIRM,
        context={"plan": plan.id},
        created_at=visit.now,
        due_at=visit.now,
        plan_id=plan.id,
    )
    outbox.put(tx, [notice])
    return replace(recap.page(tx, visit, plan), notes=(Problem("asked_to_confirm", {"name": person.name}),))


def alone(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """From now on she writes alone, and nobody else reads her draft; what was written stays. Nobody asks why."""
    if plan.state not in EDITABLE:
        raise Refused("not_now")
    plans.save(tx, plan, visit.now, consent=None)
    before = {"mode": plan.consent["mode"]} if plan.consent else None
    audit.append(tx, f"plan:{plan.id}", visit.now, visit.person.id, "alone", before, None, row_key=plan.trail_key)
    return replace(recap.page(tx, visit, access.need(tx, plan.id)), notes=(Problem("alone_again"),))


# The pages of the plan, for whoever fills it in beside her


def filled_by(tx: Tx, visit: Visit, plan_id: int) -> PlanRow:
    """The plan, if this visitor may write on it now. Raises Refused: "not_found", "no_consent"."""
    plan = access.seen_by(tx, visit.person, plan_id, Role.BENEFICIARY, Role.REFERENT)
    if access.private_from(visit.person, plan):
        raise Refused("no_consent")
    return plan


def _go(tx: Tx, visit: Visit, dialogue: Dialogue, plan: PlanRow) -> Screen:
    return dialogue.resume(tx, visit, forms.load(tx, visit, plan_token(plan, "s")))


def _look(tx: Tx, visit: Visit, plan: PlanRow) -> Page:
    """The recap; her chat remembers whose it is."""
    sessions.save_session(tx, visit.person.id, Session(place=plan_token(plan, "s")))
    return recap.page(tx, visit, plan)


def looked_at(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """The twelfth step: check and send. A referent who fills it in beside her sees the same."""
    if sheet.plan is None:
        raise Refused("not_found")
    if visit.person.id == sheet.plan.beneficiary_id:
        return recap.page(tx, visit, sheet.plan)
    return _look(tx, visit, sheet.plan)


COMPLETIONS = {"plan.s": looked_at}

DOORS: dict[str, Door] = {
    "go_with": lambda tx, visit, dialogue, more: _go(tx, visit, dialogue, filled_by(tx, visit, long(more[0]))),
    "recap_with": lambda tx, visit, _dialogue, more: _look(tx, visit, filled_by(tx, visit, long(more[0]))),
    "change_with": lambda tx, visit, _dialogue, more: recap.change(tx, visit, filled_by(tx, visit, long(more[0]))),
    "part_with": lambda tx, visit, _dialogue, more: recap.part(tx, visit, filled_by(tx, visit, long(more[0])), more[1]),
    "edit_with": lambda tx, visit, dialogue, more: recap.edit(
        tx, visit, dialogue, more[1], filled_by(tx, visit, long(more[0]))
    ),
}
