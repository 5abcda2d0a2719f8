"""Requests of strangers: begun, sent, answered by their network, and forgotten."""

import pytest

from bot.storage import requests
from bot.storage.kernel.store import Conflict
from bot.storage.requests import BEGUN_KEPT, KEPT, RequestState
from tests.support.books import DAY, NOW, Books


def sent(books: Books, chat: int, days: int = 0, network: int | None = None) -> int:
    begun = requests.begin(books.tx, chat, "fr", NOW)
    requests.save(books.tx, begun, state=RequestState.SENT.value, sent_at=NOW + days * DAY, network_id=network)
    return begun.id


def test_a_request_is_kept_by_its_chat_and_of_two_who_change_it_one_reads_again(books: Books) -> None:
    tx, begun = books.tx, requests.begin(books.tx, 70, "fr", NOW)
    assert requests.save(tx, begun, answers={"place": "35"}, code="a code") == 2
    with pytest.raises(Conflict):
        requests.save(tx, begun, answers={})
    found = requests.by_id(tx, begun.id)
    assert found is not None
    assert (found.chat_id, found.answers, found.code, found.state) == (
        70,
        {"place": "35"},
        "a code",
        RequestState.BEGUN,
    )
    later = requests.begin(tx, 70, "fr", NOW)
    assert [each.id for each in requests.of_chat(tx, 70)] == [later.id, begun.id]
    assert requests.of_chat(tx, 71) == []
    requests.drop(tx, later.id)
    assert requests.by_id(tx, later.id) is None
    assert requests.begun_since(tx, NOW - DAY) == 1
    assert requests.begun_since(tx, NOW) == requests.sent(tx) == 0


def test_coordinators_answer_what_was_sent_to_them_or_to_everybody_in_order_of_arrival(books: Books) -> None:
    tx = books.tx
    late, early = sent(books, 1, days=1, network=books.network), sent(books, 2)
    sent(books, 3, network=books.elsewhere)
    requests.begin(tx, 4, "fr", NOW)
    assert [each.id for each in requests.awaiting(tx, books.network)] == [early, late]
    assert requests.count_awaiting(tx, books.network) == 2
    assert requests.since(tx, books.network) == NOW
    for each in requests.awaiting(tx, books.network):
        requests.save(tx, each, state=RequestState.DECLINED.value)
    assert requests.count_awaiting(tx, books.network) == 0
    assert requests.since(tx, books.network) is None


def test_what_was_only_begun_is_forgotten_after_a_day_and_all_after_thirty(books: Books) -> None:
    tx = books.tx
    requests.begin(tx, 1, "fr", NOW)
    kept = sent(books, 2)
    assert requests.sent(tx) == 1
    assert requests.forget(tx, NOW + BEGUN_KEPT / 2) == 0
    assert requests.forget(tx, NOW + BEGUN_KEPT) == 1
    assert requests.forget(tx, NOW + KEPT / 2) == 0
    assert requests.by_id(tx, kept) is not None
    assert requests.forget(tx, NOW + KEPT) == 1
    assert requests.sent(tx) == 0
