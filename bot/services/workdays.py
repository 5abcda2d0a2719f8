"""Working days of France: Monday to Friday without the public holidays of the place. Nothing is decided here.

Public holidays come from the `holidays` library, imported at the first question: it is slow to load.
"""

from datetime import date, timedelta
from functools import cache

SATURDAY = 5
ONE_DAY = timedelta(days=1)

SUBDIVISIONS = {
    "GP": "971",
    "MQ": "972",
    "GF": "973",
    "RE": "974",
    "YT": "976",
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "976": "976",
}
"""Regions and departments with public holidays of their own. Grand Est has none: only three of its departments do."""


def is_working_day(day: date, region: str | None = None) -> bool:
    """Whether people work that day, where a region or department (its official code) is.

    Whit Monday counts as a public holiday: offices of organisations are mostly closed.
    """
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year, SUBDIVISIONS.get(region or ""))


def add_working_days(start: date, count: int, region: str | None = None) -> date:
    """The day `count` working days after `start`, or before it where `count` is negative; 0 is `start` itself."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_working_day(day, region)
    return day


@cache
def _public_holidays(year: int, subdivision: str | None) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - slow to load, and most starts never ask

    return frozenset(country_holidays("FR", subdiv=subdivision, years=year))
