"""The referent's report: prefilled from the plan, looked over once as a whole, then given. The plan can close with it.

What was not used comes back to its call at that moment, to the cent.
"""

from dataclasses import replace

from bot.domain.people import Refused, Role
from bot.domain.plans import State
from bot.domain.reports import Objective
from bot.features.caseload import routes as caseload_routes
from bot.features.my_plan import next_year
from bot.features.reports import acts, report_context, routes
from bot.features.reports.views import Given, Ready
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.routes import WAY_ON
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import people, reports
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.reports import Report, Whose
from conversations.engine import flow
from conversations.engine.keyboard import Button, Data, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.report import CORRECTION, REPORT, handed_after_all, reported


@routes.REPORT.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask its first question, or the next one; a report that was given is shown. Raises Refused("not_now")."""
    given = reports.of_plan(tx, plan.id)
    if given is not None:
        return page(tx, request, plan, given)
    if plan.state is not State.BACK:
        raise Refused("not_now")
    return prompting.resume(tx, request, acts.form_about(tx, request, REPORT, plan.id))


def looked_over(tx: Tx, request: Request, form: Form) -> Screen:
    """Ask what follows from a changed line, then show all of it; a colleague's that came first, as it is."""
    if flow.current(form.conversation, form.facts) is not None:
        return prompting.resume(tx, request, form)
    plan = _plan(tx, request, form)
    return _given_meanwhile(tx, request, plan, form) or _ready(tx, request, plan, form)


def _plan(tx: Tx, request: Request, form: Form) -> PlanRow:
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    return access.seen_by(tx, request.person, form.row.subject_id, Role.REFERENT)


def _given_meanwhile(tx: Tx, request: Request, plan: PlanRow, form: Form) -> Page | None:
    """Return the report as it stands, where this form may not change it any more. Raises "not_now"."""
    if plan.state is routes.ENDING[form.conversation.name]:
        return None
    given = reports.of_plan(tx, plan.id)
    if given is None:
        raise Refused("not_now")
    forms.close(tx, form)
    return replace(page(tx, request, plan, given), notes=(Problem("changed_since"),))


def _ready(tx: Tx, request: Request, plan: PlanRow, form: Form) -> Page:
    """Show all of it on one screen, each line a tap away, before it is given: money moves with it."""
    edits = [
        Button(
            Word("edit_answer", {"section": "report", "step": placed.step}),
            WAY_ON.to(form.token, form.version, placed.step.id, "edit"),
        )
        for placed in flow.path(form.conversation, form.facts)
    ]
    give = Button(Word("give_report"), routes.GIVE.to(form, form.version), style="success")
    pairs = tuple(tuple(edits[at : at + 2]) for at in range(0, len(edits), 2))
    told = _given(tx, plan, _report(request, plan, form))
    view = Ready(
        plan=plan,
        name=told.name,
        report=told.report,
        objective=told.objective,
        effects=told.effects,
        story=told.story,
        never_handed=told.never_handed,
        not_used=(plan.granted_cents or 0) - told.report.used_cents,
    )
    return view.page(((give,), *pairs, (HOME,)))


@routes.CORRECT.on
def correct(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Show all of a report again, to change, until its plan is closed. Raises Refused("not_now")."""
    given = reports.of_plan(tx, plan.id)
    if given is None or plan.state is not State.REPORTED:
        raise Refused("not_now")
    answers = flow.load_answers(given.words["answers"], flow.steps_by_name((REPORT,)))
    return prompting.resume(tx, request, forms.begin(tx, request, CORRECTION, plan.id, answers))


def _report(request: Request, plan: PlanRow, form: Form) -> Report:
    found = reported(form.facts)
    raw = form.row.answers if form.row is not None else {}
    words = {"answers": raw, "fact": form.facts.value("fact"), "effects": list(form.facts.value("effects") or ())}
    return Report(
        plan_id=plan.id,
        departure=found["departure"],
        homecoming=found["homecoming"],
        people=found["people"],
        lodging_cents=found["lodging_price"],
        transport_cents=found["transport_price"],
        food_cents=found["food_price"],
        leisure_cents=found["leisure_price"],
        used_count=found["used_count"],
        used_cents=found["used_cents"],
        returned_count=found["returned_count"],
        returned_cents=found["returned_cents"],
        objective=Objective(found["objective"]),
        words={**words, "advice": form.facts.value("advice") or ""},
        given_by=request.person.id,
        given_at=request.now,
    )


def _given(tx: Tx, plan: PlanRow, report: Report) -> Given:
    steps = flow.steps_by_name((REPORT,))
    return Given(
        plan=plan,
        name=people.by_id(tx, plan.beneficiary_id).name,
        report=report,
        objective=("report", steps["objective_reached"], str(int(report.objective))),
        effects=("report", steps["effects"], tuple(report.words["effects"])),
        story=report_context.story_of(tx, plan, plan.beneficiary_id),
        never_handed=max(0, (plan.granted_cents or 0) - report.left_with),
        again=bool(next_year.wishing(tx, [plan])),
    )


@routes.GIVE.on
def give(tx: Tx, request: Request, form: Form, version: int) -> Screen:
    """Give a report: what was not used is free again. Another version asks once more, as does what lacks an answer."""
    plan = _plan(tx, request, form)
    meanwhile = _given_meanwhile(tx, request, plan, form)
    if meanwhile is not None:
        return meanwhile
    if flow.current(form.conversation, form.facts) is not None:
        return prompting.resume(tx, request, form)
    if version != form.version:
        return _ready(tx, request, plan, form)
    report = _report(request, plan, form)
    handed_on = form.facts.value("rest_day") if handed_after_all(form.facts) else None
    moved = acts.give(tx, request, plan, report, handed_on)
    forms.close(tx, form)
    return page(tx, request, moved, report)


def page(tx: Tx, request: Request, plan: PlanRow, report: Report) -> Page:
    """Show a report as it was given, and the way to the next one that is awaited."""
    left = reports.awaited(tx, plan_facts.asking(request.moment.app), own_to_report(tx, request))
    rows = [Button(Word("next_report"), report_data(tx, left[0]), style="primary")] if left else []
    if report_context.keepsake_of(tx, plan, plan.beneficiary_id) is not None:
        rows.append(Button(Word("keepsake"), routes.KEEPSAKE.to(plan)))
    if plan.state is State.REPORTED:
        rows.append(Button(Word("correct_report"), routes.CORRECT.to(plan)))
    view = _given(tx, plan, report)
    if plan.households is None:  # a group's next stay is another group
        rows.append(Button(Word("go_again"), routes.GO_AGAIN.to(plan), ticked=view.again))
    rows.append(Button(Word("open_card"), caseload_routes.CARD.to(plan)))
    return view.page(column(*rows, HOME))


@routes.GO_AGAIN.on
def go_again(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Note that a beneficiary wants to go again, or does not after all. Raises Refused("not_now")."""
    given = reports.of_plan(tx, plan.id)
    if given is None:
        raise Refused("not_now")
    next_year.turn_wish(tx, request, plan)
    return page(tx, request, plan, given)


def own_to_report(tx: Tx, request: Request) -> Whose:
    """Return whose reports a referent gives: of own people, and of colleagues for whom the referent stands in."""
    away = (person.referent_id for person in people.accompanied(tx, request.person.id) if person.referent_id)
    return Whose(referents=tuple(sorted({request.person.id, *away})))


@routes.KEEPSAKE.on
def keepsake(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show a beneficiary's photo or voice to the referent alone. Raises Refused("not_found")."""
    back = Button(Word("see_report"), routes.REPORT.to(plan), style="primary")
    return report_context.keepsake(tx, plan, people.by_id(tx, plan.beneficiary_id), column(back, HOME))


def report_data(tx: Tx, awaited: reports.Awaited) -> Data:
    """Return the data of the button of the report that is awaited about a plan."""
    return routes.REPORT.to(access.need(tx, awaited.plan_id))
