"""The life of a plan: one table says, for each action, from where, to where, who, under which guard, which event.

Buttons are read from the same table, so nothing is offered that would be refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import events, guards
from bot.domain.events import Event
from bot.domain.guards import (
    HELD_WORKING_DAYS,
    LEAST_DAYS_BEFORE_LEAVING,
    OFFER_WORKING_DAYS,
    RULES_OF_ASKING,
    UNDO_WINDOW,
    Guard,
    anytime,
)
from bot.domain.people import Refused, Role
from bot.domain.standing import Knowing, Standing
from bot.domain.states import (
    BEFORE_DEPARTURE,
    CHANGEABLE,
    DECIDED,
    EDITABLE,
    FRESH,
    LIVE,
    PROMISED,
    SENT,
    TAKING,
    TO_DECIDE,
    UNFINISHED,
    State,
)  # fmt: skip

__all__ = [
    "BEFORE_DEPARTURE", "CHANGEABLE", "DECIDED", "EDITABLE", "FRESH", "HELD_WORKING_DAYS", "LEAST_DAYS_BEFORE_LEAVING",
    "LIVE", "OFFER_WORKING_DAYS", "PROMISED", "RULES_OF_ASKING", "SENT", "STAYING", "TAKING", "TO_DECIDE",
    "TRANSITIONS", "UNDO_WINDOW", "Action", "Knowing", "Standing", "State", "Transition", "move", "permitted",
    "refusal",
]  # fmt: skip


class Action(StrEnum):
    """What a person does to a plan, in the imperative."""

    SEND = "send"
    SEND_AGAIN = "send_again"
    TAKE_BACK = "take_back"
    ASK_CHANGES = "ask_changes"
    ENDORSE = "endorse"
    ENDORSE_AND_GRANT = "endorse_and_grant"
    NOT_ENDORSE = "not_endorse"
    UNDO_ENDORSEMENT = "undo_endorsement"
    CHANGE_AGAIN = "change_again"
    SUBMIT = "submit"
    GRANT = "grant"
    OFFER = "offer"
    ASK_REFERENT = "ask_referent"
    PUT_ON_WAITING_LIST = "put_on_waiting_list"
    DECLINE = "decline"
    UNDO_DECISION = "undo_decision"
    CORRECT_GRANT = "correct_grant"
    WITHDRAW_GRANT = "withdraw_grant"
    ACCEPT_OFFER = "accept_offer"
    CHANGE_OFFERED = "change_offered"
    LET_GO = "let_go"
    EXPIRE_OFFER = "expire_offer"
    CANCEL = "cancel"
    UNDO_CANCELLATION = "undo_cancellation"
    POSTPONE = "postpone"
    KEEP = "keep"
    RESUME = "resume"
    HAND_OVER = "hand_over"
    DEPART = "depart"
    COME_BACK = "come_back"
    COME_BACK_EARLY = "come_back_early"
    CHANGE_STAY = "change_stay"
    REPORT = "report"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `target` None: it stays where it stands, or goes back to the state before."""

    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    event: type[Event]
    guard: Guard = anytime


def _row(
    sources: frozenset[State] | set[State],
    target: State | None,
    roles: set[Role],
    event: type[Event],
    guard: Guard = anytime,
) -> Transition:
    return Transition(frozenset(sources), target, frozenset(roles), event, guard)


_PERSON = {Role.BENEFICIARY, Role.REFERENT}
_COMMITTEE = {Role.DECIDER}
_CLOCK = {Role.SYSTEM}

TRANSITIONS: Mapping[Action, Transition] = {
    Action.SEND: _row({State.DRAFT}, State.TO_REVIEW, _PERSON, events.PlanSent, guards.ready_to_send),
    Action.SEND_AGAIN: _row({State.TO_COMPLETE}, State.TO_REVIEW, _PERSON, events.PlanReturned, guards.ready_to_return),
    Action.TAKE_BACK: _row({State.TO_REVIEW}, State.DRAFT, {Role.BENEFICIARY}, events.PlanTakenBack),
    Action.ASK_CHANGES: _row(
        {State.TO_REVIEW}, State.TO_COMPLETE, {Role.REFERENT}, events.ChangesAsked, guards.still_counts
    ),
    Action.ENDORSE: _row(
        {State.TO_REVIEW}, State.ENDORSED, {Role.REFERENT}, events.PlanEndorsed, guards.ready_for_committee
    ),
    Action.ENDORSE_AND_GRANT: _row(
        {State.TO_REVIEW}, State.GRANTED, {Role.REFERENT}, events.PlanGranted, guards.ready_without_committee
    ),
    Action.NOT_ENDORSE: _row({State.TO_REVIEW}, State.NOT_ENDORSED, {Role.REFERENT}, events.PlanNotEndorsed),
    Action.UNDO_ENDORSEMENT: _row(
        {State.ENDORSED, State.NOT_ENDORSED, State.TO_COMPLETE, State.GRANTED},
        State.TO_REVIEW,
        {Role.REFERENT},
        events.DecisionUndone,
        guards.own_endorsement,
    ),
    Action.CHANGE_AGAIN: _row(
        {State.NOT_ENDORSED, State.DECLINED}, State.TO_COMPLETE, _PERSON, events.PlanOpenAgain, guards.change_allowed
    ),
    Action.SUBMIT: _row({State.ENDORSED}, State.IN_COMMITTEE, _CLOCK, events.PlanSubmitted, guards.undo_window_over),
    Action.GRANT: _row(TO_DECIDE, State.GRANTED, _COMMITTEE, events.PlanGranted, guards.can_be_granted),
    Action.OFFER: _row(TO_DECIDE, State.OFFERED, _COMMITTEE, events.OfferMade, guards.can_be_granted),
    Action.ASK_REFERENT: _row(TO_DECIDE, State.TO_REVIEW, _COMMITTEE, events.ReferentAsked, guards.endorsement_stands),
    Action.PUT_ON_WAITING_LIST: _row(
        FRESH, State.WAITING, _COMMITTEE, events.PutOnWaitingList, guards.endorsement_stands
    ),
    Action.DECLINE: _row(TO_DECIDE, State.DECLINED, _COMMITTEE, events.PlanDeclined, guards.endorsement_stands),
    Action.UNDO_DECISION: _row(DECIDED, State.IN_COMMITTEE, _COMMITTEE, events.DecisionUndone, guards.own_decision),
    Action.CORRECT_GRANT: _row(PROMISED, None, _COMMITTEE, events.GrantCorrected, guards.can_be_put_right),
    Action.WITHDRAW_GRANT: _row(
        PROMISED, State.IN_COMMITTEE, _COMMITTEE, events.GrantWithdrawn, guards.can_be_put_right
    ),
    Action.ACCEPT_OFFER: _row({State.OFFERED}, State.GRANTED, _PERSON, events.PlanGranted, guards.still_open),
    Action.CHANGE_OFFERED: _row({State.OFFERED}, State.TO_COMPLETE, _PERSON, events.OfferLeft, guards.undo_window_over),
    Action.LET_GO: _row({State.OFFERED}, State.WAITING, _PERSON, events.OfferLetGo, guards.undo_window_over),
    Action.EXPIRE_OFFER: _row({State.OFFERED}, State.WAITING, _CLOCK, events.OfferLeft, guards.hold_over),
    Action.CANCEL: _row(BEFORE_DEPARTURE, State.CANCELLED, _PERSON, events.PlanCancelled, guards.not_away),
    Action.UNDO_CANCELLATION: _row({State.CANCELLED}, None, _PERSON, events.CancellationUndone, guards.still_held),
    Action.POSTPONE: _row(
        BEFORE_DEPARTURE - {State.POSTPONED}, State.POSTPONED, _PERSON, events.PlanPostponed, guards.not_away
    ),
    Action.KEEP: _row(UNFINISHED, State.POSTPONED, {Role.REFERENT}, events.PlanKept, guards.only_too_late),
    Action.RESUME: _row({State.POSTPONED}, State.DRAFT, _PERSON, events.PlanResumed),
    Action.HAND_OVER: _row(
        {State.GRANTED}, State.HANDED_OVER, {Role.REFERENT, Role.LEAD}, events.AidHandedOver, guards.not_gone_yet
    ),
    Action.DEPART: _row(
        {State.GRANTED, State.HANDED_OVER}, State.AWAY, _CLOCK, events.StayBegun, guards.departure_come
    ),
    Action.COME_BACK: _row({State.AWAY}, State.BACK, _CLOCK, events.StayEnded, guards.home_again),
    Action.COME_BACK_EARLY: _row({State.AWAY}, State.BACK, {Role.REFERENT}, events.StayEnded),
    Action.CHANGE_STAY: _row(CHANGEABLE, None, {Role.REFERENT}, events.StayChanged, guards.change_fits),
    Action.REPORT: _row({State.BACK}, State.REPORTED, {Role.REFERENT}, events.ReportGiven),
    Action.CLOSE: _row({State.REPORTED}, State.CLOSED, {Role.COORDINATOR}, events.PlanClosed),
}


STAYING = frozenset({Action.CHANGE_STAY, Action.CORRECT_GRANT})
"""Actions that leave a plan where it stands."""


def refusal(action: Action, standing: Standing, roles: frozenset[Role]) -> str | None:
    """Return why the action would be refused: `not_yours`, `not_now`, or the guard's code; None when it may be done."""
    row = TRANSITIONS[action]
    if not roles & row.roles:
        return "not_yours"
    if standing.state not in row.sources:
        return "not_now"
    return row.guard(standing)


def permitted(standing: Standing, roles: frozenset[Role]) -> frozenset[Action]:
    """Return the actions to offer as buttons: exactly those that would not be refused."""
    return frozenset(action for action in Action if refusal(action, standing, roles) is None)


def move(action: Action, standing: Standing, roles: frozenset[Role], before: State | None = None) -> State:
    """Return the state after the action. `before` is where a cancelled plan stood.

    Raises:
        Refused: with the code of `refusal`.
    """
    code = refusal(action, standing, roles)
    if code is not None:
        raise Refused(code, action=action.value, state=standing.state.value)
    target = standing.state if action in STAYING else TRANSITIONS[action].target or before
    if target is None:
        raise Refused("not_now", action=action.value, state=standing.state.value)
    return target
