"""What the pages of a beneficiary's own plan are made from. Money in cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.domain.aid import AidForm
from bot.domain.budget import Budget as Reckoned
from bot.domain.budget import Payment, Proposal
from bot.domain.handovers import Handover
from bot.domain.money import Cents
from bot.domain.rules import Finding
from bot.interaction.views import View
from bot.storage.plans import PlanRow
from conversations.engine.steps import Step

Asked: TypeAlias = tuple[str, Step]
"""A section, and a question of it."""
Told: TypeAlias = tuple[str, Step, object]
"""The same, with the answer to it; None where there is none."""


@dataclass(frozen=True)
class NoPlan(View, template="home/no_plan"):
    """There is no plan yet."""


@dataclass(frozen=True, kw_only=True)
class Welcome(View, template="join/beneficiary"):
    """The first screen: the referent's own word, and how many questions others have dealt with so far."""

    name: str
    referent: str
    word: str
    has_voice: bool
    reads_at: datetime | None
    """When the referent reads again, outside of working hours."""
    written: int


@dataclass(frozen=True, kw_only=True)
class Standing(View, template="home/plan"):
    """Where a plan stands."""

    name: str
    plan: PlanRow
    state: str
    done: bool
    """Whether anything was answered, or put off."""
    next: Asked | None
    missing: Sequence[Asked]
    people_by: date | None
    answer_after: date | None
    """The day of the next committee, where one is known."""
    late: bool
    closed: bool
    changes: Sequence[str]
    """Questions that are open again."""
    place_kept: bool
    changing: bool
    problem: bool
    payment: Payment
    rank: int | None
    giver: str
    aid_form: AidForm
    receipt: str | None
    waiting: Handover | None
    """What was handed over and is to be confirmed."""
    to_come: int
    """What is granted and not handed over yet, once some of it was. In cents, as all amounts."""
    give_back: int
    back_in_vouchers: bool
    withdrawn: bool
    """The aid was granted, and is not any more."""
    can_undo: bool
    can_resume: bool
    reads: str
    until: date | None
    """Until when another one reads than the referent."""


@dataclass(frozen=True, kw_only=True)
class Sent(View, template="plan/sent"):
    """The plan is sent, by its beneficiary or beside."""

    plan: PlanRow
    referent: str
    name: str
    by_referent: bool
    urgent: bool
    may_write: bool


@dataclass(frozen=True)
class TakeBack(View, template="plan/take_back"):
    """The question before a plan is taken back: who then reads it no more."""

    referent: str


@dataclass(frozen=True)
class MayIWrite(View, template="plan/may_i_write"):
    """The question of the first pause."""


@dataclass(frozen=True)
class Paused(View, template="plan/paused"):
    """Saved, and how to come back."""


# What was said


@dataclass(frozen=True, kw_only=True)
class Recap(View, template="plan/recap"):
    """All answers, section by section, each with its mark."""

    plan: PlanRow
    lines: Sequence[tuple[str, str, Sequence[tuple[Step, object]]]]
    sent: bool
    can_send: bool
    closed: bool
    """Plans are no longer taken, and this one was not endorsed before."""
    hands: Sequence[tuple[str, int]]
    """Who wrote how many answers in the beneficiary's place, by name."""
    marked: frozenset[str]
    """Questions that others answered."""
    to_confirm: int
    own: bool
    name: str


@dataclass(frozen=True)
class Change(View, template="plan/change"):
    """The question of which section to change."""


@dataclass(frozen=True)
class Part(View, template="plan/part"):
    """One section: each question with its answer, and how it was put off, if it was."""

    section: str
    lines: Sequence[tuple[Step, object, str]]


@dataclass(frozen=True, kw_only=True)
class Budget(View, template="plan/budget"):
    """Who pays what; with `why`, how the aid was found."""

    budget: Reckoned
    proposal: Proposal
    payment: Payment
    aid_form: AidForm
    guarantee: Cents | None
    by_card: bool
    why: bool
    complete: bool
    refusals: Sequence[Finding]
    warnings: Sequence[Finding]


@dataclass(frozen=True)
class Prices(View, template="plan/prices"):
    """Each price, with what was said."""

    lines: Sequence[Told]


# The end, and another year


@dataclass(frozen=True, kw_only=True)
class Ends(View):
    """The name of the beneficiary where the referent ends it beside, and what is then given back."""

    whose: str
    in_hand: int
    in_vouchers: bool


@dataclass(frozen=True, kw_only=True)
class Cancel(Ends, template="plan/cancel"):
    """The question before a plan is given up."""


@dataclass(frozen=True, kw_only=True)
class Postpone(Ends, template="plan/postpone"):
    """The question before a plan is put off: what becomes of its money, or of its place in the line."""

    taken: bool
    asked: bool


@dataclass(frozen=True)
class Again(View, template="plan/again"):
    """What would be kept of an earlier plan; the children are `older`, and it may be that others go."""

    lines: Sequence[Told]
    older: bool
    who: bool


@dataclass(frozen=True)
class Another(View, template="review/another"):
    """The question in which call a referent begins another plan for a beneficiary."""

    name: str


@dataclass(frozen=True)
class AnotherBegun(View, template="review/another_begun"):
    """Another plan is begun for a beneficiary."""

    name: str


@dataclass(frozen=True)
class GoingAgain(View, template="review/going_again"):
    """Who wants to go again, and may begin now."""

    names: Sequence[str]
