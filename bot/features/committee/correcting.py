"""A wrong grant is put right after the two minutes: first what is possible, then the amount or nothing, and why.

Nobody is told before it is confirmed, on a page that says what moves, who hears of it and what is asked back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import groups as rules
from bot.domain.aid import AidForm
from bot.domain.corrections import Room
from bot.domain.money import Cents
from bot.domain.people import Refused, Role
from bot.domain.plans import Action, State
from bot.features.committee import acts, routes
from bot.features.committee.decisions import SHORT, card
from bot.features.committee.reallocation import Left, left_in
from bot.interaction import edits, forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.shares import share_of
from bot.storage import calls, groups, handovers
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import group
from conversations.decision import REGRANT, WITHDRAWAL, CorrectionContext, asked_back
from conversations.engine import flow
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.reckoning import aid_form


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What was granted or offered, how much can be instead, and who hears of it."""

    plan: PlanRow
    offered: bool
    room: Room
    form: AidForm
    to_provider: bool
    """What was handed over never was in the beneficiary's hands."""
    with_lead: bool


@dataclass(frozen=True, kw_only=True)
class Correct(Grant, View, template="committee/correct"):
    """What is possible, before anything is asked."""


@dataclass(frozen=True, slots=True)
class HouseholdPart:
    """A household of a group, without a name: its people, its part before and after, what it had already."""

    people: int
    before: int
    after: int
    handed: int


@dataclass(frozen=True, kw_only=True)
class CorrectionReady(Grant, View, template="committee/correction"):
    """A correction before it holds; `cents` is 0 where nothing is granted any more, `back` what is asked back."""

    cents: int
    why: str
    back: int
    left: Left
    households: Sequence[HouseholdPart]


@dataclass(frozen=True)
class Corrected(View, template="committee/corrected"):
    """What was put right: the amount before, the one that holds now, and what is left."""

    plan: PlanRow
    before: int
    cents: int
    left: Left


def room_of(tx: Tx, _request: Request, plan_id: int) -> CorrectionContext:
    """Return how much can be granted instead."""
    return CorrectionContext(acts.room(tx, access.need(tx, plan_id)))


@routes.CORRECT.on
def page(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Say what is possible and what is not, before anything is asked. Raises Refused("not_now")."""
    _need_correctable(tx, request, plan)
    told = _told(tx, request, plan)
    ways = [Button(Word("new_amount"), routes.NEW_AMOUNT.to(plan))] if told.room.another else []
    withdraw = Button(Word("withdraw_grant"), routes.WITHDRAW.to(plan), style="danger")
    rows = column(*ways, withdraw, Button(Word("keep_grant"), routes.DECIDE.to(plan)))
    return Correct(**vars(told)).page(rows)


def _told(tx: Tx, request: Request, plan: PlanRow) -> Grant:
    held, facts = handovers.of_plan(tx, plan.id), plan_facts.facts_of(tx, request.moment, plan)
    return Grant(
        plan=plan,
        offered=plan.state is State.OFFERED,
        room=acts.room(tx, plan),
        form=aid_form(facts),
        to_provider=held is not None and held.to_provider,
        with_lead=bool(plan_facts.giver(request.moment, plan, facts)),
    )


def _need_correctable(tx: Tx, request: Request, plan: PlanRow) -> None:
    facts = plan_facts.facts_of(tx, request.moment, plan)
    if Action.CORRECT_GRANT not in access.offered_actions(tx, request.moment, plan, request.person, facts):
        raise Refused("not_now")


@routes.NEW_AMOUNT.on
def new_amount(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask what is granted instead, and why."""
    _need_correctable(tx, request, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, REGRANT, plan.id))


@routes.WITHDRAW.on
def withdraw(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask why nothing is granted any more."""
    _need_correctable(tx, request, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, WITHDRAWAL, plan.id))


def looked_over(tx: Tx, request: Request, form: Form) -> Screen:
    """Show the correction before it holds; a changed line may ask another question first."""
    if flow.current(form.conversation, form.facts) is not None:
        return prompting.resume(tx, request, form)
    return _ready(tx, request, form)


def _plan(tx: Tx, request: Request, form: Form) -> PlanRow:
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    return access.seen_by(tx, request.person, form.row.subject_id, Role.DECIDER)


def _ready(tx: Tx, request: Request, form: Form) -> Page:
    plan = _plan(tx, request, form)
    room, cents = acts.room(tx, plan), _amount(form)
    told = _told(tx, request, plan)
    view = CorrectionReady(
        **vars(told),
        cents=cents,
        why=_why(form),
        back=max(0, room.handed - cents),
        left=left_in(calls.by_id(tx, plan.call_id)),
        households=_households(tx, plan, cents),
    )
    word = Word("put_right", {"cents": cents}) if form.conversation is REGRANT else Word("withdraw_surely")
    surely = Button(word, routes.PUT_RIGHT.to(form, form.version), style="danger")
    return view.page(column(surely, *edits.buttons(form), Button(Word("keep_grant"), routes.DECIDE.to(plan))))


def _amount(form: Form) -> Cents:
    return form.facts.value("regranted") if form.conversation is REGRANT else Cents(0)


def _why(form: Form) -> str:
    said: str = form.facts.value("regrant_why" if form.conversation is REGRANT else "withdrawn_why")
    return said


def _households(tx: Tx, plan: PlanRow, cents: Cents) -> list[HouseholdPart]:
    """Return, without a name, what becomes of each household's part of a group, the largest household first."""
    if plan.households is None:
        return []
    held = handovers.of_plan(tx, plan.id)
    had = {
        each.id: sum(part.cents for part in held.parts if part.member_id == each.id) if held is not None else 0
        for each in groups.of_plan(tx, plan.id)
    }
    found = [
        HouseholdPart(
            people=said.people if said is not None else 0,
            before=share_of(plan, each, plan.granted_cents),
            after=share_of(plan, each, cents),
            handed=Cents(had[each.id]),
        )
        for each in groups.of_plan(tx, plan.id)
        if each.part in rules.COUNTED
        for said in [group.household(each.answers)]
    ]
    return sorted(found, key=lambda part: (-part.people, part.handed))


@routes.PUT_RIGHT.on
def put_right(tx: Tx, request: Request, form: Form, version: int) -> Page:
    """Do what was read. Another version, or one that lacks something, is shown once more."""
    plan = _plan(tx, request, form)
    if flow.current(form.conversation, form.facts) is not None:
        raise Refused("not_complete")
    if version != form.version:
        return _ready(tx, request, form)
    try:
        with tx.all_or_nothing():
            done = _done(tx, request, form, plan)
    except Refused as refused:
        note = Problem(refused.code, dict(refused.values))
        if refused.code in SHORT:  # another amount may fit
            return replace(_ready(tx, request, form), notes=(note,))
        forms.close(tx, form)
        return replace(card(tx, request, plan), notes=(note,))
    forms.close(tx, form)
    view = Corrected(done, plan.granted_cents or 0, done.granted_cents or 0, left_in(calls.by_id(tx, done.call_id)))
    figures = Button(Word("figures"), routes.FIGURES.to(done.call_id))
    then = card(tx, request, done) if done.state is State.IN_COMMITTEE else None
    return view.page(column(Button(Word("open_card"), routes.DECIDE.to(done)), figures, HOME), then=then)


def _done(tx: Tx, request: Request, form: Form, plan: PlanRow) -> PlanRow:
    if form.conversation is WITHDRAWAL:
        return acts.withdraw_grant(tx, request, plan, _why(form))
    return acts.correct_grant(tx, request, plan, _amount(form), _why(form), asked_back=asked_back(form.facts))
