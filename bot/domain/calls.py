"""Calls: a programme opened by a network, with dates, places, money and regions. Pure questions, no clock.

What is taken of its places and money is counted in the database, under its lock, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.aid import AidForm
from bot.domain.budget import Terms, terms_of
from bot.domain.figures import Document
from bot.domain.limits import FilingUntil, Limit, PaperGiven, StayWindow
from bot.domain.money import Cents
from bot.domain.people import Kind, OrganisationKind
from bot.domain.plans import HELD_WORKING_DAYS, OFFER_WORKING_DAYS
from bot.domain.programmes import Programme, Public, applies
from bot.domain.regions import Region
from bot.domain.rules import Finding, Judge, Rule, Source, Stance, Strength, check
from bot.domain.travellers import Party

PEOPLE_BY_WORKING_DAYS = 10
"""The only date people read is this many working days before the closing (docs/decisions.md, Two dates)."""

EARLY_WORKING_DAYS = 10
"""Incomplete plans are told to referents this many working days before the date people read."""

REMIND_WORKING_DAYS, OTHERS_WORKING_DAYS = 5, 10
"""A plan that waits to be read: its reader is reminded, then others are told (docs/decisions.md, Absence)."""

FRANCE = ZoneInfo("Europe/Paris")

OF_THE_CALL = (StayWindow, FilingUntil, PaperGiven)
"""Limits that a call makes of its own days and papers: they are set there, and its programme's are not looked at."""


@dataclass(frozen=True, slots=True)
class Delays:
    """Delays of a call, all in working days."""

    people_by: int = PEOPLE_BY_WORKING_DAYS
    """Between the date people read and the closing."""
    early: int = EARLY_WORKING_DAYS
    """Between the news of what is incomplete and the date people read."""
    offer: int = OFFER_WORKING_DAYS
    """The money of an offer is held for them."""
    held: int = HELD_WORKING_DAYS
    """A cancelled plan keeps its places and money for them."""
    remind: int = REMIND_WORKING_DAYS
    """A plan has waited to be read: the referent who should read it is reminded."""
    others: int = OTHERS_WORKING_DAYS
    """A plan has waited to be read: colleagues or a lead of its referent are told, and the coordinators a count."""


class WorkingDays(Protocol):
    """Counts working days; handed in, because public holidays come from outside the domain."""

    def __call__(self, start: date, count: int, region: str | None = None) -> date:
        """Return the day `count` working days after `start`, or before it where `count` is negative."""
        ...


def default_people_by(
    closes_on: date, add_working_days: WorkingDays, region: str | None = None, days: int = PEOPLE_BY_WORKING_DAYS
) -> date:
    """Return the date people are given when the coordinator gives none: ten working days before the closing."""
    return add_working_days(closes_on, -days, region)


def a_year_later(day: date) -> date:
    """Return the same day of the next year; February 29 becomes February 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


class CallProblem(StrEnum):
    """What makes a call impossible to open."""

    PEOPLE_AFTER_CLOSING = "people_after_closing"
    STAY_ENDS_BEFORE_IT_BEGINS = "stay_ends_before_it_begins"
    STAY_OVER_AT_CLOSING = "stay_over_at_closing"
    NO_PLACES = "no_places"
    NO_MONEY = "no_money"
    UNKNOWN_RULE = "unknown_rule"
    NO_CAP = "no_cap"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A programme opened by a network. `closes_at` counts for endorsements; people read `people_by`."""

    id: int
    network: str
    """Name of the network: it answers for what its coordinator confirmed."""
    programme: Programme
    name: str
    people_by: date
    closes_at: datetime
    stay_from: date
    stay_until: date
    places: int
    envelope: Cents
    with_committee: bool
    aid_form: AidForm = AidForm.VOUCHERS
    regions: frozenset[Region] = frozenset()
    """Empty is everywhere."""
    confirmed: frozenset[str] = frozenset()
    """Ids of the rules whose figures the coordinator confirmed as they are."""
    overrides: Mapping[str, Limit] = field(default_factory=dict)
    """Figures the coordinator set, by rule id: confirmed too. Under the name of its kind a limit adds a rule."""
    confirmed_on: Mapping[str, date] = field(default_factory=dict)
    """The day on which the coordinator confirmed a rule, or added it, by its id; older ones have none."""
    lenient: frozenset[str] = frozenset()
    """Ids of the rules that only warn here, even where they are confirmed."""
    own_documents: tuple[Document, ...] | None = None
    """The papers asked here; None asks those of the model."""
    minors_alone: bool = False
    """Whether young people of 16 or 17 may go without an adult, with their parents' agreement."""
    papers_required: bool = True
    """Whether its papers are conditions: not for a plan that was endorsed before they were."""
    neutral: str = ""
    """The name people read; empty is the model's."""
    committee_days: tuple[date, ...] = ()
    """When its committee meets, in their order; none where nobody said."""
    referent_cap: Cents | None = None
    """The most that one referent may grant where no committee decides; None is all there is."""
    delays: Delays = Delays()
    version: int = 1
    """Of the rules: a plan keeps those it was sent under."""
    zone: tzinfo = FRANCE

    @property
    def documents(self) -> tuple[Document, ...]:
        """The papers that are given or seen: without them an endorsement is on condition."""
        return self.programme.documents if self.own_documents is None else self.own_documents

    @property
    def told_as(self) -> str:
        """The only name a person may read."""
        return self.neutral or self.programme.neutral

    @property
    def closes_on(self) -> date:
        """The day of the closing, where the network lives."""
        return self.closes_at.astimezone(self.zone).date()

    @property
    def skipped(self) -> frozenset[str]:
        """Names of the questions its programme does not ask."""
        return self.programme.skipped

    def answer_after(self, today: date) -> date | None:
        """Return the day of the next committee, after which answers come; None without one, or when none is known."""
        return next((day for day in self.committee_days if day >= today), None) if self.with_committee else None

    def is_open(self, now: datetime) -> bool:
        """Return whether an endorsement still counts."""
        return now < self.closes_at

    def is_late(self, now: datetime) -> bool:
        """Return whether it is still open, but past the date people read: the referent may lack time."""
        return self.is_open(now) and now.astimezone(self.zone).date() > self.people_by

    def takes_part(self, region: Region | None, kind: Kind = OrganisationKind.OTHER.kind) -> bool:
        """Return whether an organisation may take part, by its region and its kind; what is unknown is not shut out."""
        if self.programme.public is Public.EMPLOYEES and not kind.may_employ:
            return False
        return region is None or not self.regions or region in self.regions

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The programme's rules as they hold here: with the coordinator's figures, and the call's own dates."""
        meant = (rule for rule in (*self._without_dates(), *self._added()) if applies(rule, self.aid_form))
        return (*map(self._held, meant), *self._papers(), *self._own_dates())

    @property
    def unconfirmed(self) -> tuple[Rule, ...]:
        """Rules that only warn, because the coordinator has not answered for them."""
        return tuple(rule for rule in self.rules if not rule.source.certain)

    def check(self, judge: Judge) -> tuple[Finding, ...]:
        """Return what the rules of this call say of a plan."""
        return check(self.rules, judge, call=self.name)

    def terms(self, party: Party | None, before: int | None = None) -> Terms:
        """Return the terms of the aid in this call, for those who had so many aids before."""
        return terms_of(self.rules, party, before)

    @property
    def lacks_cap(self) -> bool:
        """Whether referents could grant all there is, alone, in a programme that protects."""
        return self.programme.discreet_default and not self.with_committee and not self.referent_cap

    def problems(self) -> tuple[CallProblem, ...]:
        """Return all that makes it impossible to open the call, in a fixed order; empty when it can be opened."""
        known = {rule.id for rule in (*self.programme.rules, *self._added())}
        found = {
            CallProblem.PEOPLE_AFTER_CLOSING: self.people_by > self.closes_on,
            CallProblem.STAY_ENDS_BEFORE_IT_BEGINS: self.stay_until < self.stay_from,
            CallProblem.STAY_OVER_AT_CLOSING: self.stay_until <= self.closes_on,
            CallProblem.NO_PLACES: self.places <= 0,
            CallProblem.NO_MONEY: self.envelope <= 0,
            CallProblem.NO_CAP: self.lacks_cap,
            CallProblem.UNKNOWN_RULE: not (self.confirmed | self.lenient | set(self.overrides)) <= known,
        }
        return tuple(problem for problem, holds in found.items() if holds)

    def changes_since(self, before: "Call") -> tuple[Rule, ...]:
        """Return the rules that say something else than before, as they hold now; none where only the papers differ."""
        known = {rule.id: (rule.limit, rule.refuses) for rule in before.rules}
        dates = {rule.id for rule in before.rules if isinstance(rule.limit, FilingUntil)}
        said = (rule for rule in self.rules if rule.id not in dates and not isinstance(rule.limit, PaperGiven))
        return tuple(rule for rule in said if known.get(rule.id) != (rule.limit, rule.refuses))

    def _held(self, rule: Rule) -> Rule:
        held = self._answered_for(rule)
        return replace(held, stance=Stance.WARN) if rule.id in self.lenient else held

    def _answered_for(self, rule: Rule) -> Rule:
        if rule.id in self.overrides:
            return rule.confirmed(self.network, self.stay_from.year, self.overrides[rule.id])
        if rule.id in self.confirmed:
            return rule.confirmed(self.network, self.stay_from.year)
        return rule.in_year(self.stay_from.year)

    def _without_dates(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.programme.rules if not isinstance(rule.limit, OF_THE_CALL))

    def _added(self) -> tuple[Rule, ...]:
        """Return the rules that the coordinator added to those of the model: each has the name of its kind."""
        known = {rule.id for rule in self.programme.rules}
        added = ((rule, limit) for rule, limit in self.overrides.items() if rule not in known and rule == limit.kind)
        own = self._own_source()
        return tuple(Rule(rule, limit, replace(own, added_on=self.confirmed_on.get(rule))) for rule, limit in added)

    def _own_source(self) -> Source:
        return Source(self.network, self.stay_from.year, Strength.CONFIRMED)

    def _papers(self) -> tuple[Rule, ...]:
        of_minors = (Document.PARENTAL_CONSENT,) if self.minors_alone else ()
        own, documents = self._own_source(), (*self.documents, *of_minors) if self.papers_required else ()
        return tuple(Rule(f"paper_{document}", PaperGiven(document), own) for document in dict.fromkeys(documents))

    def _own_dates(self) -> tuple[Rule, ...]:
        own = self._own_source()
        window = StayWindow(until=self.stay_until, first=self.stay_from)
        return (
            Rule("stay_window", window, own),
            Rule("filing_until", FilingUntil(self.closes_on), own),
        )
