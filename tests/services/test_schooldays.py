"""Days without school, by region: the library's calendar, and silence where it knows none."""

from datetime import date

import pytest

from bot.domain.regions import Region
from bot.services.schooldays import ZONES, off_school

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
