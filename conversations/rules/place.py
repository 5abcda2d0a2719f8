"""Rules about the place: in which countries, whether it takes vouchers, what is paid there already."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.figures import UNKNOWN, Area, Verdict
from bot.domain.limits import PaidLodging, TakesVouchers
from conversations.engine.answers import Facts
from conversations.engine.choices import Many
from conversations.engine.steps import Step
from conversations.lodging import hosted, paid
from conversations.rules.kind import Kind


def area(facts: Facts) -> Area | None:
    """Return in which part of the world the stay takes place."""
    said = facts.value("area")
    return None if said is None else Area(said)


@dataclass(frozen=True, slots=True)
class InAreas:
    """The stay takes place in one of these areas. No distance is ever asked: 25 km is a holiday."""

    kind: ClassVar[str] = "area"
    areas: tuple[Area, ...]

    def judge(self, area: Area | None) -> Verdict:
        """Compare the area with those allowed; a place "not chosen yet" is unknown."""
        return UNKNOWN if area is None else Verdict(area in self.areas, area.value)


AREA = Kind(
    limit=InAreas,
    feeds=(area,),
    set_by={"areas": Step("areas", Many(options=tuple(each.value for each in Area)))},
    warns_after=("area",),
)


def takes_vouchers(facts: Facts) -> bool | None:
    """Return whether the provider of the lodging accepts holiday vouchers."""
    return {"yes": True, "no": False}.get(facts.value("vouchers") or "")


TAKES_VOUCHERS = Kind(limit=TakesVouchers, feeds=(takes_vouchers,), warns_after=("vouchers",), applies=paid)
"""Family and friends have no agreement with ANCV, and no bill to be paid with a voucher."""


def with_family(facts: Facts) -> bool | None:
    """Return whether family or friends lodge the people."""
    return None if facts.value("lodging") is None else hosted(facts)


PAID_LODGING = Kind(limit=PaidLodging, feeds=(with_family,), warns_after=("lodging",))


def paid_in_full(facts: Facts) -> bool | None:
    """Return whether everything is paid already."""
    booking = facts.value("booking")
    return None if booking is None else bool(booking == "all_paid")


@dataclass(frozen=True, slots=True)
class NotPaidInFull:
    """The stay is not already paid in full."""

    kind: ClassVar[str] = "not_paid_in_full"

    def judge(self, paid_in_full: bool | None) -> Verdict:  # noqa: FBT001 - given by name
        """Look at how the lodging is paid: a deposit is fine."""
        return UNKNOWN if paid_in_full is None else Verdict(not paid_in_full)


NOT_PAID_IN_FULL = Kind(limit=NotPaidInFull, feeds=(paid_in_full,), warns_after=("booking",), applies=paid)
