"""Who comes to an event, in the order of asking."""

from bot.storage import attendances
from bot.storage.attendances import Answer
from tests.storage.test_events import added
from tests.support.books import DAY, NOW, Books


def test_the_last_word_counts_and_gives_the_place_in_the_order(books: Books) -> None:
    event, other = added(books, NOW + DAY), added(books, NOW + DAY)
    attendances.keep(books.tx, event, 7, Answer.COMING, NOW)
    attendances.keep(books.tx, event, 8, Answer.COMING, NOW + DAY)
    attendances.keep(books.tx, event, 7, Answer.COMING, NOW + 2 * DAY)
    attendances.keep(books.tx, other, 9, Answer.COMING, NOW)
    assert attendances.with_answer(books.tx, event, Answer.COMING) == [8, 7]
    attendances.keep(books.tx, event, 8, Answer.NOT_COMING, NOW + 2 * DAY)
    assert attendances.answer_of(books.tx, event, 8) is Answer.NOT_COMING
    assert attendances.answer_of(books.tx, other, 8) is None
    assert attendances.with_answer(books.tx, event, Answer.COMING, Answer.NOT_COMING) == [7, 8]


def test_only_who_still_waits_gets_a_seat(books: Books) -> None:
    event = added(books, NOW + DAY)
    attendances.keep(books.tx, event, 7, Answer.WAITING, NOW)
    attendances.keep(books.tx, event, 8, Answer.NOT_COMING, NOW)
    assert attendances.promote(books.tx, event, 7)
    assert not attendances.promote(books.tx, event, 7)
    assert not attendances.promote(books.tx, event, 8)
    assert attendances.with_answer(books.tx, event, Answer.COMING) == [7]
