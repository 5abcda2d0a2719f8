"""The figures of a plan that limits look at, and what a limit says of them. No rule, no source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.domain.money import Cents
from bot.domain.travellers import Party


class Area(StrEnum):
    """Where a stay may take place."""

    FRANCE = "france"
    EUROPEAN_UNION = "european_union"
    ELSEWHERE = "elsewhere"


Value: TypeAlias = int | date | str
"""What a finding shows: cents, a count, a date or a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that a limit may look at. None is "not known yet". Money in cents, `cost` that of the whole stay."""

    today: date
    asked_on: date | None = None
    """The day of the request; None while it is not made, when it would be made today."""
    answered_on: date | None = None
    """The day of the answer; None while there is none."""
    departure: date | None = None
    homecoming: date | None = None
    party: Party | None = None
    area: Area | None = None
    quotient: Cents | None = None
    cost: Cents | None = None
    aid: Cents | None = None
    own_share: Cents | None = None
    aids_this_year: int | None = None
    aids_ever: int | None = None
    disability: bool | None = None
    pupils: bool | None = None
    school_holidays: bool | None = None
    takes_vouchers: bool | None = None
    paid_in_full: bool | None = None
    reports_missing: int | None = None
    """Reports of earlier stays that the organisation owes."""

    @property
    def asked(self) -> date:
        """The day on which rules about asking look."""
        return self.asked_on or self.today

    @property
    def answered(self) -> date:
        """The day on which rules about what is done before the answer look."""
        return self.answered_on or self.today

    @property
    def nights(self) -> int | None:
        """Nights away, once both dates are known."""
        if self.departure is None or self.homecoming is None:
            return None
        return (self.homecoming - self.departure).days

    @property
    def days(self) -> int | None:
        """Days away, the first and the last included."""
        return None if self.nights is None else self.nights + 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a limit says of a plan: `met` is None as long as it cannot say."""

    met: bool | None
    actual: Value | None = None
    satisfies: Mapping[str, Value] = field(default_factory=dict)
    """What would satisfy a limit that is not met, such as {"latest_return": date}."""


UNKNOWN = Verdict(met=None)
