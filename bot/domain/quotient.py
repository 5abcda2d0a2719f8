"""The family quotient, worked out for a person who has no file at a family allowances fund (CAF or MSA). Pure.

The formula is the fund's own: a twelfth of the year's taxable income, less what the tax office takes off, and the
benefits of one month, shared among the household's parts (mabourse.fr, « Avez-vous vérifié votre quotient familial ? »;
number of parts: coevrons.fr, « Simulateur de quotient familial »; half a part more for a disabled child: blog of
Asperansa, Mediapart, May 2025, and hintigo.fr, 2019). Alimony that is paid is taken off (code de la sécurité
sociale, R. 532-3). Read on 2026-12-01. A social worker may work it out for a project, and
the worker's statement is the proof (CAF de Paris, 2015, help for projects of families).
"""

from dataclasses import dataclass

from bot.domain.money import Cents

MONTHS = 12
CENTS = 100


@dataclass(frozen=True, slots=True)
class Household:
    """What the quotient is worked out from, in cents: income of a year, what is taken off it, benefits of a month.

    `dependants` are the children who live on it, whether they go on holiday or not.
    """

    taxable: Cents
    taken_off: Cents
    benefits: Cents
    dependants: int
    disabled: int = 0
    """How many of them the fund counts as disabled: by half, at least (AEEH)."""

    @property
    def half_parts(self) -> int:
        """Twice the number of parts, so that halves stay whole numbers.

        Two parts for a couple and for a person alone; half a part for each of the first two children, a whole one for
        the third, half a part for each after that; half a part more for each disabled child.
        """
        return 4 + self.dependants + (self.dependants >= 3) + self.disabled

    @property
    def parts(self) -> float:
        """The number of parts, such as 2.5."""
        return self.half_parts / 2

    @property
    def monthly(self) -> Cents:
        """What the household has in a month, in cents; more taken off than earned counts as nothing earned."""
        return Cents(max(self.taxable - self.taken_off, 0) // MONTHS + self.benefits)


def quotient(household: Household) -> Cents:
    """Return the family quotient in cents: whole euros, those below, as the fund writes it."""
    yearly = max(household.taxable - household.taken_off, 0) + MONTHS * household.benefits
    return Cents(yearly * 2 // (MONTHS * household.half_parts) // CENTS * CENTS)
