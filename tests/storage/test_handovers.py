"""Vouchers in people's hands: noted, confirmed, come back, or still out."""

from datetime import date
from typing import Any

from bot.domain.plans import State
from bot.storage import handovers
from bot.storage.handovers import Handed, Out, Receipt
from bot.storage.plans import PlanRow
from tests.support.books import NOW, Books

ON = date(2027, 7, 1)


def given(books: Books, state: State, cents: int = 100, person: int | None = None, **values: Any) -> PlanRow:
    plan = books.plan(person, state, **values)
    handovers.note(books.tx, plan.id, Handed(cents, ON, "paper", 5, "1-5"), books.lina)
    return plan


def test_a_receipt_is_confirmed_once_and_anew_after_a_correction(books: Books) -> None:
    tx, plan = books.tx, given(books, State.HANDED_OVER).id
    assert handovers.unconfirmed(tx, plan)
    assert handovers.confirm(tx, plan, Receipt.REFUSED, NOW)
    assert not handovers.unconfirmed(tx, plan)
    assert handovers.confirm(tx, plan, Receipt.PAPER, NOW)
    assert not handovers.confirm(tx, plan, Receipt.REFUSED, NOW)
    handovers.note(tx, plan, Handed(90, ON), books.claire)
    found = handovers.of_plan(tx, plan)
    assert found is not None
    assert (found.cents, found.handed_by, found.receipt, found.numbers) == (90, books.claire, Receipt.NONE, "")
    assert not handovers.confirm(tx, books.plan().id, Receipt.REFUSED, NOW), "nothing was handed over"


def test_vouchers_of_a_plan_given_up_are_to_come_back(books: Books) -> None:
    tx, standing, given_up = books.tx, given(books, State.HANDED_OVER).id, given(books, State.CANCELLED).id
    assert not handovers.to_return(tx, standing)
    assert handovers.to_return(tx, given_up)
    handovers.begin_again(tx, given_up)
    assert handovers.of_plan(tx, given_up) is not None, "those still out stay noted"
    handovers.returned(tx, given_up, ON)
    assert not handovers.to_return(tx, given_up)
    handovers.begin_again(tx, given_up)
    assert handovers.of_plan(tx, given_up) is None


def test_what_is_held_of_former_plans_is_added_up_by_person(books: Books) -> None:
    tx, awa = books.tx, books.person()
    first = given(books, State.CANCELLED, 100, awa)
    given(books, State.CANCELLED, 50, awa)
    present = given(books, State.CANCELLED, 7, awa)
    back = given(books, State.CANCELLED, 1000, awa)
    handovers.returned(tx, back.id, ON)
    given(books, State.HANDED_OVER, 500, awa)
    assert handovers.of_former(tx, [awa], [present.id]) == {awa: Out(first.id, 150)}
    assert handovers.of_former(tx, [], []) == {}


def test_not_back_is_what_nothing_is_granted_for_any_more(books: Books) -> None:
    tx = books.tx
    given(books, State.CANCELLED, 100)
    given(books, State.HANDED_OVER, 100, granted_cents=70)
    given(books, State.HANDED_OVER, 100, granted_cents=100)
    handovers.returned(tx, given(books, State.CANCELLED, 1000).id, ON)
    assert handovers.not_back(tx, books.call) == 130
    assert handovers.not_back(tx, books.call + 1) == 0


def test_what_awaits_a_referent_about_vouchers(books: Books) -> None:
    tx = books.tx
    granted, unconfirmed = books.plan(state=State.GRANTED).id, given(books, State.HANDED_OVER).id
    out, back = given(books, State.CANCELLED).id, given(books, State.CANCELLED).id
    confirmed = given(books, State.AWAY).id
    handovers.returned(tx, back, ON)
    handovers.confirm(tx, confirmed, Receipt.PAPER, NOW)
    books.plan(state=State.GRANTED, organisation_id=books.workshop)
    books.plan(state=State.DRAFT)
    assert set(handovers.awaiting(tx, books.residence)) == {granted, unconfirmed, out}
