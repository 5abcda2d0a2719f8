"""One of very many: by pages, and by a few letters of its name."""

from conversations.engine.long_lists import AT_ONCE, LongList
from conversations.engine.widgets import Half, Taken
from tests.conversations.talk import NOTHING_SAID, data, problem, says, taps

NAMES = {str(number): f"Résidence {number}" for number in range(20)} | {"a": "Les Ormes", "b": "Les Ormes d’Or"}
MANY = LongList(options=tuple(NAMES), names=lambda _facts: NAMES)
FEW = LongList(options=("a", "b"), names=lambda _facts: NAMES)


def test_only_some_are_shown_and_the_way_to_the_others() -> None:
    assert data(MANY.rows(None, NOTHING_SAID)) == [*list(NAMES)[:AT_ONCE], ">1"]
    second = taps(MANY, ">1")
    assert isinstance(second, Half)
    assert data(MANY.rows(second.scratch, NOTHING_SAID)) == [*list(NAMES)[AT_ONCE : 2 * AT_ONCE], ">0", ">2"]
    assert data(MANY.rows({"find": "", "page": 99}, NOTHING_SAID))[-1] == ">1", "the last page has nothing after it"


def test_a_short_list_has_no_pages() -> None:
    assert data(FEW.rows(None, NOTHING_SAID)) == ["a", "b"]


def test_what_is_tapped_is_taken() -> None:
    assert taps(MANY, "19") == Taken("19")
    assert problem("not_understood", taps(MANY, "20"))
    assert problem("not_understood", taps(MANY, ">"))


def test_a_few_letters_narrow_the_list_whatever_the_accents_and_the_order() -> None:
    found = says(MANY, "1 RESIDENCE")
    assert isinstance(found, Half)
    assert data(MANY.rows(found.scratch, NOTHING_SAID)) == ["1", *(str(n) for n in range(10, 17)), ">1"]
    turned = taps(MANY, ">1", found.scratch)
    assert isinstance(turned, Half)
    assert data(MANY.rows(turned.scratch, NOTHING_SAID)) == ["17", "18", "19", ">0"]


def test_the_only_one_with_these_letters_or_with_that_very_name_is_taken() -> None:
    assert says(MANY, "or d") == Taken("b")
    assert says(MANY, "les ormes") == Taken("a")


def test_what_nothing_is_called_is_said() -> None:
    assert problem("nothing_with_these_letters", says(MANY, "Tilleuls"))
    assert problem("not_understood", says(MANY, "…"))
