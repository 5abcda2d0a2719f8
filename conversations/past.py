"""A year from before: how many people left, and with how much aid. For comparison only."""

from conversations.engine.answers import Facts
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money, Number

EARLIEST_YEAR = 1982
"""Holiday vouchers exist since then (ordonnance of March 26, 1982)."""
MOST_MONEY = 10_000_000_000


def anybody_left(facts: Facts) -> bool:
    """Return whether anybody left in that year: otherwise there is no money to ask about."""
    return bool(facts.value("past_people"))


PAST = Conversation(
    "past",
    (
        Section(
            "past",
            (
                Step("past_year", Number(low=EARLIEST_YEAR, high=2100), required=Need.SEND, firm=True),
                Step("past_people", Number(low=0, high=1_000_000), required=Need.SEND, firm=True),
                Step("past_money", Money(high=MOST_MONEY), when=anybody_left),
            ),
        ),
    ),
)
