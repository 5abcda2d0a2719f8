"""The list of messages to many while one of them waits, is on its way or paused: it is listed, and opens."""

from typing import Any

from bot.storage.broadcasts import BroadcastState
from tests.dialogues.many import at_noon, sends, starting, the_only, under_way
from tests.dialogues.story import cast
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def it_is_listed(claire: Phone, state: BroadcastState) -> None:
    """Check that the list names the message and its state, and has a button that opens it."""
    assert (await the_only(claire.town)).state is state
    await claire.says("/broadcast")
    listed: Any = await claire.sees("broadcast/_list")
    assert [broadcast.state for broadcast, _ in listed.values["lines"]] == [state]
    assert ("📊 📣 Un appel est ouvert", "d:bc_show:1") in buttons(await claire.last())


async def its_progress_is_told(claire: Phone, state: BroadcastState) -> None:
    """Check the page of the message, on which the coordinator can stop it."""
    shown: Any = await claire.sees("broadcast/_progress")
    assert shown.values["state"] == state.value
    assert await claire.offers("d:bc_stop:1:page")


async def test_a_message_that_waits_for_its_time_stands_in_the_list_and_is_opened(town: Town) -> None:
    story = await cast(town)
    await at_noon(story.claire)
    await sends(story.claire)
    await it_is_listed(story.claire, BroadcastState.SCHEDULED)
    await story.claire.taps("d:bc_show:1")
    await its_progress_is_told(story.claire, BroadcastState.SCHEDULED)
    await story.claire.taps("d:bc_stop:1:page", "d:bc_stop_surely:1:page")
    await story.claire.says("/broadcast")
    await story.claire.sees("broadcast/_list")
    assert not await story.claire.offers("d:bc_show:1"), "it is over"


async def test_a_message_on_its_way_stands_in_the_list(town: Town) -> None:
    story = await cast(town)
    await under_way(story)
    await story.claire.says("/broadcast")
    listed: Any = (await story.claire.screens())[-2]
    assert [broadcast.state for broadcast, _ in listed.values["lines"]] == [BroadcastState.SENDING]
    await story.claire.sees("broadcast/_report")


async def test_a_message_on_its_way_is_opened(town: Town) -> None:
    story = await cast(town)
    await under_way(story)
    await story.claire.forges("d:bc_show:1")
    assert await starting(story.claire, "d:bc_pause:1:page"), "its page was there, before it reached its end"


async def test_a_paused_message_stands_in_the_list_and_is_opened(town: Town) -> None:
    story = await cast(town)
    await under_way(story)
    await story.claire.forges("d:bc_pause:1")
    await it_is_listed(story.claire, BroadcastState.PAUSED)
    await story.claire.taps("d:bc_show:1")
    await its_progress_is_told(story.claire, BroadcastState.PAUSED)
    assert await story.claire.offers("d:bc_resume:1:page")
