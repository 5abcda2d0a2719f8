import tomllib
from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from bot.rendering import lexicons
from bot.rendering.lexicons import lexicon_for
from conversations.engine.dates import parse_date
from conversations.engine.lexicon import Sense, fold, phrase
from conversations.engine.numbers import parse_ages, parse_number
from tests.conversations.test_dates import LANGUAGES, LOCALES, TODAY

WORDS = Path(lexicons.__file__).with_name("words")
SETTINGS = {"locales", "no_weekday", "count", "doubtful_order"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_spelling_means_two_months(language: str) -> None:
    meanings: dict[str, set[int]] = {}
    for name in tomllib.loads((WORDS / f"{language}.toml").read_text("utf-8"))["locales"]:
        months = Locale.parse(name).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, spelling in months[context][width].items():
                    meanings.setdefault(phrase(spelling), set()).add(number)
    assert {spelling: numbers for spelling, numbers in meanings.items() if len(numbers) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_and_weekday_is_known_however_it_is_dotted_and_accented(language: str) -> None:
    lexicon = lexicon_for(language)
    locale = Locale.parse(LOCALES[language])
    for number, name in locale.months["stand-alone"]["wide"].items():
        assert lexicon.words[Sense.MONTH][phrase(name.upper() + ".")] == number
    for number, name in locale.days["format"]["wide"].items():
        assert lexicon.words[Sense.WEEKDAY][phrase(name)] == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sense_a_grammar_needs_has_words(language: str) -> None:
    lexicon = lexicon_for(language)
    assert {sense for sense in Sense if not lexicon.words[sense]} <= {Sense.SUFFIX, Sense.SIGN, Sense.OTHER}
    assert all(isinstance(parse_number(name, lexicon), int) for name in lexicon.words[Sense.NUMBER])
    assert {*range(11), 20, 30, 40, 50, 60, 70, 80, 90, 100, 1000} <= set(lexicon.words[Sense.NUMBER].values())
    assert {0, 1, 2} == set(lexicon.words[Sense.RELATIVE].values())
    assert {1, 7} <= set(lexicon.words[Sense.NIGHTS].values())


@pytest.mark.parametrize("file", sorted(WORDS.glob("*.toml")), ids=lambda file: file.stem)
def test_a_file_of_words_holds_only_tables_that_are_read(file: Path) -> None:
    assert set(tomllib.loads(file.read_text("utf-8"))) <= SETTINGS | {sense.value for sense in Sense}


@pytest.mark.parametrize("language", LANGUAGES)
def test_ages_written_in_french_are_understood_whatever_language_is_read(language: str) -> None:
    assert parse_ages("6, 8 et 11 ans", lexicon_for(language)) == (6, 8, 11)


def test_loading_pashto_changes_no_other_language() -> None:
    """Check it although Babel's stand-alone weekday names do become Pashto in every locale."""
    _ = dict(Locale.parse("ps").days["stand-alone"]["wide"])
    lexicon_for.cache_clear()
    assert lexicon_for("ru").words[Sense.WEEKDAY][phrase("суббота")] == 5
    assert phrase("اونۍ") not in lexicon_for("ru").words[Sense.WEEKDAY]


def test_french_names_are_understood_by_readers_of_every_language() -> None:
    for language in LANGUAGES:
        assert parse_date("samedi 10 juillet 2027", lexicon_for(language), TODAY) == date(2027, 7, 10)


def test_a_variant_speaks_its_language_and_a_new_language_is_known_by_its_names() -> None:
    assert parse_date("10 juil.", lexicon_for("fr@falc"), TODAY) == date(2027, 7, 10)
    assert parse_date("10 de julho", lexicon_for("pt_BR"), TODAY) == date(2027, 7, 10)
    assert parse_date("10. Juli 2027", lexicon_for("de"), TODAY) == date(2027, 7, 10)


def test_folding_gives_one_spelling() -> None:
    assert fold("AOÛT") == fold("aou\u0302t") == "aout"
    assert fold("\u200f١٠\u200f/٧") == fold("10/7") == "10/7"
    assert fold("İSTANBUL ı") == "istanbul i"
    assert fold("أغسطس") == fold("اغسطس")
    assert phrase("п’ятниця") == phrase("пʼятниця")
