"""The life of a plan: one table says, for each action, from where, to where, who, under which guard, which event.

Buttons are read from the same table, so nothing is offered that would be refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain import events
from bot.domain.events import Event
from bot.domain.people import Refused, Role
from bot.domain.standing import Knowing, Standing
from bot.domain.states import (
    BEFORE_DEPARTURE,
    CHANGEABLE,
    DECIDED,
    EDITABLE,
    FRESH,
    LIVE,
    SENT,
    TAKING,
    TO_DECIDE,
    State,
)  # fmt: skip

__all__ = [
    "BEFORE_DEPARTURE", "CHANGEABLE", "CLOSING_RULES", "DECIDED", "EDITABLE", "FRESH", "HELD_WORKING_DAYS",
    "LEAST_DAYS_BEFORE_LEAVING", "LIVE", "OFFER_WORKING_DAYS", "RULES_OF_ASKING", "SENT", "STAYING", "TAKING",
    "TO_DECIDE", "TRANSITIONS", "UNDO_WINDOW", "Action", "Guard", "Knowing", "Standing", "State", "Transition",
    "anytime", "can_be_granted", "change_fits", "departure_come", "endorsement_stands", "hold_over", "home_again",
    "move", "not_away", "not_gone_yet", "own_decision", "own_endorsement", "permitted", "ready_for_committee",
    "ready_to_endorse", "ready_to_return", "ready_to_send", "ready_without_committee", "refusal", "soon_enough",
    "still_held", "still_open", "undo_window_over",
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
    SUBMIT = "submit"
    GRANT = "grant"
    OFFER = "offer"
    ASK_REFERENT = "ask_referent"
    PUT_ON_WAITING_LIST = "put_on_waiting_list"
    DECLINE = "decline"
    UNDO_DECISION = "undo_decision"
    ACCEPT_OFFER = "accept_offer"
    CHANGE_OFFERED = "change_offered"
    LET_GO = "let_go"
    EXPIRE_OFFER = "expire_offer"
    CANCEL = "cancel"
    UNDO_CANCELLATION = "undo_cancellation"
    POSTPONE = "postpone"
    RESUME = "resume"
    HAND_OVER = "hand_over"
    DEPART = "depart"
    COME_BACK = "come_back"
    COME_BACK_EARLY = "come_back_early"
    CHANGE_STAY = "change_stay"
    REPORT = "report"
    CLOSE = "close"


UNDO_WINDOW = timedelta(minutes=2)
"""How long an endorsement or a decision can be undone; its notices wait as long (docs/decisions.md, A wrong hand)."""

CLOSING_RULES = frozenset({"filing_until"})
"""Ids of the rules that say only what the call's closing says."""
RULES_OF_ASKING = CLOSING_RULES | {"lead_days"}
"""Those, and the ones that say how early to ask: a stay that was asked for in time may still become shorter."""

HELD_WORKING_DAYS = 3
"""Working days during which a cancelled plan keeps its places and money: the telephone may have been in other hands."""

OFFER_WORKING_DAYS = 10
"""Working days during which the money of an offer is held (docs/decisions.md, A wrong hand)."""

LEAST_DAYS_BEFORE_LEAVING = 15
"""Freed money is offered to the first of the waiting list who leaves in this many days or later: booking takes time."""


Guard = Callable[[Standing], str | None]
"""None when the action may go on, else the code of the refusal."""


def ready_to_send(standing: Standing) -> str | None:
    """Refuse until the required questions are dealt with and the beneficiary agreed, also to what others wrote."""
    if standing.missing_to_send:
        return "not_complete"
    if not standing.consent:
        return "no_consent"
    return "not_confirmed" if standing.unconfirmed else None


def ready_to_return(standing: Standing) -> str | None:
    """Refuse until every reopened question has its new answer and the beneficiary agreed to what others wrote."""
    if standing.reopened_left or standing.missing_to_send:
        return "not_complete"
    return "not_confirmed" if standing.unconfirmed else None


def ready_to_endorse(standing: Standing) -> str | None:
    """Refuse until the referent's part is done, where a confirmed rule refuses, and once endorsements count no more.

    What nobody knows of a rule that could refuse is a condition or nothing, and missing money needs a word.
    """
    if not (standing.call_open or standing.ranked):
        return "call_closed"
    if standing.missing_to_endorse:
        return "own_part_missing"
    against = set(standing.refusals) - (CLOSING_RULES if standing.ranked else set())
    if against:
        return "rule_refuses"
    if standing.unsettled:
        return "not_settled"
    return "gap_unsaid" if standing.unsaid else None


def ready_for_committee(standing: Standing) -> str | None:
    """Refuse as `ready_to_endorse` does, and in a call without a committee."""
    return ready_to_endorse(standing) if standing.committee else "no_committee"


def ready_without_committee(standing: Standing) -> str | None:
    """Refuse as `ready_to_endorse` does, where a committee decides, and once the stay has begun: this grants."""
    return "committee_decides" if standing.committee else ready_to_endorse(standing) or not_gone_yet(standing)


def soon_enough(standing: Standing) -> str | None:
    """Refuse after two minutes, and to anybody but the one who decided."""
    if standing.decided_at is None or standing.now - standing.decided_at > UNDO_WINDOW:
        return "too_late_to_undo"
    return None if standing.decided_by == standing.actor_id else "decided_by_another"


def own_endorsement(standing: Standing) -> str | None:
    """Refuse as `soon_enough` does, and what a committee granted: that is not the referent's to undo."""
    if standing.state is State.GRANTED and standing.committee:
        return "committee_decides"
    return soon_enough(standing)


def own_decision(standing: Standing) -> str | None:
    """Refuse as `soon_enough` does, and in a call without a committee: there is nothing to go back to."""
    return soon_enough(standing) if standing.committee else "no_committee"


def undo_window_over(standing: Standing) -> str | None:
    """Refuse during the two minutes in which a decision can be undone."""
    if standing.decided_at is not None and standing.now - standing.decided_at <= UNDO_WINDOW:
        return "undo_window_open"
    return None


def not_gone_yet(standing: Standing) -> str | None:
    """Refuse once the stay has begun."""
    return "already_gone" if standing.departure and standing.departure <= standing.today else None


def endorsement_stands(standing: Standing) -> str | None:
    """Refuse while the referent can take the endorsement back: the committee decides on nothing that may vanish."""
    return undo_window_over(standing) if standing.state is State.ENDORSED else None


def can_be_granted(standing: Standing) -> str | None:
    """Refuse as `endorsement_stands` does, and once the stay has begun."""
    return endorsement_stands(standing) or not_gone_yet(standing)


def not_away(standing: Standing) -> str | None:
    """Refuse during a stay with an aid; without one a plan can be given up after its day of departure too."""
    return not_gone_yet(standing) if standing.state in {State.GRANTED, State.HANDED_OVER} else None


def departure_come(standing: Standing) -> str | None:
    """Refuse before the day of departure."""
    return None if standing.departure and not_gone_yet(standing) else "not_now"


def home_again(standing: Standing) -> str | None:
    """Refuse until the day of coming home has passed."""
    return None if standing.homecoming and standing.homecoming < standing.today else "not_now"


def change_fits(standing: Standing) -> str | None:
    """Refuse once the stay has begun, while a figure lacks, and where a confirmed rule refuses the changed stay."""
    if standing.missing_to_endorse:
        return "own_part_missing"
    against = set(standing.refusals) - RULES_OF_ASKING
    return not_gone_yet(standing) or ("rule_refuses" if against else None)


def still_open(standing: Standing) -> str | None:
    """Refuse while the offer can be undone, and once the stay has begun."""
    return undo_window_over(standing) or not_gone_yet(standing)


def still_held(standing: Standing) -> str | None:
    """Refuse once places and money of the cancelled plan are no longer held."""
    return None if standing.held_until and standing.now <= standing.held_until else "no_longer_held"


def hold_over(standing: Standing) -> str | None:
    """Refuse before the time to answer an offer has passed."""
    return "offer_still_open" if standing.held_until and standing.now <= standing.held_until else None


def anytime(_standing: Standing) -> str | None:
    """Refuse nothing."""
    return None


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
_COMMITTEE = {Role.COORDINATOR}
_CLOCK = {Role.SYSTEM}

TRANSITIONS: Mapping[Action, Transition] = {
    Action.SEND: _row({State.DRAFT}, State.TO_REVIEW, _PERSON, events.PlanSent, ready_to_send),
    Action.SEND_AGAIN: _row({State.TO_COMPLETE}, State.TO_REVIEW, _PERSON, events.PlanReturned, ready_to_return),
    Action.TAKE_BACK: _row({State.TO_REVIEW}, State.DRAFT, {Role.BENEFICIARY}, events.PlanTakenBack),
    Action.ASK_CHANGES: _row({State.TO_REVIEW}, State.TO_COMPLETE, {Role.REFERENT}, events.ChangesAsked),
    Action.ENDORSE: _row({State.TO_REVIEW}, State.ENDORSED, {Role.REFERENT}, events.PlanEndorsed, ready_for_committee),
    Action.ENDORSE_AND_GRANT: _row(
        {State.TO_REVIEW}, State.GRANTED, {Role.REFERENT}, events.PlanGranted, ready_without_committee
    ),
    Action.NOT_ENDORSE: _row({State.TO_REVIEW}, State.NOT_ENDORSED, {Role.REFERENT}, events.PlanNotEndorsed),
    Action.UNDO_ENDORSEMENT: _row(
        {State.ENDORSED, State.NOT_ENDORSED, State.TO_COMPLETE, State.GRANTED},
        State.TO_REVIEW,
        {Role.REFERENT},
        events.DecisionUndone,
        own_endorsement,
    ),
    Action.SUBMIT: _row({State.ENDORSED}, State.IN_COMMITTEE, _CLOCK, events.PlanSubmitted, undo_window_over),
    Action.GRANT: _row(TO_DECIDE, State.GRANTED, _COMMITTEE, events.PlanGranted, can_be_granted),
    Action.OFFER: _row(TO_DECIDE, State.OFFERED, _COMMITTEE, events.OfferMade, can_be_granted),
    Action.ASK_REFERENT: _row(TO_DECIDE, State.TO_REVIEW, _COMMITTEE, events.ReferentAsked, endorsement_stands),
    Action.PUT_ON_WAITING_LIST: _row(FRESH, State.WAITING, _COMMITTEE, events.PutOnWaitingList, endorsement_stands),
    Action.DECLINE: _row(TO_DECIDE, State.DECLINED, _COMMITTEE, events.PlanDeclined, endorsement_stands),
    Action.UNDO_DECISION: _row(DECIDED, State.IN_COMMITTEE, _COMMITTEE, events.DecisionUndone, own_decision),
    Action.ACCEPT_OFFER: _row({State.OFFERED}, State.GRANTED, _PERSON, events.PlanGranted, still_open),
    Action.CHANGE_OFFERED: _row({State.OFFERED}, State.TO_COMPLETE, _PERSON, events.OfferLeft, undo_window_over),
    Action.LET_GO: _row({State.OFFERED}, State.WAITING, _PERSON, events.OfferLetGo, undo_window_over),
    Action.EXPIRE_OFFER: _row({State.OFFERED}, State.WAITING, _CLOCK, events.OfferLeft, hold_over),
    Action.CANCEL: _row(BEFORE_DEPARTURE, State.CANCELLED, _PERSON, events.PlanCancelled, not_away),
    Action.UNDO_CANCELLATION: _row({State.CANCELLED}, None, _PERSON, events.CancellationUndone, still_held),
    Action.POSTPONE: _row(
        BEFORE_DEPARTURE - {State.POSTPONED}, State.POSTPONED, _PERSON, events.PlanPostponed, not_away
    ),
    Action.RESUME: _row({State.POSTPONED}, State.DRAFT, _PERSON, events.PlanResumed),
    Action.HAND_OVER: _row(
        {State.GRANTED}, State.HANDED_OVER, {Role.REFERENT, Role.LEAD}, events.AidHandedOver, not_gone_yet
    ),
    Action.DEPART: _row({State.GRANTED, State.HANDED_OVER}, State.AWAY, _CLOCK, events.StayBegun, departure_come),
    Action.COME_BACK: _row({State.AWAY}, State.BACK, _CLOCK, events.StayEnded, home_again),
    Action.COME_BACK_EARLY: _row({State.AWAY}, State.BACK, {Role.REFERENT}, events.StayEnded),
    Action.CHANGE_STAY: _row(CHANGEABLE, None, {Role.REFERENT}, events.StayChanged, change_fits),
    Action.REPORT: _row({State.BACK}, State.REPORTED, {Role.REFERENT}, events.ReportGiven),
    Action.CLOSE: _row({State.REPORTED}, State.CLOSED, _COMMITTEE, events.PlanClosed),
}


STAYING = frozenset({Action.CHANGE_STAY})
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
