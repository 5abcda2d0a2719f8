"""A telephone that asks for a professional's account: one question at a time, answered once, and what stays shut."""

from datetime import timedelta

import pytest

from bot.storage import account_moves
from bot.storage.account_moves import Outcome
from bot.storage.kernel.store import Conflict
from tests.support.books import DAY, NOW, Books

OLD, NEW, OTHER = 4001, 4002, 4003


def test_a_second_telephone_asks_instead_of_the_first(books: Books) -> None:
    tx = books.tx
    first = account_moves.ask(tx, books.lina, books.claire, NEW, "fr", OLD, NOW)
    second = account_moves.ask(tx, books.lina, None, OTHER, "en", OLD, NOW + DAY)
    asks = account_moves.open_of(tx, books.lina)
    assert asks is not None
    assert (asks.id, asks.chat_id, asks.language, asks.made_by) == (second, OTHER, "en", None)
    before = account_moves.by_id(tx, first)
    assert before is not None
    assert before.outcome is Outcome.KEPT
    assert account_moves.open_of(tx, books.claire) is None


def test_what_is_answered_is_answered_once(books: Books) -> None:
    tx = books.tx
    asked = account_moves.ask(tx, books.lina, books.claire, NEW, "fr", OLD, NOW)
    account_moves.end(tx, asked, Outcome.YES, NOW)
    with pytest.raises(Conflict):
        account_moves.end(tx, asked, Outcome.NO, NOW)
    newest = account_moves.newest_of(tx, books.lina)
    assert newest is not None
    assert newest.outcome is Outcome.YES


def test_only_what_was_asked_by_then_and_has_no_answer_is_due(books: Books) -> None:
    tx = books.tx
    asked = account_moves.ask(tx, books.lina, books.claire, NEW, "fr", OLD, NOW)
    assert account_moves.asked_until(tx, NOW - timedelta(seconds=1)) == []
    assert [move.id for move in account_moves.asked_until(tx, NOW)] == [asked]
    account_moves.end(tx, asked, Outcome.NO, NOW)
    assert account_moves.asked_until(tx, NOW) == []


def test_after_a_silent_move_what_was_private_stays_shut_but_where_it_was_written(books: Books) -> None:
    tx = books.tx
    asked = account_moves.ask(tx, books.lina, books.claire, NEW, "fr", OLD, NOW)
    account_moves.end(tx, asked, Outcome.SILENCE, NOW + DAY)
    assert account_moves.shut_before(tx, books.lina, NEW) == NOW + DAY
    assert account_moves.shut_before(tx, books.lina, OLD) is None
    assert account_moves.shut_before(tx, books.claire, NEW) is None
