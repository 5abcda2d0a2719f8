"""What the closing of a call stops, and what it does not."""

from typing import Any

import pytest

from bot.domain.plans import Action, State
from tests.domain.test_plans import standing, why_not

CLOSED = {"call_open": False}
RANKED = {"call_open": False, "ranked": True}


@pytest.mark.parametrize(
    ("action", "state", "known", "code"),
    [
        (Action.SEND, State.DRAFT, CLOSED, "call_closed"),
        (Action.SEND_AGAIN, State.TO_COMPLETE, CLOSED, "call_closed"),
        (Action.SEND_AGAIN, State.TO_COMPLETE, RANKED, None),
        (Action.ASK_CHANGES, State.TO_REVIEW, CLOSED, "call_closed"),
        (Action.ASK_CHANGES, State.TO_REVIEW, RANKED, None),
        (Action.KEEP, State.TO_REVIEW, {}, "call_open"),
        (Action.KEEP, State.TO_REVIEW, RANKED, "call_open"),
        (Action.KEEP, State.TO_REVIEW, CLOSED, None),
    ],
)
def test_once_the_call_is_closed_only_what_was_endorsed_before_counts_and_the_rest_can_be_kept(
    action: Action, state: State, known: dict[str, Any], code: str | None
) -> None:
    assert why_not(action, standing(state, **known)) == code
