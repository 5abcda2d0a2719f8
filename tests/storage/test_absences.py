"""Who is away, since when and until when, and who stands in."""

from datetime import date

from bot.domain.absence import Stage
from bot.domain.people import Role
from bot.storage import absences
from tests.support.books import DAY, NOW, Books

FRIDAY = date(2026, 11, 27)


def test_an_absence_said_ahead_begins_with_its_first_day(books: Books) -> None:
    tx, sam = books.tx, books.member("Sam", Role.REFERENT, books.residence)
    said = absences.note(tx, books.lina, sam, NOW + DAY, FRIDAY, books.lina, begun=False)
    assert absences.absence_of(tx, books.lina) == said
    assert absences.away_now(tx, books.lina) is None
    assert absences.stand_ins(tx) == {}
    assert absences.due(tx, NOW) == []
    assert absences.due(tx, NOW + DAY) == [said]
    absences.begin(tx, said.id, books.claire)
    assert absences.due(tx, NOW + DAY) == []
    assert absences.stand_ins(tx) == {books.lina: books.claire}


def test_it_is_over_the_day_after_its_last(books: Books) -> None:
    tx, sam = books.tx, books.member("Sam", Role.REFERENT, books.residence)
    away = absences.note(tx, books.lina, sam, NOW, FRIDAY, books.lina, begun=True)
    assert absences.over(tx, FRIDAY) == []
    assert absences.over(tx, FRIDAY + DAY) == [away]
    absences.end(tx, books.lina, NOW + DAY)
    assert absences.over(tx, FRIDAY + DAY) == []
    assert absences.absence_of(tx, books.lina) is None
    assert absences.stand_ins(tx) == {}


def test_of_a_wait_is_told_once_a_stage(books: Books) -> None:
    plan = books.plan().id
    first, second = list(Stage)[:2]
    assert absences.tell_once(books.tx, plan, FRIDAY, first)
    assert not absences.tell_once(books.tx, plan, FRIDAY, first)
    assert absences.tell_once(books.tx, plan, FRIDAY, second)
    assert absences.tell_once(books.tx, plan, FRIDAY + DAY, first)
