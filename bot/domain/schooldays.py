"""When schools are closed, for stays with children: zones and their breaks. The days are data in bot/data."""

from bisect import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.domain.regions import REGION_OF

Break = tuple[date, date]
"""First and last day without school."""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The breaks of each zone.

    Attributes:
        zones: the zone of each department; one that has a calendar of its own is missing.
        breaks: of each zone, in order.
        last_year: the name of the last school year that is known, such as "2027-2028".
    """

    zones: Mapping[str, str]
    breaks: Mapping[str, tuple[Break, ...]]
    last_year: str

    @property
    def until(self) -> date:
        """The last day of which something is known."""
        return min(breaks[-1][1] for breaks in self.breaks.values())

    def off_school(self, region: str, department: str = "") -> Callable[[date], bool | None] | None:
        """Return what says of a day whether schools are closed there; None where nobody knows, also of such a day.

        Without a department its region counts, if it lies in one zone as a whole.
        """
        places = [department] if department else [number for number, its in REGION_OF.items() if its == region]
        zones = {self.zones.get(place) for place in places}
        zone = zones.pop() if len(zones) == 1 else None
        return None if zone is None else partial(_closed, self.breaks[zone])


def _closed(breaks: tuple[Break, ...], day: date) -> bool | None:
    if not breaks[0][0] <= day <= breaks[-1][1]:
        return None
    before = bisect(breaks, day, key=lambda each: each[0])
    return before > 0 and day <= breaks[before - 1][1]
