"""After the stay: what is asked of the person and of the structure, when a report is missing, what is told of many.

A missing report is the structure's matter, never the person's (docs/decisions.md, After the stay).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from bot.domain.plans import State

DUE_AFTER = timedelta(days=30)
"""A report is missing this long after the day of return: the second reminder went out then."""

FEWEST = 5
"""Counts of people under this are hidden."""


class Scale(StrEnum):
    """What is asked before and after, one face each (docs/decisions.md, After the stay)."""

    ORGANISE = "organise"
    TRUST = "trust"
    FAMILY = "family"
    MOVE = "move"
    TALK = "talk"
    RESTED = "rested"
    FUTURE = "future"


LOWEST, HIGHEST = 1, 5
"""The five faces, from the saddest to the happiest."""


class Moment(StrEnum):
    """When the faces were touched."""

    BEFORE = "before"
    AFTER = "after"


class Objective(IntEnum):
    """How far the aim was reached, as the referent saw it."""

    NOT = 0
    A_LITTLE = 1
    MOSTLY = 2
    FULLY = 3


AFTER_RETURN = frozenset({State.BACK, State.REPORTED, State.CLOSED})
"""States in which a beneficiary may tell of the stay: that part never waits for the referent's, nor the reverse."""

GIVEN = frozenset({State.REPORTED, State.CLOSED})
"""The referent's part is there."""


def scales(*, family: bool) -> tuple[Scale, ...]:
    """Return the scales to ask; the one on the family is left out in programmes for victims of violence."""
    return tuple(scale for scale in Scale if family or scale is not Scale.FAMILY)


def due_on(homecoming: date) -> date:
    """Return the day from which a report that is not there is missing."""
    return homecoming + DUE_AFTER


def in_hand(granted: int, handed: int, *, refunded: bool = False) -> int:
    """Return the cents in hand at departure: what was handed over, and at most what stayed granted.

    A refund comes after the stay: until then it counts as if it were there.
    """
    return granted if refunded and not handed else min(granted, handed)


def kept(people: int, granted: int, travelled: int, used: int, left_with: int) -> tuple[int, int]:
    """Return the places and cents that a reported plan keeps in its call: who travelled with the aid, what was used.

    More travellers than places given take no further place: those who came along were not helped. Nor were those who
    left with nothing, as the aid was never handed over.
    """
    return min(people, travelled) if left_with else 0, min(granted, used, left_with)


@dataclass(frozen=True, slots=True)
class Change:
    """How many people touched a happier face after than before, the same, a sadder one."""

    better: int = 0
    same: int = 0
    worse: int = 0

    @property
    def answered(self) -> int:
        """People who touched a face both times."""
        return self.better + self.same + self.worse


def compare(pairs: Iterable[tuple[Mapping[str, int], Mapping[str, int]]]) -> dict[Scale, Change]:
    """Compare before and after for each scale; who skipped one of the two is not counted.

    Args:
        pairs: the faces of each person, before and after, by scale.
    """
    found: dict[Scale, list[int]] = {scale: [0, 0, 0] for scale in Scale}
    for before, after in pairs:
        for scale in Scale:
            if scale in before and scale in after:
                gone = after[scale] - before[scale]
                found[scale][0 if gone > 0 else 1 if gone == 0 else 2] += 1
    return {scale: Change(*counts) for scale, counts in found.items()}


def told(count: int) -> int | None:
    """Return a count as it may be shown: None is "fewer than five". Nobody is nobody."""
    return count if count == 0 or count >= FEWEST else None


def told_apart(counts: Sequence[int]) -> list[int | None]:
    """Return counts that make a known whole, as they may be shown: where one alone would be hidden, another is too.

    Empty when that would hide a count of five or more: then none of them is shown.
    """
    shown = [told(count) for count in counts]
    if shown.count(None) != 1:
        return shown
    if 0 not in shown:
        return []
    shown[shown.index(0)] = None
    return shown
