"""Homes: the first page of each role, as features declare them."""

from bot.domain.people import Role
from bot.features.feature import HomeKind
from bot.storage.people import Person

HOMES: list[HomeKind] = []
"""The first page of each role, in the order of rank; filled by the registry of features."""


def home_of(person: Person) -> HomeKind | None:
    """Return the home of a person; None for one without a role."""
    return next((home for home in HOMES if person.has(home.role)), None)


def is_beneficiarys(person: Person) -> bool:
    """Tell whether the home of a person is a beneficiary's, about the plan of this very person."""
    home = home_of(person)
    return home is not None and home.role is Role.BENEFICIARY
