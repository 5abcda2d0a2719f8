"""What a limit is, and the limits that the domain itself makes or reads: dates and papers of a call, terms of the aid.

A limit knows its figures and nothing else: who says so, in which year and how surely is for rules.py. Those of one kind
of rule alone stand with that kind, in `conversations/rules/`. No limit is ever broken by what is not known yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from bot.domain.figures import NOT_APPLICABLE, UNKNOWN, Document, Value, Verdict
from bot.domain.money import Cents, Percent, floor10, share_of
from bot.domain.travellers import Party


class Limit(Protocol):
    """One limit of the vocabulary: a frozen dataclass of figures that a network sets."""

    kind: ClassVar[str]
    """The word by which programme files name it; its texts are in `templates/rules/<kind>.j2`."""

    def judge(self, *args: Any, **kwargs: Any) -> Verdict:
        """Say whether a plan keeps to the limit, and what would.

        Each limit names by its parameters the figures of a plan that it looks at; None is "not known yet".
        """
        ...


@dataclass(frozen=True, slots=True)
class MaxShare:
    """The aid pays at most this share of the cost."""

    kind: ClassVar[str] = "max_share"
    percent: Percent

    def judge(self, aid: Cents | None, cost: Cents | None) -> Verdict:
        """Compare the aid with the share; satisfied by the largest whole number of vouchers within it."""
        if aid is None or cost is None:
            return UNKNOWN
        most = share_of(cost, self.percent)
        return Verdict(aid <= most, aid, {"max_aid": floor10(most)})


@dataclass(frozen=True, slots=True)
class CapPerPerson:
    """The aid pays at most so much for each traveller, by role."""

    kind: ClassVar[str] = "cap_per_person"
    helped: Cents
    adult: Cents
    child: Cents
    companion: Cents

    def most(self, party: Party) -> Cents:
        """Return the sum of the caps of these people."""
        return Cents(
            party.helped * self.helped
            + party.adults * self.adult
            + party.children * self.child
            + party.companions * self.companion
        )

    def judge(self, aid: Cents | None, party: Party | None) -> Verdict:
        """Compare the aid with the sum of the caps: what one person does not need another may use."""
        if aid is None or party is None:
            return UNKNOWN
        most = self.most(party)
        return Verdict(aid <= most, aid, {"max_aid": floor10(most)})


@dataclass(frozen=True, slots=True)
class AmountByRank:
    """The aid is at most so much by how many there were before, as CCAH has it (call of 2021: those since 2018)."""

    kind: ClassVar[str] = "amount_by_rank"
    first: Cents
    second: Cents
    later: Cents

    def most(self, before: int, party: Party) -> Cents:
        """Return the most for a household that was helped so often before, times the households."""
        return Cents((self.first, self.second, self.later)[min(before, 2)] * party.helped)

    def judge(self, aid: Cents | None, aids_ever: int | None, party: Party | None) -> Verdict:
        """Compare the aid with the amount of its rank."""
        if aid is None or aids_ever is None or party is None:
            return UNKNOWN
        most = self.most(aids_ever, party)
        return Verdict(aid <= most, aid, {"max_aid": floor10(most)})


@dataclass(frozen=True, slots=True)
class OwnShare:
    """The own share, savings included, is at least this much for each household: APF asks 30 € of a person (2016)."""

    kind: ClassVar[str] = "own_share_min"
    least: Cents

    def judge(self, own_share: Cents | None) -> Verdict:
        """Compare the share with the least; satisfied by the least itself."""
        if own_share is None:
            return UNKNOWN
        return Verdict(own_share >= self.least, own_share, {"min_own_share": self.least})


@dataclass(frozen=True, slots=True)
class TakesVouchers:
    """The provider of the lodging accepts holiday vouchers."""

    kind: ClassVar[str] = "takes_vouchers"

    def judge(self, takes_vouchers: bool | None) -> Verdict:  # noqa: FBT001 - given by name
        """Look at what the referent has from the provider."""
        return Verdict(takes_vouchers)


@dataclass(frozen=True, slots=True)
class PaidLodging:
    """The lodging is paid for: a stay with family or friends is none that this call helps."""

    kind: ClassVar[str] = "paid_lodging"

    def judge(self, with_family: bool | None) -> Verdict:  # noqa: FBT001 - given by name
        """Look at where the people sleep."""
        return UNKNOWN if with_family is None else Verdict(not with_family)


@dataclass(frozen=True, slots=True)
class StayWindow:
    """The whole stay lies between two days; `first` may be open."""

    kind: ClassVar[str] = "stay_window"
    until: date
    first: date | None = None

    def judge(self, departure: date | None, homecoming: date | None) -> Verdict:
        """Compare both dates with the window: one known date outside is enough for a no, both are needed for a yes."""
        if homecoming is not None and homecoming > self.until:
            return Verdict(met=False, actual=homecoming, satisfies={"latest_return": self.until})
        if departure is not None and not self._contains(departure):
            fitting: dict[str, Value] = {"latest_return": self.until}
            if self.first is not None:
                fitting["earliest_departure"] = self.first
            return Verdict(met=False, actual=departure, satisfies=fitting)
        if departure is None or homecoming is None:
            return UNKNOWN
        return Verdict(met=True, actual=homecoming)

    def _contains(self, day: date) -> bool:
        return day <= self.until and (self.first is None or day >= self.first)


@dataclass(frozen=True, slots=True)
class FilingUntil:
    """The request is in by this day."""

    kind: ClassVar[str] = "filing_until"
    until: date

    def judge(self, asked: date) -> Verdict:
        """Compare the day of the request with the last one, which still counts."""
        return Verdict(asked <= self.until, asked)


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A paper is there, or was seen. As long as it is not, nobody knows: a missing paper breaks nothing by itself."""

    kind: ClassVar[str] = "paper"
    document: Document

    def judge(self, papers: Mapping[Document, bool]) -> Verdict:
        """Look whether it is among the papers that the plan needs, and there."""
        if self.document not in papers:
            return NOT_APPLICABLE
        return Verdict(met=True) if papers[self.document] else UNKNOWN
