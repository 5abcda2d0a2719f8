"""Answering: typed or tapped, understood or not, in any order, interrupted at any moment."""

from typing import Any

import pytest

from conversations.engine.screens import Question
from tests.dialogues.story import answers_everything, cast, joins
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def at_the_dates(awa: Phone) -> None:
    await awa.taps("sea", "done", "children", "never", "1", "none", "none", "sea")
    await awa.sees("stay/dates")


@pytest.mark.parametrize(
    "typed", ["du 10 au 17 juillet", "10/7/2027 - 17/7/2027", "du ١٠ au ١٧ juillet 2027", "10-17/7"]
)
async def test_both_days_may_be_typed_at_once(town: Town, typed: str) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says(typed)
    await awa.sees("lodging/lodging")
    assert "samedi 10" in await awa.text() or "10" in str((await awa.messages())[-2]["text"])


async def test_both_days_may_be_tapped_in_the_month(town: Town) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.taps("m202707")
    await awa.taps("20270710")
    await awa.sees("stay/dates")
    await awa.taps("20270717")
    await awa.sees("lodging/lodging")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("31/06/2027", "no_such_day"),
        ("du 17 au 10 juillet 2027", "end_before_start"),
        ("du 10 au 17 juillet 2020", "past"),
        ("quand il fera chaud", "not_understood"),
        ("du 1 juillet au 30 juillet 2027", "too_long"),
    ],
)
async def test_dates_that_cannot_be_are_answered_with_the_reason(town: Town, typed: str, problem: str) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says(typed)
    await awa.sees("stay/dates", problem=problem)


async def test_a_rule_is_told_at_the_step_that_meets_it_without_saying_whose_it_is(town: Town) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says("du 1 juillet au 30 juillet 2027")
    text = await awa.text()
    assert "29" in text
    assert "21" in text
    assert "Unapei" not in text


@pytest.mark.parametrize(
    ("typed", "cents"), [("250", 25_000), ("250€", 25_000), ("250,50", 25_050), ("1 250,50", 125_050)]
)
async def test_amounts_are_understood_as_people_write_them(town: Town, typed: str, cents: int) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says("du 10 au 17 juillet")
    await awa.taps("campsite", "train")
    await awa.says(typed)
    screen = await awa.sees("worries/worries")
    assert isinstance(screen, Question)
    if screen.diary is not None:
        assert screen.diary[2] == cents


@pytest.mark.parametrize("typed", ["-20", "1,25,0", "beaucoup", "9999999999"])
async def test_absurd_amounts_are_refused_with_an_example(town: Town, typed: str) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says("du 10 au 17 juillet")
    await awa.taps("campsite", "train")
    await awa.says(typed)
    screen = await awa.sees("share/own_share")
    assert isinstance(screen, Question)
    assert screen.problem is not None


async def test_after_two_misunderstandings_there_is_a_way_round(town: Town) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says("je sais pas trop")
    assert not await awa.offers("skip")
    await awa.says("bof")
    assert await awa.offers("skip")
    await awa.taps("skip")
    await awa.sees("lodging/lodging")


async def test_i_do_not_know_is_an_answer_and_the_plan_goes_on(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("unknown")
    await awa.sees("wishes/aim")
    await awa.taps("talk")
    await awa.sees("wishes/first_time")


async def test_what_was_skipped_comes_back_before_sending(town: Town) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says("bof")
    await awa.says("bof")
    await awa.taps("skip", "campsite", "train")
    await awa.says("60")
    await awa.taps("none")
    await awa.sees("plan/recap")
    assert not await awa.offers("send")


async def test_back_leads_to_the_question_before(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children", "back")
    await awa.sees("wishes/aim")
    await awa.taps("breathe")
    await awa.sees("wishes/first_time")


async def test_the_example_is_shown_under_the_same_question(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("example")
    screen = await awa.sees("wishes/wishes")
    assert isinstance(screen, Question)
    assert screen.example


async def test_an_answer_changed_from_the_recap_changes_alone(town: Town) -> None:
    awa = await joins(await cast(town))
    await answers_everything(awa)
    await awa.sees("plan/recap")
    await awa.taps("g:change")
    await awa.sees("plan/change")
    await awa.taps("stay")
    await awa.sees("plan/part")
    await awa.taps("dates")
    await awa.sees("stay/dates")
    await awa.says("du 3 au 10 juillet")
    await awa.sees("plan/recap")
    assert await awa.offers("send")


async def test_an_old_button_changes_nothing_and_shows_the_current_question(town: Town) -> None:
    awa = await joins(await cast(town))
    first = await awa.last()
    await awa.taps("sea", "done")
    await awa.sees("wishes/aim")
    await awa.taps_old(first, "sea")
    await awa.sees("wishes/aim", problem="old_button")


async def test_a_double_tap_gives_one_answer(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    question = await awa.last()
    await awa.taps("children")
    await awa.taps_old(question, "children")
    await awa.sees("wishes/first_time")


@pytest.mark.parametrize(("word", "page"), [("aide", "help"), ("stop", "stop"), ("langue", "language")])
async def test_words_that_help_work_under_every_question(town: Town, word: str, page: str) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says(word)
    await awa.sees(page)
    await awa.starts()
    await awa.taps("g:go")
    await awa.sees("stay/dates")


async def test_a_label_may_be_typed_instead_of_tapped(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    labels = {data.rpartition(":")[2]: label for label, data in buttons(await awa.last())}
    await awa.says(labels["breathe"].lower())
    screen = await awa.sees("wishes/first_time")
    assert isinstance(screen, Question)
    assert (await awa.messages())[-2]["text"].endswith(labels["breathe"])


async def test_a_pause_asks_once_whether_the_bot_may_write(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("pause")
    await awa.sees("plan/may_i_write")
    await awa.taps("yes")
    await awa.sees("plan/paused")
    await awa.taps("g:go")
    await awa.taps("pause")
    await awa.sees("plan/paused")


@pytest.mark.parametrize(
    ("kind", "more"), [("sticker", {}), ("location", {"latitude": 48.8, "longitude": 2.3}), ("voice", {"duration": 3})]
)
async def test_things_sent_where_words_are_asked_are_answered_kindly(
    town: Town, kind: str, more: dict[str, Any]
) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.sends(kind, **more)
    screen = await awa.sees("stay/dates")
    assert isinstance(screen, Question)
    assert screen.problem is not None


async def test_a_draft_says_in_each_message_that_it_is_not_sent(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children", "never")
    assert "pas\u00a0envoyé" in await awa.text()
    await awa.starts()
    assert "pas" in await awa.text()
    assert "envoyé" in await awa.text()


async def test_nothing_is_lost_when_the_phone_is_off_for_three_months(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children")
    await town.passes(days=90)
    await awa.says("bonjour")
    await awa.sees("wishes/first_time")
    await awa.taps("never")
    await awa.sees("travellers/adults")


async def test_people_of_one_role_are_kindly_refused_the_commands_of_another(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.says("/decide")
    await awa.sees("wishes/wishes", problem="not_for_you")
    await story.lina.says("/plan")
    await story.lina.sees("review/home", problem="not_for_you")


async def test_a_stay_that_is_too_long_is_put_right_by_one_tap(town: Town) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.says("du 1 juillet au 30 juillet 2027")
    await awa.sees("stay/dates", problem="too_long")
    label, data = buttons(await awa.last())[0]
    assert label.startswith("🏠 Rentrer le ")
    await awa.taps(data.rpartition(":")[2])
    await awa.sees("lodging/lodging")


async def test_days_without_school_bear_a_mark_where_children_go_along(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children", "never", "1")
    await awa.says("6, 8, 11")
    await awa.taps("none", "sea")
    await awa.taps("m202707")
    labels = {data[-8:]: label for label, data in buttons(await awa.last())}
    assert (labels["20270702"], labels["20270703"]) == ("2", "3*")
    assert "* Pas d’école ce jour-là." in await awa.text()


async def test_without_children_no_day_bears_a_mark(town: Town) -> None:
    awa = await joins(await cast(town))
    await at_the_dates(awa)
    await awa.taps("m202707")
    assert not [label for label, _ in buttons(await awa.last()) if "*" in label]
