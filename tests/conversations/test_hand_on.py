"""Handing on: then once more whether; what becomes of notes is asked only where there are some to pass on."""

from dataclasses import replace

import pytest

from conversations.absence import ALONG, FAMILIES, HAND_ON, NOTES, NOTES_OF_FAMILIES, STAY
from conversations.engine import flow
from tests.conversations.talk import facts

PERSON: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("traits", "families", "asked"),
    [
        (PERSON, None, ["to_whom", "hand_on_sure"]),
        ({NOTES}, None, ["to_whom", "with_notes", "hand_on_sure"]),
        ({FAMILIES}, ALONG, ["to_whom", "with_families", "hand_on_sure"]),
        ({FAMILIES, NOTES_OF_FAMILIES}, ALONG, ["to_whom", "with_families", "with_notes", "hand_on_sure"]),
        ({FAMILIES, NOTES_OF_FAMILIES}, STAY, ["to_whom", "with_families", "hand_on_sure"]),
        ({FAMILIES, NOTES_OF_FAMILIES}, None, ["to_whom", "with_families", "hand_on_sure"]),
        ({FAMILIES, NOTES}, STAY, ["to_whom", "with_families", "with_notes", "hand_on_sure"]),
    ],
)
def test_what_is_asked(traits: set[str], families: str | None, asked: list[str]) -> None:
    said = {"with_families": families} if families else {}
    known = replace(facts(**said), traits=frozenset(traits))
    assert [placed.step.name for placed in flow.path(HAND_ON, known)] == asked
