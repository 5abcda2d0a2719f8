"""Groups of states that mean the same for a question: is a plan live, may it be written on, does it take money."""

from bot.domain.states import EDITABLE, LIVE, SENT, TAKING, State


def test_a_plan_is_live_until_it_is_closed_or_given_up() -> None:
    assert set(State) - {State.NOT_ENDORSED, State.DECLINED, State.CANCELLED, State.CLOSED} == LIVE


def test_only_a_draft_or_a_plan_sent_back_can_be_written_on() -> None:
    assert {State.DRAFT, State.TO_COMPLETE} == EDITABLE
    assert set(State) - {State.DRAFT} == SENT


def test_places_and_money_are_taken_from_the_offer_on_and_for_good() -> None:
    assert {state for state in State if state in TAKING} == {
        State.OFFERED, State.GRANTED, State.HANDED_OVER, State.AWAY, State.BACK, State.REPORTED, State.CLOSED,
    }  # fmt: skip
