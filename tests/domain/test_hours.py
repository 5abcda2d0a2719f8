"""Hours in which people and professionals may be written to: nights, Sundays, holidays, overseas, summer time."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import ALWAYS, OFFICE, PEOPLE, Calendar, Hours, Place, is_awake, meant_for, place_of
from bot.notices.calendars import works
from bot.plan.working_days import add_working_days

PARIS = Place(ZoneInfo("Europe/Paris"))
REUNION = place_of("RE", "974", PARIS.zone)
GUADELOUPE = place_of("GP", "971", PARIS.zone)


def calendar(hours: Hours, place: Place = PARIS) -> Calendar:
    return Calendar(hours, place, partial(works, add_working_days))


def at(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "there"),
    [
        ("2026-11-23T08:00", True),  # nine in the morning in Paris, a Monday
        ("2026-11-23T07:59", False),
        ("2026-11-23T18:59", True),
        ("2026-11-23T19:00", False),  # eight in the evening
        ("2026-11-28T10:00", True),  # a Saturday
        ("2026-11-29T10:00", False),  # a Sunday
        ("2026-12-25T10:00", True),  # Christmas is a Friday: people are not at work then anyway
        ("2027-03-27T08:00", True),  # the day before summer time begins
        ("2027-03-29T07:00", True),  # after it: nine o'clock is an hour earlier
        ("2027-03-29T06:59", False),
        ("2026-10-24T07:00", True),
        ("2026-10-26T07:00", False),  # winter time has begun
        ("2026-10-26T08:00", True),
    ],
)
def test_people_are_left_alone_at_night_and_on_sundays(now: str, there: bool) -> None:
    assert calendar(PEOPLE).is_open(at(now)) is there


@pytest.mark.parametrize(
    ("now", "place", "there"),
    [
        ("2026-11-23T05:00", REUNION, True),  # nine there
        ("2026-11-23T16:00", REUNION, False),  # eight in the evening there
        ("2026-11-23T13:00", GUADELOUPE, True),  # nine there
        ("2026-11-23T12:59", GUADELOUPE, False),
    ],
)
def test_overseas_the_hour_is_that_of_the_place(now: str, place: Place, there: bool) -> None:
    assert calendar(PEOPLE, place).is_open(at(now)) is there


def test_professionals_have_public_holidays_off_each_in_their_department() -> None:
    abolition = date(2027, 12, 20)  # a Monday
    assert not calendar(OFFICE, REUNION).opens_on(abolition)
    assert calendar(OFFICE, PARIS).opens_on(abolition)
    assert not calendar(OFFICE).opens_on(date(2027, 5, 6))  # Ascension
    assert calendar(OFFICE).opens_on(date(2027, 5, 7))
    assert not calendar(OFFICE).opens_on(date(2026, 11, 28))
    assert calendar(ALWAYS).opens_on(date(2027, 5, 6))


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False),
    ],
)
def test_offices_are_open_on_working_days_from_nine_to_six(moment: datetime, open_: bool) -> None:
    assert calendar(OFFICE).is_open(moment) is open_


def test_the_next_moment_is_now_or_the_next_opening() -> None:
    hours = calendar(OFFICE)
    assert hours.next_open(at("2026-11-23T10:00")) == at("2026-11-23T10:00")
    assert hours.next_open(at("2026-11-23T05:00")) == at("2026-11-23T08:00")
    assert hours.next_open(at("2026-11-27T17:00")) == at("2026-11-30T08:00")
    assert hours.next_open(at("2026-12-24T18:00")) == at("2026-12-28T08:00")  # Christmas and a weekend
    assert calendar(ALWAYS).next_open(at("2026-11-29T02:00")) == at("2026-11-29T02:00")


@pytest.mark.parametrize(
    ("nominal", "deadline", "leaves"),
    [
        (date(2026, 11, 28), date(2026, 11, 30), date(2026, 11, 28)),
        (date(2026, 11, 29), date(2026, 12, 2), date(2026, 11, 30)),  # a Sunday: the day after is still in time
        (date(2026, 11, 29), date(2026, 11, 30), date(2026, 11, 28)),  # too late the day after: the day before
    ],
)
def test_what_would_be_pushed_past_its_deadline_leaves_before(nominal: date, deadline: date, leaves: date) -> None:
    assert meant_for(nominal, deadline, calendar(PEOPLE)) == leaves


def test_a_person_who_can_never_be_written_to_is_an_error_and_no_endless_search() -> None:
    with pytest.raises(ValueError, match="no next day"):
        calendar(Hours(9, 18, frozenset())).day_on(date(2026, 11, 23))


@given(
    minutes=st.integers(0, 3 * 365 * 24 * 60),
    place=st.sampled_from([PARIS, REUNION, GUADELOUPE]),
    hours=st.sampled_from([PEOPLE, OFFICE, ALWAYS, Hours(6, 21, frozenset({2}))]),
)
def test_the_next_opening_is_open_and_nothing_before_it_is(minutes: int, place: Place, hours: Hours) -> None:
    moment = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    theirs = calendar(hours, place)
    opening = theirs.next_open(moment)
    assert theirs.is_open(opening)
    assert opening >= moment
    between = moment
    while between < opening:
        assert not theirs.is_open(between)
        between += timedelta(minutes=61)


@pytest.mark.parametrize(
    ("last_act", "there"),
    [
        (None, False),
        ("2026-11-23T22:00", True),  # this moment
        ("2026-11-23T21:50", True),
        ("2026-11-23T21:49", False),
        ("2026-11-23T22:01", False),  # the clock was put back since
    ],
)
def test_who_has_just_done_something_is_awake(last_act: str | None, there: bool) -> None:
    assert is_awake(at("2026-11-23T22:00"), at(last_act) if last_act else None) is there
