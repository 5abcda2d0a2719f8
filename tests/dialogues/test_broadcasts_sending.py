"""A message to many on its way: at its time, paused, stopped, refused, in doubt, no longer true."""

from datetime import timedelta
from typing import Any

from bot.features.broadcasts import sending
from bot.storage import audit, broadcasts, people
from bot.storage.broadcasts import BroadcastState, RowState
from bot.storage.kernel.store import Tx
from tests.dialogues.many import a_team, at_noon, fails, rows, sends, the_only, times_seen, to_teams, under_way
from tests.dialogues.story import cast
from tests.support.town import Town


async def test_the_author_is_told_how_it_ended(town: Town) -> None:
    story = await cast(town)
    await a_team(story)
    await to_teams(story.claire)
    await sends(story.claire)
    await town.settles()
    report: Any = await story.claire.sees("broadcast/_report")
    assert (report.values["sent"], report.values["total"], report.values["left"]) == (3, 3, 0)
    line = (await town.does(audit.history, "broadcast:1"))[0]
    assert (line.action, line.after) == ("confirm", {"message": "call_opened", "to": "teams"})


async def test_at_a_day_and_an_hour_it_leaves_and_not_before(town: Town) -> None:
    story = await cast(town)
    await at_noon(story.claire)
    await sends(story.claire)
    await story.claire.sees("broadcast/_started")
    await town.passes(hours=25)
    assert await times_seen(story.lina, "broadcast/_call_opened") == 0, "eleven in the morning"
    await town.passes(hours=1)
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1


async def test_paused_nothing_leaves_and_it_goes_on_where_it_stopped(town: Town) -> None:
    story = await cast(town)
    team = [story.lina, *await a_team(story)]
    one = await under_way(story)
    await story.claire.forges(f"d:bc_pause:{one.id}")
    await town.passes(minutes=10)
    assert await rows(town) == {RowState.QUEUED: 3}
    assert await times_seen(story.claire, "broadcast/_progress") == 1
    await story.claire.taps(f"d:bc_resume:{one.id}")
    assert [await times_seen(phone, "broadcast/_call_opened") for phone in team] == [1, 1, 1]
    await town.passes(seconds=6)
    assert await times_seen(story.claire, "broadcast/_progress") == 1, "one message that is edited"
    assert await times_seen(story.claire, "broadcast/_report") == 1


async def test_stopped_nothing_more_leaves_and_the_report_says_how_many_did_not_get_it(town: Town) -> None:
    story = await cast(town)
    one = await under_way(story)
    await story.claire.forges(f"d:bc_stop:{one.id}")
    await story.claire.sees("broadcast/_progress")
    assert (await the_only(town)).state is BroadcastState.PAUSED
    await story.claire.taps(f"d:bc_stop:{one.id}")
    await story.claire.sees("broadcast/_stop")
    await town.passes(minutes=10)
    assert await rows(town) == {RowState.QUEUED: 1}, "nothing leaves while she is asked, and nothing is lost"
    await story.claire.taps(f"d:bc_stop_surely:{one.id}:page")
    await town.passes(minutes=10)
    assert await times_seen(story.lina, "broadcast/_call_opened") == 0
    report: Any = await story.claire.sees("broadcast/_report")
    assert (report.values["state"], report.values["sent"], report.values["left"]) == ("cancelled", 0, 1)
    await story.claire.forges(f"d:bc_resume:{one.id}")
    assert await rows(town) == {RowState.QUEUED: 1}


async def test_a_coordinator_who_does_not_want_to_stop_goes_on_where_it_was(town: Town) -> None:
    story = await cast(town)
    one = await under_way(story)
    await story.claire.forges(f"d:bc_stop:{one.id}")
    await story.claire.taps(f"d:bc_stop:{one.id}")
    await story.claire.sees("broadcast/_stop")
    await story.claire.taps(f"d:bc_resume:{one.id}:page")
    await town.passes(minutes=1)
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1
    await story.claire.forges(f"d:bc_stop:{one.id}")
    await story.claire.sees("broadcast/_report")


async def test_who_closed_the_chat_is_left_out_or_found_out_and_listed(town: Town) -> None:
    story = await cast(town)
    omar, ines = await a_team(story)
    await omar.blocks()
    await to_teams(story.claire)
    screen: Any = await story.claire.screen()
    assert (screen.values["reached"], screen.values["left_out"]) == (2, [("blocked", 1)])
    await fails(town, ines, "deactivated")
    await sends(story.claire)
    await town.settles()
    assert await rows(town) == {RowState.SENT: 1, RowState.UNREACHABLE: 1}
    await story.claire.taps("d:bc_who:1")
    listed: Any = await story.claire.sees("broadcast/_not_reached")
    assert listed.values["lines"] == [("Inès", "deactivated")]


async def test_too_many_requests_put_it_off_and_drop_nobody(town: Town) -> None:
    story = await cast(town)
    await fails(town, story.lina, "429", retry_after=1, times=2)
    await to_teams(story.claire)
    await sends(story.claire)
    await town.settles()
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1
    assert await rows(town) == {RowState.SENT: 1}


async def test_what_may_have_arrived_is_uncertain_and_sent_again_only_on_request(town: Town) -> None:
    story = await cast(town)
    await fails(town, story.lina, "drop", after=True)
    await to_teams(story.claire)
    await sends(story.claire)
    await town.passes(minutes=5)
    assert await rows(town) == {RowState.UNCERTAIN: 1}
    assert await times_seen(story.lina, "broadcast/_call_opened") == 1, "it had arrived"
    report: Any = await story.claire.sees("broadcast/_report")
    assert report.values["uncertain"] == 1
    await story.claire.taps("d:bc_who:1")
    listed: Any = await story.claire.sees("broadcast/_not_reached")
    assert listed.values["lines"] == [("Lina", "uncertain")]
    await story.claire.taps("d:bc")
    await story.claire.starts()
    await story.claire.forges("d:bc_show:1")
    town.app.broadcasting._rest_until = 0
    await story.claire.taps("d:bc_again:1")
    assert await times_seen(story.lina, "broadcast/_call_opened") == 2
    assert await rows(town) == {RowState.SENT: 1}


async def test_a_process_that_died_leaves_its_rows_uncertain_and_the_others_are_sent(town: Town) -> None:
    story = await cast(town)
    await a_team(story)
    one = await under_way(story)
    claimed = await town.does(broadcasts.claim, "a process that dies", town.clock(), 1)
    await town.settles()
    assert await rows(town) == {RowState.CLAIMED: 1, RowState.SENT: 2}
    await town.passes(minutes=2)
    assert await rows(town) == {RowState.UNCERTAIN: 1, RowState.SENT: 2}
    assert (await the_only(town)).state is BroadcastState.DONE
    uncertain = await town.does(broadcasts.in_row_state, one.id, RowState.UNCERTAIN, 10)
    assert [person for person, _ in uncertain] == claimed[1]


async def test_a_recipient_who_is_no_longer_meant_when_the_turn_comes_gets_nothing(town: Town) -> None:
    story = await cast(town)
    omar, _ = await a_team(story)
    await under_way(story)
    person = await town.does(people.by_chat, omar.account)

    def leaves(tx: Tx) -> None:
        people.change(tx, person.id, writing="no")

    await town.does(leaves)
    await town.settles()
    assert await rows(town) == {RowState.DROPPED: 1, RowState.SENT: 2}
    assert not await omar.has_seen("broadcast/_call_opened")


async def test_a_call_that_closed_meanwhile_is_announced_to_nobody(town: Town) -> None:
    story = await cast(town)
    await under_way(story)
    town.clock.now += timedelta(days=300)
    await town.settles()
    assert await rows(town) == {RowState.DROPPED: 1}


async def test_what_waits_for_its_turn_stays_in_hand_however_long_telegram_asks_to_wait(town: Town) -> None:
    story = await cast(town)
    one = await under_way(story)
    claimed = await town.does(broadcasts.claim, "this process", town.clock(), 1)
    in_hand = {one.id: claimed[1]}
    for _ in range(10):
        town.clock.now += timedelta(seconds=45)
        await town.does(sending.tend, town.moment, in_hand)
    assert await rows(town) == {RowState.CLAIMED: 1}
    town.clock.now += timedelta(seconds=61)
    await town.does(sending.tend, town.moment)
    assert await rows(town) == {RowState.UNCERTAIN: 1}
