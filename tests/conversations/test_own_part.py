"""The referent's own part, short and for the person's situation, and what she asks to be changed."""

from dataclasses import replace

from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.steps import Need
from conversations.referent import CHANGES, EMPLOYED, HOUSED, NOT_ENDORSE, OWN_PART, SAVED_SUPPORT, support_options
from tests.conversations.talk import NOTHING_SAID, at, data, facts, ids

ALWAYS = ["quotient", "proof", "earlier_aids", "objective", "support", "formalities"]


def with_traits(*traits: str, **answers: object) -> Facts:
    return replace(facts(**answers), traits=frozenset(traits))


def test_everyone_is_asked_six_questions() -> None:
    assert ids(flow.path(OWN_PART, NOTHING_SAID)) == ALWAYS
    assert ids(flow.missing(OWN_PART, NOTHING_SAID, Need.ENDORSE)) == ALWAYS


def test_who_is_housed_needs_her_place_kept_and_who_is_employed_her_leave() -> None:
    assert set(ids(flow.path(OWN_PART, with_traits(HOUSED)))) == {*ALWAYS, "place_kept"}
    assert set(ids(flow.path(OWN_PART, with_traits(EMPLOYED)))) == {*ALWAYS, "leave_granted"}


def test_nothing_of_it_can_be_put_off() -> None:
    assert not OWN_PART.deferrable


def test_her_saved_sentence_is_offered_once_she_has_one() -> None:
    assert support_options(NOTHING_SAID) == ()
    assert support_options(with_traits(SAVED_SUPPORT)) == ("as_usual",)


def test_she_ticks_what_has_to_change_and_says_why_for_each() -> None:
    known = with_traits("ask:lodging", "ask:dates", "asked:69000")
    assert data(flow.path(CHANGES, known)[0].step.widget.rows(None, known)) == ["dates", "lodging", "done"]
    ticked = with_traits("ask:lodging", "ask:dates", points=("lodging", "dates"))
    asked = ids(flow.path(CHANGES, ticked))
    assert [step for step in asked if step.startswith("comment")] == ["comment.lodging", "comment.dates"]
    assert at(flow.current(CHANGES, ticked)) == "comment.lodging"
    assert ids(flow.missing(CHANGES, ticked, Need.SEND)) == ["comment.lodging", "comment.dates"]


def test_saying_no_needs_a_reason_and_a_next_step() -> None:
    assert ids(flow.missing(NOT_ENDORSE, NOTHING_SAID, Need.SEND)) == ["reason", "next_step"]
