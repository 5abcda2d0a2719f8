"""What stands on the screens of discreet people: it is to go where the gate is shut, or the account has left."""

from bot.storage import people, shown
from bot.storage.shown import ToHide
from tests.support.books import DAY, NOW, Books


def test_messages_go_once_the_gate_is_shut(books: Books) -> None:
    tx, awa, binta = books.tx, books.person(chat=70), books.person(chat=71)
    for person in (awa, binta):
        people.change(tx, person, unlocked_until=NOW)
    shown.keep(tx, awa, 70, [3, 5])
    shown.keep(tx, awa, 70, [5, 8])
    shown.keep(tx, binta, 71, [9])
    shown.keep(tx, binta, 71, [])
    assert shown.to_hide(tx, NOW - DAY) == []
    assert shown.to_hide(tx, NOW) == [ToHide(awa, 70, [3, 5, 8]), ToHide(binta, 71, [9])]
    shown.forget(tx, awa, [3, 5])
    people.change(tx, binta, unlocked_until=NOW + DAY, chat_id=None)
    assert shown.to_hide(tx, NOW) == [ToHide(awa, 70, [8]), ToHide(binta, 71, [9])]
