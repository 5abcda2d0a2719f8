"""The file of school years: it is the ministry's calendar, reaches far enough, and its mistakes are named."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays import country_holidays

from bot.domain.regions import REGION_OF, Region
from bot.features.administration import doctor
from bot.programmes.loading import ProgrammeInvalid
from bot.programmes.schooldays import PACKAGED, ZONES, load
from tests.support.town import MONDAY

FILE = PACKAGED.read_text("utf-8")
OF_THEIR_OWN = {Region.COR, Region.GUADELOUPE, Region.MARTINIQUE, Region.GUYANE, Region.REUNION, Region.MAYOTTE}


def test_each_department_has_a_zone_or_a_calendar_of_its_own() -> None:
    schools = load()
    unknown = {number for number in REGION_OF if schools.off_school("", number) is None}
    assert unknown == {number for number, region in REGION_OF.items() if region in OF_THEIR_OWN}


def test_no_region_of_the_mainland_lies_in_two_zones() -> None:
    schools = load()
    assert {region for region in Region if schools.off_school(region) is None} == OF_THEIR_OWN


@pytest.mark.parametrize("zone", ZONES)
def test_the_breaks_are_those_that_the_library_of_all_countries_knows(zone: str) -> None:
    schools = load()
    closed = schools.off_school("", next(number for number, its in schools.zones.items() if its == zone))
    assert closed is not None
    first, last = schools.breaks[zone][0][0], schools.breaks[zone][-1][1]
    known = country_holidays(
        "FR", subdiv=f"Zone {zone}", years=range(first.year, last.year + 1), categories=("school",)
    )
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day for day in days if closed(day)] == [day for day in days if day in known]


def test_calls_of_the_story_and_those_that_follow_it_are_covered() -> None:
    """Check that a call opened then has its stays in the year that follows, and is copied to the next one."""
    assert load().until >= date(MONDAY.year + 2, 8, 31)


@pytest.mark.parametrize(("days_before", "told"), [(366, False), (365, False), (364, True), (-1, True)])
def test_the_doctor_says_a_year_before_that_the_calendar_ends(days_before: int, told: bool) -> None:
    schools = load()
    said = doctor.ending(schools, schools.until - timedelta(days=days_before))
    assert bool(said) is told
    assert all(f"ends with {schools.last_year}, on {schools.until}" in line for line in said)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"22", ', "", "zones: A, B, C, own: 22 missing or named twice; allowed: each department once"),
        ('"22", ', '"22", "75", ', "zones: A, B, C, own: 75 missing or named twice; allowed: each department once"),
        ('"22", ', '"22", "99", ', "is not; allowed: a list of: 01, 02"),
        ('own = ["2A", ', 'own = ["', "is not TOML"),
        ("2026-05-14, 2026-05-17", "2026-05-17, 2026-05-14", "year 1 (2025-2026): all: "),
        ("2026-05-14, 2026-05-17", "2026-05-14", "allowed: a list of first and last days"),
        ("2027-02-13, 2027-02-28", "2027-02-13, 2027-04-10", "year 2 (2026-2027): A: breaks overlap"),
        ('name = "2025-2026"', 'title = "2025-2026"', "name: missing"),
        ('source = "Arrêté du 7 décembre 2022"', "", "source: missing"),
        ("[[year]] ", "[[annee]] ", "annee: unknown key"),
    ],
)
def test_what_is_wrong_with_the_file_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    wrong = tmp_path / "school_holidays.toml"
    assert old in FILE
    wrong.write_text(FILE.replace(old, new, 1), "utf-8")
    with pytest.raises(ProgrammeInvalid) as caught:
        load(wrong)
    assert any(line.startswith(str(wrong)) and problem in line for line in caught.value.problems), caught.value


def test_a_file_without_a_year_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "school_holidays.toml"
    wrong.write_text(FILE.partition("\n[[year]]")[0], "utf-8")
    with pytest.raises(ProgrammeInvalid, match="one or more tables"):
        load(wrong)
