"""Broadcasts on their way: claimed by one process, settled, taken up again, and ended."""

from collections.abc import Iterable

from bot.domain.audience import Audience, To
from bot.storage import broadcasts
from bot.storage.broadcasts import LEASE, BroadcastState, RowState
from tests.storage.test_events import added
from tests.support.books import DAY, NOW, Books


def sending(
    books: Books, people: Iterable[int] = (), state: BroadcastState = BroadcastState.SENDING, **values: object
) -> int:
    row = {
        "network_id": books.network, "author_id": books.claire, "message": "own", "due_at": NOW, "state": state,
        "texts": {"fr": "Bonjour"},
    }  # fmt: skip
    number = broadcasts.add(books.tx, {**row, **values}, Audience(To.REFERENTS), b"", NOW)
    for person in people:
        waits = {"broadcast_id": number, "recipient_id": person, "state": RowState.QUEUED}
        books.tx.connection.execute(broadcasts.rows.insert(), waits)
    return number


def test_recipients_are_claimed_once_of_what_is_sending_and_was_due_first(books: Books) -> None:
    tx = books.tx
    later, first = sending(books, [7], due_at=NOW + DAY), sending(books, [9, 8, 7])
    sending(books, [7], BroadcastState.SCHEDULED, due_at=NOW - DAY)
    assert broadcasts.claim(tx, "one", NOW, 2) == (first, [7, 8])
    assert broadcasts.claim(tx, "two", NOW, 2) == (first, [9])
    assert broadcasts.claim(tx, "two", NOW, 2) == (later, [7])
    assert broadcasts.claim(tx, "two", NOW, 2) is None
    assert broadcasts.owners(tx) == {"one", "two"}


def test_what_a_dead_process_held_is_uncertain_and_sent_again_on_a_word_only(books: Books) -> None:
    tx, number = books.tx, sending(books, [7, 8, 9])
    broadcasts.claim(tx, "dead", NOW, 2)
    assert broadcasts.reclaim(tx, NOW + LEASE / 2) == 0
    assert broadcasts.reclaim(tx, NOW, "another") == 0
    broadcasts.renew(tx, number, [7], NOW + LEASE / 2)
    assert broadcasts.reclaim(tx, NOW + LEASE) == 1, "the other one is still held"
    assert broadcasts.reclaim(tx, NOW, "dead") == 1
    assert broadcasts.counts(tx, number)[RowState.UNCERTAIN] == 2
    broadcasts.settle(tx, number, [7], RowState.SENT)
    broadcasts.settle(tx, number, [9], RowState.SENT)
    assert broadcasts.counts(tx, number)[RowState.QUEUED] == 1, "what nobody claimed is not settled"
    assert broadcasts.repeat(tx, number) == 1
    assert broadcasts.in_row_state(tx, number, RowState.QUEUED, 9) == [(8, ""), (9, "")]


def test_it_ends_when_nothing_is_left(books: Books) -> None:
    tx, number = books.tx, sending(books, [7])
    assert broadcasts.finished(tx, NOW) == []
    broadcasts.claim(tx, "one", NOW, 9)
    assert broadcasts.finished(tx, NOW) == []
    broadcasts.settle(tx, number, [7], RowState.FAILED, "gone")
    assert broadcasts.in_row_state(tx, number, RowState.FAILED, 9) == [(7, "gone")]
    assert broadcasts.finished(tx, NOW) == [number]
    assert broadcasts.repeat(tx, number) == 1
    again = broadcasts.by_id(tx, number)
    assert again is not None
    assert (again.state, again.ended_at, again.texts) == (BroadcastState.SENDING, None, {"fr": "Bonjour"})
    assert not broadcasts.move(tx, number, BroadcastState.DONE, BroadcastState.SCHEDULED), "it is not scheduled"


def test_lists_of_a_network_and_of_what_is_due(books: Books) -> None:
    tx = books.tx
    one, two = sending(books), sending(books, state=BroadcastState.SCHEDULED)
    sending(books, network_id=books.elsewhere)
    sending(books, state=BroadcastState.SCHEDULED, due_at=NOW + DAY)
    assert [each.id for each in broadcasts.of_network(tx, books.network)][1:] == [two, one]
    assert len(broadcasts.of_network(tx, books.network, 1)) == 1
    assert [each.id for each in broadcasts.in_state(tx, BroadcastState.SCHEDULED, NOW)] == [two]


def test_progress_is_shown_now_and_then_until_its_end(books: Books) -> None:
    tx, number = books.tx, sending(books)
    sending(books, state=BroadcastState.SCHEDULED)
    assert [each.id for each in broadcasts.to_show(tx, NOW)] == [number]
    assert broadcasts.to_show(tx, NOW) == []
    assert [each.id for each in broadcasts.to_show(tx, NOW + broadcasts.BETWEEN_EDITS)] == [number]
    broadcasts.shown(tx, number, 77, over=False)
    broadcasts.shown(tx, number, None, over=True)
    assert broadcasts.to_show(tx, NOW + DAY) == []
    found = broadcasts.by_id(tx, number)
    assert found is not None
    assert found.progress_id == 77


def test_whom_a_broadcast_is_for_and_who_was_asked_to_an_event(books: Books) -> None:
    tx, event = books.tx, added(books, NOW + DAY)
    number, other = sending(books, [7], event_id=event), sending(books, [8])
    assert broadcasts.is_for(tx, number, 7)
    assert not broadcasts.is_for(tx, other, 7)
    assert broadcasts.asked_to(tx, event, 7)
    assert not broadcasts.asked_to(tx, event, 8)
    assert broadcasts.text_key(tx, "a") != broadcasts.text_key(tx, "b")


def test_there_is_nothing_to_do_once_all_is_over_and_shown(books: Books) -> None:
    tx = books.tx
    assert broadcasts.at_rest(tx)
    number = sending(books, [7], BroadcastState.SCHEDULED)
    assert not broadcasts.at_rest(tx), "its time may come"
    broadcasts.move(tx, number, BroadcastState.SENDING, BroadcastState.SCHEDULED)
    broadcasts.claim(tx, "one", NOW, 9)
    broadcasts.move(tx, number, BroadcastState.CANCELLED, BroadcastState.SENDING)
    broadcasts.shown(tx, number, 1, over=True)
    assert not broadcasts.at_rest(tx), "one is still in the hands of a process"
    broadcasts.settle(tx, number, [7], RowState.SENT)
    assert broadcasts.at_rest(tx)
    broadcasts.shown(tx, number, 1, over=False)
    assert not broadcasts.at_rest(tx), "its end is not shown yet"
