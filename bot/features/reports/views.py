"""What the pages around a stay show."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.outcomes import Outcomes
from bot.interaction.views import View
from bot.storage.calls import CallRow
from bot.storage.plans import PlanRow
from bot.storage.reports import Awaited, Report
from conversations.engine.steps import Step

Count: TypeAlias = int | None
"""A count as it may be shown: None where it is too small to be told."""
Told: TypeAlias = tuple[str, Step, object]
"""An answer: its section, its question, its value."""


@dataclass(frozen=True)
class Offer(View, template="story/_offer"):
    """The faces of before are offered."""


@dataclass(frozen=True)
class FacesKept(View, template="story/_kept"):
    """The faces of before are kept."""


@dataclass(frozen=True)
class Thanks(View, template="story/_thanks"):
    """The beneficiary's faces of before and after, side by side."""

    lines: list[tuple[Step, str, str]]


@dataclass(frozen=True)
class Keepsake(View, template="report/_keepsake"):
    """What a beneficiary sent of what was new."""

    name: str


@dataclass(frozen=True)
class Given(View, template="report/_given"):
    """A report as it was given; `again`: the beneficiary wants to go again."""

    plan: PlanRow
    name: str
    report: Report
    objective: Told
    effects: Told
    story: list[Told]
    never_handed: int
    """Cents that were granted, and nobody ever had."""
    again: bool


@dataclass(frozen=True)
class Ready(View, template="report/_ready"):
    """A report before it is given; what was not used comes back with it."""

    plan: PlanRow
    name: str
    report: Report
    objective: Told
    effects: Told
    story: list[Told]
    never_handed: int
    not_used: int
    """Cents."""


@dataclass(frozen=True)
class AwaitedReports(View, template="report/_awaited"):
    """The reports that await a referent: by whose stay, until when, and whether that day has passed."""

    lines: list[tuple[str, Awaited, date, bool]]
    count: int
    colleagues: list[tuple[str, int]]
    """Those that colleagues have to write."""
    held: list[tuple[str, bool]]
    """Calls in which missing reports count against the organisation, and whether they refuse."""


@dataclass(frozen=True)
class Overview(View, template="report/_overview"):
    """The reports of a call in counts."""

    call: CallRow
    over: int
    people: Count
    given: int
    awaited: int
    without_aid: Count
    """Stays for which nobody noted that something was handed over."""
    first_departures: Count
    aims: list[tuple[tuple[str, Step, str], Count]]
    said: list[tuple[Step, list[tuple[str, Count]]]]
    changes: list[tuple[Step, Count, Count, Count]]
    quotes: list[str]
    late: list[tuple[str, Count]]
    more: int
    fewest: int


@dataclass(frozen=True)
class HeldUp(View, template="report/_held_up"):
    """The organisations that owe reports, and those that a call lets pass and why."""

    call: CallRow
    refuses: bool
    lines: list[tuple[str, Count]]
    more: int
    passed: list[tuple[str, str]]
    fewest: int


@dataclass(frozen=True)
class Counted(View, template="report/_counted"):
    """What the plans to which the aid of a call is given sum up to."""

    call: CallRow
    found: Outcomes
    fewest: int
