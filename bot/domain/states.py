"""Where a plan may stand, and which of these states mean the same for a question: is it live, does it take money."""

from enum import StrEnum


class State(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    TO_REVIEW = "to_review"
    TO_COMPLETE = "to_complete"
    NOT_ENDORSED = "not_endorsed"
    ENDORSED = "endorsed"
    IN_COMMITTEE = "in_committee"
    OFFERED = "offered"
    WAITING = "waiting"
    GRANTED = "granted"
    DECLINED = "declined"
    HANDED_OVER = "handed_over"
    AWAY = "away"
    BACK = "back"
    REPORTED = "reported"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


BEFORE_DEPARTURE = frozenset(
    {
        State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE, State.ENDORSED, State.IN_COMMITTEE, State.OFFERED,
        State.WAITING, State.GRANTED, State.HANDED_OVER, State.POSTPONED,
    }
)  # fmt: skip
"""It can be given up, without giving a reason."""
LIVE = BEFORE_DEPARTURE | {State.AWAY, State.BACK, State.REPORTED}
"""A person has at most one live plan in a call."""
EDITABLE = frozenset({State.DRAFT, State.TO_COMPLETE})
"""The beneficiary may change answers."""
UNFINISHED = EDITABLE | {State.TO_REVIEW}
"""Not endorsed yet: the closing of the call stops it, unless it was endorsed once and has kept its rank."""
SENT = frozenset(State) - {State.DRAFT}
"""The plan has been sent at least once and has a reference."""
AFTER_A_NO = frozenset({State.NOT_ENDORSED, State.DECLINED})
"""It was a no: the plan may be changed and sent once more, where that is what was said to be possible."""
TO_DECIDE = frozenset({State.ENDORSED, State.IN_COMMITTEE, State.WAITING})
"""The committee can decide."""
CHANGEABLE = frozenset({*TO_DECIDE, State.GRANTED, State.HANDED_OVER})
"""Endorsed, and not gone yet: people, dates and cost can change once the referent has read the change."""
PAPERS_IN = frozenset({State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE, State.OFFERED, *CHANGEABLE})
"""States of a plan in which a paper of it may be given."""
FRESH = frozenset({State.ENDORSED, State.IN_COMMITTEE})
"""Nobody has decided yet; what stands on the waiting list was decided once."""
TAKING = frozenset(
    {State.GRANTED, State.OFFERED, State.HANDED_OVER, State.AWAY, State.BACK, State.REPORTED, State.CLOSED}
)
"""The plan takes places and money of its call."""
PROMISED = frozenset({State.OFFERED, State.GRANTED, State.HANDED_OVER})
"""An amount was said, and the stay has not begun: what is wrong with it can still be put right."""
DECIDED = frozenset({State.GRANTED, State.OFFERED, State.WAITING, State.DECLINED})
"""The committee has said something that can be undone for two minutes."""
