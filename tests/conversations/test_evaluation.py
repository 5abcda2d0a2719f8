"""Before and after the stay: what is asked of whom, and what the answers say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.money import euros
from bot.domain.reports import Scale
from conversations.engine import flow
from conversations.engine.answers import Deferred, Facts, Given, How
from conversations.engine.media import Keepsake
from conversations.engine.rating import Faces
from conversations.engine.replies import FileRef, Sent
from conversations.engine.steps import Need
from conversations.engine.widgets import Message, Taken
from conversations.evaluation import FEELINGS, STORY, FeelingsContext, StoryContext, faces, quote, shown_aim
from conversations.report import REPORT, ReportContext, reported, shown
from tests.conversations.talk import NOTHING_SAID, ear, facts, ids, problem, says, taps

LEFT, HOME = date(2027, 7, 10), date(2027, 7, 17)
PLANNED = ReportContext(
    departure=LEFT,
    homecoming=HOME,
    people=4,
    prices={
        "lodging_price": euros(420), "transport_price": euros(180), "food_price": euros(200),
        "leisure_price": euros(100),
    },
    granted=euros(690),
)  # fmt: skip


def known(context: ReportContext = PLANNED, **answers: Any) -> Facts:
    return replace(facts(**answers), context=context, today=date(2027, 7, 20))


def asked(conversation: Any, told: Facts) -> list[str]:
    return ids(flow.path(conversation, told))


# Faces


def test_only_the_scales_handed_in_are_asked() -> None:
    some = replace(NOTHING_SAID, context=FeelingsContext(frozenset({Scale.TRUST, Scale.RESTED})))
    assert asked(FEELINGS, some) == ["trust", "rested"]
    assert asked(FEELINGS, NOTHING_SAID) == []


@pytest.mark.parametrize(("said", "face"), [("4", "4"), ("four", "4"), ("I do not answer", "none")])
def test_a_face_is_touched_or_typed_and_no_answer_is_one(said: str, face: str) -> None:
    assert says(Faces(), said, labels={"none": "I do not answer"}) == Taken(face)
    assert taps(Faces(), face) == Taken(face)


@pytest.mark.parametrize("said", ["0", "6", "happy"])
def test_there_are_five_faces(said: str) -> None:
    assert problem("not_understood", says(Faces(), said))


def test_a_scale_that_was_left_out_is_not_compared() -> None:
    assert faces(facts(trust="4", rested="none")) == {"trust": 4}
    assert {scale.value for scale in Scale} >= set(faces(facts(trust="1")))


# What the person tells


def test_every_question_to_the_person_may_be_skipped_and_then_all_is_told() -> None:
    put_off = {name: Deferred(How.LATER) for name in asked(STORY, NOTHING_SAID)}
    assert list(put_off) == ["took_place", "best", "hardest", "aim_reached", "again", "first_done"]
    assert all(placed.step.required is Need.NOTHING for placed in flow.path(STORY, NOTHING_SAID))
    assert flow.current(STORY, facts(**put_off)) is None


def test_five_taps_are_counted() -> None:
    assert flow.progress(STORY, NOTHING_SAID, "again") == (5, 5)


def test_without_a_stay_there_is_nothing_to_tell_of_it() -> None:
    assert asked(STORY, facts(took_place="cancelled")) == ["took_place", "again"]


def test_faces_come_again_only_where_they_were_given_before() -> None:
    before = replace(NOTHING_SAID, context=StoryContext(frozenset({Scale.TRUST})))
    assert asked(STORY, before)[-1] == "trust"


@pytest.mark.parametrize("chosen", ["children", ""])
def test_the_aim_is_recalled_as_it_was_chosen_to_beneficiary_and_referent(chosen: str) -> None:
    told = shown_aim(replace(NOTHING_SAID, context=StoryContext(aim=chosen)))["aim"]
    report = shown(replace(NOTHING_SAID, context=ReportContext(aim=chosen, objective="Partir seule")))
    assert (told[2] if told else "") == chosen
    assert report["aim"] == told
    assert report["objective"] == "Partir seule"


@pytest.mark.parametrize("kind", ["photo", "voice"])
def test_a_photo_and_a_voice_are_kept_as_they_are_and_never_quoted(kind: str) -> None:
    file = FileRef("f1", kind, 1000)
    read = Keepsake().read(Sent(file), None, NOTHING_SAID, ear())
    assert isinstance(read, Taken)
    assert "may_quote" not in asked(STORY, facts(first_done=read.value))
    assert quote(facts(first_done=read.value, may_quote="yes")) == ""


@pytest.mark.parametrize(("consent", "told"), [("yes", "The canoe"), ("no", ""), (None, "")])
def test_one_sentence_is_quoted_only_where_the_person_said_yes(consent: str | None, told: str) -> None:
    said: dict[str, Any] = {"first_done": Message(text="The canoe")}
    assert "may_quote" in asked(STORY, facts(**said))
    assert quote(facts(**said, **({"may_quote": consent} if consent else {}))) == told


# What the referent reports


def test_as_planned_is_short() -> None:
    told = known(went="as_planned", left_over="nothing")
    assert asked(REPORT, told) == ["went", "left_over", "used_count", "objective_reached", "fact", "effects", "advice"]


def test_vouchers_that_were_counted_when_handed_over_are_not_counted_again() -> None:
    told = known(replace(PLANNED, vouchers=30), went="as_planned", left_over="some", returned_cents=12_050)
    assert "used_count" not in asked(REPORT, told)
    whole = replace(told, answers={**told.answers, "returned_count": Given(6), "objective_reached": Given("3")})
    assert reported(whole)["used_count"] == 24


def test_electronic_vouchers_are_never_counted() -> None:
    told = known(replace(PLANNED, electronic=True), went="as_planned", left_over="some", returned_cents=9_000)
    assert not {"returned_count", "used_count"} & set(asked(REPORT, told))
    found = reported(replace(told, answers={**told.answers, "objective_reached": Given("3")}))
    assert (found["returned_cents"], found["returned_count"], found["used_count"]) == (9_000, 0, None)


def test_what_was_planned_is_reported_where_nothing_changed() -> None:
    told = known(went="as_planned", left_over="nothing", objective_reached="2")
    found = reported(told)
    assert (found["departure"], found["homecoming"], found["people"]) == (LEFT, HOME, 4)
    assert (found["lodging_price"], found["used_cents"], found["returned_cents"]) == (42_000, 69_000, 0)


def test_each_price_is_proposed_as_it_was_planned() -> None:
    told = known(went="changed", dates_kept="yes", real_people=3)
    step = next(placed.step for placed in flow.path(REPORT, told) if placed.step.name == "real_food_price")
    assert [button.data for row in step.widget.rows(None, told) for button in row] == ["20000"]


def test_real_days_are_asked_only_where_they_differ() -> None:
    same = asked(REPORT, known(went="changed", dates_kept="yes"))
    other = asked(REPORT, known(went="changed", dates_kept="no"))
    assert set(other) - set(same) == {"real_departure", "real_homecoming"}


def test_nobody_left_so_nothing_was_used() -> None:
    told = known(went="not_at_all", returned_cents=69_000, returned_count=30, objective_reached="0")
    assert asked(REPORT, told)[:3] == ["went", "returned_cents", "returned_count"]
    found = reported(told)
    assert (found["departure"], found["people"], found["food_price"], found["used_cents"]) == (None, 0, 0, 0)


@pytest.mark.parametrize(("cents", "code"), [(69_000, None), (69_001, "not_granted")])
def test_no_more_comes_back_than_was_given(cents: int, code: str | None) -> None:
    told = known(went="as_planned", left_over="some")
    step = next(placed.step for placed in flow.path(REPORT, told) if placed.step.name == "returned_cents")
    found = step.widget.examine(cents, told)
    assert (found.code if found else None) == code


def test_what_became_of_the_aid_is_asked_first_where_nobody_noted_that_all_of_it_was_handed_over() -> None:
    partly = replace(PLANNED, granted=euros(300), to_hand=euros(390), vouchers=15)
    assert asked(REPORT, known(partly))[0] == "rest_given"
    never = known(partly, rest_given="never", went="as_planned", left_over="nothing", objective_reached="2")
    assert "rest_day" not in asked(REPORT, never)
    assert (reported(never)["used_cents"], reported(never)["used_count"]) == (30_000, 15)
    after_all = known(partly, rest_given="handed", went="as_planned", left_over="nothing", objective_reached="2")
    assert asked(REPORT, after_all)[:3] == ["rest_given", "rest_day", "went"]
    assert "used_count" in asked(REPORT, after_all), "what was handed over later was not counted"
    assert reported(after_all)["used_cents"] == 69_000


@pytest.mark.parametrize("went", ["as_planned", "changed", "not_at_all"])
def test_of_an_aid_that_was_never_handed_over_nothing_was_used_and_nothing_comes_back(went: str) -> None:
    told = known(replace(PLANNED, granted=euros(0), to_hand=euros(690)), rest_given="never", went=went)
    assert not {"left_over", "returned_cents", "returned_count", "used_count"} & set(asked(REPORT, told))
    found = reported(replace(told, answers={**told.answers, **facts(objective_reached="2").answers}))
    assert (found["used_cents"], found["returned_cents"]) == (0, 0)


def test_an_answer_about_what_no_longer_happened_says_nothing() -> None:
    told = known(went="as_planned", left_over="nothing", returned_cents=5_000, returned_count=2, objective_reached="3")
    assert (reported(told)["returned_cents"], reported(told)["used_cents"]) == (0, 69_000)
