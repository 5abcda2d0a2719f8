"""Money as whole cents, and shares of it in whole percents. No floats, no formatting."""

from collections.abc import Iterable
from typing import NewType

Cents = NewType("Cents", int)
Percent = NewType("Percent", int)

NOTHING = Cents(0)
SMALLEST_VOUCHER = Cents(1_000)
"""Paper holiday vouchers exist as 10, 20, 25 and 50 € notes: an aid is a multiple of 10 €."""


def euros(amount: int) -> Cents:
    """Return whole euros as cents."""
    return Cents(amount * 100)


def floor10(amount: Cents) -> Cents:
    """Return the multiple of 10 € at or below an amount; a negative amount gives 0, nobody owes an aid."""
    return Cents(max(0, amount) // SMALLEST_VOUCHER * SMALLEST_VOUCHER)


def share_of(amount: Cents, percent: Percent) -> Cents:
    """Return a share of an amount, rounded down to the cent so that "at most" stays true."""
    return Cents(amount * percent // 100)


def total(amounts: Iterable[Cents]) -> Cents:
    """Return the sum of amounts, still money."""
    return Cents(sum(amounts))
