"""Where a person is: the answers alone say it, so questions may be added, moved and removed between two answers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import flow
from conversations.engine.answers import Answer, Deferred, Facts, Given, How
from conversations.engine.choices import Choice
from conversations.engine.flow import Answered, Waiting
from conversations.engine.keyboard import Problem
from conversations.engine.replies import Said, Tapped
from conversations.engine.steps import Conversation, Need, Repeat, Section, Step
from conversations.engine.widgets import Number
from tests.conversations.talk import NOTHING_SAID, asking, at, ear, facts, ids, question
from tests.domain.figures_of_a_week import SUMMER

A, B, C, D = (question(name) for name in "abcd")
TALK = asking(A, B, C)
LATER, UNKNOWN = Deferred(How.LATER), Deferred(How.UNKNOWN)


def to_the_sea(known: Facts) -> bool:
    return bool(known.value("a") == "sea")


def even(number: int, _known: Facts) -> Problem | None:
    return Problem("odd") if number % 2 else None


# The road


def test_the_first_question_is_the_first_without_an_answer() -> None:
    assert at(flow.current(TALK, NOTHING_SAID)) == "a"
    assert at(flow.current(TALK, facts(a="sea"))) == "b"
    assert at(flow.current(TALK, facts(b="sea"))) == "a"
    assert flow.current(TALK, facts(a="sea", b="sea", c="sea")) is None


@pytest.mark.parametrize(
    ("changed", "now_at"),
    [
        (asking(A, D, B, C), "d"),  # added before the current one
        (asking(A, B, C, D), "c"),  # added after
        (asking(C, A, B), "c"),  # moved
        (asking(A, C), "c"),  # an answered one removed
        (asking(A, B), None),  # the current one removed
    ],
)
def test_questions_change_in_the_middle_of_a_draft_and_no_answer_is_lost(
    changed: Conversation, now_at: str | None
) -> None:
    half = facts(a="sea", b="mountain")
    assert at(flow.current(TALK, half)) == "c"
    assert at(flow.current(changed, half)) == now_at
    kept = flow.on_path((changed,), half)
    assert kept == {name: answer for name, answer in half.answers.items() if name in changed.names}


def test_a_condition_opens_and_closes_a_question() -> None:
    talk = asking(A, question("b", when=to_the_sea), C)
    assert ids(flow.path(talk, NOTHING_SAID)) == ["a", "c"]
    assert ids(flow.path(talk, facts(a="sea"))) == ["a", "b", "c"]
    assert at(flow.after(talk, facts(a="sea"), "a")) == "b"
    assert at(flow.after(talk, facts(a="mountain"), "a")) == "c"
    assert at(flow.before(talk, facts(a="sea"), "c")) == "b"
    assert at(flow.before(talk, facts(a="mountain"), "c")) == "a"
    assert flow.progress(talk, facts(a="sea"), "c") == (3, 3)
    assert flow.progress(talk, facts(a="mountain"), "c") == (2, 2)


def test_answers_off_the_path_are_dropped_when_a_plan_is_sent() -> None:
    talk = asking(A, question("b", when=to_the_sea))
    changed = facts(a="mountain", b="sea", gone="sea")
    assert set(flow.on_path((talk,), changed)) == {"a"}
    assert set(flow.on_path((talk, asking(question("gone"))), changed)) == {"a", "gone"}


def test_what_the_programme_skips_is_not_asked() -> None:
    talk = asking(A, question("equipment"), C)
    assert SUMMER.skipped == {"equipment"}
    assert ids(flow.path(talk, replace(NOTHING_SAID, call=SUMMER))) == ["a", "c"]
    assert flow.missing(talk, replace(facts(a="sea", c="sea"), call=SUMMER), Need.SEND) == ()


def test_each_phase_asks_its_own_sections() -> None:
    talk = Conversation("talk", (Section("one", (A,)), Section("two", (B,), need=Need.ENDORSE)))
    assert ids(flow.path(talk, NOTHING_SAID)) == ["a"]
    assert ids(flow.path(talk, NOTHING_SAID, {Need.ENDORSE})) == ["b"]
    assert ids(flow.path(talk, NOTHING_SAID, Need)) == ["a", "b"]
    assert at(flow.find(talk, NOTHING_SAID, "b")) == "b"
    assert flow.find(talk, NOTHING_SAID, "nowhere") is None


def test_before_the_first_question_there_is_none() -> None:
    assert flow.before(TALK, NOTHING_SAID, "a") is None
    assert at(flow.before(TALK, NOTHING_SAID, "b")) == "a"
    assert flow.before(TALK, NOTHING_SAID, "nowhere") is None


def test_after_the_last_question_comes_the_first_that_is_open() -> None:
    assert at(flow.after(TALK, facts(c="sea"), "c")) == "a"
    assert flow.after(TALK, facts(a="sea", b="sea", c="sea"), "c") is None
    assert at(flow.after(TALK, facts(b="sea"), "a")) == "c"
    assert at(flow.after(TALK, facts(a="sea"), "removed meanwhile")) == "b"


# Progress


def test_progress_counts_questions_and_the_check() -> None:
    assert flow.progress(TALK, NOTHING_SAID, "b") == (2, 3)
    checked = replace(TALK, check=True)
    assert flow.progress(checked, NOTHING_SAID, "b") == (2, 4)
    assert flow.progress(checked, NOTHING_SAID, "check and send") == (4, 4)
    assert flow.progress(checked, NOTHING_SAID, "b", {Need.LEAVE}) == (0, 0)


def test_a_follow_up_has_the_number_of_the_question_it_follows() -> None:
    talk = asking(A, question("b", counts=False), C)
    assert [flow.progress(talk, NOTHING_SAID, name) for name in "abc"] == [(1, 2), (1, 2), (2, 2)]


def test_a_follow_up_counts_when_nothing_stands_before_it() -> None:
    talk = asking(question("equipment"), question("b", counts=False), C)
    skipping = replace(NOTHING_SAID, call=SUMMER)
    assert [flow.progress(talk, skipping, name) for name in "bc"] == [(1, 2), (2, 2)]


# Put off


def test_what_is_not_known_or_is_to_be_talked_about_is_dealt_with() -> None:
    for how in (How.UNKNOWN, How.TALK):
        said = facts(a=Deferred(how), b="sea", c="sea")
        assert flow.current(TALK, said) is None
        assert flow.missing(TALK, said, Need.SEND) == ()
        assert ids(flow.to_talk_about(TALK, said)) == ["a"]
        assert ids(flow.to_talk_about(TALK, said, marked=True)) == (["a"] if how is How.TALK else [])


def test_later_lets_the_person_go_on_and_comes_back() -> None:
    said = facts(a=LATER)
    assert at(flow.after(TALK, said, "a")) == "b"
    assert at(flow.current(TALK, said)) == "b"
    all_else = facts(a=LATER, b="sea", c="sea")
    assert flow.after(TALK, all_else, "c") is None
    assert at(flow.current(TALK, all_else)) == "a"
    assert ids(flow.missing(TALK, all_else, Need.SEND)) == ["a"]


def test_several_left_for_later_come_back_one_after_the_other_and_never_in_a_circle() -> None:
    said = facts(a=LATER, b=LATER, c="sea")
    assert at(flow.current(TALK, said)) == "a"
    assert at(flow.after(TALK, facts(a="sea", b=LATER, c="sea"), "a")) == "b"
    assert at(flow.after(TALK, said, "a")) == "b"
    assert flow.after(TALK, said, "b") is None


def test_what_is_required_for_nothing_may_be_skipped_for_good() -> None:
    talk = asking(A, question("b", required=Need.NOTHING))
    assert flow.current(talk, facts(a="sea", b=LATER)) is None


def test_a_firm_question_needs_a_value() -> None:
    talk = asking(question("a", firm=True), B)
    assert ids(flow.missing(talk, facts(a=UNKNOWN, b=UNKNOWN), Need.SEND)) == ["a"]


def test_what_an_endorsement_needs_cannot_be_put_off() -> None:
    talk = asking(question("a", required=Need.ENDORSE))
    assert ids(flow.missing(talk, facts(a=UNKNOWN), Need.ENDORSE)) == ["a"]
    assert flow.missing(talk, facts(a="sea"), Need.ENDORSE) == ()
    assert flow.missing(talk, NOTHING_SAID, Need.LEAVE) == ()


# Answering


def test_a_reply_is_an_answer_half_of_one_or_the_reason_why_not() -> None:
    step = Step("n", Number(low=1, high=10, checks=(even,)))
    assert flow.take(step, NOTHING_SAID, None, Tapped("4"), ear()) == Answered(4)
    assert flow.take(step, NOTHING_SAID, None, Said("three"), ear()) == Problem("odd")
    assert flow.take(step, NOTHING_SAID, None, Said("so many"), ear()) == Problem("not_understood")
    free = replace(A, widget=Choice(options=("sea",), other=True))
    assert flow.take(free, NOTHING_SAID, None, Tapped("other"), ear()) == Waiting({"other": True})


def test_an_answer_that_a_check_no_longer_passes_is_asked_again() -> None:
    talk = asking(A, Step("n", Number(low=1, high=10, checks=(even,)), required=Need.SEND))
    assert at(flow.current(talk, facts(a="sea", n=3))) == "n"
    assert ids(flow.missing(talk, facts(a="sea", n=3), Need.SEND)) == ["n"]
    assert flow.current(talk, facts(a="sea", n=4)) is None


def test_giving_an_answer_changes_that_answer_alone() -> None:
    said = flow.with_answer(facts(a="sea"), B, Given("mountain", 7))
    assert said.answers == {"a": Given("sea"), "b": Given("mountain", 7)}


# Kept


STEPS = flow.steps_by_name((TALK, asking(Repeat((Step("price", Number(low=0, high=9)),), lambda _: ("x",)))))


def test_answers_come_back_from_the_database_as_they_were() -> None:
    said: dict[str, Answer] = {"a": Given("sea", 7), "b": Deferred(How.TALK, 8), "price.x": Given(3)}
    assert flow.load_answers(flow.dump_answers(said, STEPS), STEPS) == said


@pytest.mark.parametrize(
    "stored",
    [
        {"v": "river", "by": 7}, {"v": None, "by": 7}, {"v": ["sea"]}, {"v": 3}, {"by": 7}, {}, None, [], "sea", 3,
        {"d": "whenever"}, {"d": None},
    ],
)  # fmt: skip
def test_a_stored_answer_that_no_longer_fits_is_asked_again(stored: object) -> None:
    loaded = flow.load_answers({"a": stored, "b": {"v": "sea"}, "gone": {"v": "sea"}}, STEPS)
    assert loaded == {"b": Given("sea")}
    assert at(flow.current(TALK, replace(NOTHING_SAID, answers=loaded))) == "a"


def test_two_conversations_of_one_sheet_may_not_share_a_name() -> None:
    with pytest.raises(ValueError, match="asked twice: a"):
        flow.steps_by_name((TALK, asking(A)))


# Whatever is answered, in whatever order

answers = st.sampled_from([None, Given("sea"), Given("mountain"), UNKNOWN, LATER])


@given(st.lists(answers, min_size=4, max_size=4))
def test_the_road_always_ends_and_what_is_missing_is_on_it(given_answers: list[Answer | None]) -> None:
    talk = asking(A, question("b", when=to_the_sea), C, question("d", firm=True))
    said = facts(**{name: answer for name, answer in zip("abcd", given_answers, strict=True) if answer is not None})
    for _ in range(4):
        placed = flow.current(talk, said)
        if placed is None:
            break
        said = flow.with_answer(said, placed.step, Given("sea"))
    assert flow.current(talk, said) is None
    assert set(ids(flow.missing(talk, said, Need.SEND))) <= {"d"}
