"""Plans that wait to be read by a referent, and for how long they may."""

from bot.domain.absence import USUAL, Stage
from bot.domain.plans import State
from bot.storage import calls, reviews
from tests.support.books import DAY, NOW, Books


def test_every_plan_that_waits_is_found_with_who_reads_it_and_how_long_it_may(books: Books) -> None:
    tx = books.tx
    late = books.plan(state=State.TO_REVIEW, sent_at=NOW + DAY, rank_at=NOW)
    early = books.plan(state=State.TO_REVIEW, sent_at=NOW)
    books.plan(state=State.TO_COMPLETE, sent_at=NOW)
    closed = books.opens_call(closes_at=NOW)
    books.plan(state=State.TO_REVIEW, sent_at=NOW, call_id=closed)
    found = reviews.to_read(tx, NOW)
    assert [(each.plan_id, each.referent_id, each.region) for each in found] == [
        (early.id, books.lina, "93"),
        (late.id, books.lina, "93"),
    ]
    assert [bool(each.ranked) for each in found] == [False, True]
    assert found[0].days == USUAL
    assert reviews.to_read(tx, NOW, books.elsewhere) == []
    assert len(reviews.to_read(tx, NOW, books.network)) == 2
    calls.change(tx, books.call, delays={"remind": 1, "others": 2})
    assert reviews.to_read(tx, NOW)[0].days == {Stage.REMIND: 1, Stage.OTHERS: 2}


def test_all_plans_of_a_person(books: Books) -> None:
    awa = books.person()
    mine = [books.plan(awa, State.CANCELLED).id, books.plan(awa).id]
    books.plan()
    assert reviews.plans_of(books.tx, awa) == mine
