"""A referent and the people accompanied: a name to find or to give, a private note, a quotient to work out."""

from conversations.engine.answers import Facts
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money, Number, Text

MOST_OF_A_NOTE = 1_000
"""Characters of a private note: what one wants to know before the next meeting, not a file."""

MOST_A_YEAR, MOST_A_MONTH = 10_000_000, 1_000_000
"""In cents: beyond, an amount is a slip of the finger."""

FIND = Conversation("find", (Section("find", (Step("find", Text(limit=40), required=Need.SEND, firm=True),)),))

NAMING = Conversation("naming", (Section("naming", (Step("called", Text(limit=40), required=Need.SEND, firm=True),)),))

NOTE = Conversation(
    "note", (Section("note", (Step("note", Text(limit=MOST_OF_A_NOTE), required=Need.SEND, firm=True),)),)
)
NOTE_CHANGE = Conversation(
    "note_change",
    (Section("note_change", (Step("new_note", Text(limit=MOST_OF_A_NOTE), required=Need.SEND, firm=True),)),),
)


def tenth_taken_off(facts: Facts) -> tuple[int, ...]:
    """Propose the tenth that the tax office takes off wages by itself (article 83 of the general tax code), or none."""
    tenth = (facts.value("taxable") or 0) // 10 // 100 * 100
    return (tenth, 0) if tenth else (0,)


def nothing_more(_facts: Facts) -> tuple[int, ...]:
    """Propose no benefits: a usual answer."""
    return (0,)


def has_dependants(facts: Facts) -> bool:
    """Return whether children live on the household's income."""
    return bool(facts.value("dependants"))


def among_dependants(disabled: int, facts: Facts) -> Problem | None:
    """Refuse more disabled children than there are children."""
    most = facts.value("dependants") or 0
    return Problem("out_of_range", {"low": 0, "high": most, "value": disabled}) if disabled > most else None


QUOTIENT = Conversation(
    "quotient",
    (
        Section(
            "quotient",
            (
                Step("taxable", Money(high=MOST_A_YEAR, usual=nothing_more), required=Need.SEND, firm=True),
                Step("taken_off", Money(high=MOST_A_YEAR, usual=tenth_taken_off), required=Need.SEND, firm=True),
                Step("benefits", Money(high=MOST_A_MONTH, usual=nothing_more), required=Need.SEND, firm=True),
                Step("dependants", Number(low=0, high=12, offered=tuple(range(8))), required=Need.SEND, firm=True),
                Step(
                    "disabled",
                    Number(low=0, high=12, offered=tuple(range(4)), checks=(among_dependants,)),
                    when=has_dependants,
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
)
"""What a family quotient is worked out from; a couple and one adult have the same parts, so nobody is asked."""
