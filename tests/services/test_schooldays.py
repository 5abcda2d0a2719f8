"""Days without school, by region: the published calendars, and silence where there is none."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from bot.domain.regions import Region
from bot.plan.school_days import BREAKS, PUBLISHED_UNTIL, ZONES, off_school

OVERSEAS = {Region.GUADELOUPE, Region.MARTINIQUE, Region.GUYANE, Region.REUNION, Region.MAYOTTE}


@pytest.mark.parametrize(
    ("region", "closed", "open_"),
    [
        (Region.NAQ, date(2027, 2, 13), date(2027, 3, 1)),
        (Region.BRE, date(2027, 2, 20), date(2027, 2, 13)),
        (Region.IDF, date(2027, 2, 6), date(2027, 2, 22)),
    ],
)
def test_the_winter_break_of_2027_comes_zone_by_zone(region: Region, closed: date, open_: date) -> None:
    schools = off_school(region)
    assert schools is not None
    assert schools(closed)
    assert not schools(open_)


def test_each_region_of_the_mainland_has_a_zone_and_the_others_are_not_guessed() -> None:
    assert set(ZONES) == set(Region) - OVERSEAS - {Region.COR}
    assert [off_school(region) for region in (*OVERSEAS, Region.COR, "")] == [None] * 7


def test_a_year_that_is_not_published_yet_has_no_marks() -> None:
    schools = off_school(Region.IDF)
    assert schools is not None
    assert schools(date(2028, 8, 1))
    assert not schools(date(2029, 8, 1))


@pytest.mark.parametrize("zone", sorted(BREAKS))
def test_the_breaks_are_those_that_the_library_of_all_countries_knows(zone: str) -> None:
    schools = off_school(next(region for region, its in ZONES.items() if its == zone))
    assert schools is not None
    known = country_holidays("FR", subdiv=f"Zone {zone}", years=range(2026, 2029), categories=("school",))
    first = date(2026, 5, 11)
    days = [first + timedelta(days=n) for n in range((PUBLISHED_UNTIL - first).days + 1)]
    assert [day for day in days if schools(day)] == [day for day in days if day in known]
