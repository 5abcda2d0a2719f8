"""Who travels, as counts only: no name, no birth date. Programmes cap the aid by these roles."""

from dataclasses import dataclass

ADULT_AGE = 18
YOUNG_AGE = 16
"""Calls for young people are for those of 16 to 25 years: of ANCV's projects (centres sociaux, APV 2016), and of the
joint call of ANCT and ANCV (Isère, 2021). Under 18 they went accompanied in that of CGET and ANCV (about 2015), and in
groups without anybody only from 18 on; in 2021 projects may be "individuels ou collectifs, autonomes ou accompagnés".
So no programme here lets them go alone: a coordinator says so of a call. Read on 2026-12-01.
"""


@dataclass(frozen=True, slots=True)
class Party:
    """The people of one plan: `helped` are those the programme is for, `companions` go as professionals."""

    helped: int
    adults: int = 0
    children: int = 0
    companions: int = 0

    @classmethod
    def around(cls, helped: int, adults: int, ages: tuple[int, ...] = (), companions: int = 0) -> "Party":
        """Return the party as a plan asks for it: `helped` persons among `adults`, and the ages of the others.

        One is helped in each household that goes. An age of 18 or more typed among the children counts as an adult.
        """
        grown = sum(age >= ADULT_AGE for age in ages)
        others = max(0, adults - helped)
        young = min(max(0, helped - adults), len(ages) - grown)  # who is helped may be too young to be an adult
        return cls(helped=helped, adults=others + grown, children=len(ages) - grown - young, companions=companions)

    @property
    def people(self) -> int:
        """Everyone who travels: one place each."""
        return self.helped + self.adults + self.children + self.companions


UNDECLARED_DAYS = 7
"""Days away, the first and the last included, that a jobseeker need not declare (code du travail, R. 5411-10)."""


def must_declare(nights: int) -> bool:
    """Return whether a jobseeker who is away for so many nights tells the employment office."""
    return nights + 1 > UNDECLARED_DAYS
