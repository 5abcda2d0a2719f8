"""A grant that was wrong, put right after the two minutes: how much can be granted instead, and what was known of it.

Never less than what was handed over, unless that is asked back. Pure: no row, no clock.
"""

from dataclasses import dataclass

from bot.domain.money import NOTHING, Cents


@dataclass(frozen=True, slots=True)
class Room:
    """How much can be granted instead, in cents."""

    granted: Cents = NOTHING
    """What is granted or offered now."""
    most: Cents = NOTHING
    """What was asked; an offer is less."""
    handed: Cents = NOTHING
    """How much of it is out of the organisation's hands already."""

    def least(self, *, asked_back: bool) -> Cents:
        """Return the least amount: one cent where what was handed over is asked back."""
        return Cents(1) if asked_back or not self.handed else self.handed

    def fits(self, cents: int, *, asked_back: bool) -> bool:
        """Return whether so much can be granted instead."""
        return self.least(asked_back=asked_back) <= cents <= self.most and cents != self.granted

    @property
    def another(self) -> bool:
        """Return whether there is another amount at all."""
        return self.most > 1 or (self.most == 1 and self.granted != 1)

    @property
    def as_it_is(self) -> bool:
        """Whether another amount is possible while what was handed over stays where it is."""
        return self.handed < self.most or self.handed < self.granted


@dataclass(frozen=True, slots=True)
class Correction:
    """What stands with a plan whose grant was put right, until it is decided on anew."""

    why: str
    """A listed reason, or own words after "="."""
    known: int | None
    """The amount that the beneficiary knew of, in cents; None where nobody was told yet."""
    withdrawn: bool = False
