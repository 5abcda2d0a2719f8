"""A question is data: names, groups that repeat, sections."""

import pytest

from conversations.engine.answers import Deferred, Facts, How
from conversations.engine.steps import Conversation, Repeat, Section
from tests.conversations.talk import NOTHING_SAID, asking, facts, question


def tides(known: Facts) -> tuple[str, ...]:
    return tuple(known.value("tides") or ())


GROUP = Repeat((question("price"), question("paid")), tides)


def test_a_question_that_stands_alone_is_kept_under_its_name() -> None:
    assert question("place").id == "place"
    assert question("price", key="high").id == "price.high"


def test_a_group_is_asked_round_after_round() -> None:
    section = Section("part", (question("tides"), GROUP, question("end")))
    asked = [step.id for step in section.unfold(facts(tides=("high", "low")))]
    assert asked == ["tides", "price.high", "paid.high", "price.low", "paid.low", "end"]


def test_without_a_key_there_is_no_round() -> None:
    assert [step.id for step in asking(GROUP).sections[0].unfold(NOTHING_SAID)] == []


def test_two_questions_of_one_name_are_refused_at_start() -> None:
    with pytest.raises(ValueError, match="asked twice: place, price"):
        asking(question("place"), question("price"), GROUP, question("place"))
    sections = (Section("one", (question("place"),)), Section("two", (question("place"),)))
    with pytest.raises(ValueError, match="conversation talk: asked twice: place"):
        Conversation("talk", sections)


def test_the_section_of_a_question_is_found_by_its_name_in_a_group_too() -> None:
    talk = Conversation("talk", (Section("one", (question("place"),)), Section("two", (GROUP,))))
    assert talk.section_of("place").name == "one"
    assert talk.section_of("paid").name == "two"
    assert talk.names == {"place", "price", "paid"}
    with pytest.raises(KeyError, match="nowhere"):
        talk.section_of("nowhere")


def test_what_was_put_off_has_no_value() -> None:
    said = facts(place=Deferred(How.TALK), end="sea", price=Deferred(How.UNKNOWN))
    assert said.value("place") is None
    assert said.value("end") == "sea"
