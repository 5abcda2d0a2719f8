"""What a plan says so far, section by section: to check it, to change an answer, to send it.

The person sees it of her own plan; her referent sees the same while they fill it in together.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.people import Refused
from bot.domain.plans import EDITABLE, Action
from bot.features.my_plan.pages import act, her_plan, home
from bot.features.reviews import files
from bot.interaction import forms, prompting
from bot.interaction.forms import plan_token
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.routes import encode_id
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN, authors
from conversations.engine import flow
from conversations.engine.answers import Answer, Deferred, Facts, Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need, Step


def way(request: Request, plan: PlanRow, word: str, *more: str) -> str:
    """Button data of a page about the plan: one's own needs no number, one filled in beside somebody says which."""
    if request.person.id == plan.beneficiary_id:
        return ":".join(("g", word, *more))
    return ":".join(("r", f"{word}_with", encode_id(plan.id), *more))


def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """What was said, section by section, on one screen: to send it, or to change something first."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    person = people.by_id(tx, plan.beneficiary_id)
    # What all share in a group is its referent's to say: nothing of it was said for somebody else.
    by_others = authors.by_others(facts, person.id) if plan.households is None else ()
    to_confirm = len(access.unconfirmed(facts, person))
    values = {
        "plan": plan,
        "lines": [(name, _mark(answers), _told(answers)) for name, answers in _sections(facts).items()],
        "sent": plan.state not in EDITABLE,
        "can_send": bool(_sending(tx, request, plan, facts)),
        "hands": _hands(tx, facts, [placed.step.id for placed in by_others]),
        "marked": frozenset(placed.step.id for placed in by_others),
        "to_confirm": to_confirm,
        "own": request.person.id == person.id,
        "name": person.name,
    }
    return Page("plan/recap", values, column(*_buttons(tx, request, plan, facts, to_confirm)), status="")


def _hands(tx: Tx, facts: Facts, ids: list[str]) -> list[tuple[str, int]]:
    """Who wrote how many answers in her place, by name."""
    counts = Counter(facts.answers[name].by for name in ids)
    return [(people.by_id(tx, by).name, count) for by, count in counts.items() if by is not None]


def _sending(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> list[Button]:
    actions = access.offered_actions(tx, request.moment, plan, request.person, facts)
    words = {Action.SEND: "send", Action.SEND_AGAIN: "send_again"}
    return [Button(Word(word), act(plan, word), style="primary") for action, word in words.items() if action in actions]


def _buttons(tx: Tx, request: Request, plan: PlanRow, facts: Facts, to_confirm: int) -> list[Button]:
    rows = _sending(tx, request, plan, facts)
    own = request.person.id == plan.beneficiary_id
    going_on = flow.current(PLAN, facts) is not None and plan.state in EDITABLE
    if going_on:
        rows.append(Button(Word("continue"), way(request, plan, "go"), style="primary"))
    if to_confirm and plan.state in EDITABLE:
        style = "" if going_on else "primary"
        agree = Button(Word("confirm_answers", {"count": to_confirm}), act(plan, "confirm"), style=style)
        rows.append(agree if own else Button(Word("ask_to_confirm"), act(plan, "ask_confirm"), style=style))
    if plan.state in EDITABLE and not facts.reopened:
        rows.append(Button(Word("change_something"), way(request, plan, "change")))
    rows += files.ways(tx, request, plan, facts)
    if own and plan.consent is not None and plan.state in EDITABLE:
        rows.append(Button(Word("fill_alone"), act(plan, "alone")))
    if own and request.person.referent_id is not None:
        rows.append(Button(Word("write_to_referent"), "g:write"))
    if not own:
        rows.append(Button(Word("my_people"), f"r:person:{encode_id(plan.beneficiary_id)}"))
    return [*rows, HOME]


def _sections(facts: Facts, *, all_of_them: bool = False) -> Mapping[str, list[tuple[Step, Answer | None]]]:
    """The steps of each section with their answers; prices that nobody has begun are for later, and left out."""
    found: dict[str, list[tuple[Step, Answer | None]]] = {}
    for placed in flow.path(PLAN, replace(facts, reopened={}), {Need.SEND, Need.ENDORSE}):
        found.setdefault(placed.section.name, []).append((placed.step, facts.answers.get(placed.step.id)))
    begun = {name for name, answers in found.items() if any(answer is not None for _, answer in answers)}
    later = {section.name for section in PLAN.sections if section.need is not Need.SEND}
    return {name: answers for name, answers in found.items() if all_of_them or name not in later - begun}


def change(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """The sections to choose from, when something is to be changed."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    if plan.state not in EDITABLE or facts.reopened:
        return page(tx, request, plan)
    rows = [
        Button(Word("section", {"section": name, "mark": _mark(answers)}), way(request, plan, "part", name))
        for name, answers in _sections(facts, all_of_them=True).items()
    ]
    return Page("plan/change", {}, column(*rows, Button(Word("recap"), way(request, plan, "recap"))))


def _mark(answers: list[tuple[Step, Answer | None]]) -> str:
    if any(isinstance(answer, Deferred) for _, answer in answers):
        return "talk"
    return "done" if all(isinstance(answer, Given) for _, answer in answers) else "open"


def _told(answers: list[tuple[Step, Answer | None]]) -> list[tuple[Step, Any]]:
    return [(step, answer.value) for step, answer in answers if isinstance(answer, Given)]


def part(tx: Tx, request: Request, plan: PlanRow, section: str) -> Page:
    """One section of the recap: each answer a button that opens its question."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    every = flow.path(PLAN, replace(facts, reopened={}), {Need.SEND, Need.ENDORSE})
    steps = [placed.step for placed in every if placed.section.name == section]
    if not steps:
        raise Refused("not_found")
    lines = [(step, facts.answers.get(step.id)) for step in steps]
    rows = [
        Button(Word("edit_answer", {"section": section, "step": step}), way(request, plan, "edit", step.id))
        for step in steps
    ]
    values = {"section": section, "lines": [(step, _given(answer), _put_off(answer)) for step, answer in lines]}
    return Page("plan/part", values, column(*rows, Button(Word("recap"), way(request, plan, "recap"))))


def _given(answer: Answer | None) -> Any:
    return answer.value if isinstance(answer, Given) else None


def _put_off(answer: Answer | None) -> str:
    return answer.how.value if isinstance(answer, Deferred) else ""


def edit(tx: Tx, request: Request, step_id: str, plan: PlanRow | None = None) -> Screen:
    """One answer changed alone; the recap returns with every other answer unchanged."""
    plan = plan or her_plan(tx, request)
    if plan is None:
        return home(tx, request)
    name = step_id.partition(".")[0]
    if name not in PLAN.names:
        raise Refused("not_found")
    phase_letter = "s" if PLAN.section_of(name).need is Need.SEND else "e"
    form = forms.load(tx, request, plan_token(plan, phase_letter))
    return prompting.ask_step(tx, request, form, step_id, via="recap")
