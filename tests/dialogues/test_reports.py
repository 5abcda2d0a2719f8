"""After the stay: the beneficiary tells what they like, the referent reports, and the plan is closed."""

from dataclasses import replace
from datetime import date

from bot.domain.people import Role
from bot.domain.plans import Action, State
from bot.domain.reports import Objective
from bot.plan.context import Moment
from bot.storage import calls, ledger, reports, stories
from bot.storage.calls import Account
from bot.storage.kernel.store import Tx
from tests.dialogues.after import (
    AWA,
    GRANTED,
    LINA,
    answered_plan,
    came_home,
    gives,
    gives_report,
    granted_plan,
    is_granted,
    state_of,
)
from tests.dialogues.story import cast
from tests.rendering.report_faces import REPORTED
from tests.support import plans as made
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def test_faces_are_offered_once_during_the_wait_and_compared_alone_after_the_stay(town: Town) -> None:
    story = await cast(town)
    awa = await answered_plan(story)
    await awa.starts()
    await awa.taps("g:recap", "send")
    assert await awa.has_seen("plan/sent"), "it is sent first of all"
    await awa.sees("story/_offer")
    await awa.taps("g:feelings", "2")
    await awa.says("3")
    await awa.taps("none", "3", "4", "stop", "take_back", "take_back_surely", "g:recap", "send")
    await awa.sees("plan/sent")
    await is_granted(story)
    await came_home(story)
    await awa.forges("g:feelings")
    await awa.sees("home/plan", problem="not_now")
    await awa.taps("g:report", "skip", "skip", "skip", "skip", "skip")
    await awa.sends("photo")
    await awa.taps("4", "3", "none", "5")
    screen = await awa.sees("story/_thanks")
    assert [(step.name, before, after) for step, before, after in screen.values["lines"]] == [
        ("organise", "2", "4"), ("trust", "3", "3"), ("talk", "4", "5"),
    ]  # fmt: skip
    kept = await town.does(stories.of_person, 1, AWA)
    assert kept.before == {"organise": 2, "trust": 3, "move": 3, "talk": 4}, "as far as she went"
    await story.lina.starts()
    await gives_report(story.lina)
    await story.lina.taps("keepsake")
    await story.lina.sees("report/_keepsake")
    assert (await story.lina.last())["photo"]
    await awa.forges("p:keepsake:1:1")
    await awa.sees("home/plan", problem="not_found")


async def test_what_a_person_tells_is_theirs_to_give_and_the_sentence_only_with_a_yes(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await came_home(story)
    await awa.starts()
    await awa.taps("g:report", "yes")
    await awa.sees("story/best")
    await awa.says("Le canoë")
    await awa.taps("skip", "yes", "alone")
    await awa.sees("story/first_done")
    await awa.says("Le restaurant avec mes trois enfants")
    await awa.sees("story/may_quote")
    await awa.taps("yes")
    await awa.sees("story/_thanks")
    told = await town.does(stories.of_person, 1, AWA)
    assert told.quote == "Le restaurant avec mes trois enfants"
    assert told.answers["hardest"]["d"] == "later"
    assert told.after == {}, "she gave no face before: nothing is compared"
    await awa.taps("g:home")
    assert not await awa.offers("g:report")
    await awa.forges("g:report")
    await awa.sees("home/plan")


async def test_the_referent_closes_it_alone_and_what_was_not_used_comes_back_to_the_cent(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    before = await town.does(calls.by_id, 1)
    await came_home(story)
    lina = story.lina
    await lina.starts()
    await lina.taps("report", "changed", "no")
    await lina.says("11 juillet")
    await lina.says("15/07")
    await lina.taps("3")
    await lina.taps("40000")
    await lina.says("180")
    await lina.says("150,50")
    await lina.taps("20000", "some")
    await lina.says("800,01")
    await lina.sees("report/returned_cents", problem="not_granted")
    await lina.says("120,50")
    await lina.says("7")
    await lina.taps("skip", "2")
    await lina.says("Elle a préparé le trajet seule.")
    await lina.taps("ties", "done", "skip")
    await lina.sees("report/_ready")
    assert await state_of(town, 1) is State.BACK, "nothing is given before she has looked"
    await lina.taps("edit")
    await lina.sees("report/went")
    await lina.taps("changed")
    await lina.sees("report/_ready")
    await gives(lina)
    await lina.sees("report/_given")
    report = await town.does(reports.of_plan, 1)
    assert (report.departure, report.homecoming) == (date(2027, 7, 11), date(2027, 7, 15))
    assert (report.people, report.cost_cents, report.objective) == (3, 93_050, Objective.MOSTLY)
    assert (report.used_cents, report.returned_cents, report.returned_count) == (GRANTED - 12_050, 12_050, 7)
    after = await town.does(calls.by_id, 1)
    assert (before.taken_places, before.taken_cents) == (4, GRANTED)
    assert (after.taken_places, after.taken_cents) == (3, GRANTED - 12_050)
    lines = [line for line in await town.does(ledger.lines, 1) if line.account is Account.TAKEN]
    assert (lines[-1].cause, lines[-1].places, lines[-1].cents) == ("report", -1, -12_050)
    assert sum(line.cents for line in lines) == after.taken_cents
    assert await town.does(calls.unbalanced) == []
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1", "d:reports:1")
    await story.claire.sees("report/_overview")
    await story.claire.taps("d:close_plans:1")
    assert await state_of(town, 1) is State.CLOSED


async def test_a_wrong_hand_is_repaired_and_the_ledger_follows(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    await came_home(story)
    lina = story.lina
    await lina.starts()
    await gives_report(lina)
    await lina.taps("correct_report")
    await lina.sees("report/_ready")
    await edits(lina, "left_over")
    await lina.taps("some")
    await lina.sees("report/returned_cents")
    await lina.says("20,50")
    await lina.says("1")
    await gives(lina)
    corrected = await town.does(calls.by_id, 1)
    assert (corrected.taken_places, corrected.taken_cents) == (4, GRANTED - 2_050)
    assert await town.does(calls.unbalanced) == []


async def edits(lina: Phone, step: str) -> None:
    """Tap one line of what Lina looks over."""
    await lina.taps(next(data for _, data in buttons(await lina.last()) if data.endswith(f":{step}:edit")))


async def test_old_and_forged_buttons_change_nothing_and_are_answered(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    lina, claire = story.lina, story.claire
    await lina.starts()
    await lina.forges("p:report:1:1")
    await lina.sees("review/card", problem="not_now")
    await came_home(story)
    omar = await town.member("Omar", Role.REFERENT, story.residence)
    await lina.starts()
    await lina.taps("report", "as_planned", "nothing", "skip", "3")
    await lina.says("Un fait")
    await lina.taps("none", "skip")
    looked = await lina.last()
    give = next(data for _, data in buttons(looked) if data.startswith("r:give_report"))
    for phone, forged, page, problem in (
        (omar, give, "review/home", "not_found"),
        (omar, "r:another:4", "review/home", "not_found"),
        (awa, give, "home/plan", "not_for_you"),
        (awa, "p:correct_report:1:1", "home/plan", "not_found"),
        (awa, "d:reports:1", "home/plan", "not_for_you"),
        (claire, "g:another", "committee/home", "not_for_you"),
        (claire, "d:let_pass:1:1", "committee/home", "not_found"),
        (claire, "d:let_pass:1", "committee/home", "not_found"),
    ):
        await phone.forges(forged)
        await phone.sees(page, problem=problem)
    await lina.taps(give)
    await lina.sees("report/_given")
    await lina.taps_old(looked, give)
    await lina.sees("review/home", problem="not_found")
    assert [line.cause for line in await town.does(ledger.lines, 1)].count("report") == 0, "nothing came back"
    await claire.forges("d:close_plans:1")
    await lina.forges("p:correct_report:1:1")
    await lina.sees("review/card", problem="changed_since")
    assert await state_of(town, 1) is State.CLOSED


async def test_a_report_that_a_colleague_gave_first_is_not_written_over(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    await came_home(story)
    await town.member("Omar", Role.REFERENT, story.residence)
    lina, omar = story.lina, 4
    await lina.starts()
    await lina.taps("report", "as_planned", "nothing", "skip", "3")
    await lina.says("Un fait")
    await lina.taps("none", "skip")
    await town.does(_reported_by, town.moment, omar)
    await gives(lina)
    screen = await lina.sees("report/_given", problem="changed_since")
    assert screen.values["report"].given_by == omar


def _reported_by(tx: Tx, moment: Moment, person: int) -> None:
    """Report as the person who stood in, meanwhile."""
    reports.note(tx, replace(REPORTED, plan_id=1, given_by=person, given_at=moment.now))
    made.does(tx, moment, 1, Action.REPORT, LINA)
