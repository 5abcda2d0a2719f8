"""The life of a plan: what each role may do in each state, under which guard, and that no state is a dead end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Event
from bot.domain.people import Refused, Role
from bot.domain.plans import (
    BEFORE_DEPARTURE,
    DECIDED,
    TRANSITIONS,
    UNDO_WINDOW,
    Action,
    Standing,
    State,
    move,
    permitted,
    refusal,
)  # fmt: skip

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
LINA, CLAIRE = 3, 4
EVERYONE = frozenset(Role)

BEFORE_LEAVING = "draft to_review to_complete endorsed in_committee offered waiting granted handed_over postponed"

LIFE: Mapping[str, tuple[str, str, str]] = {  # action: (from, to, by whom)
    "send": ("draft", "to_review", "beneficiary referent"),
    "send_again": ("to_complete", "to_review", "beneficiary referent"),
    "take_back": ("to_review", "draft", "beneficiary"),
    "ask_changes": ("to_review", "to_complete", "referent"),
    "endorse": ("to_review", "endorsed", "referent"),
    "endorse_and_grant": ("to_review", "granted", "referent"),
    "not_endorse": ("to_review", "not_endorsed", "referent"),
    "undo_endorsement": ("endorsed not_endorsed to_complete granted", "to_review", "referent"),
    "change_again": ("not_endorsed declined", "to_complete", "beneficiary referent"),
    "submit": ("endorsed", "in_committee", "system"),
    "grant": ("endorsed in_committee waiting", "granted", "decider"),
    "offer": ("endorsed in_committee waiting", "offered", "decider"),
    "ask_referent": ("endorsed in_committee waiting", "to_review", "decider"),
    "put_on_waiting_list": ("endorsed in_committee", "waiting", "decider"),
    "decline": ("endorsed in_committee waiting", "declined", "decider"),
    "undo_decision": ("granted offered waiting declined", "in_committee", "decider"),
    "correct_grant": ("offered granted handed_over", "=", "decider"),
    "withdraw_grant": ("offered granted handed_over", "in_committee", "decider"),
    "accept_offer": ("offered", "granted", "beneficiary referent"),
    "change_offered": ("offered", "to_complete", "beneficiary referent"),  # and from there to_review
    "let_go": ("offered", "waiting", "beneficiary referent"),
    "expire_offer": ("offered", "waiting", "system"),
    "cancel": (BEFORE_LEAVING, "cancelled", "beneficiary referent"),
    "undo_cancellation": ("cancelled", "", "beneficiary referent"),  # to where it stood
    "postpone": (BEFORE_LEAVING.removesuffix(" postponed"), "postponed", "beneficiary referent"),
    "keep": ("draft to_review to_complete", "postponed", "referent"),
    "resume": ("postponed", "draft", "beneficiary referent"),
    "hand_over": ("granted", "handed_over", "referent lead"),
    "depart": ("granted handed_over", "away", "system"),
    "come_back": ("away", "back", "system"),
    "come_back_early": ("away", "back", "referent"),
    "change_stay": ("endorsed in_committee waiting granted handed_over", "=", "referent"),  # and stays there
    "report": ("back", "reported", "referent"),
    "close": ("reported", "closed", "coordinator"),
}
"""The life of a plan, written out here a second time, so that a slip in the table shows."""

FINAL = {State.NOT_ENDORSED, State.DECLINED, State.CANCELLED, State.CLOSED}


def standing(state: State = State.TO_REVIEW, **changes: Any) -> Standing:
    return replace(Standing(state, NOW, departure=date(2027, 7, 10), actor_id=LINA), **changes)


def all_is_well(action: Action, state: State) -> Standing:
    """Return a standing in which no guard has anything against the action."""
    just_decided = {"decided_at": NOW - timedelta(minutes=1), "decided_by": LINA}
    favourable: Mapping[Action, dict[str, Any]] = {
        Action.ENDORSE_AND_GRANT: {"committee": False},
        Action.UNDO_ENDORSEMENT: {**just_decided, "before": State.TO_REVIEW},
        Action.UNDO_DECISION: just_decided,
        Action.UNDO_CANCELLATION: {"held_until": NOW + timedelta(days=1)},
        Action.KEEP: {"call_open": False},
        Action.DEPART: {"departure": TODAY},
        Action.COME_BACK: {"homecoming": TODAY - timedelta(days=1)},
    }
    return standing(state, **favourable.get(action, {}))


def why_not(action: Action, now: Standing) -> str | None:
    return refusal(action, now, EVERYONE)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_each_role_may_do_in_each_state_what_the_life_of_a_plan_says(action: Action, state: State) -> None:
    sources, target, roles = LIFE[action.value]
    now = all_is_well(action, state)
    for role in Role:
        who = frozenset({role})
        if role.value not in roles.split():
            assert refusal(action, now, who) == "not_yours"
        elif state.value not in sources.split():
            assert refusal(action, now, who) == "not_now"
        else:
            assert refusal(action, now, who) is None
            expected = {"": "granted", "=": state.value}.get(target, target)
            assert move(action, now, who, before=State.GRANTED).value == expected


def test_every_action_is_in_the_table_and_every_state_in_the_life() -> None:
    assert set(LIFE) == {action.value for action in Action}
    assert set(TRANSITIONS) == set(Action)
    reached = {target for _, target, _ in LIFE.values()} | {"draft"}
    assert reached - {"", "="} == {state.value for state in State}


def test_the_clock_is_nobody_and_does_only_what_nobody_has_to_do() -> None:
    by_clock = {action for action, row in TRANSITIONS.items() if Role.SYSTEM in row.roles}
    assert by_clock == {Action.SUBMIT, Action.EXPIRE_OFFER, Action.DEPART, Action.COME_BACK}
    assert all(TRANSITIONS[action].roles == {Role.SYSTEM} for action in by_clock)


@pytest.mark.parametrize("state", sorted(set(State) - FINAL))
def test_from_every_state_that_is_not_final_a_plan_can_reach_its_end(state: State) -> None:
    reached = {state}
    while True:
        further = {row.target for row in TRANSITIONS.values() if row.target and row.sources & reached} - reached
        if not further:
            break
        reached |= further
    assert State.CLOSED in reached


@pytest.mark.parametrize("state", sorted(FINAL))
def test_from_a_final_state_only_a_wrong_hand_is_repaired_and_a_no_followed_by_a_changed_plan(state: State) -> None:
    undoing = {Action.UNDO_ENDORSEMENT, Action.UNDO_DECISION, Action.UNDO_CANCELLATION, Action.CHANGE_AGAIN}
    assert {action for action, row in TRANSITIONS.items() if state in row.sources} <= undoing


def test_every_move_tells_what_has_happened_by_a_name_of_its_own() -> None:
    assert all(row.event is not Event for row in TRANSITIONS.values())


# What a move needs


@pytest.mark.parametrize(
    ("action", "hindrance", "code"),
    [
        (Action.SEND, {"missing_to_send": ("dates",)}, "not_complete"),
        (Action.SEND, {"consent": False}, "no_consent"),
        (Action.SEND_AGAIN, {"reopened_left": 1}, "not_complete"),
        (Action.SEND_AGAIN, {"missing_to_send": ("dates",)}, "not_complete"),
        (Action.ENDORSE, {"call_open": False}, "call_closed"),
        (Action.ENDORSE, {"missing_to_endorse": ("quotient",)}, "own_part_missing"),
        (Action.ENDORSE, {"refusals": ("nights",)}, "rule_refuses"),
        (Action.ENDORSE, {"committee": False}, "no_committee"),
        (Action.ENDORSE_AND_GRANT, {"committee": True}, "committee_decides"),
        (Action.ENDORSE_AND_GRANT, {"missing_to_endorse": ("quotient",)}, "own_part_missing"),
        (Action.ENDORSE_AND_GRANT, {"departure": TODAY}, "already_gone"),
        (Action.CHANGE_AGAIN, {"decided_at": NOW - UNDO_WINDOW}, "undo_window_open"),
        (Action.CHANGE_AGAIN, {"call_open": False}, "call_closed"),
        (Action.CHANGE_AGAIN, {"lets_change": False}, "not_now"),
        (Action.SUBMIT, {"decided_at": NOW - UNDO_WINDOW}, "undo_window_open"),
        (Action.DECLINE, {"accompanied": True}, "accompanied_by_you"),
        (Action.GRANT, {"departure": TODAY}, "already_gone"),
        (Action.OFFER, {"departure": TODAY}, "already_gone"),
        (Action.HAND_OVER, {"departure": TODAY}, "already_gone"),
        (Action.ACCEPT_OFFER, {"departure": TODAY}, "already_gone"),
        (Action.EXPIRE_OFFER, {"held_until": NOW}, "offer_still_open"),
        (Action.UNDO_CANCELLATION, {"held_until": NOW - timedelta(seconds=1)}, "no_longer_held"),
        (Action.UNDO_CANCELLATION, {"held_until": None}, "no_longer_held"),
        (Action.DEPART, {"departure": TODAY + timedelta(days=1)}, "not_now"),
        (Action.DEPART, {"departure": None}, "not_now"),
        (Action.COME_BACK, {"homecoming": TODAY}, "not_now"),
        (Action.COME_BACK, {"homecoming": None}, "not_now"),
        (Action.CHANGE_STAY, {"departure": TODAY}, "already_gone"),
        (Action.CHANGE_STAY, {"missing_to_endorse": ("lodging_price",)}, "own_part_missing"),
        (Action.CHANGE_STAY, {"refusals": ("lead_days", "nights")}, "rule_refuses"),
    ],
)
def test_a_move_is_refused_with_its_reason(action: Action, hindrance: dict[str, Any], code: str) -> None:
    for source in TRANSITIONS[action].sources:
        assert why_not(action, replace(all_is_well(action, source), **hindrance)) == code


def test_a_late_endorsement_counts_when_the_plan_was_endorsed_before_the_closing() -> None:
    """Check that the rank is kept where the committee asked about a point after the closing: the answer counts."""
    asked_after_closing = standing(call_open=False, refusals=("filing_until",), ranked=True)
    assert why_not(Action.ENDORSE, asked_after_closing) is None
    assert why_not(Action.ENDORSE, replace(asked_after_closing, refusals=("filing_until", "nights"))) == "rule_refuses"


def test_who_asked_in_time_may_make_the_stay_shorter_when_it_is_near() -> None:
    for state in TRANSITIONS[Action.CHANGE_STAY].sources:
        near = standing(state, call_open=False, refusals=("lead_days", "filing_until"))
        assert why_not(Action.CHANGE_STAY, near) is None


@pytest.mark.parametrize("action", [Action.CANCEL, Action.POSTPONE])
def test_who_was_not_granted_anything_may_give_up_after_the_day_of_departure(action: Action) -> None:
    """Check that a plan nobody left with has a way out: without it the plan would stand in the way for ever."""
    for state in TRANSITIONS[action].sources:
        granted = state in {State.GRANTED, State.HANDED_OVER}
        assert why_not(action, standing(state, departure=TODAY)) == ("already_gone" if granted else None)
        assert why_not(action, standing(state, departure=TODAY + timedelta(days=1))) is None
        assert why_not(action, standing(state, departure=None)) is None


def test_a_cancelled_plan_stands_again_where_it_stood() -> None:
    held = standing(State.CANCELLED, held_until=NOW)
    beneficiary = frozenset({Role.BENEFICIARY})
    for before in BEFORE_DEPARTURE:
        assert move(Action.UNDO_CANCELLATION, held, beneficiary, before) is before
    with pytest.raises(Refused) as refused:
        move(Action.UNDO_CANCELLATION, held, beneficiary)
    assert refused.value.code == "not_now"


# Two minutes


@pytest.mark.parametrize(
    ("action", "states"),
    [
        (Action.UNDO_ENDORSEMENT, (State.ENDORSED, State.NOT_ENDORSED, State.TO_COMPLETE)),
        (Action.UNDO_DECISION, tuple(DECIDED)),
    ],
)
def test_a_decision_can_be_undone_for_two_minutes_by_its_author(action: Action, states: tuple[State, ...]) -> None:
    for state in states:
        at_the_last_second = standing(state, decided_at=NOW - timedelta(minutes=2), decided_by=LINA)
        assert why_not(action, at_the_last_second) is None
        too_late = replace(at_the_last_second, now=NOW + timedelta(seconds=1))
        assert why_not(action, too_late) == "too_late_to_undo"
        assert why_not(action, replace(at_the_last_second, decided_at=None)) == "too_late_to_undo"
        assert why_not(action, replace(at_the_last_second, actor_id=CLAIRE)) == "decided_by_another"


def test_who_is_referent_and_coordinator_undoes_in_the_role_that_decided() -> None:
    just_granted = standing(State.GRANTED, decided_at=NOW, decided_by=LINA)
    by_committee, by_referent = (replace(just_granted, before=each) for each in (State.IN_COMMITTEE, State.TO_REVIEW))
    assert permitted(by_committee, EVERYONE) >= {Action.UNDO_DECISION}
    assert why_not(Action.UNDO_ENDORSEMENT, by_committee) == "committee_decides"
    assert permitted(by_referent, EVERYONE) >= {Action.UNDO_ENDORSEMENT}
    assert why_not(Action.UNDO_DECISION, by_referent) == "no_committee"


@pytest.mark.parametrize("action", [Action.ACCEPT_OFFER, Action.CHANGE_OFFERED, Action.LET_GO, Action.SUBMIT])
def test_nothing_is_built_on_a_decision_that_can_still_be_undone(action: Action) -> None:
    (state,) = TRANSITIONS[action].sources
    decided = standing(state, decided_at=NOW - timedelta(minutes=2), decided_by=CLAIRE)
    assert why_not(action, decided) == "undo_window_open"
    assert why_not(action, replace(decided, now=NOW + timedelta(seconds=1))) is None


@pytest.mark.parametrize(
    "action", [Action.GRANT, Action.OFFER, Action.ASK_REFERENT, Action.PUT_ON_WAITING_LIST, Action.DECLINE]
)
def test_the_committee_decides_once_the_referent_can_no_longer_take_the_endorsement_back(action: Action) -> None:
    endorsed = standing(State.ENDORSED, decided_at=NOW - timedelta(minutes=2), decided_by=LINA)
    assert why_not(action, endorsed) == "undo_window_open"
    assert why_not(action, replace(endorsed, now=NOW + timedelta(seconds=1))) is None
    assert why_not(action, replace(endorsed, state=State.IN_COMMITTEE)) is None


def test_an_accepted_offer_is_the_persons_and_no_longer_the_committees_to_undo() -> None:
    """Check that who may accept can no longer be undone: the two do not meet, to the microsecond."""
    for elapsed in (timedelta(0), UNDO_WINDOW, UNDO_WINDOW + timedelta(microseconds=1), timedelta(days=9)):
        offered = standing(State.OFFERED, decided_at=NOW - elapsed, decided_by=LINA)
        accepted = replace(offered, state=State.GRANTED)
        can_accept = why_not(Action.ACCEPT_OFFER, offered) is None
        assert can_accept is (why_not(Action.UNDO_DECISION, accepted) == "too_late_to_undo")


def test_a_stay_begins_at_midnight_where_the_network_lives() -> None:
    """Check half past midnight in Paris, which is still the day before in Greenwich."""
    night = datetime(2027, 7, 9, 22, 30, tzinfo=UTC)
    leaving = standing(State.IN_COMMITTEE, now=night, departure=date(2027, 7, 10))
    assert why_not(Action.GRANT, replace(leaving, zone=ZoneInfo("Europe/Paris"))) == "already_gone"
    assert why_not(Action.GRANT, replace(leaving, zone=ZoneInfo("America/Cayenne"))) is None


# Buttons

moments = st.one_of(st.none(), st.integers(-200, 200).map(lambda seconds: NOW + timedelta(seconds=seconds)))
names = st.sampled_from([(), ("dates",)])
standings = st.builds(
    Standing,
    state=st.sampled_from(State),
    now=st.just(NOW),
    committee=st.booleans(),
    missing_to_send=names,
    missing_to_endorse=names,
    refusals=st.sampled_from([(), ("nights",), ("filing_until",)]),
    reopened_left=st.integers(0, 2),
    call_open=st.booleans(),
    departure=st.one_of(st.none(), st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))),
    decided_at=moments,
    decided_by=st.sampled_from([None, LINA, CLAIRE]),
    held_until=moments,
    actor_id=st.sampled_from([None, LINA, CLAIRE]),
    consent=st.booleans(),
    ranked=st.booleans(),
)


@given(standings, st.frozensets(st.sampled_from(Role)))
def test_offered_is_exactly_what_would_not_be_refused(now: Standing, roles: frozenset[Role]) -> None:
    offered = permitted(now, roles)
    for action in Action:
        if action in offered:
            assert isinstance(move(action, now, roles, before=State.DRAFT), State)
        else:
            with pytest.raises(Refused) as refused:
                move(action, now, roles, before=State.DRAFT)
            assert refused.value.code == refusal(action, now, roles)
            assert refused.value.values == {"action": action.value, "state": now.state.value}


@given(standings, st.frozensets(st.sampled_from(Role)), st.sampled_from(Role))
def test_one_more_role_never_takes_anything_away(now: Standing, roles: frozenset[Role], more: Role) -> None:
    assert permitted(now, roles) <= permitted(now, roles | {more})
