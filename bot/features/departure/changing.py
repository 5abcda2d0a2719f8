"""A stay that changes after it was endorsed: what changes is asked, read by the referent, and only then it holds.

The plan stands meanwhile as it was granted. A change never asks for more than was granted; what is needed no more goes
back to the call the moment the referent agrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.people import Refused
from bot.domain.plans import RULES_OF_ASKING, Action, refusal
from bot.domain.rules import Finding, Level
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.departure import routes, stay_changes
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan import routes as plan_routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import departures, handovers, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.sessions import Session
from conversations.change import CHANGE, CHANGING
from conversations.engine import flow
from conversations.engine.answers import Answer, Facts, Given
from conversations.engine.calendar import turned_to
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step
from conversations.reckoning import COSTS, proposal
from conversations.rules import at_level, findings

WORDS = {"dates": "stay_dates", "people": "stay_people", "prices": "stay_prices"}
"""The word of each button for what changes."""

Difference: TypeAlias = tuple[str, Step, object, object]
"""Section, step, the value of before, the value of then."""


@dataclass(frozen=True)
class Changes(View, template="departure/changes"):
    """The question what changes; `lines` is what is asked for already, `beside` says that a referent reads."""

    lines: list[Difference]
    beside: bool


@dataclass(frozen=True)
class Asked(View, template="departure/asked"):
    """A change is asked for, and waits for the referent."""

    lines: list[Difference]


@dataclass(frozen=True)
class Review(View, template="departure/review"):
    """A change as the referent reads it; without lines, that there is none. Amounts are in cents."""

    name: str
    plan: PlanRow
    lines: list[Difference]
    before: int
    after: int
    granted: bool
    give_back: int
    in_vouchers: bool
    refusals: tuple[Finding, ...]
    same_prices: bool


@dataclass(frozen=True)
class Settled(View, template="departure/settled"):
    """A change that is "agreed" to, or the stay is "kept" as it was."""

    what: str
    name: str
    group: bool


@dataclass(frozen=True)
class NothingLeft(View, template="review/nothing_left"):
    """There is nothing left to read."""


@routes.STAY_CHANGES.on
def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask what changes: dates, people, prices; or not this year, or not at all."""
    beside = plan.beneficiary_id != request.person.id
    change = departures.of_plan(tx, plan.id).change
    rows = [_withdraw(plan)] if change else []
    actions = access.offered_actions(
        tx, request.moment, plan, request.person, plan_facts.facts_of(tx, request.moment, plan)
    )
    if stay_changes.is_changeable(request, plan):
        whats = stay_changes.may_change(plan)
        rows += [Button(Word(WORDS[what]), routes.BEGIN_CHANGE.to(plan.id, what)) for what in whats]
    if Action.POSTPONE in actions:
        rows.append(Button(Word("postpone_plan"), plan_routes.POSTPONE.to(plan)))
    if Action.CANCEL in actions:
        rows.append(Button(Word("cancel_plan"), plan_routes.CANCEL.to(plan)))
    rows.append(Button(Word("open_card"), caseload_routes.CARD.to(plan)) if beside else HOME)
    return Changes(_differences(plan, change), beside).page(column(*rows), status="")


@routes.BEGIN_CHANGE.on
def begin(tx: Tx, request: Request, plan: PlanRow, what: str) -> Screen:
    """Ask what it becomes. Raises Refused: "not_found", "not_now"."""
    if what not in stay_changes.may_change(plan):
        raise Refused("not_found")
    stay_changes.need_changeable(request, plan)
    form = forms.begin(tx, request, CHANGE, plan.id, {"what": Given(what, request.person.id)})
    placed = flow.current(CHANGE, form.facts)
    if placed is None or what != "dates" or plan.departure is None:
        return prompting.resume(tx, request, form)
    return prompting.ask(tx, request, form, placed, Session(scratch=turned_to(plan.departure)))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """Ask for the change; a referent who asks for it beside the person reads it at once. Raises Refused."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = routes.STAY.of(tx, request, form.row.subject_id)
    forms.close(tx, form)
    plan = stay_changes.ask(tx, request, plan, form.row.answers, CHANGING[form.facts.value("what")])
    if plan.beneficiary_id != request.person.id:
        return review(tx, request, plan)
    change = departures.of_plan(tx, plan.id).change
    if not change:
        return my_plan.standing(tx, request, plan)
    return Asked(_differences(plan, change)).page(column(HOME, _withdraw(plan)), status="")


def _withdraw(plan: PlanRow) -> Button:
    return Button(Word("keep_as_before"), routes.WITHDRAW_CHANGE.to(plan))


def _differences(plan: PlanRow, change: Mapping[str, Any]) -> list[Difference]:
    before, then = (flow.load_answers(raw, plan_facts.STEPS) for raw in (plan.answers, change))
    return [
        (plan_facts.section_of(name), plan_facts.STEPS[name], _value(before.get(name)), _value(answer))
        for name, answer in then.items()
    ]


def _value(answer: Answer | None) -> object:
    return answer.value if isinstance(answer, Given) else None


def _held_against(facts: Facts) -> tuple[Finding, ...]:
    """Find the rules that refuse what the stay becomes; how early to ask is no matter any more."""
    return tuple(found for found in at_level(Level.REFUSE, findings(facts)) if found.rule not in RULES_OF_ASKING)


@routes.REVIEW_CHANGE.on
def review(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show only what changes, and what it does to the money: one tap to agree."""
    change = departures.of_plan(tx, plan.id).change
    facts = plan_facts.facts_of(tx, request.moment, stay_changes.with_change(plan, change))
    handed = handovers.of_plan(tx, plan.id)
    before = plan.aid_cents if plan.granted_cents is None else plan.granted_cents
    after = proposal(facts).aid if plan.granted_cents is None else stay_changes.still_granted(plan, facts)
    view = Review(
        name=people.by_id(tx, plan.beneficiary_id).name,
        plan=plan,
        lines=_differences(plan, change),
        before=before or 0,
        after=after or 0,
        granted=plan.granted_cents is not None,
        give_back=handed.over(after) if handed else 0,
        in_vouchers=handed is None or handed.in_vouchers,
        refusals=_held_against(facts),
        same_prices=bool(change) and not set(change) & set(COSTS),
    )
    rows = [Button(Word("open_card"), caseload_routes.CARD.to(plan)), HOME]
    if change:
        prices = Button(Word("change_prices_too"), routes.BEGIN_CHANGE.to(plan.id, "prices"))
        rows = [prices, Button(Word("keep_as_before"), routes.DECLINE_CHANGE.to(plan)), *rows]
        standing = access.standing_of(tx, request.moment, plan, facts, request.person.id)
        if refusal(Action.CHANGE_STAY, standing, access.roles_towards(tx, request.person, plan)) is None:
            rows.insert(0, Button(Word("agree_to_change"), routes.AGREE_TO_CHANGE.to(plan), style="success"))
    return view.page(column(*rows), status="")


@routes.AGREE_TO_CHANGE.on
def agree(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Let the change hold. Raises Refused: "not_now", and what the table of transitions says."""
    return _settled(tx, stay_changes.agree(tx, request, plan), "agreed")


@routes.DECLINE_CHANGE.on
def decline(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Let the stay remain as it was. Raises Refused("not_now")."""
    return _settled(tx, stay_changes.decline(tx, request, plan), "kept")


def _settled(tx: Tx, plan: PlanRow, what: str) -> Page:
    rows = column(Button(Word("open_card"), caseload_routes.CARD.to(plan)), HOME)
    view = Settled(what, people.by_id(tx, plan.beneficiary_id).name, plan.households is not None)
    return view.page(rows, status="")


@routes.WITHDRAW_CHANGE.on
def withdraw(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Keep the stay as it was. Raises Refused("not_now")."""
    plan = stay_changes.withdraw(tx, request, plan)
    return page(tx, request, plan) if plan.beneficiary_id != request.person.id else my_plan.standing(tx, request, plan)


@routes.NEXT_CHANGE.on
def next_change(tx: Tx, request: Request) -> Page:
    """Show the change that has waited longest, or the news that nothing is left."""
    left = stay_changes.waiting(tx, request.person.id)
    if not left:
        return NothingLeft().page(column(MY_PEOPLE, HOME))
    return review(tx, request, left[0])
