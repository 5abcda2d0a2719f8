"""Opening a call in six questions, and changing one of its values later. Everything else has the model's value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.domain.aid import AidForm
from bot.domain.figures import LISTED
from bot.domain.money import NOTHING, Cents
from bot.domain.regions import Region
from conversations.engine.answers import Context, Facts
from conversations.engine.calendar import Day, Period
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import Problem
from conversations.engine.long_lists import LongList
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money, Number, Text, Widget

LONGEST_CALL = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class CallContext(Context):
    """What a coordinator who opens a call looks at."""

    models: tuple[str, ...] = ()
    """Keys of the programme models."""
    unconfirmed: tuple[str, ...] = ()
    """Ids of the figures of the chosen model that nobody has confirmed."""


@dataclass(frozen=True, slots=True)
class AdjustContext(Context):
    """What a coordinator who changes a value of a call looks at."""

    taken_places: int = 0
    """Places the call has given: it is never lowered under that."""
    taken_cents: Cents = NOTHING
    """Money the call has given: it is never lowered under that."""
    organisations: Mapping[str, str] = field(default_factory=dict)
    """Names of the organisations that a quota may be for, by their ids."""
    professionals: Mapping[str, str] = field(default_factory=dict)
    """Names of those who may decide too, by their ids."""
    cap_needed: bool = False
    """Whether a referent could grant all there is, alone, where people are protected."""


def models(facts: Facts) -> tuple[str, ...]:
    """Return the keys of the programme models."""
    return tuple(sorted(facts.about(CallContext).models))


def unconfirmed(facts: Facts) -> tuple[str, ...]:
    """Return the ids of the figures that only warn until the coordinator answers for them."""
    return tuple(sorted(facts.about(CallContext).unconfirmed))


def organisations(facts: Facts) -> tuple[str, ...]:
    """Return the ids of the organisations that a quota may be for, by their names."""
    names = names_of_organisations(facts)
    return tuple(sorted(names, key=lambda each: (names[each].casefold(), each)))


def names_of_organisations(facts: Facts) -> Mapping[str, str]:
    """Return what each of them is called."""
    return facts.about(AdjustContext).organisations


def professionals(facts: Facts) -> tuple[str, ...]:
    """Return the ids of those who may decide too, by their names."""
    names = names_of_professionals(facts)
    return tuple(sorted(names, key=lambda each: (names[each].casefold(), each)))


def names_of_professionals(facts: Facts) -> Mapping[str, str]:
    """Return what each of them is called, with the organisation."""
    return facts.about(AdjustContext).professionals


def has_unconfirmed(facts: Facts) -> bool:
    """Return whether there is something to confirm."""
    return bool(unconfirmed(facts))


def from_tomorrow(facts: Facts) -> tuple[date, date]:
    """Return the days on which a call may close."""
    return facts.today + timedelta(days=1), facts.today + LONGEST_CALL


def days_of_stays(facts: Facts) -> tuple[date, date]:
    """Return the days of the stays: some may begin before the call closes, once they are granted."""
    closes_on = facts.value("closes_on") or facts.today
    return facts.today + timedelta(days=1), closes_on + LONGEST_CALL


def committee_may_meet(facts: Facts) -> tuple[date, date]:
    """Return the days on which a committee may meet: today too, as its day may be said in the morning."""
    return facts.today, facts.today + LONGEST_CALL


def not_under_taken_places(places: int, facts: Facts) -> Problem | None:
    """Refuse fewer places than are given."""
    taken = facts.about(AdjustContext).taken_places
    return Problem("under_taken", {"taken": taken}) if places < taken else None


def not_under_taken_money(envelope: Cents, facts: Facts) -> Problem | None:
    """Refuse less money than is given."""
    taken = facts.about(AdjustContext).taken_cents
    return Problem("under_taken", {"taken": taken}) if envelope < taken else None


def capped(cap: Cents, facts: Facts) -> Problem | None:
    """Refuse to take the cap away where one is needed."""
    return Problem("cap_needed") if not cap and facts.about(AdjustContext).cap_needed else None


MOST_MONEY = 100_000_000
"""Cents: the largest amount that is understood when typed."""

REGIONS = tuple(region.value for region in Region)

CALL = Conversation(
    "call",
    (
        Section(
            "call",
            (
                Step("model", Choice(options=models), required=Need.SEND, firm=True),
                Step("call_name", Text(limit=60), required=Need.SEND, firm=True),
                Step("closes_on", Day(window=from_tomorrow), required=Need.SEND, firm=True),
                Step("stays", Period(window=days_of_stays), required=Need.SEND, firm=True),
                Step("places", Number(low=1, high=100_000, offered=(20, 40, 100, 300)), required=Need.SEND, firm=True),
                Step("envelope", Money(high=MOST_MONEY), required=Need.SEND, firm=True, counts=False),
                Step(
                    "regions",
                    Many(options=REGIONS, none=True, most=len(REGIONS)),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "confirmed",
                    Many(options=unconfirmed, none=True, most=30),
                    when=has_unconfirmed,
                    required=Need.SEND,
                    firm=True,
                    counts=False,
                ),
            ),
        ),
    ),
    context=CallContext,
)


def changing(what: str) -> Callable[[Facts], bool]:
    """Return the condition of a question that belongs to one of the changes."""
    return lambda facts: bool(facts.value("what") == what)


def quota_for(whom: str) -> Callable[[Facts], bool]:
    """Return the condition of the question whose quota it is."""
    return lambda facts: bool(facts.value("what") == "quota" and facts.value("quota_for") == whom)


def _asked(name: str, what: str, widget: Widget[Any]) -> Step:
    return Step(name, widget, when=changing(what), required=Need.SEND, firm=True)


ADJUST = Conversation(
    "adjust",
    (
        Section(
            "adjust",
            (
                Step(
                    "what",
                    Choice(
                        options=(
                            "name",
                            "neutral",
                            "closing",
                            "hour",
                            "stays",
                            "places",
                            "money",
                            "documents",
                            "people_by",
                            "early",
                            "offer",
                            "held",
                            "remind",
                            "others",
                            "quota",
                            "committee_day",
                            "decider",
                            "cap",
                            "aid_form",
                        )
                    ),
                    required=Need.SEND,
                    firm=True,
                ),
                _asked("new_name", "name", Text(limit=60)),
                _asked("new_neutral", "neutral", Text(limit=40)),
                _asked("new_closing", "closing", Day(window=from_tomorrow)),
                _asked("new_hour", "hour", Number(low=0, high=23, offered=(9, 12, 18, 23))),
                _asked("new_stays", "stays", Period(window=days_of_stays)),
                _asked("new_places", "places", Number(low=1, high=100_000, checks=(not_under_taken_places,))),
                _asked("new_envelope", "money", Money(high=MOST_MONEY, checks=(not_under_taken_money,))),
                _asked("new_documents", "documents", Many(options=tuple(each.value for each in LISTED), none=True)),
                _asked("people_days", "people_by", Number(low=0, high=60, offered=(3, 5, 10, 15))),
                _asked("early_days", "early", Number(low=1, high=60, offered=(3, 5, 10, 15))),
                _asked("offer_days", "offer", Number(low=1, high=60, offered=(3, 5, 10, 15))),
                _asked("held_days", "held", Number(low=1, high=30, offered=(1, 3, 5, 10))),
                _asked("remind_days", "remind", Number(low=1, high=30, offered=(3, 5, 8, 10))),
                _asked("others_days", "others", Number(low=2, high=60, offered=(5, 10, 15, 20))),
                _asked("quota_for", "quota", Choice(options=("region", "organisation"))),
                Step("quota_region", Choice(options=REGIONS), when=quota_for("region"), required=Need.SEND, firm=True),
                Step(
                    "quota_organisation",
                    LongList(options=organisations, names=names_of_organisations),
                    when=quota_for("organisation"),
                    required=Need.SEND,
                    firm=True,
                ),
                _asked("new_committee_day", "committee_day", Day(window=committee_may_meet)),
                _asked("new_decider", "decider", LongList(options=professionals, names=names_of_professionals)),
                _asked("new_cap", "cap", Money(high=MOST_MONEY, checks=(capped,))),
                _asked("quota_places", "quota", Number(low=0, high=100_000, offered=(10, 20, 50, 100))),
                _asked("new_aid_form", "aid_form", Choice(options=tuple(AidForm))),
            ),
        ),
    ),
    context=AdjustContext,
)
"""One value of a call, whichever: the button that begins it has answered the first question."""
