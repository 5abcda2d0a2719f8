"""The closed vocabulary of limits a programme file may use, and how each judges a plan.

A limit knows its figures and nothing else: who says so, in which year and how surely is for rules.py.
No limit is ever broken by what is not known yet. No sentence lives here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bot.domain.figures import UNKNOWN, Area, Figures, Value, Verdict
from bot.domain.money import Cents, Percent, floor10, share_of
from bot.domain.travellers import Party


class Limit(Protocol):
    """One limit of the vocabulary: a frozen dataclass of figures."""

    def judge(self, figures: Figures) -> Verdict:
        """Whether these figures keep to the limit, and what would."""
        ...


@dataclass(frozen=True, slots=True)
class MaxQuotient:
    """The family quotient stays below an amount. Nothing the person changes can satisfy it."""

    below: Cents

    def judge(self, figures: Figures) -> Verdict:
        """Equal to the amount is not below it, as ANCV writes it."""
        if figures.quotient is None:
            return UNKNOWN
        return Verdict(figures.quotient < self.below, figures.quotient)


@dataclass(frozen=True, slots=True)
class Nights:
    """The stay lasts from `least` to `most` nights."""

    least: int
    most: int

    def judge(self, figures: Figures) -> Verdict:
        """A stay that does not fit is told the return dates that would."""
        if figures.departure is None or figures.nights is None:
            return UNKNOWN
        return _length(figures.departure, figures.nights, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Days:
    """The stay lasts from `least` to `most` days, the first and the last included."""

    least: int
    most: int

    def judge(self, figures: Figures) -> Verdict:
        """As for nights; a day trip is one day."""
        if figures.departure is None or figures.days is None:
            return UNKNOWN
        return _length(figures.departure - timedelta(days=1), figures.days, self.least, self.most)


def _length(start: date, actual: int, least: int, most: int) -> Verdict:
    fitting: dict[str, Value] = {
        "earliest_return": start + timedelta(days=least),
        "latest_return": start + timedelta(days=most),
    }
    return Verdict(least <= actual <= most, actual, fitting)


@dataclass(frozen=True, slots=True)
class InAreas:
    """The stay takes place in one of these areas. No distance is ever asked: 25 km is a holiday."""

    areas: tuple[Area, ...]

    def judge(self, figures: Figures) -> Verdict:
        """A place "not chosen yet" is unknown."""
        return UNKNOWN if figures.area is None else Verdict(figures.area in self.areas, figures.area.value)


@dataclass(frozen=True, slots=True)
class MaxShare:
    """The aid pays at most this share of the cost."""

    percent: Percent

    def judge(self, figures: Figures) -> Verdict:
        """Satisfied by the largest whole number of vouchers within the share."""
        if figures.aid is None or figures.cost is None:
            return UNKNOWN
        most = share_of(figures.cost, self.percent)
        return Verdict(figures.aid <= most, figures.aid, {"max_aid": floor10(most)})


@dataclass(frozen=True, slots=True)
class CapPerPerson:
    """The aid pays at most so much for each traveller, by role."""

    helped: Cents
    adult: Cents
    child: Cents
    companion: Cents

    def most(self, party: Party) -> Cents:
        """The sum of the caps of these people."""
        return Cents(
            party.helped * self.helped
            + party.adults * self.adult
            + party.children * self.child
            + party.companions * self.companion
        )

    def judge(self, figures: Figures) -> Verdict:
        """Caps add up: what one person does not need another may use."""
        if figures.aid is None or figures.party is None:
            return UNKNOWN
        most = self.most(figures.party)
        return Verdict(figures.aid <= most, figures.aid, {"max_aid": floor10(most)})


@dataclass(frozen=True, slots=True)
class CostPerDay:
    """The cost stays under so much a person and a day; more where someone is disabled or ill."""

    most: Cents
    most_with_disability: Cents

    def judge(self, figures: Figures) -> Verdict:
        """`actual` is the cost a person and a day, rounded up to the cent."""
        if figures.cost is None or figures.party is None or figures.days is None:
            return UNKNOWN
        person_days = figures.party.people * figures.days
        if person_days <= 0:
            return UNKNOWN
        actual = Cents(-(-figures.cost // person_days))
        if figures.disability is None and self.most < actual <= self.most_with_disability:
            return Verdict(None, actual)
        most = self.most_with_disability if figures.disability else self.most
        return Verdict(actual <= most, actual, {"max_cost": most * person_days})


@dataclass(frozen=True, slots=True)
class OwnShare:
    """The person puts in at least this much herself, savings included."""

    least: Cents

    def judge(self, figures: Figures) -> Verdict:
        """Satisfied by the least itself."""
        if figures.own_share is None:
            return UNKNOWN
        return Verdict(figures.own_share >= self.least, figures.own_share, {"min_own_share": self.least})


@dataclass(frozen=True, slots=True)
class FrequencyPerYear:
    """A person gets at most this many aids a year, this one included."""

    most: int

    def judge(self, figures: Figures) -> Verdict:
        """`actual` counts the aids already received this year."""
        if figures.aids_this_year is None:
            return UNKNOWN
        return Verdict(figures.aids_this_year < self.most, figures.aids_this_year)


@dataclass(frozen=True, slots=True)
class TotalAids:
    """A person gets at most this many aids in all, this one included."""

    most: int

    def judge(self, figures: Figures) -> Verdict:
        """`actual` counts the aids already received."""
        if figures.aids_ever is None:
            return UNKNOWN
        return Verdict(figures.aids_ever < self.most, figures.aids_ever)


@dataclass(frozen=True, slots=True)
class LeadDays:
    """The request leaves at least this many days before the departure."""

    least: int

    def judge(self, figures: Figures) -> Verdict:
        """Satisfied by a later departure."""
        if figures.departure is None:
            return UNKNOWN
        ahead = (figures.departure - figures.asked).days
        return Verdict(ahead >= self.least, ahead, {"earliest_departure": figures.asked + timedelta(days=self.least)})


@dataclass(frozen=True, slots=True)
class NotLeftYet:
    """Nobody leaves before the answer: an aid is never granted for a stay that has begun."""

    def judge(self, figures: Figures) -> Verdict:
        """The day of departure is too late."""
        if figures.departure is None:
            return UNKNOWN
        tomorrow = figures.answered + timedelta(days=1)
        return Verdict(figures.departure >= tomorrow, figures.departure, {"earliest_departure": tomorrow})


@dataclass(frozen=True, slots=True)
class StayWindow:
    """The whole stay lies between two days; `first` may be open."""

    until: date
    first: date | None = None

    def judge(self, figures: Figures) -> Verdict:
        """One known date outside the window is enough to say no, both are needed to say yes."""
        if figures.homecoming is not None and figures.homecoming > self.until:
            return Verdict(met=False, actual=figures.homecoming, satisfies={"latest_return": self.until})
        if figures.departure is not None and not self._contains(figures.departure):
            fitting: dict[str, Value] = {"latest_return": self.until}
            if self.first is not None:
                fitting["earliest_departure"] = self.first
            return Verdict(met=False, actual=figures.departure, satisfies=fitting)
        if figures.departure is None or figures.homecoming is None:
            return UNKNOWN
        return Verdict(met=True, actual=figures.homecoming)

    def _contains(self, day: date) -> bool:
        return day <= self.until and (self.first is None or day >= self.first)


@dataclass(frozen=True, slots=True)
class FilingUntil:
    """The request is in by this day."""

    until: date

    def judge(self, figures: Figures) -> Verdict:
        """The day itself still counts."""
        return Verdict(figures.asked <= self.until, figures.asked)


@dataclass(frozen=True, slots=True)
class InSchoolHolidays:
    """A stay with children who go to school takes place in the school holidays."""

    def judge(self, figures: Figures) -> Verdict:
        """Without pupils there is nothing to keep to."""
        if figures.pupils is False:
            return Verdict(met=True)
        if figures.pupils is None or figures.school_holidays is None:
            return UNKNOWN
        return Verdict(figures.school_holidays)


@dataclass(frozen=True, slots=True)
class TakesVouchers:
    """The provider of the lodging accepts holiday vouchers."""

    def judge(self, figures: Figures) -> Verdict:
        """As the referent has it from the provider."""
        return Verdict(figures.takes_vouchers)


@dataclass(frozen=True, slots=True)
class NotPaidInFull:
    """The stay is not already paid in full by the person."""

    def judge(self, figures: Figures) -> Verdict:
        """A deposit is fine."""
        return UNKNOWN if figures.paid_in_full is None else Verdict(not figures.paid_in_full)


@dataclass(frozen=True, slots=True)
class ReportsGiven:
    """The organisation has given its reports of earlier stays. Nothing the person does can satisfy it, or break it."""

    def judge(self, figures: Figures) -> Verdict:
        """`actual` counts the reports that are missing."""
        if figures.reports_missing is None:
            return UNKNOWN
        return Verdict(figures.reports_missing == 0, figures.reports_missing)


VOCABULARY: Mapping[str, type[Limit]] = {
    "max_quotient": MaxQuotient,
    "nights": Nights,
    "days": Days,
    "area": InAreas,
    "max_share": MaxShare,
    "cap_per_person": CapPerPerson,
    "cost_per_day": CostPerDay,
    "own_share_min": OwnShare,
    "frequency_per_year": FrequencyPerYear,
    "total_max": TotalAids,
    "lead_days": LeadDays,
    "not_left_yet": NotLeftYet,
    "stay_window": StayWindow,
    "filing_until": FilingUntil,
    "school_holidays": InSchoolHolidays,
    "takes_vouchers": TakesVouchers,
    "not_paid_in_full": NotPaidInFull,
    "reports_given": ReportsGiven,
}
"""Each kind of rule a programme file may name, and the limit it makes."""

REPORTS_GIVEN = "reports_given"
OF_ORGANISATION = frozenset({REPORTS_GIVEN})
"""Kinds that bind an organisation: a person is never told of them, and nothing of hers waits for them."""

KINDS: Mapping[type[Limit], str] = {limit: kind for kind, limit in VOCABULARY.items()}
