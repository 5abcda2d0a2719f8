"""Minutes of a committee: numbered by call, and what was done in their time."""

from bot.domain.plans import State
from bot.storage import audit, minutes
from tests.support.books import DAY, NOW, Books


def test_they_are_numbered_by_call(books: Books) -> None:
    tx, other = books.tx, books.opens_call()
    first = minutes.add(tx, books.call, NOW, NOW + DAY, NOW, books.claire)
    second = minutes.add(tx, books.call, NOW + DAY, NOW + 2 * DAY, NOW, books.claire)
    elsewhere = minutes.add(tx, other, NOW, NOW + DAY, NOW, books.claire)
    assert (first.number, second.number, elsewhere.number) == (1, 2, 1)
    assert minutes.of_call(tx, books.call) == [second, first]
    assert minutes.by_id(tx, elsewhere.id) == elsewhere
    assert minutes.by_id(tx, elsewhere.id + 1) is None


def test_plans_are_those_of_the_call_to_which_it_was_done_in_that_time_by_rank(books: Books) -> None:
    tx = books.tx
    later, first = (books.plan(state=State.GRANTED, rank_at=NOW + days * DAY) for days in (1, 0))
    early, other = books.plan(state=State.GRANTED, rank_at=NOW), books.plan(state=State.ENDORSED, rank_at=NOW)
    for plan, action, at in (
        (later, "grant", NOW), (first, "grant", NOW), (early, "grant", NOW - DAY), (other, "endorse", NOW),
    ):  # fmt: skip
        audit.append(tx, f"plan:{plan.id}", at, books.claire, action, None, None, row_key=plan.trail_key)
    found = list(minutes.trails(tx, books.call, frozenset({"grant"}), NOW, NOW + DAY))
    assert [plan.id for plan, _ in found] == [first.id, later.id]
    assert [[line.action for line in trail] for _, trail in found] == [["grant"], ["grant"]]
