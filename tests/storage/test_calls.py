"""Calls: which are open, what is taken of them, and what was told of them."""

import pytest

from bot.storage import calls
from bot.storage.calls import Account
from tests.support.books import DAY, NOW, Books


def test_open_is_what_closes_later_and_is_no_draft(books: Books) -> None:
    tx = books.tx
    draft = books.opens_call(draft=True)
    closing, closed = books.opens_call(closes_at=NOW + DAY), books.opens_call(closes_at=NOW)
    books.opens_call(network_id=books.elsewhere)
    assert [call.id for call in calls.open_now(tx, books.network, NOW)] == [closing, books.call]
    assert [call.id for call in calls.of_network(tx, books.network)] == [closed, closing, books.call]
    assert [call.id for call in calls.drafts_of(tx, books.network)] == [draft]
    assert [call.id for call in calls.closed_and_untold(tx, NOW)] == [closed]
    assert {call.id for call in calls.open_and_untold(tx, NOW)} >= {closing, books.call}
    assert not {draft, closed} & {call.id for call in calls.open_and_untold(tx, NOW)}
    calls.change(tx, closed, closing_told_at=NOW)
    calls.change(tx, closing, early_told_at=NOW)
    assert calls.closed_and_untold(tx, NOW) == []
    assert closing not in {call.id for call in calls.open_and_untold(tx, NOW)}


def test_a_draft_is_forgotten_and_an_opened_call_never(books: Books) -> None:
    draft = books.opens_call(draft=True)
    calls.forget_draft(books.tx, draft)
    calls.forget_draft(books.tx, books.call)
    assert calls.drafts_of(books.tx, books.network) == []
    assert calls.by_id(books.tx, books.call).id == books.call
    with pytest.raises(LookupError):
        calls.by_id(books.tx, draft)


def test_opened_since_counts_that_moment_and_no_draft(books: Books) -> None:
    books.opens_call(draft=True, opened_at=NOW + 2 * DAY)
    assert calls.opened_since(books.tx, books.network, NOW)
    assert not calls.opened_since(books.tx, books.network, NOW + DAY)
    assert not calls.opened_since(books.tx, books.elsewhere, NOW)


def test_no_more_is_taken_than_there_is_and_no_less_is_left_than_is_taken(books: Books) -> None:
    tx, plan = books.tx, books.plan().id
    call = books.opens_call(places=3, envelope=100)
    assert calls.post(tx, call, plan, Account.TAKEN, 3, 100, NOW)
    assert not calls.post(tx, call, plan, Account.TAKEN, 1, 0, NOW)
    assert not calls.post(tx, call, plan, Account.TAKEN, 0, 1, NOW)
    assert calls.post(tx, call, plan, Account.ASKED, 9, 900, NOW), "one may ask for more than there is"
    assert calls.posted(tx, plan, Account.TAKEN) == (3, 100)
    assert calls.posted(tx, plan, Account.ASKED) == (9, 900)
    assert not calls.change(tx, call, places=2)
    assert not calls.change(tx, call, envelope=99)
    assert calls.change(tx, call, places=3, envelope=100)
    assert calls.unbalanced(tx) == []
    found = calls.by_id(tx, call)
    assert (found.taken_places, found.taken_cents, found.asked_places, found.asked_cents) == (3, 100, 9, 900)


def test_freed_is_what_comes_back_or_is_added_and_no_undoing(books: Books) -> None:
    tx, plan = books.tx, books.plan().id
    calls.post(tx, books.call, plan, Account.TAKEN, 3, 300, NOW)
    calls.post(tx, books.call, plan, Account.TAKEN, -1, -100, NOW, "undo_decision")
    assert calls.take_freed(tx) == []
    calls.post(tx, books.call, plan, Account.TAKEN, -1, -100, NOW, "withdraw")
    assert calls.take_freed(tx) == [books.call]
    assert calls.take_freed(tx) == []
    calls.change(tx, books.call, places=40)
    assert calls.take_freed(tx) == []
    calls.change(tx, books.call, places=41)
    assert calls.take_freed(tx) == [books.call]
