"""Before hope is raised: the first look at an invitation, and the other roads to a holiday when it says no.

Only what is known closes a road. The quotients of VACAF and BSV differ from place to place, so they
close none: the referent checks the local one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The three taps of a referent before inviting a beneficiary; None is "I don't know"."""

    quotient_fits: bool | None = None
    helped_this_year: bool | None = None
    call_fits: bool | None = None

    @property
    def likely_no(self) -> bool:
        """Whether other routes are shown first."""
        return self.quotient_fits is False or self.helped_this_year is True or self.call_fits is False


class RouteName(StrEnum):
    """Another road to a holiday; names its text."""

    DEPART_18_25 = "depart_18_25"
    SENIORS = "seniors"
    VACAF = "vacaf"
    BSV = "bsv"


@dataclass(frozen=True, slots=True)
class Traits:
    """The little that is known of a person at an invitation; None is unknown."""

    age: int | None = None
    disability: bool | None = None
    children: bool | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One road, who says whom it is for, and in which year."""

    name: RouteName
    open_to: Callable[[Traits], bool]
    source: str
    year: int


def _aged(traits: Traits, least: int, most: int | None = None) -> bool:
    return traits.age is None or (traits.age >= least and (most is None or traits.age <= most))


def _young(traits: Traits) -> bool:
    return _aged(traits, 18, 25)


def _senior(traits: Traits) -> bool:
    return _aged(traits, 55 if traits.disability else 60)


def _family(traits: Traits) -> bool:
    return traits.children is not False


def _anyone(_: Traits) -> bool:
    return True


ROUTES = (
    Route(RouteName.DEPART_18_25, _young, "ANCV, Départ 18:25", 2023),
    Route(RouteName.SENIORS, _senior, "ANCV, Seniors en Vacances", 2023),
    Route(RouteName.VACAF, _family, "CAF de la Loire, aides aux vacances sociales", 2025),
    Route(RouteName.BSV, _anyone, "CCAS de Saint-Brice, Bourse Solidarité Vacances", 2022),
)
"""Fastest first: a young person needs no file, a senior hardly one."""


def other_routes(traits: Traits) -> tuple[Route, ...]:
    """Return the roads that what is known does not close, fastest first."""
    return tuple(route for route in ROUTES if route.open_to(traits))
