"""Opening a call in six questions, and changing one that is open. Everything else has the model's value."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.regions import Region
from conversations.engine.answers import Facts
from conversations.engine.board import Problem
from conversations.engine.calendar import Day, Period
from conversations.engine.choices import Choice, Many
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Cents, Money, Number, Text

MODEL, RULE = "model:", "rule:"
"""Traits handed in: the programme models there are, and the figures of the chosen one that nobody has confirmed."""
TAKEN_PLACES, TAKEN_CENTS = "taken_places:", "taken_cents:"
"""Traits handed in: what a call has already given; it is never lowered under that."""

LONGEST_CALL = timedelta(days=730)


def models(facts: Facts) -> tuple[str, ...]:
    """Keys of the programme models."""
    return _named(facts, MODEL)


def unconfirmed(facts: Facts) -> tuple[str, ...]:
    """Ids of the figures that only warn until the coordinator answers for them."""
    return _named(facts, RULE)


def _named(facts: Facts, prefix: str) -> tuple[str, ...]:
    return tuple(sorted(trait.removeprefix(prefix) for trait in facts.traits if trait.startswith(prefix)))


def _taken(facts: Facts, prefix: str) -> int:
    return next((int(trait.removeprefix(prefix)) for trait in facts.traits if trait.startswith(prefix)), 0)


def has_unconfirmed(facts: Facts) -> bool:
    """There is something to confirm."""
    return bool(unconfirmed(facts))


def from_tomorrow(facts: Facts) -> tuple[date, date]:
    """The days on which a call may close."""
    return facts.today + timedelta(days=1), facts.today + LONGEST_CALL


def after_closing(facts: Facts) -> tuple[date, date]:
    """The days of the stays: they may begin once the call has closed."""
    closes_on = facts.value("closes_on") or facts.today
    return closes_on + timedelta(days=1), closes_on + LONGEST_CALL


def not_under_taken_places(places: int, facts: Facts) -> Problem | None:
    """Never fewer places than are given."""
    taken = _taken(facts, TAKEN_PLACES)
    return Problem("under_taken", {"taken": taken}) if places < taken else None


def not_under_taken_money(envelope: Cents, facts: Facts) -> Problem | None:
    """Never less money than is given."""
    taken = _taken(facts, TAKEN_CENTS)
    return Problem("under_taken", {"taken": taken}) if envelope < taken else None


MOST_MONEY = 100_000_000
"""Cents: the largest amount that is understood when typed."""

CALL = Conversation(
    "call",
    (
        Section(
            "call",
            (
                Step("model", Choice(options=models), required=Need.SEND, firm=True),
                Step("call_name", Text(limit=60), required=Need.SEND, firm=True),
                Step("closes_on", Day(window=from_tomorrow), required=Need.SEND, firm=True),
                Step("stays", Period(window=after_closing), required=Need.SEND, firm=True),
                Step("places", Number(low=1, high=100_000, offered=(20, 40, 100, 300)), required=Need.SEND, firm=True),
                Step("envelope", Money(high=MOST_MONEY), required=Need.SEND, firm=True, counts=False),
                Step(
                    "regions",
                    Many(options=tuple(region.value for region in Region), none=True, most=len(Region)),
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
)


def changing(what: str) -> Callable[[Facts], bool]:
    """The condition of a question that belongs to one of the changes."""
    return lambda facts: bool(facts.value("what") == what)


ADJUST = Conversation(
    "adjust",
    (
        Section(
            "adjust",
            (
                Step(
                    "what", Choice(options=("closing", "places", "money", "close_now")), required=Need.SEND, firm=True
                ),
                Step("new_closing", Day(window=from_tomorrow), when=changing("closing"), required=Need.SEND, firm=True),
                Step(
                    "new_places",
                    Number(low=1, high=100_000, checks=(not_under_taken_places,)),
                    when=changing("places"),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "new_envelope",
                    Money(high=MOST_MONEY, checks=(not_under_taken_money,)),
                    when=changing("money"),
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
)
