"""Not this year: a plan is put off without a reason, its money is free again, and it can be taken up again."""

from datetime import UTC, datetime, timedelta

from bot.domain.plans import State
from bot.storage import audit, calls, plans
from bot.storage.plans import PlanRow
from tests.dialogues.story import answers_everything, cast, endorsed_plan, invites, joins, sent_plan
from tests.support.town import Town


async def plan_of(town: Town, number: int = 1) -> PlanRow:
    found: PlanRow | None = await town.does(plans.by_id, number)
    assert found is not None
    return found


async def test_a_person_who_wants_to_stop_may_say_not_this_year(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    await awa.says("/stop")
    await awa.taps("later")
    await awa.sees("plan/postpone")
    await awa.taps("later_surely")
    await awa.sees("home/plan")
    assert (await plan_of(town)).state is State.POSTPONED
    assert await awa.offers("resume")


async def test_no_keeps_everything_as_it_was(town: Town) -> None:
    awa = await sent_plan(await cast(town))
    await awa.starts()
    await awa.taps("later", "home")
    await awa.sees("home/plan")
    assert (await plan_of(town)).state is State.TO_REVIEW


async def test_the_referent_is_told_that_a_plan_is_put_off(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await awa.starts()
    await awa.taps("later", "later_surely")
    await town.settles()
    assert await story.lina.has_seen("notices/postponed")


async def test_a_granted_plan_that_is_put_off_frees_its_places_and_money_at_once(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    taken = await town.does(calls.by_id, story.call)
    assert (taken.taken_places, taken.taken_cents) == (4, 69_000)
    await awa.starts()
    await awa.taps("stay_changes", "later")
    screen = await awa.sees("plan/postpone")
    assert screen.values["taken"]
    await awa.taps("later_surely")
    free = await town.does(calls.by_id, story.call)
    assert (free.taken_places, free.taken_cents, free.asked_places, free.asked_cents) == (0, 0, 0, 0)
    assert await town.does(calls.unbalanced) == []
    assert (await plan_of(town)).granted_cents is None


async def test_an_endorsed_plan_that_is_put_off_is_no_longer_asked_for(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await awa.starts()
    await awa.taps("stay_changes", "later", "later_surely")
    call = await town.does(calls.by_id, story.call)
    assert (call.asked_places, call.asked_cents) == (0, 0)
    await story.claire.taps("d:list")
    assert not await story.claire.offers("decide")


async def test_taken_up_again_it_asks_the_dates_and_nothing_else(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await awa.starts()
    await awa.taps("stay_changes", "later", "later_surely", "resume")
    await awa.sees("home/plan")
    await awa.taps("g:go")
    await awa.sees("stay/dates")
    plan = await plan_of(town)
    assert plan.state is State.DRAFT
    assert (plan.departure, plan.rank_at) == (None, None)
    await awa.says("10/08/2027 - 17/08/2027")
    await awa.sees("plan/recap")
    await awa.taps("send")
    assert (await plan_of(town)).departure == datetime(2027, 8, 10, tzinfo=UTC).date()


async def test_when_no_call_is_open_the_person_is_told_so_and_offered_nothing(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await awa.starts()
    await awa.taps("later", "later_surely")
    seen = await awa.last()
    await town.passes(days=365)
    await awa.starts()
    screen = await awa.sees("home/plan")
    assert not screen.values["can_resume"]
    assert not await awa.offers("resume")
    await awa.taps_old(seen, "resume")
    await awa.sees("home/plan", problem="no_open_call")


async def test_next_year_the_person_goes_on_in_the_next_call(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await awa.starts()
    await awa.taps("later", "later_surely")
    await town.passes(days=300)
    following = await town.opens_call(
        name="Séjours d'été 2028",
        people_by=datetime(2028, 6, 1, tzinfo=UTC).date(),
        closes_at=datetime(2028, 6, 15, 16, tzinfo=UTC),
        stay_from=datetime(2028, 6, 20, tzinfo=UTC).date(),
        stay_until=datetime(2028, 9, 15, tzinfo=UTC).date(),
    )
    await awa.starts()
    await awa.taps("resume")
    plan = await plan_of(town)
    assert (plan.call_id, plan.state) == (following, State.DRAFT)
    await awa.taps("g:go")
    await awa.says("10/07/2028 - 17/07/2028")
    await awa.sees("plan/recap")
    assert await awa.offers("send")


async def test_the_referent_does_it_beside_a_person_without_account(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await invites(lina, "Monsieur K.", contact="none")
    await lina.taps("r:beside:3", "oral")
    await answers_everything(lina)
    await lina.taps("send")
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "later")
    await lina.sees("plan/postpone")
    await lina.taps("later_surely")
    assert await lina.has_seen("review/person")
    plan = await plan_of(town)
    assert plan.state is State.POSTPONED
    lines = await town.does(audit.history, "plan:1")
    assert lines[-1].action == "postpone"
    assert lines[-1].actor_id == plan.consent["by"] if plan.consent else False
    await lina.taps("resume")
    assert (await plan_of(town)).state is State.DRAFT


async def test_a_person_whose_referent_put_the_plan_off_is_told(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await awa.taps("prices")
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "later", "later_surely")
    await town.settles()
    assert await awa.has_seen("notices/postponed_for_her")


async def test_a_day_passes_and_a_plan_put_off_is_still_put_off(town: Town) -> None:
    awa = await sent_plan(await cast(town))
    await awa.starts()
    await awa.taps("later", "later_surely")
    await town.passes(days=timedelta(days=40).days)
    assert (await plan_of(town)).state is State.POSTPONED
