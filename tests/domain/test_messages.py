"""Words are cut to fit a screen and nothing of them is lost; a screen shows what fits, and at least one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import (
    LONGEST_PIECE,
    MOST_ON_SCREEN,
    Kind,
    Seat,
    Side,
    Weight,
    names_person,
    on_screen,
    pieces,
    weight,
)

texts = st.text(st.sampled_from("ab é\n🏖️ 字"), max_size=400)


@given(texts, st.integers(10, 60))
def test_pieces_hold_every_word_in_its_order(text: str, most: int) -> None:
    found = pieces(text, most)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < weight(piece) <= most for piece in found)


@given(st.lists(st.text("abc", min_size=1, max_size=8)), st.integers(20, 60))
def test_no_word_is_parted_that_fits(words: list[str], most: int) -> None:
    found = pieces(" ".join(words), most)
    assert [word for piece in found for word in piece.split()] == words


def test_whatever_telegram_takes_is_two_pieces_at_most() -> None:
    assert pieces("Bonjour") == ["Bonjour"]
    assert len(pieces("a" * 4096)) == 2
    assert pieces(" \n ") == []
    assert weight("🏖" * LONGEST_PIECE) > LONGEST_PIECE


@given(st.lists(st.integers(0, LONGEST_PIECE), max_size=20), st.integers(1, 5_000))
def test_a_screen_shows_the_newest_that_fit_and_never_nothing(lengths: list[int], room: int) -> None:
    shown = on_screen([Weight(number, length) for number, length in enumerate(lengths)], room)
    assert shown <= min(len(lengths), MOST_ON_SCREEN)
    assert shown >= min(len(lengths), 1)
    assert shown == 1 or sum(lengths[:shown]) <= room
    if shown < min(len(lengths), MOST_ON_SCREEN):
        assert sum(lengths[: shown + 1]) > room


@pytest.mark.parametrize("kind", Kind)
def test_every_thread_has_one_asking_and_one_helping_seat(kind: Kind) -> None:
    seats = [seat for seat in Seat if seat.kind is kind]
    assert {seat.side for seat in seats} == set(Side)
    assert len(seats) == 2
    assert seats[0].side.other is seats[1].side


@pytest.mark.parametrize("seat", Seat)
@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("with_committee", [True, False])
def test_coordinators_read_names_of_plans_in_the_committee_only(
    seat: Seat, protected: bool, with_committee: bool
) -> None:
    named = names_person(seat, protected=protected, with_committee=with_committee)
    assert named is (seat is not Seat.COORDINATOR or (with_committee, protected) == (True, False))
