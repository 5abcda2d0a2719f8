"""Who reads while a referent is away, and how long a plan may wait for its reader before others are told. Pure rules.

An absence names one colleague who stands in. Nothing is approved because a reader was silent.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum

from bot.domain.calls import OTHERS_WORKING_DAYS, REMIND_WORKING_DAYS, WorkingDays

LONGEST = timedelta(days=366)
"""The longest absence that can be said at once."""


class Stage(IntEnum):
    """Who is told once that a plan waits to be read. The numbers are what is stored; the days are each call's."""

    REMIND = 5
    """The referent alone."""
    OTHERS = 10
    """The referent's colleagues or lead; the coordinator reads a count."""


USUAL: Mapping[Stage, int] = {Stage.REMIND: REMIND_WORKING_DAYS, Stage.OTHERS: OTHERS_WORKING_DAYS}
"""Working days after which each stage is reached where the call says nothing else."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One plan that waits to be read, since when, where (a place has public holidays of its own), and how long it may.

    `days` are working days from `since` on, of the plan's call.
    """

    plan_id: int
    since: date
    region: str = ""
    days: Mapping[Stage, int] = field(default_factory=lambda: USUAL)


def reader(person_id: int, stand_ins: Mapping[int, int]) -> int:
    """Return who reads for a referent now: the referent, or the stand-in, or in turn the stand-in of one who is away.

    `stand_ins` are the absences that hold now: absent person to stand-in. Should they ever close a circle, nobody of it
    is there, and the referent stays the reader.
    """
    seen = {person_id}
    current = person_id
    while current in stand_ins:
        current = stand_ins[current]
        if current in seen:
            return person_id
        seen.add(current)
    return current


def stood_in_for(person_id: int, stand_ins: Mapping[int, int]) -> list[int]:
    """Return the absent referents whose beneficiaries this person reads for now."""
    return [absent for absent in sorted(stand_ins) if absent != person_id and reader(absent, stand_ins) == person_id]


def may_stand_in(person_id: int, colleagues: Collection[int], stand_ins: Mapping[int, int]) -> list[int]:
    """Return the colleagues who can be chosen: not oneself, and nobody who is away; so no circle can ever close."""
    return [other for other in colleagues if other != person_id and other not in stand_ins]


def stage(waiting: Waiting, today: date, add_working_days: WorkingDays) -> Stage | None:
    """Return the last stage that a wait has reached, as far as there is a person to tell of it, or None."""
    days, region = waiting.days, waiting.region or None
    reached = [each for each in Stage if add_working_days(waiting.since, days[each], region) <= today]
    return max(reached, default=None)
