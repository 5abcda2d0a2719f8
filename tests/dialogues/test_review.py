"""The referent reviews: one card, the referent's part first, changes asked question by question, undo, no silence."""

import pytest

from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import plans
from conversations.engine.screens import Page
from tests.dialogues.story import (
    Cast,
    cast,
    endorsed_plan,
    fills_own_part,
    fills_prices,
    joins,
    reviewed_plan,
    sent_plan,
)
from tests.support.phones import Phone
from tests.support.town import Town


async def state(story: Cast, number: int = 1) -> State:
    plan = await story.town.does(plans.by_id, number)
    assert plan is not None
    return State(plan.state)


async def card(lina: Phone) -> Page:
    screen = await lina.sees("review/card")
    assert isinstance(screen, Page)
    return screen


async def test_the_lock_screen_says_neither_a_name_nor_a_subject(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    assert await story.lina.has_seen("notices/review_asked")
    notice = await story.lina.text()
    assert "Awa" not in notice
    assert "vacances" not in notice.lower()


async def test_the_referents_own_part_comes_first_while_it_is_incomplete(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.taps("r:next")
    await card(story.lina)
    assert await story.lina.offers("part")
    assert not await story.lina.offers("endorse")
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    await card(story.lina)
    assert not await story.lina.offers("part")
    assert await story.lina.offers("endorse")


@pytest.mark.parametrize(("model", "question"), [("aurore", "objective"), ("apv", "earlier_aids")])
async def test_none_this_year_is_not_asked_again_unless_the_aids_of_all_years_count(
    town: Town, model: str, question: str
) -> None:
    story = await cast(town, model=model)
    await sent_plan(story)
    await story.lina.taps("r:next", "part")
    await story.lina.says("612")
    await story.lina.taps("caf")
    await story.lina.sees(f"referent/{question}")


async def test_the_card_fits_one_screen_and_names_what_decides(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    text = await story.lina.text()
    for needed in ("Awa", "Camping du Lac", "900", "690", "150", "60"):
        assert needed in text.replace("\u202f", "").replace("\xa0", ""), needed
    assert len(text.splitlines()) <= 16


async def test_only_what_was_asked_opens_again_and_only_what_changed_is_shown(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.taps("r:next", "changes", "lodging", "dates", "done")
    for _ in range(2):
        await story.lina.says("On en parle ?")
        await story.lina.taps("skip")
    await town.passes(minutes=3)
    await awa.taps("g:go")
    await awa.sees("stay/dates")
    await awa.says("du 3 au 10 juillet")
    await awa.sees("lodging/lodging")
    await awa.taps("gite")
    await awa.taps("send_again")
    await story.lina.taps("r:next")
    shown = await card(story.lina)
    assert {step.name for _, step, _, _ in shown.values["differences"]} == {"dates", "lodging"}


async def test_a_proposed_answer_is_one_tap_for_the_person(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.taps("r:next", "changes", "dates", "done")
    await story.lina.says("Le camping est plein cette semaine-là.")
    await story.lina.says("du 17 au 24 juillet")
    await town.passes(minutes=3)
    await awa.taps("g:go")
    await awa.sees("stay/dates")
    await awa.taps("agree", "send_again")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert str(plan.departure) == "2027-07-17"


async def test_an_endorsement_can_be_undone_for_two_minutes_and_nobody_was_told(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    await story.lina.taps("endorse")
    assert await state(story) is State.ENDORSED
    await town.passes(minutes=1)
    await story.lina.taps("undo")
    assert await state(story) is State.TO_REVIEW
    await town.passes(minutes=10)
    assert not await awa.has_seen("notices/endorsed")
    assert not await story.claire.has_seen("notices/to_decide")


async def test_after_two_minutes_it_is_too_late_to_undo(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    await story.lina.taps("endorse")
    decided = await story.lina.last()
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/endorsed")
    await story.lina.taps_old(decided, "undo")
    await story.lina.sees("review/card", problem="not_now")
    assert await state(story) is State.IN_COMMITTEE


async def test_after_a_decision_the_next_plan_comes_by_itself(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story, "Awa")
    await story.lina.starts()
    await sent_plan(story, "Nour")
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    await story.lina.taps("endorse")
    shown = await card(story.lina)
    assert shown.values["name"] == "Nour"
    assert await story.lina.has_seen("review/decided")


async def test_tomorrow_hides_it_until_the_morning(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.taps("r:next", "tomorrow")
    await story.lina.sees("review/nothing_left")
    await town.passes(days=1)
    await story.lina.says("/review")
    await card(story.lina)
    assert await state(story) is State.TO_REVIEW


async def test_no_is_behind_the_whole_plan_and_needs_a_reason_and_a_next_step(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.taps("r:next")
    assert not await story.lina.offers("not_endorse")
    await story.lina.taps("whole", "not_endorse")
    await story.lina.sees("not_endorse/reason")
    await story.lina.taps("not_ready")
    await story.lina.sees("not_endorse/next_step")
    await story.lina.taps("talk")
    assert await state(story) is State.NOT_ENDORSED
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/not_endorsed")


async def test_a_plan_that_changed_meanwhile_is_not_decided_but_shown_fresh(town: Town) -> None:
    story = await cast(town)
    awa = await reviewed_plan(story)
    old = await story.lina.last()
    await awa.taps("g:home")
    await awa.taps("take_back", "take_back_surely")
    await story.lina.taps_old(old, "endorse")
    assert await state(story) is State.DRAFT
    await story.lina.sees("review/person", problem="changed_since")


async def test_two_referents_decide_at_once_one_wins_and_the_other_learns_who_and_what(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    lina_card = await story.lina.last()
    await story.lina.taps("endorse")
    await story.lina.taps_old(lina_card, "endorse")
    await story.lina.sees("review/card", problem="changed_since")
    assert await state(story) is State.ENDORSED


async def test_another_referent_cannot_open_a_plan_that_is_not_theirs(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    ines = await town.member("Ines", Role.REFERENT, story.residence)
    await ines.forges("p:card:1:1")
    await ines.sees("review/home", problem="not_found")
    await ines.forges("q:p1e:1:provider:x")
    await ines.sees("review/home", problem="not_found")


async def test_before_it_is_sent_the_referent_sees_only_that_a_draft_exists(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.taps("sea", "done")
    await story.lina.taps("r:people")
    await story.lina.sees("review/people")
    await story.lina.taps("3")
    await story.lina.sees("review/person")
    assert not await story.lina.offers("card")


async def test_the_person_reads_when_it_was_sent_its_reference_and_what_comes_next(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await awa.sees("story/_offer")
    text = (await awa.messages())[-2]["text"]
    assert "V-2026-0001" in text
    assert "lundi 23 novembre 2026" in text
    assert "Lina" in text


async def test_sent_after_the_date_people_read_it_is_marked_urgent(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await town.passes(days=193)
    await awa.taps("sea", "done", "children", "never", "1", "none", "none", "sea")
    await awa.says("du 10 au 17 juillet")
    await awa.taps("campsite", "train")
    await awa.says("60")
    await awa.taps("none", "send")
    assert await awa.has_seen("plan/sent")
    await story.lina.taps("r:next")
    assert (await card(story.lina)).values["urgent"]


async def test_after_the_call_has_closed_no_endorsement_counts(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    old = await story.lina.last()
    await town.passes(days=210)
    await story.lina.taps_old(old, "endorse")
    await story.lina.sees("review/stopped", problem="call_closed")
    assert await state(story) is State.TO_REVIEW


async def test_endorsed_plans_reach_the_committee(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    assert await state(story) is State.IN_COMMITTEE
