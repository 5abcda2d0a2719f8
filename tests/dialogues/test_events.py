"""A webinar on a call: made in six questions, announced to many, answered with one tap, changed, and remembered."""

from typing import Any

import pytest

from bot.domain.people import Role
from bot.features.meetings import pages as meetings
from bot.storage import attendances, events
from bot.storage.attendances import Answer
from bot.storage.events import Event
from tests.dialogues.many import sends
from tests.dialogues.story import Cast, cast
from tests.support.phones import Phone
from tests.support.town import Town


async def webinar(claire: Phone, seats: str = "2") -> None:
    """Answer the six questions about a webinar, on the phone."""
    await claire.starts()
    await claire.taps("d:bc", "d:events", "d:new_event")
    await claire.says("Webinaire des référents")
    await claire.says("27 novembre 2026")
    await claire.sees("event/event_hour")
    await claire.says("14h30")
    await claire.taps("90")
    await claire.says("https://example.org/salle")
    if seats:
        await claire.says(seats)
    else:
        await claire.taps("skip")
    await claire.sees("event/_event")


async def announced(story: Cast, seats: str = "2") -> Event:
    """Announce the webinar, to which everybody of the team is asked."""
    await webinar(story.claire, seats)
    await story.claire.taps("d:event_ask:1", "none", "teams")
    await story.claire.sees("broadcast/_ready")
    await sends(story.claire)
    await story.town.settles()
    return await the_event(story.town)


async def the_event(town: Town) -> Event:
    found = await town.does(events.by_id, 1)
    assert isinstance(found, Event)
    return found


async def team_of(story: Cast, *names: str) -> list[Phone]:
    """Add referents of the residence."""
    return [await story.town.member(name, Role.REFERENT, story.residence) for name in names]


async def answers_of(town: Town) -> dict[str, int]:
    return {answer.value: len(await town.does(attendances.with_answer, 1, answer)) for answer in Answer}


async def test_the_six_questions_make_an_event_and_nobody_is_asked_yet(town: Town) -> None:
    story = await cast(town)
    await webinar(story.claire)
    event = await the_event(town)
    assert (event.name, event.minutes, event.seats) == ("Webinaire des référents", 90, 2)
    assert event.starts_at.isoformat() == "2026-11-27T13:30:00+00:00", "half past two in Paris"
    assert not await story.lina.has_seen("news/event")


async def test_one_tap_says_yes_and_brings_the_event_for_a_calendar(town: Town) -> None:
    story = await cast(town)
    await announced(story)
    await story.lina.sees("news/event")
    await story.lina.taps("b:come:1")
    await story.lina.sees("news/answered")
    message = await story.lina.last()
    assert message["document"]["file_name"] == "agenda.ics"
    assert (await answers_of(town))["coming"] == 1
    event = await the_event(town)
    content = meetings.calendar_of(town.moment, event).decode()
    assert "DTSTART:20261127T133000Z" in content
    assert "SUMMARY:Webinaire des référents" in content


async def test_the_last_seat_goes_to_the_first_and_moves_up_by_itself(town: Town) -> None:
    story = await cast(town)
    omar, ines = await team_of(story, "Omar", "Inès")
    await announced(story, seats="1")
    await story.lina.taps("b:come:1")
    for late in (omar, ines):
        await late.taps("b:come:1")
        waiting: Any = await late.sees("news/answered")
        assert waiting.values["answer"] == "waiting"
    await story.lina.taps("b:cannot:1")
    await omar.sees("news/seat")
    assert await answers_of(town) == {"coming": 1, "waiting": 1, "not_coming": 1}
    assert not await ines.has_seen("news/seat")
    assert (await the_event(town)).taken == 1


async def test_a_second_tap_changes_nothing(town: Town) -> None:
    story = await cast(town)
    await announced(story)
    await story.lina.taps("b:come:1")
    await story.lina.forges("b:come:1")
    assert (await the_event(town)).taken == 1
    await story.lina.forges("b:cannot:1")
    await story.lina.forges("b:cannot:1")
    assert (await the_event(town)).taken == 0


async def test_those_who_come_are_reminded_the_day_before_and_once(town: Town) -> None:
    story = await cast(town)
    (omar,) = await team_of(story, "Omar")
    await announced(story)
    await story.lina.taps("b:come:1")
    await town.passes(days=3)
    assert not await story.lina.has_seen("news/reminder")
    await town.passes(hours=6)
    await story.lina.sees("news/reminder")
    count = len(await story.lina.messages())
    await town.passes(hours=2)
    assert len(await story.lina.messages()) == count
    assert not await omar.has_seen("news/reminder"), "he did not say that he comes"


async def test_another_hour_is_told_to_those_concerned_with_a_new_entry(town: Town) -> None:
    story = await cast(town)
    (omar,) = await team_of(story, "Omar")
    await announced(story)
    await story.lina.taps("b:come:1")
    await omar.taps("b:cannot:1")
    await story.claire.starts()
    await story.claire.taps("d:bc", "d:events", "d:event:1", "d:event_edit:1", "hour")
    await story.claire.says("30 novembre 2026")
    await story.claire.says("10:00")
    changed: Any = await story.lina.sees("news/changed")
    assert changed.values["event"].starts_at.isoformat() == "2026-11-30T09:00:00+00:00"
    assert (await story.lina.last())["document"]["file_name"] == "agenda.ics"
    assert "SEQUENCE:1" in meetings.calendar_of(town.moment, await the_event(town)).decode()
    assert not await omar.has_seen("news/changed")


async def test_more_seats_go_to_those_who_wait_and_never_fewer_than_are_taken(town: Town) -> None:
    story = await cast(town)
    (omar,) = await team_of(story, "Omar")
    await announced(story, seats="1")
    await story.lina.taps("b:come:1")
    await omar.taps("b:come:1")
    await story.claire.starts()
    await story.claire.taps("d:bc", "d:events", "d:event:1", "d:event_edit:1", "seats")
    await story.claire.says("2")
    await omar.sees("news/seat")
    await story.claire.taps("d:event_edit:1", "seats")
    await story.claire.says("1")
    await story.claire.sees("event_change/new_seats", problem="under_seats")


async def test_called_off_it_is_told_and_can_no_longer_be_answered(town: Town) -> None:
    story = await cast(town)
    (omar,) = await team_of(story, "Omar")
    await announced(story)
    await story.lina.taps("b:come:1")
    await story.claire.starts()
    await story.claire.taps("d:bc", "d:events", "d:event:1", "d:event_edit:1", "call_off", "yes")
    await story.lina.sees("news/called_off")
    assert "STATUS:CANCELLED" in meetings.calendar_of(town.moment, await the_event(town)).decode()
    await omar.taps("b:come:1")
    await omar.sees("review/home", problem="event_over")
    assert (await answers_of(town))["coming"] == 1


async def test_the_coordinator_sees_who_comes_by_name(town: Town) -> None:
    story = await cast(town)
    (omar,) = await team_of(story, "Omar")
    await announced(story, seats="1")
    await story.lina.taps("b:come:1")
    await omar.taps("b:come:1")
    await story.claire.starts()
    await story.claire.taps("d:bc", "d:events", "d:event:1", "d:event_who:1")
    listed: Any = await story.claire.sees("event/_who")
    assert listed.values["coming"] == (["Lina"], 1, 0)
    assert listed.values["waiting"] == (["Omar"], 1, 0)


async def test_only_who_was_asked_may_answer(town: Town) -> None:
    story = await cast(town)
    await announced(story)
    (late,) = await team_of(story, "Inès")
    await late.forges("b:come:1")
    await late.sees("review/home", problem="not_found")
    assert (await answers_of(town))["coming"] == 0


@pytest.mark.parametrize("written", ["25:00", "demain", "9h75", ""])
async def test_an_hour_that_is_none_is_asked_again(town: Town, written: str) -> None:
    story = await cast(town)
    await story.claire.taps("d:bc", "d:events", "d:new_event")
    await story.claire.says("Webinaire")
    await story.claire.says("27 novembre 2026")
    await story.claire.says(written or "?!")
    await story.claire.sees("event/event_hour")
