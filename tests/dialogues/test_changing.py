"""A stay that changes once it is endorsed: asked by the beneficiary, read by the referent, money back to the cent."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.plans import State
from bot.interaction.routes import encode_id
from bot.storage import audit, calls, departures, plans
from bot.storage.plans import PlanRow
from tests.dialogues.group import taps_one
from tests.dialogues.story import Cast, cast, granted_plan
from tests.support.phones import Phone
from tests.support.town import Town


async def plan_of(town: Town) -> PlanRow:
    found: PlanRow | None = await town.does(plans.by_id, 1)
    assert found is not None
    return found


async def taken(story: Cast) -> tuple[int, int]:
    """Return the places and cents that the call has given; its ledger tells the same."""
    call = await story.town.does(calls.by_id, story.call)
    assert await story.town.does(calls.unbalanced) == []
    assert await story.town.does(audit.verify_all) == []
    return call.taken_places, call.taken_cents


async def asks(person: Phone, what: str, *answers: str) -> None:
    """Ask by the one road: my stay changes, what, and what it becomes."""
    await person.starts()
    await person.taps("stay_changes", what)
    for answer in answers:
        await person.says(answer)


async def test_a_stay_made_shorter_is_read_by_the_referent_and_gives_money_back(town: Town) -> None:
    story = await cast(town)
    awa, lina = await granted_plan(story), story.lina
    assert await taken(story) == (4, 69_000)
    await asks(awa, "dates", "10/07/2027 - 15/07/2027")
    await awa.sees("departure/asked")
    before = await plan_of(town)
    assert (before.state, before.homecoming) == (State.GRANTED, date(2027, 7, 17)), "nothing changes before the answer"
    await awa.starts()
    assert "Lina" in await awa.text()

    await lina.sees("notices/stay_change")
    await lina.taps("change_card")
    screen = await lina.sees("departure/review")
    assert [step.name for _, step, _, _ in screen.values["lines"]] == ["dates"]
    assert screen.values["same_prices"]
    await lina.taps("prices")
    await lina.says("300")
    assert await lina.offers("18000"), "what the journey cost before is one tap"
    for price in ("180", "140", "100"):
        await lina.says(price)
    screen = await lina.sees("departure/review")
    assert (screen.values["before"], screen.values["after"]) == (69_000, 51_000)
    await lina.taps("change_yes")
    await lina.sees("departure/settled")

    plan = await plan_of(town)
    assert (plan.state, plan.homecoming, plan.granted_cents, plan.cost_cents) == (
        State.GRANTED, date(2027, 7, 15), 51_000, 72_000,
    )  # fmt: skip
    assert await taken(story) == (4, 51_000)
    await awa.sees("notices/stay_changed")
    assert "510" in await awa.text()
    assert not (await town.does(departures.of_plan, 1)).change
    await lina.starts()
    assert not await lina.offers("r:changes")


async def test_fewer_people_free_their_places_and_vouchers_in_hand_are_taken_back(town: Town) -> None:
    story = await cast(town)
    awa, lina = await granted_plan(story), story.lina
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "card", "handover", "hand", "69000", "electronic", "today")
    await awa.taps("received")
    await asks(awa, "people", "1", "6, 8")
    await lina.starts()
    await lina.taps("r:changes", "prices")
    for price in ("300", "150", "150", "100"):
        await lina.says(price)
    screen = await lina.sees("departure/review")
    assert screen.values["give_back"] == 69_000 - 49_000
    await lina.taps("change_yes")
    assert await taken(story) == (3, 49_000)
    assert (await plan_of(town)).state is State.HANDED_OVER
    assert "200" in await awa.text(), "she reads how much to give back"
    await awa.starts()
    assert (await awa.sees("home/plan")).values["give_back"] == 20_000, "and reads it again until it is done"
    await lina.taps("card", "handover")
    assert (await lina.sees("handover/_page")).values["give_back"] == 20_000
    await lina.taps("hand_again")
    await lina.sees("handover/handed")  # what does not hold any more is asked at once
    await lina.says("500")
    await lina.sees("handover/handed", problem="not_granted")
    await lina.taps("49000")
    await taps_one(lina, "b:hand_save:")
    assert (await lina.sees("handover/_page")).values["give_back"] == 0, "what she keeps is noted, and confirmed anew"
    await awa.taps("received")
    await awa.starts()
    assert (await awa.sees("home/plan")).values["give_back"] == 0


async def test_a_rule_of_the_call_is_met_at_once_and_again_when_the_referent_agrees(town: Town) -> None:
    story = await cast(town, confirmed=("nights",))
    awa, lina = await granted_plan(story), story.lina
    await asks(awa, "dates", "10/07/2027 - 12/07/2027")
    await awa.sees("stay/dates", problem="too_short")
    await awa.says("11/07/2027 - 17/07/2027")
    await lina.sees("notices/stay_change")
    await lina.taps("change_card")
    old = await lina.last()
    await lina.taps("change_no")
    await awa.sees("notices/stay_kept")
    assert (await plan_of(town)).departure == date(2027, 7, 10)
    await lina.taps_old(old, "change_yes")
    assert (await plan_of(town)).departure == date(2027, 7, 10), "an old button agrees to nothing"


async def test_the_one_who_asked_may_keep_it_as_before_and_nobody_else_asks_or_agrees(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await asks(awa, "dates", "10/07/2027 - 15/07/2027")
    for phone, forged in (
        (awa, "p:change_yes:1:z"), (story.claire, "p:change_yes:1:z"), (story.claire, "b:change:1:dates"),
        (awa, "b:change:1:nothing"), (awa, "b:change:zz:dates"), (awa, "b:change:1"),
    ):  # fmt: skip
        await phone.forges(forged)
    assert (await plan_of(town)).homecoming == date(2027, 7, 17)
    await awa.starts()
    await awa.taps("stay_changes", "change_withdraw")
    await awa.sees("home/plan")
    await story.lina.starts()
    assert not await story.lina.offers("r:changes")
    await story.lina.forges("p:change_yes:1:z")
    assert (await plan_of(town)).homecoming == date(2027, 7, 17)
    await asks(awa, "dates", "10/07/2027 - 17/07/2027")
    await awa.sees("home/plan")
    assert not (await town.does(departures.of_plan, 1)).change, "the same days are no change"


async def test_later_and_given_up_stand_on_the_same_road_and_a_plan_begun_again_forgets_it(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await awa.taps("g:checklist", "identity")
    await asks(awa, "dates", "12/07/2027 - 17/07/2027")
    await awa.starts()
    await awa.taps("stay_changes", "cancel", "cancel_surely")
    assert await taken(story) == (4, 69_000), "a wrong hand can be repaired"
    await awa.taps("uncancel")
    assert await story.lina.has_seen("notices/stands_again")
    await awa.taps("stay_changes", "later", "later_surely", "resume")
    assert await taken(story) == (0, 0)
    begun = await town.does(departures.of_plan, 1)
    assert (begun.change, begun.ticks) == ({}, {})


async def test_during_the_stay_a_problem_reaches_the_referent_who_notes_an_early_return(town: Town) -> None:
    story = await cast(town)
    awa, lina = await granted_plan(story), story.lina
    await awa.forges("g:well:no")
    await awa.sees("home/plan")
    await asks(awa, "dates", "12/07/2027 - 17/07/2027")
    await town.passes(days=230)  # Sunday, July 11, 2027
    await lina.forges("p:change_yes:1:z")
    await awa.forges("b:change:1:dates")
    assert (await plan_of(town)).departure == date(2027, 7, 10), "what has begun changes no more"
    await awa.forges("g:well:yes")
    await awa.sees("departure/well")
    assert not await lina.has_seen("notices/problem_told")
    await awa.starts()
    await awa.taps("g:well:no")
    await awa.sees("departure/problem")
    await awa.taps("g:emergency")
    await awa.starts()
    assert (await awa.sees("home/plan")).values["problem"], "nobody wishes her a good holiday now"
    assert await lina.has_seen("notices/problem_told")
    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    screen = await lina.sees("review/person")
    assert screen.values["due"][0] == "problem", "it stays in sight"
    await lina.taps("card", "home_early")
    await lina.sees("departure/early")
    await lina.taps(encode_id(date(2027, 7, 10).toordinal()))
    plan = await plan_of(town)
    assert (plan.state, plan.homecoming) == (State.BACK, date(2027, 7, 10))
    assert await lina.offers("report")
    assert await taken(story) == (4, 69_000), "what was not used comes back with the report"


async def test_who_came_home_today_came_home_that_day_although_midnight_passes_before_the_tap(town: Town) -> None:
    story = await cast(town)
    await granted_plan(story)
    late = datetime(2027, 7, 14, 21, 50, tzinfo=UTC)  # ten to midnight in Paris
    await town.passes(minutes=(late - town.clock.now) // timedelta(minutes=1))
    await story.lina.forges("p:card:1:1")
    await story.lina.taps("home_early")
    await town.passes(minutes=20)
    await story.lina.taps(encode_id(date(2027, 7, 14).toordinal()))
    assert (await plan_of(town)).homecoming == date(2027, 7, 14)
    await story.lina.forges("b:home_early:1:zzzzzzzz")
    assert (await plan_of(town)).homecoming == date(2027, 7, 14)
