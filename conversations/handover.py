"""The aid is handed over: how much, in which form, on which day; paper vouchers are counted.

Its receipt is the person's own to confirm.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.money import NOTHING, Cents
from bot.domain.vouchers import can_be_made
from conversations.engine.answers import Context, Facts
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money, Number, Text

LONGEST_AGO = timedelta(days=60)
MOST_NOTES = 999


@dataclass(frozen=True, slots=True)
class HandoverContext(Context):
    """What a professional who hands the aid over looks at."""

    granted: Cents = NOTHING
    """The amount granted: no more than that is handed over."""


def granted(facts: Facts) -> Cents:
    """Return what was granted; nothing where it is not known."""
    return facts.about(HandoverContext).granted


def in_full(facts: Facts) -> tuple[int, ...]:
    """Propose one amount: all of it."""
    return (granted(facts),) if granted(facts) else ()


def not_over_the_grant(amount: Cents, facts: Facts) -> Problem | None:
    """Refuse nothing at all, and more than was granted."""
    most = granted(facts)
    return None if 0 < amount <= most else Problem("not_granted", {"most": most})


def on_paper(facts: Facts) -> bool:
    """Return whether there are paper notes: they are counted, and their numbers may be noted."""
    return bool(facts.value("form") == "paper")


def makes_the_amount(count: int, facts: Facts) -> Problem | None:
    """Refuse an amount that so many notes of 10, 20, 25 and 50 euros cannot make: it cannot be on paper."""
    cents = facts.value("handed")
    return None if cents is None or can_be_made(cents, count) else Problem("not_that_many", {"cents": cents})


def until_today(facts: Facts) -> tuple[date, date]:
    """Return the days on which it may have been handed over: nothing is noted before it is done."""
    return facts.today - LONGEST_AGO, facts.today


def earlier(facts: Facts) -> bool:
    """Return whether it was neither today nor yesterday: the day is asked."""
    return bool(facts.value("handed_on") == "earlier")


HANDOVER = Conversation(
    "handover",
    (
        Section(
            "handover",
            (
                Step("handed", Money(usual=in_full, checks=(not_over_the_grant,)), required=Need.SEND, firm=True),
                Step("form", Choice(options=("paper", "electronic")), required=Need.SEND, firm=True),
                Step(
                    "notes",
                    Number(low=1, high=MOST_NOTES, checks=(makes_the_amount,)),
                    when=on_paper,
                    required=Need.SEND,
                    firm=True,
                ),
                Step("numbers", Text(limit=200), when=on_paper),
                Step("handed_on", Choice(options=("today", "yesterday", "earlier")), required=Need.SEND, firm=True),
                Step("handed_day", Day(window=until_today), when=earlier, required=Need.SEND, firm=True),
            ),
        ),
    ),
    context=HandoverContext,
)
