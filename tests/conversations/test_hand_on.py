"""Handing on: then once more whether; what becomes of notes is asked only where there are some to pass on."""

from dataclasses import replace

import pytest

from conversations.absence import ALONG, HAND_ON, STAY, HandOnContext
from conversations.engine import flow
from tests.conversations.talk import facts

PERSON = HandOnContext()
FAMILIES = HandOnContext(families=True)
NOTED_FAMILIES = HandOnContext(families=True, notes_of_families=True)


@pytest.mark.parametrize(
    ("context", "families", "asked"),
    [
        (PERSON, None, ["to_whom", "hand_on_sure"]),
        (HandOnContext(notes=True), None, ["to_whom", "with_notes", "hand_on_sure"]),
        (FAMILIES, ALONG, ["to_whom", "with_families", "hand_on_sure"]),
        (NOTED_FAMILIES, ALONG, ["to_whom", "with_families", "with_notes", "hand_on_sure"]),
        (NOTED_FAMILIES, STAY, ["to_whom", "with_families", "hand_on_sure"]),
        (NOTED_FAMILIES, None, ["to_whom", "with_families", "hand_on_sure"]),
        (HandOnContext(families=True, notes=True), STAY, ["to_whom", "with_families", "with_notes", "hand_on_sure"]),
    ],
)
def test_what_is_asked(context: HandOnContext, families: str | None, asked: list[str]) -> None:
    said = {"with_families": families} if families else {}
    known = replace(facts(**said), context=context)
    assert [placed.step.name for placed in flow.path(HAND_ON, known)] == asked
