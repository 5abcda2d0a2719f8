"""What notices of several features read; what one alone reads stands beside its declaration."""

from dataclasses import dataclass
from typing import Self

from bot.interaction.views import View
from bot.notices.kinds import Says, Telling
from bot.storage import handovers, people
from bot.storage.people import Person


@dataclass(frozen=True)
class NoDetail(View, template="notices/no_detail"):
    """All that a beneficiary who wants no detail in the chat reads of any notice."""


@dataclass(frozen=True)
class Counted(Says):
    """How many plans or people it is about, counted when it was queued."""

    count: int

    @classmethod
    def of(cls, telling: Telling) -> Self:
        """Return what was counted."""
        return cls(telling.row.context["count"])


@dataclass(frozen=True)
class WithReferent(Says):
    """The first name of who accompanies the beneficiary, to talk about it."""

    referent: str

    @classmethod
    def of(cls, telling: Telling) -> Self:
        """Look the referent up."""
        return cls(beneficiary_of(telling).referent_name)


@dataclass(frozen=True)
class Refusal(Says):
    """A no, why, and what is possible now."""

    referent: str
    reason: str
    next_step: str

    @classmethod
    def of(cls, telling: Telling) -> Self:
        """Return the words that came with the decision."""
        word = telling.about.word or {}
        return cls(beneficiary_of(telling).referent_name, word.get("reason", ""), word.get("next_step", ""))


@dataclass(frozen=True)
class ToTakeBack(Says):
    """Whether something of what was handed over is to be taken back, to a professional who does it."""

    take_back: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        """Look up what was handed over."""
        plan, held = telling.about, handovers.of_plan(telling.tx, telling.about.id)
        return cls(held is not None and bool(held.to_give_back(plan.state, plan.granted_cents)))


def beneficiary_of(telling: Telling) -> Person:
    """Return whose plan a notice is about."""
    plan, reader = telling.about, telling.person
    return reader if reader.id == plan.beneficiary_id else people.by_id(telling.tx, plan.beneficiary_id)
