"""The shelf of a network, and names that a guide should not hold."""

from typing import Any

from bot.domain.people import Contact
from bot.domain.plans import State
from bot.storage import guides
from tests.support.books import DAY, NOW, Books


def shelved(books: Books, days: int = 0, network: int | None = None, **values: Any) -> int:
    new = {"theme": "stay", "language": "fr", "for_people": False, "title": "Train", "content": {"words": "…"}}
    return guides.add(books.tx, network or books.network, books.claire, NOW + days * DAY, **{**new, **values})


def test_a_shelf_holds_what_is_there_and_not_removed_the_newest_first(books: Books) -> None:
    tx = books.tx
    old, new, removed = shelved(books), shelved(books, 1, for_people=True), shelved(books, 2)
    elsewhere = shelved(books, network=books.elsewhere)
    guides.change(tx, removed, removed_at=NOW)
    guides.change(tx, old, title="Car")
    assert [guide.id for guide in guides.shelf(tx, books.network)] == [new, old]
    assert [guide.id for guide in guides.shelf(tx, books.network, for_people=True)] == [new]
    assert (guides.count(tx, books.network), guides.count(tx, books.network, for_people=True)) == (2, 1)
    assert [guide.id for guide in guides.since(tx, books.network, NOW, 5)] == [new]
    assert [guide.title for guide in guides.shelf(tx, books.network)] == ["Train", "Car"]
    assert guides.guide(tx, books.network, elsewhere) is None
    assert guides.guide(tx, books.network, removed) is None


def test_a_coordinator_learns_no_name_that_the_committee_does_not_read(books: Books) -> None:
    ranked: dict[str, Any] = {"state": State.ENDORSED, "rank_at": NOW}
    protected = books.opens_call(model="elles-en-vacances")
    books.plan(books.person("Awa"), **ranked)
    books.plan(books.person("Léo"), State.TO_REVIEW)
    books.plan(books.person("Nour", contact=Contact.DISCREET), **ranked)
    books.plan(books.person("Eve"), call_id=protected, **ranked)
    books.plan(books.person("Ali"), State.DECLINED, rank_at=NOW)
    found = guides.names_to_leave_out(books.tx, books.network, books.claire, ["elles-en-vacances"])
    assert found == {"Awa", "Lina"}
