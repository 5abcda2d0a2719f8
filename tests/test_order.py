"""Long tests are begun first, by whichever process runs them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support.order import dealt


def is_capital(letter: str) -> bool:
    return letter.isupper()


def test_each_part_begins_with_its_long_ones() -> None:
    assert "".join(dealt("abcAdefBghiC", is_capital, 3)) == "AabcBdefCghi"


def test_alone_the_long_ones_come_first() -> None:
    assert "".join(dealt("abAcdB", is_capital, 1)) == "ABabcd"


@given(st.text("abcdefABC", max_size=40), st.integers(1, 5))
def test_none_is_lost_and_the_short_ones_keep_their_order(items: str, workers: int) -> None:
    ordered = dealt(items, is_capital, workers)
    assert sorted(ordered) == sorted(items)
    assert [each for each in ordered if not is_capital(each)] == [each for each in items if not is_capital(each)]
