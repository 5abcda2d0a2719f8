"""Working days: weekends and the public holidays of the place do not count."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calls import default_people_by
from bot.plan.working_days import SATURDAY, SUBDIVISIONS, add_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "region"),
    [
        (date(2027, 7, 10), None),  # a Saturday
        (date(2027, 7, 11), None),  # a Sunday
        (date(2027, 7, 14), None),
        (date(2027, 5, 17), "BRE"),  # Whit Monday
        (date(2027, 3, 26), "67"),  # Good Friday in Alsace
        (date(2027, 3, 26), "57"),  # and in Moselle
        (date(2027, 5, 27), "GP"),  # abolition of slavery, Guadeloupe
        (date(2027, 5, 27), "971"),
        (date(2027, 6, 10), "GF"),
        (date(2027, 12, 20), "RE"),
    ],
)
def test_nobody_works(day: date, region: str | None) -> None:
    assert not is_working_day(day, region)


@pytest.mark.parametrize(
    ("day", "region"),
    [
        (date(2027, 7, 13), None),
        (date(2027, 3, 26), None),  # Good Friday elsewhere
        (date(2027, 3, 26), "GES"),  # most of Grand Est works
        (date(2027, 12, 20), "BRE"),
        (date(2027, 12, 20), "a region nobody knows"),
    ],
)
def test_people_work(day: date, region: str | None) -> None:
    assert is_working_day(day, region)


def test_three_working_days_over_a_weekend_and_the_14th_of_july() -> None:
    assert add_working_days(date(2027, 7, 9), 3) == date(2027, 7, 15)


def test_counting_back_does_the_same() -> None:
    assert add_working_days(date(2027, 7, 15), -3) == date(2027, 7, 9)


def test_no_days_is_the_day_itself_even_a_sunday() -> None:
    assert add_working_days(date(2027, 7, 11), 0) == date(2027, 7, 11)


def test_people_read_a_date_ten_working_days_before_the_closing() -> None:
    assert default_people_by(date(2027, 6, 15), add_working_days) == date(2027, 6, 1)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(1, 30), st.sampled_from([None, "RE", "67"]))
def test_the_day_found_is_worked_and_that_many_days_away(start: date, count: int, region: str | None) -> None:
    found = add_working_days(start, count, region)
    days_between = (start + timedelta(days=n) for n in range(1, (found - start).days + 1))
    assert is_working_day(found, region)
    assert sum(is_working_day(day, region) for day in days_between) == count


@pytest.mark.parametrize("place", [None, *SUBDIVISIONS])
def test_the_public_holidays_are_those_that_the_library_of_all_countries_knows(place: str | None) -> None:
    subdivision = SUBDIVISIONS.get(place or "")
    for year in range(2020, 2061):
        known = country_holidays("FR", subdiv=subdivision, years=year)
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        ours = {day for day in days if day.weekday() < SATURDAY and not is_working_day(day, place)}
        assert {day for day in ours if day.year == year} == {day for day in known if day.weekday() < SATURDAY}
