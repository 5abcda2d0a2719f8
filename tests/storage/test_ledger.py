"""The ledger of a call: its lines in order, and what they add up to."""

from bot.domain.plans import State
from bot.storage import calls, ledger
from bot.storage.calls import Account
from bot.storage.ledger import Sum
from tests.support.books import DAY, NOW, Books


def test_lines_are_a_calls_in_order_up_to_a_moment(books: Books) -> None:
    tx, plan = books.tx, books.plan(reference="VAL-1")
    calls.post(tx, books.call, plan.id, Account.ASKED, 2, 200, NOW, "endorse")
    calls.post(tx, books.call, plan.id, Account.TAKEN, 2, 200, NOW + DAY, "grant")
    calls.post(tx, books.opens_call(), plan.id, Account.TAKEN, 9, 900, NOW, "grant")
    found = ledger.lines(tx, books.call)
    assert [(line.cause, line.reference, line.places, line.cents) for line in found] == [
        ("endorse", "VAL-1", 2, 200),
        ("grant", "VAL-1", 2, 200),
    ]
    assert ledger.lines(tx, books.call, NOW + DAY) == found[:1]


def test_what_was_given_less_what_came_back_is_held_or_granted(books: Books) -> None:
    tx = books.tx
    granted, offered, given_up = books.plan(state=State.GRANTED), books.plan(state=State.OFFERED), books.plan()
    calls.post(tx, books.call, granted.id, Account.TAKEN, 2, 200, NOW, "grant")
    calls.post(tx, books.call, granted.id, Account.TAKEN, -1, 0, NOW, "change")
    calls.post(tx, books.call, offered.id, Account.TAKEN, 3, 300, NOW, "offer")
    calls.post(tx, books.call, given_up.id, Account.TAKEN, 4, 400, NOW, "grant")
    calls.post(tx, books.call, given_up.id, Account.TAKEN, -4, -400, NOW, "undo_decision")
    calls.post(tx, books.call, given_up.id, Account.ASKED, 4, 400, NOW, "endorse")
    found = ledger.books(tx, books.call)
    assert found.asked == Sum(4, 400)
    assert found.given == Sum(5, 500), "without what was undone"
    assert found.released == Sum(1, 0)
    assert (found.held, found.granted) == (Sum(3, 300), Sum(1, 200))
