"""Programme models: a set of rules with the year and source of each figure, ready to be opened as a call.

Only their shape lives here; they are data in bot/programmes/*.toml, read by bot.programmes.loading.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.aid import AidForm
from bot.domain.budget import CostKind
from bot.domain.figures import Document
from bot.domain.limits import Limit, TakesVouchers
from bot.domain.money import Cents
from bot.domain.regions import Region
from bot.domain.rules import Rule, Source


class Public(StrEnum):
    """Whom a programme is for; names the third question of an invitation, on whether this call fits the beneficiary."""

    SUPPORTED = "supported"
    """People whom a referent of the network supports."""
    EMPLOYEES = "employees"
    """Employees on the way back to work, and their relatives."""
    WOMEN = "women"
    """Women who lived through violence, and their family."""


class PaidTo(StrEnum):
    """Who receives the aid and hands it over."""

    REFERENT = "referent"
    ORGANISATION = "organisation"


class UsualName(StrEnum):
    """What a usual amount is the price of; names its text."""

    CAMPING_WEEK = "camping_week"
    HOLIDAY_VILLAGE_WEEK = "holiday_village_week"
    HOTEL_NIGHT = "hotel_night"
    TRAIN_RETURN = "train_return"
    COACH_RETURN = "coach_return"
    CAR_RETURN = "car_return"
    GROCERIES_WEEK = "groceries_week"
    OUTINGS_WEEK = "outings_week"


class Per(StrEnum):
    """What a usual amount is multiplied by."""

    STAY = "stay"
    PERSON = "person"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Usual:
    """An amount proposed instead of an empty field, never a limit."""

    name: UsualName
    line: CostKind
    amount: Cents
    per: Per
    source: Source

    def proposed(self, people: int, nights: int) -> Cents:
        """Return the amount for a stay of so many people and nights."""
        times = {Per.STAY: 1, Per.PERSON: people, Per.NIGHT: nights}[self.per]
        return Cents(self.amount * times)


@dataclass(frozen=True, slots=True)
class Places:
    """The number of people a network aimed at, proposed when a call is opened."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class Report:
    """What is asked after the stay. It is for the structure, never against the person."""

    required: bool
    """Whether a missing one counts; what it does to the organisation at the next call says the rule "reports_given"."""
    family_scale: bool
    """The scale on the family is left out in programmes for victims of violence."""


def applies(rule: Rule, form: AidForm) -> bool:
    """Return whether a rule means anything where the aid comes in this form: no place takes vouchers that are none."""
    return means(type(rule.limit), form)


def means(limit: type[Limit], form: AidForm) -> bool:
    """Return whether a rule of that kind would mean anything."""
    return form.in_vouchers or limit is not TakesVouchers


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A model that a network may open as a call."""

    key: str
    title: str
    """For operators and professionals; it may betray what a person lives through."""
    neutral: str
    """The only name a person may read."""
    year: int
    public: Public
    discreet_default: bool
    """Discreet contact is preselected, workshop links are off, and coordinators see no name and no town."""
    contact: str
    paid_to: PaidTo
    aid_form: AidForm = AidForm.VOUCHERS
    """The default of its calls."""
    committee: bool
    """The default of its calls: with a committee an endorsement counts as asked, a grant takes places."""
    report: Report
    documents: tuple[Document, ...]
    apv_web: bool = True
    """Its requests are typed into APV-Web, ANCV's own tool, which gives a stay its reference.

    It stands on each paper, and is one for several who ask (CCAH, Process de saisie sur APV Web, 2021; 2026-12-01).
    """
    skipped: frozenset[str]
    """Names of the questions that are not asked."""
    regions: tuple[Region, ...]
    """Where it began or is limited to; empty is everywhere."""
    rules: tuple[Rule, ...]
    usual: tuple[Usual, ...]
    places: Places | None = None

    def unconfirmed(self, year: int) -> tuple[Rule, ...]:
        """Return the rules a coordinator is asked to confirm before opening a call of that year, in order."""
        held = (rule.in_year(year) for rule in self.rules if applies(rule, self.aid_form))
        return tuple(rule for rule in held if not rule.source.certain)
