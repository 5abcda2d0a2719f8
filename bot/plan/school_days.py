"""When schools of France are closed, for the calendar of a stay with children. Nothing is decided here.

The ministry's calendar of the three zones, as its orders of 7 December 2022 (to 2025-2026), 22 October 2025 (2026-2027)
and 21 July 2026 (2027-2028) say. Corsica and the overseas departments have calendars of their own, and later years are
not published: no mark is shown there rather than a wrong one.
"""

from bisect import bisect
from collections.abc import Callable
from datetime import date
from functools import partial

from bot.domain.regions import Region

_A = (Region.ARA, Region.BFC, Region.NAQ)
_B = (Region.BRE, Region.CVL, Region.GES, Region.HDF, Region.NOR, Region.PAC, Region.PDL)
_C = (Region.IDF, Region.OCC)
ZONES = {region: zone for zone, regions in (("A", _A), ("B", _B), ("C", _C)) for region in regions}
"""The zone of each region: no region of the mainland lies in two."""

PUBLISHED_UNTIL = date(2028, 8, 31)
"""The last day that the ministry had published."""


def _breaks(*lines: str) -> tuple[tuple[date, date], ...]:
    pairs = (line.split() for line in lines)
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


_BEFORE = ("2026-05-14 2026-05-17", "2026-07-04 2026-08-31", "2026-10-17 2026-11-01", "2026-12-19 2027-01-03")
_BETWEEN = ("2027-05-06 2027-05-09", "2027-07-03 2027-09-01", "2027-10-23 2027-11-07", "2027-12-18 2028-01-02")
_AFTER = ("2028-05-25 2028-05-28", "2028-07-05 2028-08-31")
BREAKS = {
    zone: _breaks(*_BEFORE, *winter_and_spring[:2], *_BETWEEN, *winter_and_spring[2:], *_AFTER)
    for zone, winter_and_spring in {
        "A": ("2027-02-13 2027-02-28", "2027-04-10 2027-04-25", "2028-02-19 2028-03-05", "2028-04-22 2028-05-08"),
        "B": ("2027-02-20 2027-03-07", "2027-04-17 2027-05-02", "2028-02-05 2028-02-20", "2028-04-08 2028-04-23"),
        "C": ("2027-02-06 2027-02-21", "2027-04-03 2027-04-18", "2028-02-12 2028-02-27", "2028-04-15 2028-05-01"),
    }.items()
}
"""First and last day without school of each break, in order, from May 2026 on; the Friday after Ascension counts."""


def off_school(region: str) -> Callable[[date], bool | None] | None:
    """Says of a day whether schools of that region are closed; None where nobody here knows, also of such a day."""
    zone = ZONES.get(Region(region)) if region else None
    return None if zone is None else partial(_closed, zone)


def _closed(zone: str, day: date) -> bool | None:
    if not BREAKS[zone][0][0] <= day <= PUBLISHED_UNTIL:
        return None
    before = bisect(BREAKS[zone], day, key=lambda each: each[0])
    return before > 0 and day <= BREAKS[zone][before - 1][1]
