"""To whom a broadcast goes, in the coordinator's own terms, and what may be told of how many they are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.hours import PEOPLE, Calendar, Place
from bot.domain.people import Role

FEWEST = 5
"""Counts of people below this are told as "fewer than 5": nobody shall be recognised."""

SILENT_DAYS = 30
"""Days without a word after which a person counts as silent."""


class To(StrEnum):
    """The circle that is written to; professionals first."""

    TEAMS = "teams"
    """Referents and leads."""
    REFERENTS = "referents"
    LEADS = "leads"
    COORDINATORS = "coordinators"
    PEOPLE = "people"
    """Those who go on holiday: only where the call chose it."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the circle."""
        return ROLES[self]


ROLES: Mapping[To, tuple[Role, ...]] = {
    To.TEAMS: (Role.REFERENT, Role.LEAD),
    To.REFERENTS: (Role.REFERENT,),
    To.LEADS: (Role.LEAD,),
    To.COORDINATORS: (Role.COORDINATOR,),
    To.PEOPLE: (Role.BENEFICIARY,),
}


class Seen(StrEnum):
    """When a recipient was last there."""

    LATELY = "lately"
    SILENT = "silent"


class Reach(StrEnum):
    """What becomes of a person who is meant: written to, told aloud, or left out for a reason."""

    REACHED = "reached"
    ALOUD = "aloud"
    """The bot never writes to this person first: the referent tells them, face to face."""
    ALREADY_SENT = "already_sent"
    """The person's plan in this call has been sent."""
    ASKED_NOT = "asked_not"
    """The person asked not to be written to, and nobody accompanies them."""
    NO_ACCOUNT = "no_account"
    BLOCKED = "blocked"


LEFT_OUT = (Reach.ALREADY_SENT, Reach.ASKED_NOT, Reach.NO_ACCOUNT, Reach.BLOCKED)
"""Those who get nothing, and why."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant. An empty tuple narrows nothing.

    Attributes:
        to: the circle.
        call_id: for people, whose plans are in that call; for referents, whose people's plans `states` speaks of.
        regions: of the organisation, by code.
        kinds: of the organisation.
        states: of a plan in the call: the recipient's own, or that of a beneficiary they accompany.
        languages: as people read.
        seen: when they were last there.
        with_sent: people who have sent their plan in the call are written to as well.
        with_groups: people who go with a group are meant as the group's plan stands; otherwise they are left out of
            what is said of their call, as they send no plan of their own there.
    """

    to: To
    call_id: int | None = None
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    seen: Seen | None = None
    with_sent: bool = False
    with_groups: bool = True

    def dump(self) -> dict[str, Any]:
        """Return the audience as JSON: codes only."""
        return asdict(self)

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "Audience":
        """Return the audience that `dump` wrote."""
        lists = {name: tuple(raw[name]) for name in ("regions", "kinds", "states", "languages")}
        return cls(
            to=To(raw["to"]),
            call_id=raw["call_id"],
            seen=Seen(raw["seen"]) if raw["seen"] else None,
            with_sent=raw["with_sent"],
            with_groups=raw.get("with_groups", True),
            **lists,
        )


def told(count: int, to: To) -> int | None:
    """Return a count as a coordinator may read it: None is "fewer than 5". Professionals are counted exactly."""
    return None if to is To.PEOPLE and 0 < count < FEWEST else count


def hours_of_people(zone: ZoneInfo) -> Calendar:
    """Return the hours in which people may be written to first, by the clock of their network."""
    return Calendar(PEOPLE, Place(zone), lambda _day, _region: True)


def duration(count: int, rate: float) -> timedelta:
    """Return how long so many messages take, at `rate` a second."""
    return timedelta(seconds=count / rate)
