"""When a person wants to be told, and whose message of the day has come due."""

from bot.domain.hours import ALWAYS, Way
from bot.domain.people import Role
from bot.storage import hours, people
from bot.storage.hours import DEFAULT, Preference
from tests.support.books import DAY, NOW, Books

EAGER = Preference(ALWAYS, Way.AT_ONCE, 7)


def test_who_has_said_nothing_has_the_default(books: Books) -> None:
    tx = books.tx
    assert hours.chosen(tx, books.lina) is None
    hours.choose(tx, books.lina, EAGER)
    assert hours.chosen(tx, books.lina) == EAGER
    assert hours.of(tx, [books.lina, books.claire]) == {books.lina: EAGER, books.claire: DEFAULT}
    hours.choose(tx, books.lina, DEFAULT)
    assert hours.one(tx, books.lina) == DEFAULT


def test_due_are_professionals_who_can_be_reached(books: Books) -> None:
    tx = books.tx
    blocked = books.member("Sam", Role.REFERENT, books.workshop)
    people.change(tx, blocked, blocked_at=NOW)
    people.add(tx, NOW, books.network, "Sans téléphone", frozenset({Role.REFERENT}))
    books.person(chat=99)
    unknown = hours.due(tx, NOW, 10)
    assert [(each.person_id, each.region, each.department) for each in unknown] == [
        (books.lina, "IDF", "93"),
        (books.claire, "", ""),
    ]
    assert len(hours.due(tx, NOW, 1)) == 1
    hours.next_at(tx, books.lina, DEFAULT, NOW)
    hours.next_at(tx, books.claire, DEFAULT, NOW + DAY)
    assert [each.person_id for each in hours.due(tx, NOW, 10)] == [books.lina]
    hours.next_at(tx, books.lina, DEFAULT, NOW + DAY)
    assert hours.due(tx, NOW, 10) == []
    hours.choose(tx, books.lina, EAGER)
    assert [each.person_id for each in hours.due(tx, NOW, 10)] == [books.lina], "to be worked out anew"
