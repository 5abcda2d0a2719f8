"""Who gave which answer, and what the person has still to confirm before the plan is sent."""

from dataclasses import replace

from conversations import OWN_PART, PLAN, authors
from conversations.engine import flow
from conversations.engine.answers import Answer, Deferred, Facts, Given, How, Reopening
from tests.conversations.talk import TODAY

AWA, LINA = 7, 3
STEPS = flow.steps_by_name((PLAN, OWN_PART))


def written(**answers: Answer) -> Facts:
    return Facts(today=TODAY, answers=answers)


def names(places: tuple[flow.Placed, ...]) -> list[str]:
    return [placed.step.id for placed in places]


BOTH = written(
    wishes=Given(("sea",), AWA),
    aim=Given("children", LINA),
    adults=Deferred(How.TALK, LINA),
    provider=Given("Camping", LINA),
    earlier_aids=Given("none", LINA),
    first_time=Given("never"),
)


def test_what_another_wrote_is_to_be_confirmed_up_to_sending_and_no_further() -> None:
    assert names(authors.by_others(BOTH, AWA)) == ["aim", "adults"]
    assert names(authors.to_confirm(BOTH, AWA)) == ["aim", "adults"]
    assert authors.to_confirm(written(wishes=Given(("sea",), AWA)), AWA) == ()


def test_confirming_keeps_who_wrote_it_and_survives_the_database() -> None:
    agreed = authors.confirmed(BOTH, AWA)
    assert authors.to_confirm(agreed, AWA) == ()
    assert names(authors.by_others(agreed, AWA)) == ["aim", "adults"]
    stored = flow.load_answers(flow.dump_answers(agreed.answers, STEPS), STEPS)
    assert stored == agreed.answers


def test_whatever_is_written_anew_is_to_be_confirmed_anew() -> None:
    agreed = authors.confirmed(BOTH, AWA)
    again = flow.with_answer(agreed, STEPS["aim"], Given("rest", LINA))
    assert names(authors.to_confirm(again, AWA)) == ["aim"]
    by_the_person = flow.with_answer(again, STEPS["aim"], Given("rest", AWA))
    assert authors.to_confirm(by_the_person, AWA) == ()


def test_questions_asked_again_hide_nothing_that_was_not_confirmed() -> None:
    reopened = replace(BOTH, reopened={"wishes": Reopening("Laquelle ?")})
    assert names(authors.to_confirm(reopened, AWA)) == ["aim", "adults"]
