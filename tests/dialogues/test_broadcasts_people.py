"""A message to people themselves: only where the call chose it, never to those who are left in peace."""

from datetime import timedelta
from typing import Any

from bot.domain.people import Role
from bot.features.administration import admin
from bot.features.broadcasts import sending
from bot.storage import audit, broadcasts, people
from bot.storage.broadcasts import BroadcastState, RowState
from tests.dialogues.many import fails, rows, sends, the_only, times_seen, to_people
from tests.dialogues.story import Cast, cast, endorsed_plan, invites, joins
from tests.support.phones import Phone
from tests.support.town import Town


async def test_people_are_written_to_only_where_the_call_chose_it(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await to_people(story.claire)
    await story.claire.sees("broadcast/allow")
    await story.claire.taps("yes")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert screen.values["opens_call"]
    assert screen.values["reached"] is None, "fewer than five people are never counted"
    await sends(story.claire)
    await town.settles()
    assert await awa.has_seen("news/incomplete")
    assert not await story.lina.has_seen("news/incomplete")
    assert "people_directly" in [line.action for line in await town.does(audit.history, "call:1")]
    await to_people(story.claire, "seldom", "last_day")
    await story.claire.sees("broadcast/_ready")


async def test_those_who_have_sent_their_plan_are_left_out_until_claire_says_otherwise(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await to_people(story.claire)
    await story.claire.taps("yes")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert (screen.values["reached"], screen.values["left_out"]) == (0, [("already_sent", None)])
    await story.claire.taps("sent", "in")
    await sends(story.claire)
    await town.settles()
    assert await awa.has_seen("news/incomplete")


async def test_discreet_people_are_told_face_to_face_by_their_referent(town: Town) -> None:
    story = await cast(town)
    nour = await discreet(story)
    before = len(await nour.messages())
    await to_people(story.claire)
    await story.claire.taps("yes")
    screen: Any = await story.claire.sees("broadcast/_ready")
    assert (screen.values["reached"], screen.values["aloud"]) == (0, None)
    await sends(story.claire)
    await town.settles()
    assert len(await nour.messages()) == before
    assert await rows(town) == {RowState.ALOUD: 1}
    await story.lina.sees("notices/left_to_tell")
    await story.lina.taps("r:to_reach:1", "r:tell:3:b1")
    aloud: Any = await story.lina.sees("broadcast/_aloud")
    assert aloud.values["name"] == "Nour"


async def discreet(story: Cast) -> Phone:
    """Invite a person to whom the bot never writes first."""
    await invites(story.lina, "Nour", "discreet")
    person = await story.town.does(people.by_id, 3)
    code = await story.town.does(
        admin.invite_member, story.town.moment, Role.BENEFICIARY, story.town.network, story.residence, person.id
    )
    nour = await story.town.phone("Nour")
    await nour.starts(code)
    return nour


async def test_a_person_who_wants_no_details_reads_it_once_it_is_opened(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.forges("g:write:no_detail")
    await to_people(story.claire)
    await story.claire.taps("yes")
    await sends(story.claire)
    await town.settles()
    await awa.sees("notices/no_detail")
    await awa.taps("b:read:1")
    await awa.sees("news/incomplete")
    await story.lina.forges("b:read:1")
    await story.lina.sees("review/home", problem="not_found")


async def test_a_person_who_closed_the_chat_is_the_referents_to_reach(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await fails(town, awa, "blocked")
    await to_people(story.claire)
    await story.claire.taps("yes")
    await sends(story.claire)
    await town.settles()
    assert await rows(town) == {RowState.UNREACHABLE: 1}
    await story.claire.taps("d:bc_who:1")
    listed: Any = await story.claire.sees("broadcast/_not_reached")
    assert (listed.values["lines"], listed.values["count"]) == ([], None)


async def test_those_not_reached_are_one_list_for_their_referent_and_names_nobody_before_it_is_opened(
    town: Town,
) -> None:
    story = await cast(town)
    await discreet(story)
    for name in ("Awa", "Léo"):
        await story.lina.starts()
        await fails(town, await joins(story, name), "blocked")
    elsewhere = await town.member("Omar", Role.REFERENT, story.residence)
    await to_people(story.claire)
    await story.claire.taps("yes")
    await sends(story.claire)
    await town.settles()
    assert await rows(town) == {RowState.UNREACHABLE: 2, RowState.ALOUD: 1}
    assert await times_seen(story.lina, "notices/left_to_tell") == 1
    assert not await elsewhere.has_seen("notices/left_to_tell")
    assert "Awa" not in await story.lina.text()
    assert "3 personnes" in await story.lina.text()
    await story.lina.taps("r:to_reach:1")
    listed: Any = await story.lina.sees("broadcast/_to_reach")
    assert listed.values["lines"] == [("Nour", "aloud"), ("Awa", "unreachable"), ("Léo", "unreachable")]
    await story.lina.taps("r:tell:4:b1", "r:link:4")
    await story.lina.sees("invitation/_link")
    await story.lina.forges("r:tell:4:b1")
    await story.lina.taps("r:to_reach:1", "r:tell:3:b1")
    assert not await story.lina.offers("r:link:3"), "her chat is open: she is told face to face"
    await elsewhere.forges("r:to_reach:1")
    await elsewhere.sees("review/home", problem="not_found")


async def test_people_are_not_written_to_in_the_evening(town: Town) -> None:
    story = await cast(town)
    await joins(story)
    await town.passes(hours=10)
    await to_people(story.claire)
    await story.claire.taps("yes")
    await sends(story.claire)
    await story.claire.sees("broadcast/_ready", problem="quiet_hours")
    assert await town.does(broadcasts.of_network, town.network) == []


async def test_what_runs_into_the_evening_waits_for_the_morning_and_says_so(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await to_people(story.claire)
    await story.claire.taps("yes", "timing", "later")
    await story.claire.says("demain")
    await story.claire.says("19")
    await sends(story.claire)
    town.clock.now += timedelta(days=1, hours=9)
    await town.does(sending.tend, town.moment)
    await town.passes(hours=1)
    assert await rows(town) == {RowState.QUEUED: 1}
    going: Any = await story.claire.sees("broadcast/_progress")
    assert (going.values["state"], going.values["resumes_at"].isoformat()) == ("quiet", "2026-11-25T08:00:00+00:00")
    await town.passes(hours=12)
    assert not await awa.has_seen("news/incomplete")
    await town.passes(hours=1)
    assert await awa.has_seen("news/incomplete")
    assert (await the_only(town)).state is BroadcastState.DONE


async def test_a_message_that_keeps_quiet_can_be_paused_and_resumed_by_day(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await to_people(story.claire)
    await story.claire.taps("yes", "timing", "later")
    await story.claire.says("demain")
    await story.claire.says("19")
    await sends(story.claire)
    town.clock.now += timedelta(days=1, hours=9)
    await town.does(sending.tend, town.moment)
    await town.passes(hours=1)
    await story.claire.taps("d:bc_pause:1")
    await town.passes(hours=14)
    assert (await the_only(town)).state is BroadcastState.PAUSED
    await story.claire.forges("d:bc_resume:1")
    assert await awa.has_seen("news/incomplete")
