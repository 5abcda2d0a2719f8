"""What was handed over for a plan: how far its receipts are, what is left, and what goes back."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.handovers import Handover, Holding, Receipt, left, room_for
from bot.domain.ids import HandoverId
from bot.domain.plans import State

ON, LATER = date(2027, 6, 1), date(2027, 6, 20)
FIRST = Handover(HandoverId(1), 7, 300_00, ON, 3, Receipt.PHONE, form="paper", notes=12)
SECOND = replace(
    FIRST, id=HandoverId(2), cents=360_00, handed_on=LATER, receipt=Receipt.NONE, form="electronic", notes=None
)
BOTH = Holding((FIRST, SECOND))
PAID = Holding((replace(FIRST, form="provider", receipt=Receipt.NONE),))


def test_two_handovers_add_up_and_what_is_left_of_a_grant_is_known() -> None:
    assert (BOTH.cents, BOTH.notes, BOTH.handed_on) == (660_00, 12, LATER)
    assert (left(660_00, BOTH), left(700_00, BOTH), left(690_00, None), left(None, BOTH)) == (0, 40_00, 690_00, 0)


def test_a_handover_may_be_what_the_others_leave_of_the_grant() -> None:
    assert (room_for(700_00, BOTH, FIRST), room_for(500_00, BOTH, FIRST), room_for(300_00, BOTH, FIRST)) == (
        340_00, 140_00, 0,
    )  # fmt: skip
    assert room_for(690_00, None, FIRST) == 690_00


@pytest.mark.parametrize(
    ("receipts", "together"),
    [
        ((Receipt.PHONE, Receipt.PAPER), Receipt.PAPER),
        ((Receipt.PHONE, Receipt.NONE), Receipt.NONE),
        ((Receipt.REFUSED, Receipt.NONE), Receipt.REFUSED),
        ((Receipt.PHONE, Receipt.REFUSED), Receipt.REFUSED),
    ],
)
def test_a_receipt_that_is_not_right_is_seen_whatever_the_others_are(
    receipts: tuple[Receipt, Receipt], together: Receipt
) -> None:
    parts = tuple(replace(part, receipt=receipt) for part, receipt in zip(BOTH.parts, receipts, strict=True))
    assert Holding(parts).receipt is together


def test_the_beneficiary_confirms_what_was_in_the_own_hands_only() -> None:
    assert BOTH.to_confirm() is SECOND
    assert PAID.to_confirm() is None
    assert [part.open for part in BOTH.parts] == [False, True]


def test_what_form_it_is_in() -> None:
    assert (BOTH.in_vouchers, BOTH.electronic, BOTH.to_provider) == (True, False, False)
    assert (PAID.in_vouchers, PAID.to_provider) == (False, True)
    assert Holding((SECOND,)).electronic
    assert Holding((replace(FIRST, form=""),)).in_vouchers, "nobody noted the form at first: it was vouchers"


def test_what_goes_back_where_less_is_granted_and_where_nothing_is() -> None:
    assert BOTH.to_give_back(State.HANDED_OVER, 600_00) == 60_00
    assert BOTH.to_give_back(State.HANDED_OVER, None) == 660_00
    assert BOTH.to_give_back(State.CANCELLED, 660_00) == 660_00
    assert BOTH.to_give_back(State.REPORTED, 0) == 0
    assert PAID.to_give_back(State.CANCELLED, None) == 300_00
    assert PAID.theirs_to_give_back(State.CANCELLED, None) == 0, "the provider holds it"
    assert BOTH.theirs_to_give_back(State.CANCELLED, None) == 660_00


def test_all_of_it_is_back_once_its_last_part_is() -> None:
    half = Holding((replace(FIRST, returned_on=LATER), SECOND))
    assert (half.returned_on, half.to_give_back(State.CANCELLED, None)) == (None, 660_00)
    whole = Holding((replace(FIRST, returned_on=LATER), replace(SECOND, returned_on=ON)))
    assert (whole.returned_on, whole.to_give_back(State.CANCELLED, None)) == (LATER, 0)
