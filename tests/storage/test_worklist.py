"""Lists of the committee: what is shown, in which order, page by page, and how much it is."""

from datetime import date
from typing import Any

import pytest

from bot.domain.plans import State
from bot.storage import worklist
from bot.storage.worklist import Wanted
from tests.support.books import DAY, NOW, Books

ENDORSED = frozenset({State.ENDORSED})


def listed(books: Books, limit: int = 10, offset: int = 0, **wanted: Any) -> list[int]:
    return [plan.id for plan in worklist.listed(books.tx, books.network, Wanted(ENDORSED, **wanted), limit, offset)]


@pytest.fixture
def three(books: Books) -> tuple[int, int, int]:
    """Return the first and last plan of a residence, the second of a workshop in another region."""
    asked: dict[str, Any] = {"state": State.ENDORSED, "decided_at": NOW, "people": 2}
    first = books.plan(**asked, rank_at=NOW, aid_cents=300, departure=date(2027, 8, 1))
    second = books.plan(**asked, rank_at=NOW + DAY, aid_cents=100, organisation_id=books.workshop, first_time=True)
    third = books.plan(**asked, rank_at=NOW + 2 * DAY, aid_cents=200, departure=date(2027, 7, 1))
    books.plan(state=State.TO_REVIEW)
    books.plan(**asked, rank_at=NOW, network_id=books.elsewhere)
    return first.id, second.id, third.id


def test_each_order_and_its_pages(books: Books, three: tuple[int, int, int]) -> None:
    first, second, third = three
    assert listed(books) == [first, second, third]
    assert listed(books, order="newest") == [third, second, first]
    assert listed(books, order="departure") == [third, first, second], "a plan without a date comes last"
    assert listed(books, order="most") == [first, third, second]
    assert listed(books, order="least") == [second, third, first]
    assert listed(books, 2) == [first, second]
    assert listed(books, 2, 2) == [third]


def test_each_filter(books: Books, three: tuple[int, int, int]) -> None:
    first, second, third = three
    assert listed(books, call_ids=frozenset({books.call + 1})) == []
    assert listed(books, call_ids=frozenset({books.call})) == [first, second, third]
    assert listed(books, region="BRE") == [second]
    assert listed(books, organisation_id=books.residence) == [first, third]
    assert listed(books, first_time=True) == [second]
    assert listed(books, arrived_since=NOW + DAY) == [second, third]
    assert listed(books, up_to=200) == [second, third]
    assert listed(books, decidable_before=NOW) == [], "their referent can still take them back"
    assert listed(books, decidable_before=NOW + DAY) == [first, second, third]


@pytest.mark.usefixtures("three")
def test_how_many_and_how_much(books: Books) -> None:
    tx, all_of_them = books.tx, Wanted(ENDORSED)
    assert worklist.counted(tx, books.network, all_of_them) == worklist.Counted(3, 6, 600)
    assert worklist.counted(tx, books.network, Wanted(ENDORSED, region="PAC")) == worklist.Counted(0, 0, 0)
    assert worklist.since(tx, books.network, all_of_them) == NOW
    assert worklist.since(tx, books.network, Wanted(frozenset({State.WAITING}))) is None
    assert worklist.organisations_of(tx, books.network, all_of_them) == [
        (books.residence, "IDF", 2),
        (books.workshop, "BRE", 1),
    ]
