"""How much can be granted instead of a wrong amount: within what was asked, and never silently below what is out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.corrections import Room
from bot.domain.money import Cents
from bot.domain.people import Role
from bot.domain.plans import Action, Standing, State, refusal


def room(granted: int, most: int, handed: int = 0) -> Room:
    return Room(Cents(granted), Cents(most), Cents(handed))


@pytest.mark.parametrize(
    ("cents", "asked_back", "fits"),
    [
        (500, False, True),
        (400, False, True),
        (399, False, False),
        (399, True, True),
        (1, True, True),
        (0, True, False),
        (600, False, False),  # what is granted now
        (690, False, True),
        (691, True, False),
    ],
)
def test_what_is_out_stays_unless_it_is_asked_back(cents: int, asked_back: bool, fits: bool) -> None:
    assert room(600, 690, 400).fits(cents, asked_back=asked_back) is fits


def test_while_nothing_is_out_any_amount_but_the_present_one_is_possible() -> None:
    assert room(600, 690).fits(1, asked_back=False)
    assert not room(600, 690).fits(600, asked_back=False)


@pytest.mark.parametrize(
    ("known", "another", "as_it_is"),
    [
        (room(690, 690), True, True),
        (room(690, 690, 690), True, False),
        (room(500, 690, 500), True, True),
        (room(690, 690, 400), True, True),
        (room(1, 1), False, True),
        (room(5, 1), True, True),
        (room(5, 0), False, True),
    ],
)
def test_whether_there_is_another_amount_at_all(known: Room, another: bool, as_it_is: bool) -> None:
    assert (known.another, known.as_it_is) == (another, as_it_is)


NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("action", [Action.CORRECT_GRANT, Action.WITHDRAW_GRANT])
def test_a_grant_is_put_right_once_it_is_no_longer_undone_and_by_nobody_about_their_own_people(action: Action) -> None:
    granted = Standing(State.GRANTED, NOW, departure=date(2027, 7, 10), decided_at=NOW - timedelta(minutes=3))
    by_decider = frozenset({Role.DECIDER})
    assert refusal(action, granted, by_decider) is None
    assert refusal(action, replace(granted, decided_at=NOW), by_decider) == "undo_window_open"
    assert refusal(action, replace(granted, departure=NOW.date()), by_decider) == "already_gone"
    assert refusal(action, replace(granted, accompanied=True), by_decider) == "accompanied_by_you"
