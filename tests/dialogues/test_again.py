"""The year after: missing reports hold the organisation up and never the person; last year's plan begins this one."""

from datetime import UTC, date, datetime

from bot.domain.people import Role
from bot.domain.plans import State
from bot.features.reports.awaited import missing_reports
from bot.storage import audit, hours, plans, reports, stories
from bot.storage.reports import Whose
from tests.dialogues.after import LINA, came_home, gives_report, granted_plan, state_of
from tests.dialogues.diary import Diary
from tests.dialogues.story import Cast, cast
from tests.support.phones import Phone
from tests.support.town import Town


async def next_summer(story: Cast, **changes: object) -> int:
    """Open the call of the year after, in which the network answers for its rule about reports."""
    number: int = await story.town.opens_call(
        **{
            "name": "Séjours d'été 2028",
            "people_by": date(2028, 6, 1),
            "closes_at": datetime(2028, 6, 15, 16, tzinfo=UTC),
            "stay_from": date(2028, 6, 20),
            "stay_until": date(2028, 9, 15),
            **changes,
        }
    )
    return number


async def fills_this_years_prices(lina: Phone) -> None:
    """Fill in this year's prices: of last year there are the lodging's name and the way to go."""
    await lina.taps("prices")
    await lina.says("450")
    await lina.taps("skip", "yes", "option")
    for price in ("180", "200", "100"):
        await lina.says(price)
    await lina.taps("none", "0", "none", "card")


async def test_a_missing_report_holds_the_organisation_up_and_is_lifted_by_the_report_or_by_the_network(
    town: Town,
) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await came_home(story)
    await town.passes(days=32)
    assert [each.plan_id for each in await town.does(missing_reports, town.moment, Whose(referents=(1,)))] == [1]
    await next_summer(story, confirmed=("reports_given",))
    lina, claire = story.lina, story.claire
    await lina.starts()
    await lina.forges("r:reports")
    awaited = await lina.sees("report/_awaited")
    assert awaited.values["held"] == [("Séjours d'été 2028", True)]
    # the person is neither told nor held up: the plan starts like last year's and is sent
    await awa.starts()
    await awa.taps("g:another", "again", "again_yes")
    draft = await town.does(plans.by_id, 2)
    assert draft.answers["children"]["v"] == [7, 9, 12]
    assert "dates" not in draft.answers
    assert {"own_share", "lodging_price"}.isdisjoint(draft.answers), "money is of one year"
    await awa.sees("stay/dates")
    await awa.says("10/07/2028 - 17/07/2028")
    await awa.says("60")
    await awa.taps("none", "send")
    assert await state_of(town, 2) is State.TO_REVIEW
    await lina.starts()
    await lina.taps("r:next")
    await fills_this_years_prices(lina)
    card = await lina.sees("review/card")
    assert [finding.kind for finding in card.values["refusals"]] == ["reports_given"]
    assert await lina.offers("report")
    assert not await lina.offers("endorse")
    # the coordinator sees which organisation, and may let it pass with a reason
    await claire.starts()
    await claire.taps("d:calls", "d:call:2", "d:reports:2", "d:held_up:2")
    await claire.sees("report/_held_up")
    await claire.taps("d:let_pass:2:1")
    await claire.sees("waiver/why_pass")
    await claire.says("La référente est en arrêt maladie.")
    passed = await claire.sees("report/_held_up")
    assert passed.values["lines"] == []
    line = (await town.does(audit.history, "call:2"))[-1]
    assert line.action == "let_reports_pass"
    await lina.starts()
    await lina.taps("r:next")
    assert (await lina.sees("review/card")).values["refusals"] == ()


async def test_what_nobody_confirmed_only_warns_and_the_report_itself_ends_it(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await came_home(story)
    await town.passes(days=32)
    call = await next_summer(story)
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3", "r:another:3")
    await story.lina.sees("review/another_begun")
    begun = (await town.does(audit.history, "plan:2"))[0]
    assert (begun.action, begun.actor_id) == ("begin", LINA), "whoever begins it for her stands in its trail"
    await awa.starts()
    await awa.taps("again", "again_who")
    await awa.sees("travellers/adults")
    assert set((await town.does(plans.by_id, 2)).answers).isdisjoint({"adults", "children", "dates", "own_share"})
    await story.lina.forges("r:another:3")
    await story.lina.sees("review/home", problem="no_open_call")
    assert await town.does(reports.held_against, ["apv"], 1, call, town.moment.today) == 1
    omar = await town.member("Omar", Role.REFERENT, story.residence)
    await omar.starts()
    await omar.taps("r:reports")
    seen = await omar.sees("report/_awaited")
    assert (seen.values["lines"], seen.values["colleagues"]) == ([], [("Lina", 1)]), "his plans wait for her report"
    lina = story.lina
    await lina.starts()
    await lina.forges("r:reports")
    assert (await lina.sees("report/_awaited")).values["held"] == [("Séjours d'été 2028", False)]
    await gives_report(lina)
    assert await state_of(town, 1) is State.REPORTED
    assert await town.does(reports.held_against, ["apv"], 1, call, town.moment.today) == 0
    await omar.forges("p:report:1:1")
    await omar.sees("review/home", problem="not_found")


async def test_beside_the_person_a_new_plan_is_begun_like_the_last_one_or_from_nothing(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await granted_plan(story)
    await came_home(story)
    await next_summer(story)
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "r:another:3", "r:beside:3", "oral")
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "again", "r:go_with:2")
    await lina.sees("wishes/wishes")
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "again", "again_yes")
    await lina.sees("stay/dates")


async def test_who_wants_to_go_again_comes_back_to_the_referent_when_a_call_opens(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await granted_plan(story)
    await came_home(story)
    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    await gives_report(lina)
    assert not (await lina.sees("report/_given")).values["again"], "nobody has said so"
    await lina.taps("go_again")
    assert (await lina.sees("report/_given")).values["again"]
    await lina.starts()
    assert not await lina.offers("r:going_again"), "no call is open"
    await town.does(hours.choose, LINA, hours.DEFAULT)
    await town.passes(days=30)
    diary = Diary(town, lina=lina)
    await next_summer(story)
    await diary.days(7)
    told = [day for day in diary.of("lina") if "to go again" in day]
    assert len(told) == 1, "with the message of the day after it opened, once"
    await lina.forges("g:inbox")
    await lina.taps("r:going_again")
    assert (await lina.sees("review/going_again")).values["names"] == ["Awa"]
    await lina.taps("r:another:3")
    await lina.starts()
    assert not await lina.offers("r:going_again"), "it has begun"


async def test_a_wish_to_go_again_is_the_persons_to_say_and_the_referents_to_take_back(town: Town) -> None:
    story = await cast(town)
    awa = await granted_plan(story)
    await came_home(story)
    await town.does(lambda tx: stories.note(tx, 1, 3, answers={"again": {"v": "yes"}}, told_at=town.clock()))
    await story.lina.starts()
    await story.lina.taps("r:people", "r:person:3")
    await gives_report(story.lina)
    assert (await story.lina.sees("report/_given")).values["again"], "she said so herself"
    await story.lina.taps("go_again")
    assert not (await story.lina.sees("report/_given")).values["again"]
    await awa.forges("p:go_again:1:1")
    assert [line.action for line in await town.does(audit.history, "plan:1")][-1] == "wants_no_more"
