"""The pages of a plan while two fill it in: both see the same, and each sees at once what the other writes."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.people import Refused
from bot.features.caseload import routes, together
from bot.features.my_plan import recap
from bot.interaction import forms, listening, prompting
from bot.interaction.forms import Form, plan_token
from bot.interaction.request import Echo, Request
from bot.plan import facts as plan_facts
from bot.storage import people, plans, sessions
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine.answers import Given
from conversations.engine.keyboard import Problem
from conversations.engine.screens import Page, Screen

MOST_ECHOES = 3
"""Lines about what the other has just written, the latest ones: the question stays in sight."""
RECAP = "plan/recap"
"""The page on which both look at all the answers."""


# What the other has just written


def again(tx: Tx, request: Request, showing: str, echoes: Sequence[Echo]) -> Screen | None:
    """Return what a reader has open, with what was just written; None where it is another plan, or a foreign one."""
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


def _question(tx: Tx, request: Request, plan: PlanRow, echoes: Sequence[Echo]) -> Screen | None:
    """Return the question of that plan that the reader is at; the next one, if the other has just answered it."""
    session = sessions.session_of(tx, request.person.id)
    if session is None or not session.focus or session.place[:-1] != plan_token(plan, ""):
        return None
    form = forms.load(tx, request, session.place)
    if session.focus in {echo.step_id for echo in echoes}:
        return prompting.resume(tx, request, form)
    return prompting.again(tx, request, form, session)


def _recap(tx: Tx, request: Request, plan: PlanRow) -> Page | None:
    """Return the recap, if it is this plan's: a referent has several."""
    if request.person.id != plan.beneficiary_id:
        session = sessions.session_of(tx, request.person.id)
        if session is None or session.place != plan_token(plan, "s"):
            return None
    return recap.page(tx, request, routes.FILLED_IN.of(tx, request, plan.id))


def _line(tx: Tx, request: Request, plan: PlanRow, echo: Echo) -> Problem:
    """Return one line: who wrote what, or confirmed it."""
    if echo.step_id == together.CONFIRMED:
        return Problem("confirmed_by", {"who": echo.by})
    answer = plan_facts.facts_of(tx, request.moment, plan).answers.get(echo.step_id)
    name = echo.step_id.partition(".")[0]
    value = answer.value if isinstance(answer, Given) else None
    told = {"who": echo.by, "section": PLAN.section_of(name).name, "step": plan_facts.STEPS[name], "value": value}
    return Problem("written_by", told)


# What the beneficiary says of it


@routes.CONFIRM.on
def confirm(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Confirm what the referent wrote, and show the recap."""
    return recap.page(tx, request, together.confirm(tx, request, plan))


@routes.ASK_CONFIRM.on
def ask(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask the beneficiary to confirm; what was confirmed meanwhile is not asked for again."""
    routes.FILLED_IN.of(tx, request, plan.id)
    asked = together.ask_to_confirm(tx, request, plan)
    name = people.by_id(tx, plan.beneficiary_id).name
    note = Problem("asked_to_confirm", {"name": name}) if asked else Problem("confirmed_by", {"who": name})
    return replace(recap.page(tx, request, plan), notes=(note,))


@routes.ALONE.on
def alone(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Let the beneficiary write alone from now on, and say so."""
    mine = together.write_alone(tx, request, plan)
    return replace(recap.page(tx, request, mine), notes=(Problem("alone_again"),))


# The pages of the plan, for a referent who fills it in beside the beneficiary

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
    """Show the recap; the reader's chat remembers whose it is."""
    listening.stand_at(tx, request, plan_token(plan, "s"))
    return recap.page(tx, request, plan)


def looked_at(tx: Tx, request: Request, form: Form) -> Screen:
    """Show the twelfth step, to check and send; a referent who fills it in beside sees the same."""
    if form.plan is None:
        raise Refused("not_found")
    if request.person.id == form.plan.beneficiary_id:
        return recap.page(tx, request, form.plan)
    return look(tx, request, form.plan)
