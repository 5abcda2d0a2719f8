"""The last seats of an event: however many say yes in the same moment, no seat is given twice."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.features.administration import admin
from bot.storage import attendances, events
from bot.storage.attendances import Answer
from bot.storage.kernel.store import Store, Tx

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def webinar(tx: Tx, seats: int | None) -> int:
    values = {
        "network_id": admin.only_or_new(tx, "Réseau des Tilleuls"), "author_id": 1, "name": "Webinaire",
        "place": "En ligne", "starts_at": NOW + timedelta(days=3), "minutes": 60, "seats": seats,
    }  # fmt: skip
    return events.add(tx, values, NOW)


def comes(tx: Tx, event_id: int, person_id: int) -> Answer:
    answer = Answer.COMING if events.take_seat(tx, event_id) else Answer.WAITING
    attendances.keep(tx, event_id, person_id, answer, NOW + timedelta(seconds=person_id))
    return answer


async def test_fifty_at_once_for_the_last_three_seats(store: Store) -> None:
    event_id = await store.run(webinar, 3)
    answers = await asyncio.gather(*(store.run(comes, event_id, person) for person in range(1, 51)))
    assert answers.count(Answer.COMING) == 3
    event = await store.run(events.by_id, event_id)
    assert event is not None
    assert event.taken == 3
    waiting = await store.run(attendances.with_answer, event_id, Answer.WAITING)
    assert len(waiting) == 47
    assert waiting == sorted(waiting), "in the order of asking"


async def test_without_a_number_of_seats_there_is_room_for_everybody(store: Store) -> None:
    event_id = await store.run(webinar, None)
    answers = await asyncio.gather(*(store.run(comes, event_id, person) for person in range(1, 51)))
    assert set(answers) == {Answer.COMING}


async def test_seats_are_never_fewer_than_those_taken(store: Store) -> None:
    event_id = await store.run(webinar, 3)
    for person in (1, 2):
        await store.run(comes, event_id, person)

    def shrink(tx: Tx, seats: int) -> bool:
        return events.change(tx, event_id, seats=seats)

    assert not await store.run(shrink, 1)
    assert await store.run(shrink, 2)
    event = await store.run(events.by_id, event_id)
    assert event is not None
    assert (event.seats, event.revision) == (2, 1)
