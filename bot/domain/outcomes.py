"""What a call brought about, counted from the answers there are: who goes, for how long, with what money. Pure.

What a head of network tells of a year (FAS, review of « Vacances pour tou·te·s », 2019): people, days, the mean cost of
a project, the share that the aid pays. Small counts are hidden where they are shown (`reports.told_apart`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.money import NOTHING, Cents, euros
from bot.domain.people import Kind
from bot.domain.reports import FEWEST, told, told_apart
from bot.domain.states import State

GOING = frozenset({State.GRANTED, State.HANDED_OVER, State.AWAY, State.BACK, State.REPORTED, State.CLOSED})
"""The aid is given, and nobody has given it up."""
TO_COME = frozenset({State.GRANTED, State.HANDED_OVER})
"""Of these the stay is to come: what is not handed over can still be."""


class HouseholdKind(StrEnum):
    """Who lives in a household, as far as ages tell."""

    ALONE = "alone"
    LONE_PARENT = "lone_parent"
    """One adult, and children."""
    TWO_ADULTS = "two_adults"
    FAMILY = "family"
    """Several adults, and children."""
    ADULTS = "adults"
    """Three adults or more."""


def household_kind(adults: int, children: int) -> HouseholdKind:
    """Return the kind of a household of so many adults and children."""
    if children:
        return HouseholdKind.LONE_PARENT if adults <= 1 else HouseholdKind.FAMILY
    if adults <= 1:
        return HouseholdKind.ALONE
    return HouseholdKind.TWO_ADULTS if adults == 2 else HouseholdKind.ADULTS


class Band(StrEnum):
    """Family quotients, by what programmes ask: 600 (aid of the CAF for first departures, 2025), 900 (ANCV, 2023)."""

    UP_TO_300 = "up_to_300"
    UP_TO_600 = "up_to_600"
    UP_TO_900 = "up_to_900"
    ABOVE = "above"


_BANDS = ((euros(300), Band.UP_TO_300), (euros(600), Band.UP_TO_600), (euros(900), Band.UP_TO_900))


def band(quotient: Cents) -> Band:
    """Return the band of a quotient."""
    return next((name for most, name in _BANDS if quotient <= most), Band.ABOVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What is known of one plan to which the aid is given; what nobody knows is None or empty."""

    people: int
    children: int
    nights: int | None
    cost: Cents
    granted: Cents
    households: Sequence[HouseholdKind]
    organisation: Kind
    region: str
    first_time: str
    quotient: Cents | None
    lodging: str


Line = tuple[str, int | None]
"""A value of a theme, and its count as it may be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What all stays of a call sum up to, as it may be shown: means and sums only of five stays or more."""

    stays: int
    people: int | None
    nights: int | None = None
    days: int | None = None
    """Days away of all people together, the first and the last included."""
    mean_nights: int | None = None
    mean_cost: Cents | None = None
    mean_aid: Cents | None = None
    share: int | None = None
    """What the aid pays of every 100 euros."""
    first: int | None = 0
    """Stays of people who never left before, or not for more than four years."""
    themes: Sequence[tuple[str, Sequence[Line]]] = ()
    """For each theme its values with a count."""


def outcomes(stays: Iterable[Stay]) -> Outcomes:
    """Sum up the stays of a call."""
    them = list(stays)
    people = sum(stay.people for stay in them)
    children = sum(stay.children for stay in them)
    first = sum(stay.first_time in {"never", "long_ago"} for stay in them)
    employed = [stay for stay in them if stay.organisation.employs]
    workers = sum(len(stay.households) for stay in employed)
    themes = (
        ("ages", _lines((("adults", people - children), ("children", children)))),
        ("first_time", _counted(them, lambda stay: stay.first_time)),
        ("households", _apart(Counter(kind.value for stay in them for kind in stay.households), HouseholdKind)),
        ("quotient", _apart(Counter(band(stay.quotient).value for stay in them if stay.quotient is not None), Band)),
        ("organisation", _counted(them, lambda stay: stay.organisation.told)),
        ("region", _counted(them, lambda stay: stay.region)),
        ("lodging", _counted(them, lambda stay: stay.lodging)),
        (
            "workers",
            _lines((("employees", workers), ("relatives", sum(stay.people for stay in employed) - workers))),
        ),
    )
    shown = Outcomes(
        stays=len(them),
        people=told(people),
        first=next(iter(told_apart((first, len(them) - first))), None),
        themes=[(name, lines) for name, lines in themes if lines],
    )
    return shown if len(them) < FEWEST else _with_means(shown, them, people)


def _with_means(shown: Outcomes, them: Sequence[Stay], people: int) -> Outcomes:
    dated = [(stay, stay.nights) for stay in them if stay.nights is not None]
    cost = sum(stay.cost for stay in them)
    granted = sum(stay.granted for stay in them)
    enough = len(dated) >= FEWEST
    return Outcomes(
        stays=shown.stays,
        people=people,
        nights=sum(stay.people * nights for stay, nights in dated) if enough else None,
        days=sum(stay.people * (nights + 1) for stay, nights in dated) if enough else None,
        mean_nights=_mean(sum(nights for _, nights in dated), len(dated)) if enough else None,
        mean_cost=Cents(_mean(cost, len(them))),
        mean_aid=Cents(_mean(granted, len(them))),
        share=_mean(100 * granted, cost) if cost > NOTHING else None,
        first=shown.first,
        themes=shown.themes,
    )


def _mean(whole: int, parts: int) -> int:
    """Return the mean, rounded half up."""
    return (2 * whole + parts) // (2 * parts)


def _counted(stays: Sequence[Stay], value: Callable[[Stay], str]) -> list[Line]:
    """Count the stays by a value, the most frequent first."""
    found = Counter(named for stay in stays if (named := value(stay)))
    return _lines(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def _apart(found: Counter[str], order: Iterable[StrEnum]) -> list[Line]:
    """Return counts in the order of their values."""
    return _lines([(each.value, found[each.value]) for each in order if each.value in found])


def _lines(counts: Sequence[tuple[str, int]]) -> list[Line]:
    """Return counts as they may be shown; none where that would tell a small one."""
    if not any(count for _, count in counts):
        return []
    return list(zip((name for name, _ in counts), told_apart([count for _, count in counts]), strict=False))
