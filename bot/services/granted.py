"""What somebody with a grant can do next: the same buttons on her own page and under the good news."""

from bot.domain.plans import State
from conversations.engine.board import Button, Word

LEAVING = frozenset({State.GRANTED, State.HANDED_OVER})
"""A grant stands, and the stay has not begun."""


def to_leave(*, calendar: bool) -> list[Button]:
    """The list first; without her calendar where it could betray her."""
    first = Button(Word("checklist"), "g:checklist", style="primary")
    dates = [Button(Word("to_calendar"), "g:calendar")] if calendar else []
    return [first, *dates, Button(Word("what_to_pay"), "g:pay")]


def while_away() -> list[Button]:
    """During the stay: what her vouchers pay, and somebody to tell what goes wrong."""
    return [Button(Word("what_to_pay"), "g:pay"), Button(Word("not_well"), "g:well:no")]
