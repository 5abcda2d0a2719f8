"""Answers that are chosen: tapped, typed as they are labelled, or said in one's own words."""

import pytest

from conversations.engine.choices import OWN_WORDS_LIMIT, Choice, Many, Place
from conversations.engine.keyboard import Pick, Word
from conversations.engine.widgets import Half, Taken
from tests.conversations.talk import NOTHING_SAID, buttons, data, ear, facts, problem, says, sends, taps

ONE = Choice(options=("sea", "mountain"))
FREE = Choice(options=("sea", "mountain"), other=True)
SOME = Many(options=("sea", "mountain"))
ANY = Many(options=("sea", "mountain"), other=True, none=True, most=3)
LABELS = {"sea": "🌊 To the sea, of course", "mountain": "À la montagne", "none": "Nothing of all this"}


def ticked(*ticks: str) -> dict[str, list[str]]:
    return {"ticks": list(ticks)}


# One


def test_an_option_is_tapped_or_typed_as_it_is_labelled() -> None:
    assert taps(ONE, "sea") == Taken("sea")
    assert says(ONE, "to the SEA of course", labels=LABELS) == Taken("sea")


def test_accents_and_signs_need_not_be_typed() -> None:
    assert says(ONE, "a la montagne !", labels=LABELS) == Taken("mountain")


def test_signs_alone_are_no_label() -> None:
    assert ear({"sea": "🌊"}).choice("🎉") is None


def test_what_is_no_option_is_not_understood() -> None:
    assert problem("not_understood", taps(ONE, "river"))
    assert problem("not_understood", taps(ONE, "other"))
    assert problem("not_understood", says(ONE, "the river", labels=LABELS))
    assert problem("not_understood", sends(ONE))


def test_own_words_are_marked_so_that_they_are_never_taken_for_an_option() -> None:
    assert says(FREE, " the  river ") == Taken("=the river")
    assert says(FREE, "sea") == Taken("=sea")
    assert problem("not_understood", says(FREE, "🌊"))
    assert problem("too_long", says(FREE, "x" * (OWN_WORDS_LIMIT + 1)))


def test_other_words_are_awaited_without_buttons_and_an_option_typed_is_still_one() -> None:
    awaited = taps(FREE, "other")
    assert awaited == Half({"other": True})
    assert FREE.rows(awaited.scratch, NOTHING_SAID) == ()
    assert data(FREE.rows(None, NOTHING_SAID)) == ["sea", "mountain", "other"]
    assert says(FREE, "To the sea, of course", awaited.scratch, labels=LABELS) == Taken("sea")


def test_options_may_follow_from_what_is_known() -> None:
    asked = Choice(options=lambda known: tuple(known.value("places") or ()))
    known = facts(places=("lake",))
    assert data(asked.rows(None, known)) == ["lake"]
    assert taps(asked, "lake", known=known) == Taken("lake")
    assert problem("not_understood", taps(asked, "lake"))
    assert asked.load("anything that was an option then") == "anything that was an option then"


def test_a_place_takes_any_words() -> None:
    place = Place(options=("sea", "not_yet"))
    assert says(place, "The lake, 25 km away") == Taken("=The lake, 25 km away")
    assert place.kind == "place"


# Several


def test_ticks_are_kept_one_by_one_and_closed_by_that_is_all() -> None:
    first = taps(SOME, "sea")
    assert first == Half(ticked("sea"))
    second = taps(SOME, "mountain", first.scratch)
    assert taps(SOME, "done", second.scratch) == Taken(("sea", "mountain"))
    assert taps(SOME, "-sea", second.scratch) == Half(ticked("mountain"))


def test_a_double_tap_changes_nothing_more() -> None:
    assert taps(SOME, "sea", ticked("sea")) == Half(ticked("sea"))
    assert taps(SOME, "-sea", ticked()) == Half(ticked())


def test_a_box_shows_whether_it_is_ticked() -> None:
    rows = buttons(SOME.rows(ticked("sea"), NOTHING_SAID))
    assert [(button.data, button.ticked) for button in rows] == [("-sea", True), ("mountain", False), ("done", None)]
    assert rows[-1].label == Word("that_is_all")


def test_nothing_ticked_is_an_answer_only_where_nothing_is_one() -> None:
    assert problem("nothing_ticked", taps(SOME, "done"))
    assert taps(ANY, "done") == Taken(())
    assert taps(ANY, "none", ticked("sea")) == Taken(())
    assert problem("not_understood", taps(SOME, "none"))
    assert buttons(ANY.rows(None, NOTHING_SAID))[-1].label == Pick("none")
    assert "none" not in data(ANY.rows(ticked("sea"), NOTHING_SAID))


@pytest.mark.parametrize("words", ["Nothing of all this", "nothing of all this.", "nobody", "None!"])
def test_nothing_may_be_typed(words: str) -> None:
    assert says(ANY, words, labels=LABELS) == Taken(())
    assert says(Many(options=("sea",), none=True), words, labels=LABELS) == Taken(())
    assert problem("not_understood", says(SOME, words, labels=LABELS))


def test_typed_options_are_ticks_too() -> None:
    assert says(SOME, "à la montagne", ticked("sea"), labels=LABELS) == Half(ticked("sea", "mountain"))
    short = {"sea": "Sea", "mountain": "Mountain"}
    assert says(SOME, "sea; mountain, sea", labels=short) == Half(ticked("sea", "mountain"))


def test_a_comma_inside_a_label_does_not_cut_it() -> None:
    assert says(SOME, "To the sea, of course", labels=LABELS) == Half(ticked("sea"))


def test_own_words_beside_an_option_are_not_lost() -> None:
    short = {"sea": "Sea", "mountain": "Mountain"}
    assert says(ANY, "sea, my sister's house", labels=short) == Half(ticked("sea", "=my sister's house"))
    assert says(ANY, "my sister, her house", labels=short) == Half(ticked("=my sister, her house"))
    assert says(SOME, "sea, my sister's house", labels=short) == Half(ticked("sea"))
    assert problem("not_understood", says(SOME, "my sister's house", labels=short))


def test_the_same_words_typed_twice_are_one_tick() -> None:
    once = says(ANY, "My sister")
    assert says(ANY, "My sister", once.scratch) == once


def test_own_words_are_awaited_without_buttons_and_then_ticked() -> None:
    awaited = taps(ANY, "other", ticked("sea"))
    assert awaited == Half({"ticks": ["sea"], "other": True})
    assert ANY.rows(awaited.scratch, NOTHING_SAID) == ()
    said = says(ANY, "My sister", awaited.scratch)
    assert said == Half(ticked("sea", "=My sister"))
    mine = next(b for b in buttons(ANY.rows(said.scratch, NOTHING_SAID)) if b.label == Pick("=My sister"))
    assert mine.ticked
    assert taps(ANY, mine.data, said.scratch) == Half(ticked("sea"))
    assert problem("not_understood", says(ANY, "🌊"))


def test_a_double_tap_on_ones_own_words_removes_no_others() -> None:
    both = ticked("=My sister", "=My aunt")
    sister = next(b.data for b in buttons(ANY.rows(both, NOTHING_SAID)) if b.label == Pick("=My sister"))
    once = taps(ANY, sister, both)
    assert once == Half(ticked("=My aunt"))
    assert taps(ANY, sister, once.scratch) == once


def test_too_many_ticks_are_refused_and_say_how_many_are_taken() -> None:
    full = ticked("sea", "=one", "=two")
    assert taps(ANY, "mountain", full).values == {"most": 3}
    assert problem("too_many", says(ANY, "three", full))
    assert taps(ANY, "-sea", full) == Half(ticked("=one", "=two"))


def test_a_file_is_no_tick() -> None:
    assert problem("not_understood", sends(ANY))


# Stored


@pytest.mark.parametrize("raw", ["river", "=free", "", None, 3, ["sea"], {"sea": 1}])
def test_what_is_no_option_any_more_is_asked_again(raw: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        ONE.load(raw)


@pytest.mark.parametrize("raw", ["sea", None, 3, ["river"], ["sea", "=free"], [["sea"]], {"sea": 1}])
def test_several_of_which_one_is_no_option_any_more_are_asked_again(raw: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        SOME.load(raw)


def test_own_words_are_kept_where_they_may_be_said() -> None:
    assert FREE.load("=free") == "=free"
    assert ANY.load(["sea", "=free"]) == ("sea", "=free")
