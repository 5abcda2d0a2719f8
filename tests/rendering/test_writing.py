"""Days, hours and amounts as the people who read them write them."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import TEMPLATES
from bot.rendering import writing
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from conversations.engine.keyboard import Button, Data, Word
from tests.rendering.every_view import page_of

FIRST, LAST = date(2027, 7, 10), date(2027, 7, 17)
AFTER_NOON = datetime(2027, 7, 10, 12, 5, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def plain(text: str) -> str:
    """Return the words, without signs of direction, every space a space."""
    return " ".join(text.replace(writing.ISOLATE[0], "").replace(writing.ISOLATE[1], "").split())


def test_the_first_of_a_month_is_an_ordinal_in_french_wherever_a_day_is_written() -> None:
    first, last, month_end = date(2028, 7, 1), date(2028, 7, 8), date(2028, 6, 24)
    assert plain(writing.day(first, "fr")) == "samedi 1er juillet 2028"
    assert plain(writing.first_day(first, last, "fr")) == "samedi 1er juillet"
    assert plain(writing.short_day(first, "fr")) == "sam. 1er juil."
    assert plain(writing.short_days(first, last, "fr")) == "sam. 1er – sam. 8 juil. 2028"
    assert plain(writing.short_days(month_end, first, "fr")) == "sam. 24 juin – sam. 1er juil. 2028"
    assert plain(writing.short_days(date(2028, 7, 11), date(2028, 7, 21), "fr")) == "mar. 11 – ven. 21 juil. 2028"
    assert plain(writing.first_day(first, last, "en")) == "Saturday, 1 July"


@pytest.mark.parametrize(
    ("language", "full", "short", "without_year", "at"),
    [
        ("fr", "samedi 10 juillet 2027", "sam. 10 juil.", "samedi 10 juillet", "14 h 05"),
        ("en", "Saturday, 10 July 2027", "Sat 10 Jul", "Saturday, 10 July", "14:05"),
        ("fa", "شنبه 10 جولای 2027", "شنبه 10 جول", "شنبه 10 جولای", "14:05"),
        ("ar", "السبت، 10 يوليو 2027", "السبت، 10 يوليو", "السبت، 10 يوليو", "2:05 م"),
    ],
)
def test_the_day_stands_before_the_month(language: str, full: str, short: str, without_year: str, at: str) -> None:
    assert plain(writing.day(FIRST, language)) == full
    assert plain(writing.short_day(FIRST, language)) == short
    assert plain(writing.first_day(FIRST, LAST, language)) == without_year
    assert plain(writing.hour(AFTER_NOON, language, PARIS)) == at


def test_a_country_that_is_named_keeps_its_habits() -> None:
    assert plain(writing.day(FIRST, "en_US")) == "Saturday, July 10, 2027"


def test_what_two_days_share_is_said_once() -> None:
    assert plain(writing.short_days(FIRST, LAST, "en")) == "Sat, 10 Jul – Sat, 17 Jul 2027"
    assert plain(writing.short_days(FIRST, LAST, "fr")) == "sam. 10 – sam. 17 juil. 2027"


@pytest.mark.parametrize(
    ("language", "cents", "amount"), [("fr", 69_000, "690 €"), ("en", 69_000, "€690"), ("en", 1_250_50, "€1,250.50")]
)
def test_cents_are_written_where_there_are_some(language: str, cents: int, amount: str) -> None:
    assert plain(writing.money(cents, language)) == amount


def test_words_from_right_to_left_do_not_turn_a_date_round() -> None:
    assert writing.day(FIRST, "ar").startswith(writing.ISOLATE[0])
    assert writing.day(FIRST, "ar").endswith(writing.ISOLATE[1])
    assert writing.ISOLATE[0] not in writing.day(FIRST, "fr")


@pytest.mark.parametrize(
    ("line", "begins_on_the_right"),
    [
        ("Lina تساعدك", True),
        ("<b>Lina</b> تساعدك", True),
        ("🏖 Lina تساعدك", True),
        ("تساعدك Lina", False),
        ("On regarde ensemble ?", False),
        ("1 · 2", False),
    ],
)
def test_a_line_of_arabic_begins_on_the_right_whatever_it_begins_with(line: str, begins_on_the_right: bool) -> None:
    marked = f"{writing.RIGHT_TO_LEFT}{line}" if begins_on_the_right else line
    assert writing.directed(f"الأولى\n{line}", "ar") == f"الأولى\n{marked}"
    assert writing.directed(line, "fr") == line


def test_back_points_to_the_right_where_one_reads_to_the_left() -> None:
    assert writing.directed("◀ ▶️", "fa") == "▶ ◀️"
    assert writing.directed("◀ ▶️", "en") == "◀ ▶️"


def test_buttons_point_where_the_reader_of_the_page_goes(tmp_path: Path) -> None:
    catalogue = tmp_path / "ar" / "LC_MESSAGES" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n', "utf-8")
    page = page_of("apology", {}, ((Button(Word("back"), Data("g:home")),),))

    shown = {
        language: Renderer(TEMPLATES, Catalogues(tmp_path)).render(page, Reader(language=language))
        for language in ("ar", "en")
    }

    assert {language: rendered.keyboard[0][0].label for language, rendered in shown.items()} == {"ar": "▶", "en": "◀"}
