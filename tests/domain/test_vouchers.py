"""Holiday vouchers on paper: what so many notes can make, and until when they are taken."""

from datetime import date
from itertools import combinations_with_replacement

from bot.domain.vouchers import NOTES, can_be_made, valid_until


def test_a_note_is_taken_to_the_end_of_the_second_year_after_its_own() -> None:
    assert valid_until(2027) == date(2029, 12, 31)


def test_so_many_notes_make_an_amount_exactly_when_some_choice_of_them_does() -> None:
    for count in range(7):
        made = {sum(notes) for notes in combinations_with_replacement(NOTES, count)}
        assert {cents for cents in range(0, 320_00, 1_00) if can_be_made(cents, count)} == made
