"""What the pages of the committee are made from. Money in cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.budget import Budget, Payment
from bot.domain.budget import Proposal as Aid
from bot.domain.corrections import Correction
from bot.domain.rules import Finding
from bot.features.committee.entries import Entry
from bot.features.committee.reallocation import Left, Proposal
from bot.interaction.views import View
from bot.storage.calls import CallRow
from bot.storage.ledger import Books, Sum
from bot.storage.minutes import Minutes
from bot.storage.past_figures import PastFigure
from bot.storage.plans import PlanRow
from conversations.engine.dates import Span
from conversations.engine.steps import Step

Told: TypeAlias = tuple[str, Step, object]
"""A section, a question of it, and the answer; None where there is none."""


@dataclass(frozen=True)
class Home(View, template="committee/home"):
    """What awaits the committee: plans to decide, plans on the waiting list, and the calls that are open.

    `elsewhere` are the calls whose plans others decide.
    """

    network: str
    controller: str
    waiting: int
    later: int
    calls: Sequence[CallRow]
    elsewhere: Sequence["Elsewhere"]


@dataclass(frozen=True)
class DecidersHome(View, template="committee/deciders_home"):
    """What awaits one who decides and is nothing else: in `calls`, by name."""

    name: str
    waiting: int
    calls: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class OfPlan(View):
    """Who, where, when, how much: the lines of a plan that the committee reads."""

    plan: PlanRow | None = None
    name: str = ""
    state: str = ""
    adults: int | None = None
    children: int = 0
    companions: int = 0
    households: int = 0
    place: Told | None = None
    lodging: Told | None = None
    provider: str = ""
    dates: Span | None = None
    nights: int | None = None
    budget: Budget | None = None
    proposal: Aid | None = None
    payment: Payment | None = None
    guarantee: int | None = None
    by_card: bool = False
    complete: bool = False
    granted: int | None = None
    conditions: Sequence[Finding] = ()
    correction: Correction | None = None


@dataclass(frozen=True, kw_only=True)
class Card(OfPlan, template="committee/card"):
    """One endorsed plan, what the rules say of it, and what is left in its call."""

    hidden: Sequence[tuple[str, Step]]
    """Papers that are there and not shown."""
    kept: int
    unknown: Sequence[Finding]
    beside: int
    """How many rules have nothing to do with the plan."""
    warnings: Sequence[Finding]
    refusals: Sequence[Finding]
    left: Left
    asked_call: int
    rank: int | None
    undoable: bool
    """Whether the referent can still take the plan back."""
    accompanied: bool
    """The reader accompanies a person who goes by it: others decide, by these names."""
    others: Sequence[str]
    gap_word: str
    """What the referent says of money that is missing."""
    objective: Told
    aim: Told
    first_time: Told


@dataclass(frozen=True)
class Decided(View, template="committee/decided"):
    """What was decided, what is left, and for how many minutes it can be undone."""

    plan: PlanRow
    what: str
    granted: int | None
    left: Left
    others: int
    minutes: int


@dataclass(frozen=True)
class PointAsked(View, template="committee/point_asked"):
    """The referent is asked about one point."""

    plan: PlanRow


@dataclass(frozen=True, kw_only=True)
class Freed(OfPlan, template="committee/freed"):
    """What came free in a call, and the plan that could have it, if there is one."""

    call: str
    left: Left
    found: Proposal | None


# Lists


@dataclass(frozen=True, slots=True)
class Line:
    """A plan in one line of a list; no name where the committee may not read it."""

    plan: PlanRow
    name: str
    dates: Span | None
    rank: int | None
    on_condition: bool
    own: bool
    """The reader accompanies a person who goes by it: others decide."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A call of the network that others decide: its name, how many plans wait there, and their names."""

    call: str
    count: int
    names: Sequence[str]


@dataclass(frozen=True)
class ListPage(View, template="committee/list"):
    """One page of a list: `own` plans on it are of people whom the reader accompanies."""

    name: str
    lines: Sequence[Line]
    count: int
    own: int
    filtered: bool
    elsewhere: Sequence[Elsewhere]


@dataclass(frozen=True)
class Filters(View, template="committee/filter"):
    """How many plans of a list the filters let through, and for how many days one is new."""

    count: int
    all: int
    days: int


@dataclass(frozen=True)
class FilterValues(View, template="committee/choose"):
    """The question by what a list is narrowed or sorted."""

    what: str


LeftIn: TypeAlias = tuple[str, Left]
"""The name of a call, and what is left in it."""


@dataclass(frozen=True)
class Several(View, template="committee/several"):
    """The list with a box before each plan, and what the ticked ones ask together."""

    lines: Sequence[Line]
    ticked: int
    people: int
    cents: int
    left: Sequence[LeftIn]


@dataclass(frozen=True)
class SeveralDone(View, template="committee/several_done"):
    """What was granted together, and why other plans were not."""

    granted: Sequence[PlanRow]
    others: Sequence[tuple[PlanRow, str]]
    cents: int
    left: Sequence[LeftIn]
    minutes: int


# Figures and minutes


@dataclass(frozen=True)
class Figures(View, template="committee/figures"):
    """The sums of a call's ledger, and what is not back yet of what was handed over."""

    call: CallRow
    books: Books
    left: Left
    not_back: int


@dataclass(frozen=True)
class WhichCall(View, template="committee/which_call"):
    """The question of which call."""

    count: int


@dataclass(frozen=True)
class NoMinutes(View, template="committee/no_minutes"):
    """Nothing was decided in that time."""

    call: str


@dataclass(frozen=True)
class MinutesMade(View, template="committee/minutes"):
    """Minutes, with how many decisions they hold."""

    minutes: Minutes
    call: str
    count: int


@dataclass(frozen=True)
class Paper(View, template="committee/_minutes"):
    """The minutes themselves, to print and to file; `first` where they begin with the call."""

    network: str
    call: CallRow
    minutes: Minutes
    first: bool
    by: str
    decided: Sequence[Entry]
    afterwards: Sequence[Entry]
    opening: Sum
    given: Sum
    released: Sum
    closing: Sum


@dataclass(frozen=True)
class Table(View, template="committee/table"):
    """A table for a spreadsheet."""

    call: str


@dataclass(frozen=True)
class YearLine:
    """A year's figures with its bar; `here` where they are counted from grants made here."""

    figure: PastFigure
    bar: str
    here: bool


@dataclass(frozen=True)
class PastYears(View, template="past/_page"):
    """The years, and the first and the last of several."""

    lines: Sequence[YearLine]
    first: PastFigure | None
    last: PastFigure | None


# An offer, as the beneficiary or the referent beside reads it


@dataclass(frozen=True)
class ChangeOffered(View, template="plan/rework"):
    """The question before an offer is left to change the plan; `whose` is empty to the beneficiary."""

    whose: str
    cents: int


@dataclass(frozen=True)
class LetOfferGo(View, template="plan/let_go"):
    """The question before an offer is let go."""
