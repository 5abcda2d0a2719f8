"""Words, numbers, amounts, ages and files: what each question takes, and why it does not take the rest."""

import pytest

from bot.domain.money import Cents
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Pick, Problem, Written
from conversations.engine.replies import FileRef, Sent
from conversations.engine.widgets import (
    MOST_BYTES,
    Ages,
    Attachment,
    Message,
    Money,
    Number,
    Taken,
    Text,
    TextOrVoice,
    Widget,
)
from tests.conversations.talk import NOTHING_SAID, buttons, data, ear, facts, problem, says, sends, taps

WORDS = Text(limit=20)
ADULTS = Number(low=1, high=12, offered=(1, 2, 3, 4, 5))
PRICE = Money(high=50_000, usual=lambda _: (1_000, 2_050, 3_000))
CHILDREN = Ages()
QUOTE = Attachment()


# Words


def test_words_are_kept_as_written_but_for_spare_blanks() -> None:
    assert says(WORDS, "  Camping\n du  Lac ") == Taken("Camping du Lac")
    assert says(WORDS, "<b>& {{ me }}</b>") == Taken("<b>& {{ me }}</b>")


def test_words_have_a_length_that_is_told() -> None:
    assert says(WORDS, "x" * 20) == Taken("x" * 20)
    assert says(WORDS, "x" * 10_000).values == {"limit": 20, "length": 10_000}


@pytest.mark.parametrize("text", ["🙂🙂", "...", "", " "])
def test_signs_alone_say_nothing(text: str) -> None:
    assert problem("not_understood", says(WORDS, text))


def test_where_words_are_asked_a_file_or_a_button_is_none() -> None:
    assert problem("words_only", sends(WORDS))
    assert problem("words_only", taps(WORDS, "anything"))


def test_a_voice_note_is_kept_where_it_may_be_said() -> None:
    note = FileRef("v1", "voice", 9_000)
    word = TextOrVoice(limit=20)
    assert word.read(Sent(note), None, NOTHING_SAID, ear()) == Taken(Message(voice=note))
    assert says(word, "I thought of you") == Taken(Message(text="I thought of you"))
    assert problem("too_long", says(word, "x" * 21))
    assert problem("words_only", sends(word, "sticker"))


# Numbers


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("three", 3), ("we are 3", 3), ("٣", 3)])
def test_a_number_is_tapped_typed_or_spelled(text: str, number: int) -> None:
    assert says(ADULTS, text) == Taken(number)
    assert taps(ADULTS, "3") == Taken(3)


def test_a_number_outside_its_range_is_told_the_range() -> None:
    assert says(ADULTS, "13").values == {"low": 1, "high": 12, "value": 13}
    assert problem("out_of_range", taps(ADULTS, "0"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("-3", "negative"), ("1 or 2", "not_understood"), ("1000000000", "absurd"), ("", "not_understood")],
)
def test_a_number_that_is_none_says_why(text: str, code: str) -> None:
    assert problem(code, says(ADULTS, text))


@pytest.mark.parametrize("forged", ["-1", "1.5", "²", "", "done"])
def test_a_forged_number_is_not_understood(forged: str) -> None:
    assert problem("not_understood", taps(ADULTS, forged))
    assert problem("not_understood", taps(PRICE, forged))


def test_offered_numbers_stand_four_in_a_row() -> None:
    rows = ADULTS.rows(None, NOTHING_SAID)
    assert [len(row) for row in rows] == [4, 1]
    assert rows[0][0].label == Written(1, "number")


# Money


@pytest.mark.parametrize(
    ("text", "cents"),
    [("250", 25_000), ("250 €", 25_000), ("250,50", 25_050), ("12€50", 1_250), ("0", 0), ("500", 50_000)],
)
def test_an_amount_is_kept_in_cents(text: str, cents: int) -> None:
    assert says(PRICE, text) == Taken(cents)


def test_usual_amounts_are_tapped_two_in_a_row() -> None:
    assert [len(row) for row in PRICE.rows(None, NOTHING_SAID)] == [2, 1]
    assert data(PRICE.rows(None, NOTHING_SAID)) == ["1000", "2050", "3000"]
    assert taps(PRICE, "2050") == Taken(2_050)
    assert Money().rows(None, NOTHING_SAID) == ()


def test_an_absurd_amount_is_told_the_highest_one() -> None:
    assert says(PRICE, "501").values == {"high": 50_000, "value": 50_100}
    assert problem("absurd", taps(PRICE, "999999999"))
    assert problem("absurd", says(PRICE, "99999999"))


def test_an_amount_above_the_highest_is_never_proposed() -> None:
    dear = Money(high=2_000, usual=lambda _: (1_000, 2_050))
    assert data(dear.rows(None, NOTHING_SAID)) == ["1000"]


@pytest.mark.parametrize(
    ("text", "code"), [("-20", "negative"), ("1,25,0", "not_understood"), ("$20", "not_understood")]
)
def test_an_amount_that_is_none_says_why(text: str, code: str) -> None:
    assert problem(code, says(PRICE, text))


# Ages


@pytest.mark.parametrize(
    ("text", "ages"), [("6, 8 and 11", (6, 8, 11)), ("18 months", (1,)), ("none", ()), ("0", ()), ("No children", ())]
)
def test_ages_are_typed_in_one_line(text: str, ages: tuple[int, ...]) -> None:
    assert says(CHILDREN, text, labels={"none": "No children"}) == Taken(ages)


def test_nobody_is_a_button() -> None:
    assert taps(CHILDREN, "none") == Taken(())
    assert buttons(CHILDREN.rows(None, NOTHING_SAID))[0].label == Pick("none")


@pytest.mark.parametrize(
    ("text", "code"),
    [("6 and 18", "out_of_range"), ("some", "not_understood"), ("-6", "negative"), ("6 " * 13, "too_many")],
)
def test_ages_that_are_none_say_why(text: str, code: str) -> None:
    assert problem(code, says(CHILDREN, text))


def test_an_age_out_of_range_is_named() -> None:
    assert says(CHILDREN, "6 and 18").values == {"low": 0, "high": 17, "value": 18}
    assert problem("not_understood", taps(CHILDREN, "6"))
    assert problem("not_understood", sends(CHILDREN))


# Files


def test_a_photo_or_a_pdf_is_taken() -> None:
    assert isinstance(sends(QUOTE), Taken)
    assert isinstance(sends(QUOTE, "document", mime="application/pdf"), Taken)
    assert isinstance(sends(QUOTE, size=MOST_BYTES), Taken)


@pytest.mark.parametrize(
    ("kind", "size", "mime", "code"),
    [
        ("photo", 0, "", "empty_file"), ("photo", MOST_BYTES + 1, "", "too_big"), ("voice", 10, "", "wrong_type"),
        ("sticker", 10, "", "wrong_type"), ("document", 10, "application/zip", "wrong_type"),
        ("document", 10, "", "wrong_type"),
    ],
)  # fmt: skip
def test_what_could_not_be_read_later_is_not_taken(kind: str, size: int, mime: str, code: str) -> None:
    assert problem(code, sends(QUOTE, kind, size, mime))


def test_words_are_no_file() -> None:
    assert problem("file_only", says(QUOTE, "I have it at home"))
    assert sends(QUOTE, size=MOST_BYTES + 1).values == {"megabytes": 20}


# Checks and what is stored


def whole_euros(amount: Cents, _known: Facts) -> Problem | None:
    return None if amount % 100 == 0 else Problem("not_whole")


def at_most_ten(amount: Cents, _known: Facts) -> Problem | None:
    return None if amount <= 1_000 else Problem("too_much")


def test_the_first_check_that_fails_is_told() -> None:
    both = Money(checks=(whole_euros, at_most_ten))
    assert both.examine(Cents(500), NOTHING_SAID) is None
    assert problem("too_much", both.examine(Cents(1_100), NOTHING_SAID))
    assert problem("not_whole", both.examine(Cents(1_150), NOTHING_SAID))


@pytest.mark.parametrize(
    ("widget", "raw"),
    [
        (WORDS, 3), (WORDS, None), (ADULTS, "3"), (ADULTS, True), (ADULTS, 1.5), (ADULTS, 13), (ADULTS, 0), (PRICE, -1),
        (PRICE, 50_001), (PRICE, None), (CHILDREN, 3), (CHILDREN, [18]), (CHILDREN, ["6"]), (CHILDREN, [6] * 13),
        (QUOTE, {}), (QUOTE, "f1"), (QUOTE, None), (TextOrVoice(), {}), (TextOrVoice(), None),
        (TextOrVoice(), {"voice": 3}), (TextOrVoice(), {"text": None}),
        (QUOTE, {"id": None, "kind": "photo", "size": 1, "name": "", "mime": "", "sha256": ""}),
    ],
)  # fmt: skip
def test_what_was_never_a_value_of_a_question_is_not_loaded(widget: Widget[object], raw: object) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        widget.load(raw)


def test_a_widget_that_says_nothing_of_itself_asks_nothing() -> None:
    bare = Widget[int]()
    assert bare.rows(None, facts()) == ()
    assert bare.dump(3) == 3
    for ask in (lambda: taps(bare, "3"), lambda: bare.load(3)):
        with pytest.raises(NotImplementedError):
            ask()
