"""Days of a stay as a database keeps them: opened under the key, known again, the same for no two plans."""

from datetime import date

from bot.storage import days
from tests.support.books import Books

FIRST, LAST = date(2027, 7, 10), date(2027, 7, 17)


def test_days_are_sealed_and_a_day_that_nobody_said_is_none(books: Books) -> None:
    tx = books.tx
    kept = days.sealed_stay(tx, FIRST, LAST)
    assert days.stay(tx, kept) == days.stay(tx, kept) == (FIRST, LAST)
    assert kept != days.sealed_stay(tx, FIRST, LAST)
    assert days.stay(tx, days.sealed_stay(tx, FIRST, None)) == (FIRST, None)
    assert days.stay(tx, None) == (None, None)


def test_a_day_is_known_again_by_its_plan_alone(books: Books) -> None:
    tx = books.tx
    assert days.keys(tx, 1, FIRST) == days.keys(tx, 1, FIRST)
    assert len({days.mark(tx, plan, day) for plan in (1, 2) for day in (FIRST, LAST)}) == 4
