"""Working days of France: Monday to Friday without the public holidays of the place. Nothing is decided here.

The holidays of the mainland are those of the Code du travail, L3133-1; of Alsace and Moselle, L3134-13; the days of
the abolition of slavery, L3422-2 and decree 83-1003; in Guadeloupe and Martinique also those that usage keeps. A
library that knows every country's would cost 20 MB and 0.2 s for these few rules: it checks them in the tests.
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

EVERYWHERE = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day of those that stay where they are."""
MONDAY, ASCENSION, WHIT_MONDAY = 1, 39, 50
"""Days after Easter Sunday."""
GOOD_FRIDAY, MID_LENT = -2, -24
ABOLITION = {"971": (5, 27), "972": (5, 22), "973": (6, 10), "974": (12, 20), "976": (4, 27)}
SCHOELCHER = (7, 21)
SAINT_STEPHEN = (12, 26)
LOCAL: dict[str, tuple[tuple[tuple[int, int], ...], tuple[int, ...]]] = {
    **{place: ((day,), ()) for place, day in ABOLITION.items()},
    "971": ((ABOLITION["971"], SCHOELCHER), (MID_LENT, GOOD_FRIDAY)),
    "972": ((ABOLITION["972"], SCHOELCHER), ()),
    **dict.fromkeys(("57", "6AE"), ((SAINT_STEPHEN,), (GOOD_FRIDAY,))),
}
"""What a place has besides: days of the year, and days counted from Easter Sunday."""


def is_working_day(day: date, region: str | None = None) -> bool:
    """Return whether people work that day, where a region or department (its official code) is.

    Whit Monday counts as a public holiday: offices of organisations are mostly closed.
    """
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year, SUBDIVISIONS.get(region or ""))


def add_working_days(start: date, count: int, region: str | None = None) -> date:
    """Return the day `count` working days after `start`, or before it where it is negative; 0 is `start` itself."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_working_day(day, region)
    return day


@cache
def _public_holidays(year: int, subdivision: str | None) -> frozenset[date]:
    sunday = easter(year)
    days, moving = LOCAL.get(subdivision or "", ((), ()))
    fixed = (date(year, *day) for day in (*EVERYWHERE, *days))
    counted = (sunday + timedelta(days=n) for n in (MONDAY, ASCENSION, WHIT_MONDAY, *moving))
    return frozenset((*fixed, *counted))


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year, by the anonymous algorithm of 1876 (Meeus, Astronomical Algorithms, ch.

    8).
    """
    century, in_century = divmod(year, 100)
    leaps, in_leaps = divmod(century, 4)
    golden = year % 19
    corrected = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - corrected + 15) % 30
    weekday = (32 + 2 * in_leaps + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
