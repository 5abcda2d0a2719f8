"""A guide: the same questions typed by hand or begun with an answer, and an honest count of those that are asked."""

from datetime import date

import pytest

from conversations.broadcast import LanguagesContext
from conversations.engine import flow
from conversations.engine.answers import Answer, Facts, Given
from conversations.guide import ANSWER, GUIDE, languages

KNOWN: dict[str, Answer] = {
    "guide_title": Given("L’acompte"),
    "guide_content": Given("La structure peut l’avancer."),
    "guide_language": Given("fr"),
    "guide_readers": Given("referents"),
}
"""What an answer to a referent says of the guide it becomes."""


def test_typed_by_hand_all_five_are_asked_and_counted() -> None:
    facts = Facts(date(2026, 11, 23))
    asked = [placed.step.id for placed in flow.path(GUIDE, facts)]
    assert [flow.progress(GUIDE, facts, step) for step in asked] == [(number, 5) for number in range(1, 6)]


def test_begun_with_an_answer_only_what_is_asked_is_counted() -> None:
    facts = Facts(date(2026, 11, 23), KNOWN)
    assert flow.progress(ANSWER, facts, "guide_title") == (1, 2)
    following = flow.after(ANSWER, facts, "guide_title")
    assert following is not None
    assert following.step.id == "guide_theme"
    assert flow.progress(ANSWER, facts, "guide_theme") == (2, 2)


@pytest.mark.parametrize(("own", "offered"), [("fr", ("fr", "ar", "en")), ("", ("ar", "en", "fr"))])
def test_the_language_of_the_coordinator_who_shelves_it_comes_first(own: str, offered: tuple[str, ...]) -> None:
    assert languages(Facts(date(2026, 11, 23), context=LanguagesContext(("en", "fr", "ar"), own))) == offered


def test_both_ask_the_same_so_that_each_answer_can_be_changed() -> None:
    assert ANSWER.names == GUIDE.names
