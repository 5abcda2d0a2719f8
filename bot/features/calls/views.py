"""What the pages about calls are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from bot.domain.aid import AidForm
from bot.domain.calls import CallProblem, Delays
from bot.domain.rules import Rule
from bot.interaction.views import View
from bot.storage.calls import CallRow
from conversations.engine.steps import Step


@dataclass(frozen=True)
class Calls(View, template="committee/calls"):
    """A network's calls, those that are open first, and its drafts."""

    calls: Sequence[CallRow]
    open_ids: frozenset[int]
    drafts: Sequence[CallRow]


@dataclass(frozen=True, kw_only=True)
class OfCall(View):
    """What the page of a call says of it, before and after it opens."""

    call: CallRow
    programme: str
    told_as: str
    """The name that people read."""
    regions: Sequence[str]
    committee: bool
    deciders: int
    lacks_cap: bool
    """Whether referents could grant all there is, alone, in a programme that protects."""
    unconfirmed: int
    """How many figures nobody has confirmed."""
    first: str
    """The name of the call of which this one is a further wave."""


@dataclass(frozen=True, kw_only=True)
class DraftCall(OfCall, template="call/_ready"):
    """A call that nobody but its coordinators knows of."""

    problems: tuple[CallProblem, ...]


@dataclass(frozen=True, kw_only=True)
class OpenedCall(OfCall, template="call/_call"):
    """A call that was opened; `added` is a region that takes part since the last tap."""

    open: bool
    earlier: int
    """How many plans keep earlier rules and could be moved."""
    added: str


@dataclass(frozen=True)
class ChangeCall(View, template="call/_change"):
    """What can be changed in one tap and one answer."""

    call: CallRow


@dataclass(frozen=True)
class Opened(View, template="call/_opened"):
    """A draft was opened."""

    call: CallRow


@dataclass(frozen=True)
class ForgetDraft(View, template="call/_forget"):
    """The question before a draft is removed."""

    name: str


@dataclass(frozen=True)
class CloseCall(View, template="call/_close"):
    """The question before a call closes, with how many plans are under way."""

    call: CallRow
    under_way: int


@dataclass(frozen=True)
class Regions(View, template="call/_regions"):
    """Where a call takes place."""

    call: CallRow
    regions: Sequence[str]


# Settings


@dataclass(frozen=True)
class Settings(View, template="call/_settings"):
    """The figures that nobody has confirmed, and how many are sure."""

    call: CallRow
    unconfirmed: Sequence[Rule]
    confirmed: int
    rules: Mapping[str, Rule]


@dataclass(frozen=True)
class OtherSettings(View, template="call/_others"):
    """What is no rule."""

    call: CallRow
    told_as: str
    documents: Sequence[str]
    quotas: int
    deciders: int
    committee: bool
    aid_form: AidForm
    guests: bool
    """Whether stays with family or friends are helped."""
    minors_alone: bool
    committee_days: Sequence[date]


@dataclass(frozen=True)
class CommitteeDays(View, template="call/_committee_days"):
    """When the committee of the call of that name meets."""

    name: str
    days: Sequence[date]


@dataclass(frozen=True)
class Rules(View, template="call/_rules"):
    """Every rule with its source."""

    call: CallRow
    rules: Mapping[str, Rule]


@dataclass(frozen=True)
class NewRule(View, template="call/_new_rule"):
    """The kinds of rule that can be added to the call of that name; their words are those of the buttons."""

    name: str
    any: bool


@dataclass(frozen=True)
class OneRule(View, template="call/_rule"):
    """One rule; `own` where its figure is the coordinator's."""

    rule: Rule
    own: bool
    confirmed_on: date | None
    """The day on which it was confirmed as it is, where that was noted."""


@dataclass(frozen=True)
class DelaysOfCall(View, template="call/_delays"):
    """The delays, in working days."""

    call: CallRow
    delays: Delays


@dataclass(frozen=True)
class Quotas(View, template="call/_quotas"):
    """Most places of a region or an organisation, by its name."""

    call: CallRow
    lines: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class ModeOfCall(View, template="call/_mode"):
    """Who grants: a committee, or referents with their endorsement; and the most that each may grant."""

    call: CallRow
    mode: str
    protects: bool
    lacks_cap: bool


@dataclass(frozen=True)
class ChangeMode(View, template="call/_change_mode"):
    """The question before who grants is another one: how many plans wait for a decision, and for an endorsement."""

    name: str
    to: str
    waiting: int
    reading: int


@dataclass(frozen=True)
class Deciders(View, template="call/_deciders"):
    """Those who decide: each with the organisation, if any; `everyone` where all coordinators do, and nobody else."""

    call: CallRow
    members: Sequence[tuple[str, str]]
    everyone: bool
    referents: bool
    """Whether one of them accompanies people."""


@dataclass(frozen=True)
class NewRules(View, template="call/_rebase"):
    """How many plans keep earlier rules, and what would change for them."""

    call: CallRow
    count: int
    points: Sequence[Rule]


# What others read


@dataclass(frozen=True)
class Card(View, template="call/_card"):
    """A call as a referent needs it."""

    call: CallRow
    programme: str
    rules: Sequence[Rule]
    documents: Sequence[str]
    regions: Sequence[str]
    paid_to: str
    aid_form: AidForm
    contact: str


@dataclass(frozen=True)
class OpenCalls(View, template="call/_open"):
    """The calls to which people can be invited."""

    calls: Sequence[CallRow]


@dataclass(frozen=True)
class Terms(View, template="plan/terms"):
    """What a beneficiary reads of a call."""

    told_as: str
    people_by: date
    stay_from: date
    stay_until: date
    points: Sequence[Rule]


@dataclass(frozen=True)
class Preview(View, template="call/_preview"):
    """The words of another reader's page; `by` is "referent", "person" or a language."""

    by: str
    text: Markup


# What time says


@dataclass(frozen=True)
class Unready:
    """A beneficiary's plan that is not ready: its state, the questions without an answer, the referent's own."""

    name: str
    state: str
    lacks: Sequence[tuple[str, Step]]
    own: int


@dataclass(frozen=True)
class Lacking(View, template="review/lacking"):
    """The plans of a call that are not ready, and until when they can be."""

    lines: Sequence[Unready]
    people_by: date
    closes_at: datetime


@dataclass(frozen=True)
class NothingLeft(View, template="review/nothing_left"):
    """Every plan is ready."""
