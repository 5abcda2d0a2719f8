"""Events: what is to come, seats that no crowd takes twice, and of what is to be reminded."""

from datetime import datetime, timedelta

from bot.storage import events
from tests.support.books import DAY, NOW, Books


def added(books: Books, starts_at: datetime, seats: int | None = None, network: int | None = None) -> int:
    values = {
        "network_id": network or books.network, "author_id": books.claire, "name": "Atelier", "place": "Salle",
        "starts_at": starts_at, "minutes": 90, "seats": seats,
    }  # fmt: skip
    return events.add(books.tx, values, NOW)


def test_what_is_to_come_is_of_that_network_not_called_off_and_the_next_comes_first(books: Books) -> None:
    later, next_one, off = added(books, NOW + 2 * DAY), added(books, NOW + DAY), added(books, NOW + DAY)
    added(books, NOW)
    added(books, NOW + DAY, network=books.elsewhere)
    events.change(books.tx, off, cancelled_at=NOW)
    found = events.to_come(books.tx, books.network, NOW)
    assert [event.id for event in found] == [next_one, later]
    assert (found[0].name, found[0].place, found[0].ends_at) == ("Atelier", "Salle", NOW + DAY + timedelta(minutes=90))


def test_as_many_sit_as_there_are_seats(books: Books) -> None:
    event = added(books, NOW + DAY, seats=1)
    assert events.take_seat(books.tx, event)
    assert not events.take_seat(books.tx, event)
    events.free_seat(books.tx, event)
    assert events.take_seat(books.tx, event)
    assert not events.change(books.tx, event, seats=0), "somebody sits there"
    assert events.change(books.tx, event, seats=2, name="Autre")
    found = events.by_id(books.tx, event)
    assert found is not None
    assert (found.seats, found.taken, found.revision, found.name) == (2, 1, 1, "Autre")
    everybody = added(books, NOW + DAY)
    assert all(events.take_seat(books.tx, everybody) for _ in range(3))


def test_of_what_begins_within_a_day_is_reminded_once(books: Books) -> None:
    soon, off = added(books, NOW + DAY), added(books, NOW + DAY)
    added(books, NOW + DAY + timedelta(seconds=1))
    added(books, NOW)
    events.change(books.tx, off, cancelled_at=NOW)
    assert [event.id for event in events.to_remind(books.tx, NOW, DAY)] == [soon]
    events.reminded(books.tx, soon, NOW)
    assert events.to_remind(books.tx, NOW, DAY) == []
    events.reminded(books.tx, soon, None)
    assert [event.id for event in events.to_remind(books.tx, NOW, DAY)] == [soon]
