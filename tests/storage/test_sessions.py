"""Where a chat is, and short conversations that are not finished."""

import pytest

from bot.storage import sessions
from bot.storage.kernel.store import Conflict
from bot.storage.sessions import Session
from tests.support.books import NOW, Books


def test_where_a_person_is_and_their_card_are_kept_apart(books: Books) -> None:
    tx = books.tx
    assert sessions.session_of(tx, books.lina) is None
    sessions.save_session(tx, books.lina, Session("sheet:1", "name", "typed", {"a": 1}, 2))
    sessions.save_session(tx, books.claire, Session("home"))
    sessions.keep_cards(tx, [(books.lina, 77), (999, 5)])
    assert sessions.session_of(tx, books.lina) == Session("sheet:1", "name", "typed", {"a": 1}, 2, 77)
    sessions.save_session(tx, books.lina, Session("home"))
    assert sessions.session_of(tx, books.lina) == Session("home", card_id=77)
    assert sessions.session_of(tx, books.claire) == Session("home")
    sessions.forget_card(tx, books.lina, [76])
    assert sessions.session_of(tx, books.lina) == Session("home", card_id=77)
    sessions.forget_card(tx, books.lina, [76, 77])
    assert sessions.session_of(tx, books.lina) == Session("home")


def test_a_new_conversation_takes_the_place_of_one_of_its_kind(books: Books) -> None:
    tx = books.tx
    sessions.open_form(tx, books.lina, "invite", NOW, 5, {"name": "Awa"})
    other = sessions.open_form(tx, books.lina, "prices", NOW, 5)
    opened = sessions.open_form(tx, books.claire, "invite", NOW, 5)
    new = sessions.open_form(tx, books.lina, "invite", NOW, 6)
    assert sessions.open_about(tx, books.lina, "invite", 5) is None
    assert sessions.open_about(tx, books.lina, "invite", 6) == new
    assert sessions.open_about(tx, books.lina, "prices", 5) == other
    assert sessions.form(tx, opened.id) == opened
    sessions.close_form(tx, other.id)
    assert sessions.form(tx, other.id) is None


def test_of_two_answers_at_once_the_second_reads_again(books: Books) -> None:
    tx, sheet = books.tx, sessions.open_form(books.tx, books.lina, "invite", NOW)
    assert sessions.save_form(tx, sheet, {"name": "Awa"}) == 2
    with pytest.raises(Conflict):
        sessions.save_form(tx, sheet, {})
    kept = sessions.form(tx, sheet.id)
    assert kept is not None
    assert kept.answers == {"name": "Awa"}
