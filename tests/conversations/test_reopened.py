"""Questions that a referent opened again: those alone are asked, and the plan can always come back to the referent."""

from dataclasses import replace
from typing import Any

from conversations.engine import flow
from conversations.engine.answers import Deferred, Facts, Given, How, Reopening
from conversations.engine.steps import Conversation, Need, Repeat, Section
from tests.conversations.talk import asking, at, facts, ids, question

A, B, C = (question(name) for name in "abc")
TALK = asking(A, B, C)
AN_ANSWER = {"a": "sea", "b": "sea", "c": "sea"}


def asked(*names: str, **answers: Any) -> Facts:
    reopened = {name: Reopening("Please look again.") for name in names}
    return replace(facts(**{**AN_ANSWER, **answers}), reopened=reopened)


def test_only_the_reopened_questions_are_asked() -> None:
    assert ids(flow.path(TALK, asked("b", "c"))) == ["b", "c"]
    assert at(flow.current(TALK, asked("b", "c"))) == "b"
    assert flow.find(TALK, asked("b"), "a") is None
    assert flow.progress(TALK, asked("b", "c"), "c") == (2, 2)


def test_a_reopened_follow_up_counts() -> None:
    talk = asking(A, question("b", counts=False), C, check=True)
    assert flow.progress(talk, asked("b"), "b") == (1, 1)


def test_questions_of_later_phases_can_be_reopened() -> None:
    talk = Conversation("talk", (Section("one", (A,)), Section("two", (B,), need=Need.ENDORSE)))
    assert ids(flow.path(talk, asked("b"))) == ["b"]


def test_a_question_is_done_once_it_has_a_new_answer() -> None:
    first = flow.with_answer(asked("b", "c"), B, Given("mountain"))
    assert first.reopened["b"].done
    assert at(flow.current(TALK, first)) == "c"
    assert ids(flow.still_reopened(TALK, first)) == ["c"]
    assert at(flow.after(TALK, first, "b")) == "c"
    both = flow.with_answer(first, C, Deferred(How.TALK))
    assert flow.current(TALK, both) is None
    assert flow.still_reopened(TALK, both) == ()


def test_a_reopened_question_put_off_until_later_comes_back() -> None:
    put_off = flow.with_answer(asked("b"), B, Deferred(How.LATER))
    assert ids(flow.missing(TALK, put_off, Need.SEND)) == ["b"]
    assert at(flow.current(TALK, put_off)) == "b"


def test_a_question_that_came_into_the_plan_meanwhile_is_asked_too() -> None:
    """Check it, for what is missing would keep the plan from being sent, and nothing would ask for it."""
    grown = asking(A, B, C, question("new"), question("wish", required=Need.NOTHING))
    answered = flow.with_answer(asked("b"), B, Given("mountain"))
    assert at(flow.current(grown, answered)) == "new"
    assert flow.current(grown, flow.with_answer(answered, question("new"), Given("sea"))) is None


def test_a_reopened_question_that_no_longer_makes_sense_holds_nothing_up() -> None:
    follow_up = question("c", when=lambda known: known.value("b") == "sea")
    talk = asking(A, B, follow_up)
    changed = flow.with_answer(asked("b", "c"), B, Given("mountain"))
    assert flow.current(talk, changed) is None
    assert flow.still_reopened(talk, changed) == ()


def test_a_reopened_round_that_is_gone_holds_nothing_up() -> None:
    talk = asking(A, Repeat((question("price"),), lambda known: (known.value("a"),)))
    reopened = asked("a", "price.sea")
    assert ids(flow.path(talk, reopened)) == ["a", "price.sea"]
    changed = flow.with_answer(reopened, A, Given("mountain"))
    assert "price.sea" not in ids(flow.still_reopened(talk, changed))
    assert at(flow.current(talk, changed)) == "price.mountain"


def test_what_is_missing_is_looked_for_in_the_whole_plan() -> None:
    hole = replace(facts(b="sea", c="sea"), reopened={"b": Reopening("Please look again.", done=True)})
    assert ids(flow.missing(TALK, hole, Need.SEND)) == ["a"]
    assert set(flow.on_path((TALK,), hole)) == {"b", "c"}
