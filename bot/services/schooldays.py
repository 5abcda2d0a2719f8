"""When schools of France are closed, for the calendar of a stay with children. Nothing is decided here.

The ministry's calendar of the three zones comes from the `holidays` library. Corsica and the overseas departments
have calendars of their own, which it does not know, and years not yet published it only supposes: no mark is shown
there rather than a wrong one.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from bot.domain.regions import Region

_A = (Region.ARA, Region.BFC, Region.NAQ)
_B = (Region.BRE, Region.CVL, Region.GES, Region.HDF, Region.NOR, Region.PAC, Region.PDL)
_C = (Region.IDF, Region.OCC)
ZONES = {region: zone for zone, regions in (("A", _A), ("B", _B), ("C", _C)) for region in regions}
"""The zone of each region: no region of the mainland lies in two."""

PUBLISHED_UNTIL = date(2028, 8, 31)
"""The last day that the ministry had published (arrêté of 21 July 2026, school year 2027-2028)."""


def off_school(region: str) -> Callable[[date], bool] | None:
    """Says of a day whether schools of that region are closed; None where nobody here knows."""
    zone = ZONES.get(Region(region)) if region else None
    return None if zone is None else partial(_closed, zone)


def _closed(zone: str, day: date) -> bool:
    return day <= PUBLISHED_UNTIL and day in _closed_in(zone, day.year)


@cache
def _closed_in(zone: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - slow to load, and most starts never ask

    return frozenset(country_holidays("FR", subdiv=f"Zone {zone}", years=year, categories=("school",)))
