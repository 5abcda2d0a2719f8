"""Groups: one plan for several households. Who counts, what they sum up to, and how a change of people may be made.

A household is the people who come with one member. What all its members say is summed up here and nowhere else; the
aid then follows from the formula of `budget` like any plan's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.money import Cents, total
from bot.domain.plans import CHANGEABLE, LIVE
from bot.domain.states import State

LEAST_HOUSEHOLDS = 2
MOST_PEOPLE = 60
"""Two households make a group; sixty people fit into one coach, and on one card as counts."""
HIDDEN_BELOW = 3
"""With fewer households the number of people together would tell one of them about the other."""


class Part(StrEnum):
    """How far a member is with their part of a group."""

    PICKED = "picked"
    """Chosen by the referent; the member is not told yet."""
    ASKED = "asked"
    """The member has been asked; until they confirm they do not count."""
    CONFIRMED = "confirmed"
    LEAVING = "leaving"
    """The member no longer wants to come, and the referent has not read it yet: the places are still asked or taken."""
    LEFT = "left"


COUNTED = frozenset({Part.CONFIRMED, Part.LEAVING})
"""Whose people and money are in the plan."""
TOLD = frozenset({Part.ASKED, Part.CONFIRMED, Part.LEAVING})
"""Who sees the group."""


@dataclass(frozen=True, slots=True)
class Household:
    """What a member says of those who come along; `own` is None where it is not known yet. No names."""

    adults: int
    ages: tuple[int, ...] = ()
    own: Cents | None = None
    help: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """One place each."""
        return self.adults + len(self.ages)


@dataclass(frozen=True, slots=True)
class Together:
    """What the households that count sum up to; `silent` of them have not said what they put in."""

    households: int = 0
    adults: int = 0
    ages: tuple[int, ...] = ()
    own: Cents | None = None
    silent: int = 0
    help: tuple[str, ...] = ()
    shares: tuple[Cents, ...] = ()
    """What each household that has said so puts in, the lowest first, so that no place tells one apart."""

    @property
    def people(self) -> int:
        """One place each."""
        return self.adults + len(self.ages)


def together(households: Iterable[Household]) -> Together:
    """Sum the households: the same in whatever order they joined; ages are sorted, so that no place tells one apart."""
    them = list(households)
    said = [each.own for each in them if each.own is not None]
    return Together(
        households=len(them),
        adults=sum(each.adults for each in them),
        ages=tuple(sorted(age for each in them for age in each.ages)),
        own=total(said) if said else None,
        silent=len(them) - len(said),
        help=tuple(sorted({need for each in them for need in each.help})),
        shares=tuple(sorted(said)),
    )


def lacking(known: Together) -> tuple[str, ...]:
    """Return what keeps a group from being sent: "too_few" households, "too_many" people."""
    few = ("too_few",) if known.households < LEAST_HOUSEHOLDS else ()
    return (*few, *too_many(known))


def too_many(known: Together) -> tuple[str, ...]:
    """Return "too_many" where there are more people than a group may have."""
    return ("too_many",) if known.people > MOST_PEOPLE else ()


class Way(StrEnum):
    """How people may join or leave a group, by where its plan stands."""

    AT_ONCE = "at_once"
    """The plan is being written: what a member says holds at once."""
    BY_REFERENT = "by_referent"
    """The plan is being reviewed: only the referent who reviews it changes who comes."""
    BY_CHANGE = "by_change"
    """It is endorsed: a change of its people is one of the stay, read by the referent and moved like any other."""
    NOT_NOW = "not_now"
    """Something must be answered first, or it is too late."""


_AT_ONCE = frozenset({State.DRAFT, State.TO_COMPLETE, State.POSTPONED})


def way(state: State) -> Way:
    """Return how people may join or leave now."""
    if state in _AT_ONCE:
        return Way.AT_ONCE
    if state is State.TO_REVIEW:
        return Way.BY_REFERENT
    return Way.BY_CHANGE if state in CHANGEABLE else Way.NOT_NOW


def may_confirm(part: Part, state: State) -> bool:
    """Return whether a member can say yes now; once the plan is sent, they talk to the referent first."""
    return part is Part.ASKED and way(state) is Way.AT_ONCE


def after_leaving(part: Part, state: State) -> Part | None:
    """Return where a member stands after "not me"; None where that can no longer be said.

    A member who does not count leaves at once; one who counts only while the plan is being written.
    """
    if part not in TOLD | {Part.PICKED} or state not in LIVE:
        return None
    if part not in COUNTED:
        return Part.LEFT
    now = way(state)
    if now is Way.AT_ONCE:
        return Part.LEFT
    return Part.LEAVING if now in {Way.BY_REFERENT, Way.BY_CHANGE} or state is State.OFFERED else None


def may_take_out(state: State) -> bool:
    """Return whether the referent can take a household out now."""
    return way(state) is not Way.NOT_NOW
