"""What a plan says so far, section by section: to check it, to change an answer, to send it.

Beneficiaries see it of their own plans; a referent sees the same while both fill one in together.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.people import Refused, Role
from bot.domain.plans import EDITABLE, Action
from bot.features.caseload import routes as caseload_routes
from bot.features.messages import routes as message_routes
from bot.features.my_plan import routes
from bot.features.my_plan.pages import home, standing
from bot.features.my_plan.views import Change, Part, Recap
from bot.features.reports import routes as report_routes
from bot.features.reviews import files
from bot.interaction import forms, prompting
from bot.interaction.forms import plan_token
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN, authors
from conversations.engine import flow
from conversations.engine.answers import Answer, Deferred, Facts, Given
from conversations.engine.keyboard import Button, Data, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need, Step


def _own(request: Request, plan: PlanRow) -> bool:
    """Return whether the plan is the reader's own: then no button about it needs its number."""
    return request.person.id == plan.beneficiary_id


def go_on_with(request: Request, plan: PlanRow) -> Data:
    """Return where a button goes on with a plan, one's own or one filled in beside its person."""
    return routes.GO.to() if _own(request, plan) else caseload_routes.GO_WITH.to(plan.id)


def recap_of(request: Request, plan: PlanRow) -> Data:
    """Return where a button shows all answers of a plan."""
    return routes.RECAP.to() if _own(request, plan) else caseload_routes.RECAP_WITH.to(plan.id)


def change_of(request: Request, plan: PlanRow) -> Data:
    """Return where a button lists the sections that can be changed."""
    return routes.CHANGE.to() if _own(request, plan) else caseload_routes.CHANGE_WITH.to(plan.id)


def part_of(request: Request, plan: PlanRow, section: str) -> Data:
    """Return where a button lists the answers of one section."""
    return routes.PART.to(section) if _own(request, plan) else caseload_routes.PART_WITH.to(plan.id, section)


def edit_of(request: Request, plan: PlanRow, step_id: str) -> Data:
    """Return where a button asks one question again."""
    return routes.EDIT.to(step_id) if _own(request, plan) else caseload_routes.EDIT_WITH.to(plan.id, step_id)


@routes.OWN_PLAN.on
def own_plan(tx: Tx, request: Request) -> Screen:
    """Show where the reader's own plan stands."""
    return _of_own_plan(tx, request, standing)


@routes.RECAP.on
def own_recap(tx: Tx, request: Request) -> Screen:
    """Show all answers of the reader's own plan."""
    return _of_own_plan(tx, request, page)


@routes.CHANGE.on
def own_change(tx: Tx, request: Request) -> Screen:
    """List the sections of the reader's own plan."""
    return _of_own_plan(tx, request, change)


@routes.PART.on
def own_part(tx: Tx, request: Request, section: str) -> Screen:
    """List the answers of one section of the reader's own plan."""
    return part(tx, request, _need_own_plan(tx, request), section)


@routes.EDIT.on
def own_edit(tx: Tx, request: Request, step_id: str) -> Screen:
    """Ask one question of the reader's own plan again."""
    return edit(tx, request, step_id, _need_own_plan(tx, request))


def _need_own_plan(tx: Tx, request: Request) -> PlanRow:
    plan = access.own_plan(tx, request.person)
    if plan is None or not request.person.has(Role.BENEFICIARY):
        raise Refused("not_found")
    return plan


def _of_own_plan(tx: Tx, request: Request, shown: Callable[[Tx, Request, PlanRow], Screen]) -> Screen:
    plan = access.own_plan(tx, request.person)
    if plan is None and not request.person.has(Role.BENEFICIARY):
        raise prompting.Away("stop")
    return home(tx, request) if plan is None else shown(tx, request, plan)


def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show what was said, section by section, on one screen: to send it, or to change something first."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    person = people.by_id(tx, plan.beneficiary_id)
    # What all share in a group is its referent's to say: nothing of it was said in a member's place.
    by_others = authors.by_others(facts, person.id) if plan.households is None else ()
    to_confirm = len(access.unconfirmed(facts, person))
    view = Recap(
        plan=plan,
        lines=[(name, _mark(answers), _told(answers)) for name, answers in _sections(facts).items()],
        sent=plan.state not in EDITABLE,
        can_send=bool(_sending(tx, request, plan, facts)),
        closed=plan.rank_at is None and facts.call is not None and not facts.call.is_open(request.now),
        hands=_hands(tx, facts, [placed.step.id for placed in by_others]),
        marked=frozenset(placed.step.id for placed in by_others),
        to_confirm=to_confirm,
        own=request.person.id == person.id,
        name=person.name,
    )
    return view.page(column(*_buttons(tx, request, plan, facts, to_confirm)), status="")


def _hands(tx: Tx, facts: Facts, ids: list[str]) -> list[tuple[str, int]]:
    """Return who wrote how many answers in the beneficiary's place, by name."""
    counts = Counter(facts.answers[name].by for name in ids)
    return [(people.by_id(tx, by).name, count) for by, count in counts.items() if by is not None]


def _sending(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> list[Button]:
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    ways = {Action.SEND: ("send", report_routes.SEND), Action.SEND_AGAIN: ("send_again", routes.SEND_AGAIN)}
    return [
        Button(Word(word), route.to(plan), style="primary")
        for action, (word, route) in ways.items()
        if action in actions
    ]


def _buttons(tx: Tx, request: Request, plan: PlanRow, facts: Facts, to_confirm: int) -> list[Button]:
    rows = _sending(tx, request, plan, facts)
    own = request.person.id == plan.beneficiary_id
    going_on = flow.current(PLAN, facts) is not None and plan.state in EDITABLE
    if going_on:
        rows.append(Button(Word("continue"), go_on_with(request, plan), style="primary"))
    if to_confirm and plan.state in EDITABLE:
        style = "" if going_on else "primary"
        agree = Button(Word("confirm_answers", {"count": to_confirm}), caseload_routes.CONFIRM.to(plan), style=style)
        rows.append(agree if own else Button(Word("ask_to_confirm"), caseload_routes.ASK_CONFIRM.to(plan), style=style))
    if plan.state in EDITABLE and not facts.reopened:
        rows.append(Button(Word("change_something"), change_of(request, plan)))
    rows += files.ways(tx, request, plan, facts)
    if own and plan.consent is not None and plan.state in EDITABLE:
        rows.append(Button(Word("fill_alone"), caseload_routes.ALONE.to(plan)))
    if own and request.person.referent_id is not None:
        rows.append(Button(Word("write_to_referent"), message_routes.WRITE.to()))
    if not own:
        rows.append(Button(Word("my_people"), caseload_routes.PERSON.to(plan.beneficiary_id)))
    return [*rows, HOME]


def _sections(facts: Facts, *, all_of_them: bool = False) -> Mapping[str, list[tuple[Step, Answer | None]]]:
    """Return the steps of each section with their answers; prices that nobody has begun are for later, and left out."""
    found: dict[str, list[tuple[Step, Answer | None]]] = {}
    for placed in flow.path(PLAN, replace(facts, reopened={}), {Need.SEND, Need.ENDORSE}):
        found.setdefault(placed.section.name, []).append((placed.step, facts.answers.get(placed.step.id)))
    begun = {name for name, answers in found.items() if any(answer is not None for _, answer in answers)}
    later = {section.name for section in PLAN.sections if section.need is not Need.SEND}
    return {name: answers for name, answers in found.items() if all_of_them or name not in later - begun}


def change(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """List the sections to choose from, when something is to be changed."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    if plan.state not in EDITABLE or facts.reopened:
        return page(tx, request, plan)
    rows = [
        Button(Word("section", {"section": name, "mark": _mark(answers)}), part_of(request, plan, name))
        for name, answers in _sections(facts, all_of_them=True).items()
    ]
    return Change().page(column(*rows, Button(Word("recap"), recap_of(request, plan))))


def _mark(answers: list[tuple[Step, Answer | None]]) -> str:
    if any(isinstance(answer, Deferred) for _, answer in answers):
        return "talk"
    return "done" if all(isinstance(answer, Given) for _, answer in answers) else "open"


def _told(answers: list[tuple[Step, Answer | None]]) -> list[tuple[Step, Any]]:
    return [(step, answer.value) for step, answer in answers if isinstance(answer, Given)]


def part(tx: Tx, request: Request, plan: PlanRow, section: str) -> Page:
    """Show one section of the recap: each answer a button that opens its question."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    every = flow.path(PLAN, replace(facts, reopened={}), {Need.SEND, Need.ENDORSE})
    steps = [placed.step for placed in every if placed.section.name == section]
    if not steps:
        raise Refused("not_found")
    lines = [(step, facts.answers.get(step.id)) for step in steps]
    rows = [
        Button(Word("edit_answer", {"section": section, "step": step}), edit_of(request, plan, step.id))
        for step in steps
    ]
    view = Part(section, [(step, _given(answer), _put_off(answer)) for step, answer in lines])
    return view.page(column(*rows, Button(Word("recap"), recap_of(request, plan))))


def _given(answer: Answer | None) -> Any:
    return answer.value if isinstance(answer, Given) else None


def _put_off(answer: Answer | None) -> str:
    return answer.how.value if isinstance(answer, Deferred) else ""


def edit(tx: Tx, request: Request, step_id: str, plan: PlanRow | None = None) -> Screen:
    """Ask one question again, alone; the recap returns with every other answer unchanged."""
    plan = plan or access.own_plan(tx, request.person)
    if plan is None:
        return home(tx, request)
    name = step_id.partition(".")[0]
    if name not in PLAN.names:
        raise Refused("not_found")
    phase_letter = "s" if PLAN.section_of(name).need is Need.SEND else "e"
    form = forms.load(tx, request, plan_token(plan, phase_letter))
    return prompting.ask_step(tx, request, form, step_id, via="recap")
