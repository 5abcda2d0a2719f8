"""Rules about what was before: help that a beneficiary got, reports that an organisation owes."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.calls import Call
from bot.domain.figures import UNKNOWN, Verdict
from conversations.engine.answers import Facts
from conversations.engine.steps import Step
from conversations.engine.widgets import Number
from conversations.reckoning import reports_missing
from conversations.rules.kind import Kind, Told

MOST_TIMES = 20
"""Times in a year, or in all."""


def aids_this_year(facts: Facts) -> int | None:
    """Return how many aids were received this year: one where there was one, and no call gives more."""
    counted: int | None = facts.value("aids_of_year") if several_a_year(facts) else 1
    return {"none": 0, "before": 0, "this_year": counted}.get(facts.value("earlier_aids") or "")


@dataclass(frozen=True, slots=True)
class FrequencyPerYear:
    """A person gets at most this many aids a year, this one included."""

    kind: ClassVar[str] = "frequency_per_year"
    most: int

    def judge(self, aids_this_year: int | None) -> Verdict:
        """Compare the aids already received this year, which are `actual`."""
        return UNKNOWN if aids_this_year is None else Verdict(aids_this_year < self.most, aids_this_year)


def several_a_year(facts: Facts) -> bool:
    """Return whether there was an aid this year, in a call that gives several a year; not once endorsed without."""
    if facts.asked_on is not None and "aids_of_year" not in facts.answers:
        return False
    limits = [rule.limit for rule in facts.call.rules] if facts.call is not None else []
    gives = any(isinstance(limit, FrequencyPerYear) and limit.most > 1 for limit in limits)
    return gives and bool(facts.value("earlier_aids") == "this_year")


FREQUENCY_PER_YEAR = Kind(
    limit=FrequencyPerYear,
    feeds=(aids_this_year,),
    set_by={"most": Step("most_a_year", Number(low=1, high=MOST_TIMES, offered=(1, 2, 3, 4)))},
    warns_after=("earlier_aids", "aids_of_year"),
)


def counts_in_all(call: Call | None) -> bool:
    """Return whether a rule of a call counts the aids of all years: "none this year" is then no answer yet."""
    return call is not None and any(isinstance(rule.limit, TotalAids) for rule in call.rules)


def aids_ever(facts: Facts) -> int | None:
    """Return how many aids were received in all."""
    counted: int | None = 0 if facts.value("earlier_aids") == "none" else facts.value("aids_before")
    return counted


@dataclass(frozen=True, slots=True)
class TotalAids:
    """A person gets at most this many aids in all, this one included."""

    kind: ClassVar[str] = "total_max"
    most: int

    def judge(self, aids_ever: int | None) -> Verdict:
        """Compare the aids already received, which are `actual`."""
        return UNKNOWN if aids_ever is None else Verdict(aids_ever < self.most, aids_ever)


TOTAL_MAX = Kind(
    limit=TotalAids,
    feeds=(aids_ever,),
    set_by={"most": Step("most_in_all", Number(low=1, high=MOST_TIMES, offered=(1, 2, 3, 5)))},
    warns_after=("earlier_aids", "aids_before"),
)


@dataclass(frozen=True, slots=True)
class ReportsGiven:
    """The organisation has given its reports of earlier stays. No answer about the plan can satisfy it, or break it."""

    kind: ClassVar[str] = "reports_given"

    def judge(self, reports_missing: int | None) -> Verdict:
        """Compare the reports that are missing, which are `actual`."""
        return UNKNOWN if reports_missing is None else Verdict(reports_missing == 0, reports_missing)


REPORTS_GIVEN = Kind(limit=ReportsGiven, feeds=(reports_missing,), told=Told.NEVER)
