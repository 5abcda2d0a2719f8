"""Rules about what was before: help that a beneficiary got, reports that an organisation owes."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.calls import Call
from bot.domain.figures import UNKNOWN, Verdict
from bot.domain.limits import AmountByRank
from conversations.engine.answers import Facts
from conversations.engine.steps import Step
from conversations.engine.widgets import Money, Number
from conversations.reckoning import aids_ever, party, reports_missing
from conversations.rules.feeds import aid
from conversations.rules.kind import Kind, Told

NOT_THIS_YEAR = "not_this_year"
"""What the invitation asks of earlier aids, kept as their answer: of the years before it says nothing."""

MOST_TIMES = 20
"""Times in a year, or in all."""


def aids_this_year(facts: Facts) -> int | None:
    """Return how many aids were received this year; one where nobody is asked how many, or was when it was endorsed."""
    counted: int | None = facts.value("aids_of_year")
    if counted is None and (facts.asked_on is not None or not gives_several(facts.call)):
        counted = 1
    return {"none": 0, NOT_THIS_YEAR: 0, "before": 0, "this_year": counted}.get(facts.value("earlier_aids") or "")


@dataclass(frozen=True, slots=True)
class FrequencyPerYear:
    """A person gets at most this many aids a year, this one included."""

    kind: ClassVar[str] = "frequency_per_year"
    most: int

    def judge(self, aids_this_year: int | None) -> Verdict:
        """Compare the aids already received this year, which are `actual`."""
        return UNKNOWN if aids_this_year is None else Verdict(aids_this_year < self.most, aids_this_year)


def gives_several(call: Call | None) -> bool:
    """Return whether a call gives several aids a year: that there was one is then not enough."""
    limits = [rule.limit for rule in call.rules] if call is not None else []
    return any(isinstance(limit, FrequencyPerYear) and limit.most > 1 for limit in limits)


FREQUENCY_PER_YEAR = Kind(
    limit=FrequencyPerYear,
    feeds=(aids_this_year,),
    set_by={"most": Step("most_a_year", Number(low=1, high=MOST_TIMES, offered=(1, 2, 3, 4)))},
    warns_after=("earlier_aids", "aids_of_year"),
)


def counts_in_all(call: Call | None) -> bool:
    """Return whether a rule of a call counts the aids of all years: "none this year" is then no answer yet."""
    return call is not None and any(isinstance(rule.limit, TotalAids | AmountByRank) for rule in call.rules)


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

AMOUNT_BY_RANK = Kind(
    limit=AmountByRank,
    feeds=(aid, aids_ever, party),
    set_by={
        "first": Step("first_amount", Money()),
        "second": Step("second_amount", Money()),
        "later": Step("later_amount", Money()),
    },
    warns_after=("earlier_aids", "aids_before"),
)
"""What a first, a second and a further aid is at most. The aid is proposed within it."""


@dataclass(frozen=True, slots=True)
class ReportsGiven:
    """The organisation has given its reports of earlier stays. No answer about the plan can satisfy it, or break it."""

    kind: ClassVar[str] = "reports_given"

    def judge(self, reports_missing: int | None) -> Verdict:
        """Compare the reports that are missing, which are `actual`."""
        return UNKNOWN if reports_missing is None else Verdict(reports_missing == 0, reports_missing)


REPORTS_GIVEN = Kind(limit=ReportsGiven, feeds=(reports_missing,), told=Told.NEVER)
