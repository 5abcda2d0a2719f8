"""Aid in people's hands: noted in one time or several, confirmed, come back, or still out."""

from datetime import date
from typing import Any

from bot.domain.aid import AidForm
from bot.domain.handovers import Booklet, Handed, Handover, Holding, Receipt
from bot.domain.ids import HandoverId
from bot.domain.plans import State
from bot.storage import handovers
from bot.storage.handovers import Out
from bot.storage.plans import PlanRow
from tests.support.books import NOW, Books

ON = date(2027, 7, 1)
BOOKLET = Booklet(numbers="1-5", issuer="1234567", issue_year=2027)


def given(
    books: Books, state: State, cents: int = 100, person: int | None = None, form: str = "paper", **values: Any
) -> PlanRow:
    plan = books.plan(person, state, **{"granted_cents": cents, **values})
    handovers.note(books.tx, plan.id, Handed(cents, ON, form, 5, BOOKLET), books.lina)
    return plan


def held(books: Books, plan_id: int) -> Holding:
    found = handovers.of_plan(books.tx, plan_id)
    assert found is not None
    return found


def first(books: Books, plan_id: int) -> Handover:
    return held(books, plan_id).parts[0]


def test_a_receipt_is_confirmed_once_and_anew_after_a_correction(books: Books) -> None:
    tx, plan = books.tx, given(books, State.HANDED_OVER).id
    noted = first(books, plan)
    assert (noted.booklet, held(books, plan).to_confirm()) == (BOOKLET, noted)
    assert handovers.confirm(tx, noted.id, Receipt.REFUSED, NOW)
    assert held(books, plan).to_confirm() is None
    assert handovers.confirm(tx, noted.id, Receipt.PAPER, NOW)
    assert not handovers.confirm(tx, noted.id, Receipt.REFUSED, NOW)
    handovers.correct(tx, noted.id, Handed(90, ON), books.claire)
    found = first(books, plan)
    assert (found.cents, found.handed_by, found.receipt, found.booklet) == (90, books.claire, Receipt.NONE, Booklet())
    assert handovers.by_id(tx, noted.id) == found
    assert handovers.by_id(tx, HandoverId(noted.id + 1)) is None


def test_instalments_are_kept_apart_in_their_order_and_each_is_confirmed_by_itself(books: Books) -> None:
    tx, plan = books.tx, given(books, State.HANDED_OVER, 300, granted_cents=660).id
    second = handovers.note(tx, plan, Handed(360, ON, "electronic"), books.claire)
    assert [part.cents for part in held(books, plan).parts] == [300, 360]
    assert handovers.confirm(tx, second, Receipt.PHONE, NOW)
    assert [part.receipt for part in held(books, plan).parts] == [Receipt.NONE, Receipt.PHONE]


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
    tx, awa, zoe = books.tx, books.person(), books.person()
    former = given(books, State.CANCELLED, 100, awa)
    given(books, State.CANCELLED, 50, awa)
    present = given(books, State.CANCELLED, 7, awa)
    back = given(books, State.CANCELLED, 1000, awa)
    handovers.returned(tx, back.id, ON)
    given(books, State.HANDED_OVER, 500, awa)
    paid = given(books, State.CANCELLED, 40, zoe, "provider")
    assert handovers.of_former(tx, [awa, zoe], [present.id]) == {
        awa: Out(former.id, 150, 150, in_vouchers=True),
        zoe: Out(paid.id, 40, 0, in_vouchers=False),
    }
    assert handovers.of_former(tx, [], []) == {}


def test_not_back_is_what_nothing_is_granted_for_any_more(books: Books) -> None:
    tx = books.tx
    given(books, State.CANCELLED, 100)
    given(books, State.HANDED_OVER, 100, granted_cents=70)
    given(books, State.HANDED_OVER, 100, granted_cents=100)
    handovers.returned(tx, given(books, State.CANCELLED, 1000).id, ON)
    assert handovers.not_back(tx, books.call) == 130
    assert handovers.not_back(tx, books.call + 1) == 0


def test_what_awaits_a_lead_about_an_aid(books: Books) -> None:
    tx = books.tx
    granted, unconfirmed = books.plan(state=State.GRANTED).id, given(books, State.HANDED_OVER).id
    out, back = given(books, State.CANCELLED).id, given(books, State.CANCELLED).id
    confirmed, partly = given(books, State.AWAY).id, given(books, State.AWAY, 100, granted_cents=150).id
    handovers.returned(tx, back, ON)
    for plan in (confirmed, partly):
        handovers.confirm(tx, first(books, plan).id, Receipt.PAPER, NOW)
    books.plan(state=State.GRANTED, organisation_id=books.workshop)
    books.plan(state=State.DRAFT)
    never = books.plan(state=State.BACK).id
    given(books, State.BACK, 100, granted_cents=150)
    assert set(handovers.awaiting(tx, books.residence)) == {granted, unconfirmed, out, partly, never}


def test_a_refund_awaits_nobody_before_the_stay(books: Books) -> None:
    call = books.opens_call(aid_form=AidForm.REFUND.value)
    books.plan(state=State.GRANTED, call_id=call, granted_cents=100)
    books.plan(state=State.AWAY, call_id=call, granted_cents=100)
    back = books.plan(state=State.BACK, call_id=call, granted_cents=100).id
    assert handovers.awaiting(books.tx, books.residence) == [back]


def test_the_number_of_who_gave_the_vouchers_is_the_one_noted_last(books: Books) -> None:
    assert handovers.last_issuer(books.tx, books.residence) == ""
    given(books, State.HANDED_OVER)
    plan = books.plan(state=State.HANDED_OVER)
    handovers.note(books.tx, plan.id, Handed(10, ON, "electronic"), books.lina)
    assert handovers.last_issuer(books.tx, books.residence) == "1234567"
    assert handovers.last_issuer(books.tx, books.workshop) == ""
