"""What notices of several features read; what one alone reads stands beside its declaration."""

from dataclasses import dataclass
from typing import Self

from bot.interaction.views import View
from bot.notices.kinds import Says, Telling
from bot.storage import people
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


def beneficiary_of(telling: Telling) -> Person:
    """Return whose plan a notice is about."""
    plan, reader = telling.about, telling.person
    return reader if reader.id == plan.beneficiary_id else people.by_id(telling.tx, plan.beneficiary_id)
