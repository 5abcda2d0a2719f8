"""Who is told what, when it may leave, and when it is no longer true."""

from collections.abc import Iterator

import pytest

from bot.domain import events
from bot.domain.events import Event
from bot.domain.notices import BY_KIND, NO_WAIT, NOTICES, Audience, Notice
from bot.domain.plans import CHANGEABLE, PROMISED, TRANSITIONS, UNDO_WINDOW, Action, State

ROWS = [(event, notice) for event, row in NOTICES.items() for notice in row]

TOLD: dict[type[Event], set[Audience]] = {
    events.PlanSent: {Audience.REFERENT, Audience.MEMBERS},
    events.PlanReturned: {Audience.REFERENT},
    events.ChangesAsked: {Audience.BENEFICIARY},
    events.PlanEndorsed: {Audience.BENEFICIARY, Audience.COORDINATORS},
    events.PlanNotEndorsed: {Audience.BENEFICIARY},
    events.PlanGranted: {Audience.BENEFICIARY, Audience.REFERENT, Audience.LEADS},
    events.PlanOpenAgain: {Audience.BENEFICIARY},
    events.OfferMade: {Audience.BENEFICIARY, Audience.REFERENT},
    events.OfferLeft: {Audience.BENEFICIARY, Audience.REFERENT},
    events.OfferLetGo: {Audience.BENEFICIARY, Audience.REFERENT},
    events.GrantCorrected: {Audience.BENEFICIARY, Audience.REFERENT, Audience.LEADS},
    events.GrantWithdrawn: {Audience.BENEFICIARY, Audience.REFERENT, Audience.LEADS},
    events.PutOnWaitingList: {Audience.BENEFICIARY, Audience.REFERENT},
    events.PlanDeclined: {Audience.BENEFICIARY, Audience.REFERENT},
    events.ReferentAsked: {Audience.REFERENT},
    events.AidHandedOver: {Audience.BENEFICIARY},
    events.PlanCancelled: {Audience.REFERENT, Audience.BENEFICIARY},
    events.CancellationUndone: {Audience.REFERENT, Audience.BENEFICIARY},
    events.PlanPostponed: {Audience.REFERENT, Audience.BENEFICIARY},
    events.PlanKept: {Audience.BENEFICIARY},
    events.ChangeAsked: {Audience.REFERENT},
    events.StayChanged: {Audience.BENEFICIARY},
    events.ChangeKept: {Audience.BENEFICIARY},
    events.ProblemTold: {Audience.REFERENT},
}
"""Those who did not do it and have to know."""

UNDONE = {
    row.event
    for action, row in TRANSITIONS.items()
    if action
    in {
        Action.ENDORSE, Action.ENDORSE_AND_GRANT, Action.NOT_ENDORSE, Action.ASK_CHANGES, Action.GRANT, Action.OFFER,
        Action.PUT_ON_WAITING_LIST, Action.DECLINE,
    }
}  # fmt: skip
"""What can be undone for two minutes."""


MOVING_NOTHING: dict[type[Event], frozenset[State]] = {
    events.GrantCorrected: PROMISED,
    events.ChangeAsked: CHANGEABLE,
    events.ChangeKept: CHANGEABLE,
    events.StayChanged: CHANGEABLE,
    events.ProblemTold: frozenset({State.AWAY}),
}
"""What happens to a plan that stays where it stands, and where that is."""


def leads_to(event: type[Event]) -> Iterator[State]:
    if event in MOVING_NOTHING:
        yield from MOVING_NOTHING[event]
        return
    for row in TRANSITIONS.values():
        if row.event is event and row.target is not None:
            yield row.target
        elif row.event is event:  # back to where it stood before it was cancelled
            yield from TRANSITIONS[Action.CANCEL].sources


def test_those_concerned_are_told() -> None:
    assert {event: {notice.audience for notice in row} for event, row in NOTICES.items()} == TOLD


def test_every_decision_about_a_plan_is_told_to_the_person() -> None:
    decided_by_others = {
        row.event
        for row in TRANSITIONS.values()
        if row.target in {State.TO_COMPLETE, State.ENDORSED, State.NOT_ENDORSED, State.GRANTED, State.OFFERED,
                          State.WAITING, State.DECLINED}
    }  # fmt: skip
    assert {event for event in decided_by_others if Audience.BENEFICIARY not in TOLD.get(event, ())} == set()


@pytest.mark.parametrize(("event", "notice"), ROWS, ids=lambda value: getattr(value, "kind", ""))
def test_a_notice_is_true_in_a_state_that_its_event_leads_to(event: type[Event], notice: Notice) -> None:
    assert notice.while_in & set(leads_to(event))


@pytest.mark.parametrize("event", NOTICES, ids=lambda event: event.__name__)
def test_wherever_an_event_leads_there_is_one_to_tell(event: type[Event]) -> None:
    told_in = frozenset[State]().union(*(notice.while_in for notice in NOTICES[event]))
    assert set(leads_to(event)) <= told_in


@pytest.mark.parametrize(("event", "notice"), ROWS, ids=lambda value: getattr(value, "kind", ""))
def test_what_can_be_undone_for_two_minutes_is_told_after_them(event: type[Event], notice: Notice) -> None:
    assert notice.wait == (UNDO_WINDOW if event in UNDONE else NO_WAIT)


def test_what_is_undone_calls_nobody() -> None:
    assert events.DecisionUndone not in NOTICES


def test_a_notice_goes_out_once_for_each_event_and_kind() -> None:
    happened = [event(plan_id, version) for event in NOTICES for plan_id in (1, 11) for version in (1, 11)]
    told = [(type(event), notice, event) for event in happened for notice in NOTICES[type(event)]]
    for event in NOTICES:
        keys = [notice.key(one) for kind, notice, one in told if kind is event]
        assert len(set(keys)) == len(keys)


def test_a_kind_means_one_audience_and_one_truth_wherever_it_is_used() -> None:
    for _, notice in ROWS:
        known = BY_KIND[notice.kind]
        assert (known.audience, known.while_in) == (notice.audience, notice.while_in)
