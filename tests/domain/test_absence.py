"""Who reads while a referent is away, and how long is too long."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.absence import Stage, Waiting, may_stand_in, reader, stage, stood_in_for
from bot.plan.working_days import add_working_days

LINA, OMAR, ZOE = 1, 2, 3
PARIS = ZoneInfo("Europe/Paris")

people = st.integers(1, 6)
absences = st.dictionaries(people, people)


def test_a_referent_who_is_there_reads() -> None:
    assert reader(LINA, {}) == LINA
    assert stood_in_for(LINA, {}) == []


def test_the_stand_in_reads_and_for_a_stand_in_who_is_away_the_next_in_turn() -> None:
    assert reader(LINA, {LINA: OMAR}) == OMAR
    assert reader(LINA, {LINA: OMAR, OMAR: ZOE}) == ZOE
    assert stood_in_for(ZOE, {LINA: OMAR, OMAR: ZOE}) == [LINA, OMAR]
    assert stood_in_for(OMAR, {LINA: OMAR, OMAR: ZOE}) == []


def test_a_circle_leaves_everyone_their_own_reader() -> None:
    circle = {LINA: OMAR, OMAR: LINA}
    assert (reader(LINA, circle), reader(OMAR, circle), reader(ZOE, {**circle, ZOE: LINA})) == (LINA, OMAR, ZOE)


@given(absences, people)
def test_there_is_always_one_reader_who_knows_for_whom(stand_ins: dict[int, int], person: int) -> None:
    reads = reader(person, stand_ins)
    assert reads == person or person in stood_in_for(reads, stand_ins)


@given(st.lists(people, unique=True))
def test_choosing_only_who_is_there_never_closes_a_circle(order: list[int]) -> None:
    stand_ins: dict[int, int] = {}
    for absent in order:
        choices = may_stand_in(absent, range(1, 7), stand_ins)
        assert absent not in choices
        if choices:
            stand_ins[absent] = choices[0]
        assert reader(absent, stand_ins) not in stand_ins or not choices


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        (date(2026, 11, 27), None),
        (date(2026, 11, 29), None),
        (date(2026, 11, 30), Stage.REMIND),
        (date(2026, 12, 4), Stage.REMIND),
        (date(2026, 12, 7), Stage.OTHERS),
        (date(2027, 12, 7), Stage.OTHERS),
    ],
)
def test_five_working_days_then_ten(today: date, reached: Stage | None) -> None:
    assert stage(Waiting(1, date(2026, 11, 23)), today, add_working_days) is reached


def test_a_call_may_say_other_days() -> None:
    hurried = Waiting(1, date(2026, 11, 23), days={Stage.REMIND: 2, Stage.OTHERS: 3})
    days = (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26))
    assert [stage(hurried, day, add_working_days) for day in days] == [None, Stage.REMIND, Stage.OTHERS]


def test_holidays_are_those_of_the_place() -> None:
    before_saint_stephen = date(2026, 12, 21)
    fifth = date(2026, 12, 29)
    assert stage(Waiting(1, before_saint_stephen), fifth, add_working_days) is Stage.REMIND
    easter_week = date(2027, 3, 19)
    friday = date(2027, 3, 26)  # Good Friday: a holiday around Strasbourg only
    assert stage(Waiting(1, easter_week, "93"), friday, add_working_days) is Stage.REMIND
    assert stage(Waiting(1, easter_week, "67"), friday, add_working_days) is None
