"""A referent goes away, or hands a person on: the two short conversations in which a colleague is chosen."""

from datetime import date

from bot.domain.absence import LONGEST
from conversations.engine.answers import Facts
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice
from conversations.engine.steps import Conversation, Need, Section, Step

COLLEAGUE = "colleague:"
"""Traits handed in: the colleagues who can be chosen, by their ids."""


def colleagues(facts: Facts) -> tuple[str, ...]:
    """Ids of the colleagues who can be chosen, the longest there first."""
    ids = (trait.removeprefix(COLLEAGUE) for trait in facts.traits if trait.startswith(COLLEAGUE))
    return tuple(sorted(ids, key=int))


def from_today(facts: Facts) -> tuple[date, date]:
    """The last days of absence that can be said."""
    return facts.today, facts.today + LONGEST


AWAY = Conversation(
    "absence",
    (
        Section(
            "absence",
            (
                Step("until", Day(window=from_today), required=Need.SEND, firm=True),
                Step("stand_in", Choice(options=colleagues), required=Need.SEND, firm=True),
            ),
        ),
    ),
)

NOTES = "notes"
"""Trait handed in: the referent has private notes about the person she hands on."""


def has_notes(facts: Facts) -> bool:
    """There are notes to pass on, or to remove."""
    return NOTES in facts.traits


HAND_ON = Conversation(
    "transfer",
    (
        Section(
            "transfer",
            (
                Step("to_whom", Choice(options=colleagues), required=Need.SEND, firm=True),
                Step(
                    "with_notes",
                    Choice(options=("forget", "pass_on")),
                    when=has_notes,
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
)
