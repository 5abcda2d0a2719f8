"""Days without school: by department, by region where it has one zone, and silence where nobody knows."""

from datetime import date

import pytest

from bot.domain.schooldays import SchoolCalendar

WINTER = {"A": (date(2027, 2, 13), date(2027, 2, 28)), "B": (date(2027, 2, 20), date(2027, 3, 7))}
SUMMER = (date(2027, 7, 3), date(2027, 9, 1))
BRETAGNE = ("22", "29", "35", "56")
SCHOOLS = SchoolCalendar(
    zones=dict.fromkeys(BRETAGNE, "B") | {"75": "A", "77": "B"},
    breaks={zone: (winter, SUMMER) for zone, winter in WINTER.items()},
    last_year="2026-2027",
)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2027-02-19", None),
        ("2027-02-20", True),
        ("2027-03-07", True),
        ("2027-03-08", False),
        ("2027-08-01", True),
        ("2027-09-02", None),
    ],
)
def test_a_break_lasts_from_its_first_to_its_last_day(day: str, closed: bool | None) -> None:
    schools = SCHOOLS.off_school("BRE")
    assert schools is not None
    assert schools(date.fromisoformat(day)) is closed


def test_a_department_counts_before_its_region() -> None:
    schools = SCHOOLS.off_school("IDF", "75")
    assert schools is not None
    assert schools(date(2027, 2, 13))


@pytest.mark.parametrize(("region", "department"), [("IDF", ""), ("COR", ""), ("COR", "2A"), ("RE", "974"), ("", "")])
def test_where_nothing_is_known_nothing_is_said(region: str, department: str) -> None:
    assert SCHOOLS.off_school(region, department) is None


def test_days_before_and_after_what_is_known_have_no_mark() -> None:
    schools = SCHOOLS.off_school("BRE")
    assert schools is not None
    assert schools(date(2020, 8, 1)) is None
    assert schools(date(2029, 8, 1)) is None
    assert SCHOOLS.until == date(2027, 9, 1)
