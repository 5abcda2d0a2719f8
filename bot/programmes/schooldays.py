"""The calendar of schools read from its TOML file and validated. No SQL."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from bot.domain.regions import REGION_OF
from bot.domain.schooldays import Break, SchoolCalendar
from bot.programmes.fields import Fields
from bot.programmes.loading import ProgrammeInvalid, parsed

PACKAGED = Path(__file__).parents[1] / "data" / "school_holidays.toml"
ZONES = ("A", "B", "C")


def load(path: Path = PACKAGED) -> SchoolCalendar:
    """Return the calendar of schools.

    Raises:
        ProgrammeInvalid: the file or a value is wrong; it names key and what is allowed.
    """
    problems: list[str] = []
    table = Fields(parsed(path, problems) or {}, str(path), problems)
    zones = _zones(table.table("zones")) if not problems else {}
    years = table.tables("year", "name") if not problems else []
    names = [(year.text("name"), year.text("source")) for year in years]
    of_all = [year.spans("all") for year in years]
    breaks = {zone: _in_order(years, zone, of_all) for zone in ZONES}
    for each in (*years, table):
        each.close()
    if not (problems or years):
        table.problem("year", "missing", "one or more tables, [[year]]")
    if problems:
        raise ProgrammeInvalid(problems)
    return SchoolCalendar(MappingProxyType(zones), MappingProxyType(breaks), names[-1][0])


def _zones(table: Fields) -> dict[str, str]:
    """Return the zone of each department: each stands once, those with calendars of their own too."""
    known = frozenset(REGION_OF)
    listed = {zone: table.names(zone, known) for zone in (*ZONES, "own")}
    times = Counter(number for numbers in listed.values() for number in numbers)
    wrong = sorted(number for number in known if times[number] != 1)
    if wrong:
        table.problem(", ".join(listed), f"{', '.join(wrong)} missing or named twice", "each department once")
    table.close()
    return {number: zone for zone in ZONES for number in listed[zone]}


def _in_order(years: list[Fields], zone: str, of_all: list[tuple[Break, ...]]) -> tuple[Break, ...]:
    """Return the breaks of a zone through all years; each ends before the next begins."""
    found: list[Break] = []
    for year, common in zip(years, of_all, strict=True):
        found += sorted((*common, *year.spans(zone)))
        if any(last >= first for (_, last), (first, _) in pairwise(found)):
            year.problem(zone, "breaks overlap, or this year is not after the one before", "one after the other")
    return tuple(found)
