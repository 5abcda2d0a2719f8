"""Holiday vouchers on paper: their notes, how many of them make an amount, and until when they are taken.

Sources: paper notes of 10, 20, 25 and 50 euros, no change given (justice.fr, 2024); valid for two years after the
year of issue (an insurer's guide, undated: it may be shown, and refuses nothing).
"""

from datetime import date

NOTES = (10_00, 20_00, 25_00, 50_00)
"""Cents; the smallest and the largest say how many notes an amount can be."""

YEARS_VALID = 2
"""Years after the year of issue, to its last day."""


def valid_until(year_of_issue: int) -> date:
    """Return the last day on which a note issued in that year is taken."""
    return date(year_of_issue + YEARS_VALID, 12, 31)


def can_be_made(cents: int, count: int) -> bool:
    """Return whether exactly `count` notes can make `cents`."""
    ten, twenty, twenty_five, fifty = NOTES
    for large in range(min(count, cents // fifty) + 1):
        for odd in range(min(count - large, (cents - large * fifty) // twenty_five) + 1):
            left, notes = cents - large * fifty - odd * twenty_five, count - large - odd
            if left % ten == 0 and notes * ten <= left <= notes * twenty:
                return True
    return False
