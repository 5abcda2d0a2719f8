import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.lexicons import lexicon_for
from conversations.engine.numbers import LARGEST_CENTS, parse_ages, parse_cents, parse_number
from conversations.engine.tokens import Trouble
from tests.conversations.test_dates import LANGUAGES, LOCALES

WORDS = ["1", "25", "250", ",", ".", "'", "€", "-", "un", "cent", "mille", "et", "ans", "mois", "enfants", "aucun", "½"]


def number(text: str, language: str = "fr") -> int | Trouble:
    return parse_number(text, lexicon_for(language))


def cents(text: str, language: str = "fr") -> int | Trouble:
    return parse_cents(text, lexicon_for(language))


def ages(text: str, language: str = "fr") -> tuple[int, ...] | Trouble:
    return parse_ages(text, lexicon_for(language))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), ("trois", 3), ("٣", 3), ("۳", 3), ("३", 3), ("nous sommes 3", 3), ("3 personnes", 3), ("3.", 3),
        ("vingt et un", 21), ("quatre-vingt-dix-sept", 97), ("soixante-douze", 72), ("mille deux cents", 1200),
        ("deux mille trois cent quatre", 2304), ("zéro", 0), ("aucun", 0), ("0", 0), ("une seule", 1),
    ],
)  # fmt: skip
def test_one_number(text: str, value: int) -> None:
    assert number(text) == value


THREES = {
    "fr": "trois", "en": "three", "es": "tres", "ar": "ثلاثة", "fa": "سه", "ps": "درې",
    "uk": "три", "ru": "три", "pt": "três", "tr": "üç", "ro": "trei",
}  # fmt: skip
TWENTY_FIVES = {
    "fr": "vingt-cinq", "en": "twenty-five", "es": "veinticinco", "ar": "خمسة وعشرون", "fa": "بیست و پنج",
    "ps": "پنځه ویشت", "uk": "двадцять п’ять", "ru": "двадцать пять", "pt": "vinte e cinco", "tr": "yirmi beş",
    "ro": "douăzeci și cinci",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_spelled_in_every_language(language: str) -> None:
    assert number(THREES[language], language) == 3
    assert number(TWENTY_FIVES[language], language) == 25


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("bonjour", Trouble.NOT_UNDERSTOOD), ("", Trouble.NOT_UNDERSTOOD), ("2 et 3", Trouble.NOT_UNDERSTOOD),
        ("2,5", Trouble.NOT_UNDERSTOOD), ("pas 3", Trouble.NOT_UNDERSTOOD),
                ("une tente pour 3", Trouble.NOT_UNDERSTOOD),
        ("-3", Trouble.NEGATIVE), ("moins 3", Trouble.NEGATIVE), ("9" * 150, Trouble.ABSURD),
    ],
)  # fmt: skip
def test_what_is_not_one_number(text: str, trouble: Trouble) -> None:
    assert number(text) is trouble
    assert number(text) == trouble.code


@pytest.mark.parametrize(
    "text",
    [
        "250", "250€", "250 €", "250,00", "250.0", "€250", "250 euros", "250 EUR", "٢٥٠",
                "deux cent cinquante", "environ 250 €", "250.-", "250 € !", "250 🙂",
    ],
)  # fmt: skip
def test_the_same_amount_in_many_ways(text: str) -> None:
    assert cents(text) == 250_00


@pytest.mark.parametrize(
    "text",
    [
        "1250,50", "1 250,50", "1\u202f250,50 €", "1.250,50", "1,250.50", "1'250.50", "1٬250٫50",
                "1 250 € 50", "1250,5",
    ],
)  # fmt: skip
def test_separators_of_every_habit(text: str) -> None:
    assert cents(text) == 1250_50


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.250", 1250_00), ("1,250", 1250_00), ("12€50", 12_50), ("0", 0), ("gratuit", 0), ("0,05", 5),
        ("1 000 000", LARGEST_CENTS),
    ],
)  # fmt: skip
def test_other_amounts(text: str, value: int) -> None:
    assert cents(text) == value


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("-250", Trouble.NEGATIVE), ("- 250 €", Trouble.NEGATIVE), ("−250", Trouble.NEGATIVE),
                ("moins 20", Trouble.NEGATIVE),
        ("1 000 000,01", Trouble.ABSURD), ("1.250.000", Trouble.ABSURD),
        *((text, Trouble.NOT_UNDERSTOOD) for text in (
            "", "cher", "1,25,0", "1,250,50", "0,250", "1.2500", ",50", "6 50", "12 34,5", "entre 200 et 300",
                    "200-300",
            "250 par personne", "$250", "250 $", "20 %", "2½", "12€5", "50 centimes", "pas 250", "250 ou rien 3",
            "1 .250", "250 mille",
        )),
    ],
)  # fmt: skip
def test_amounts_that_are_refused(text: str, trouble: Trouble) -> None:
    assert cents(text) is trouble


@given(
    amount=st.integers(0, LARGEST_CENTS),
    language=st.sampled_from(LANGUAGES),
    native=st.sampled_from(["latn", "default"]),
)
def test_the_amounts_the_bot_writes_it_reads_back(amount: int, language: str, native: str) -> None:
    locale = LOCALES[language]
    written = format_currency(amount / 100, "EUR", locale=locale, numbering_system=native)
    spelled = format_currency(amount / 100, "EUR", locale=locale, format_type="name")
    assert cents(written, language) == amount
    assert cents(spelled, language) == amount


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("6, 8 et 11", (6, 8, 11)), ("6 8 11", (6, 8, 11)), ("6,8,11", (6, 8, 11)), ("6-8-11", (6, 8, 11)),
        ("6 ans et 18 mois", (6, 1)), ("un bébé de 8 mois", (0,)), ("2 ans 6 mois", (2,)), ("2 ans, 6 mois", (2, 0)),
        ("deux garçons de 6 et 8 ans et une fille de 11 ans", (6, 8, 11)), ("2 enfants de 6 ans", (6, 6)),
        ("une personne de 6 ans", (6,)), ("Emma 6 ans, Léo 8 ans", (6, 8)), ("sept et neuf ans", (7, 9)),
        ("- 6 ans\n- 8 ans", (6, 8)), ("6 ans et demi", (6,)), ("0 an", (0,)), ("٦، ٨", (6, 8)),
        ("aucun", ()), ("pas d'enfant", ()), ("0", ()), ("personne", ()),
    ],
)  # fmt: skip
def test_ages_in_one_line(text: str, years: tuple[int, ...]) -> None:
    assert ages(text) == years


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("6 years and 18 months", "en"), ("6 años y 18 meses", "es"), ("6 سنوات و18 شهرا", "ar"),
                ("6 ساله و 18 ماهه", "fa"),
        ("6 کلن او 18 میاشتې", "ps"), ("6 років і 18 місяців", "uk"), ("6 лет и 18 месяцев", "ru"),
        ("6 anos e 18 meses", "pt"), ("6 yaşında ve 18 aylık", "tr"), ("6 ani și 18 luni", "ro"),
    ],
)  # fmt: skip
def test_ages_in_every_language(text: str, language: str) -> None:
    assert ages(text, language) == (6, 1)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", Trouble.NOT_UNDERSTOOD), ("trois enfants", Trouble.NOT_UNDERSTOOD),
                ("3 enfants de 6 et 8 ans", Trouble.NOT_UNDERSTOOD),
        ("6.5", Trouble.NOT_UNDERSTOOD), ("2½", Trouble.NOT_UNDERSTOOD), ("pas 6", Trouble.NOT_UNDERSTOOD),
        ("999999999 enfants de 6 ans", Trouble.NOT_UNDERSTOOD), ("grands", Trouble.NOT_UNDERSTOOD),
        ("-6", Trouble.NEGATIVE), ("moins 6", Trouble.NEGATIVE), ("2015", Trouble.ABSURD),
                ("1 " * 21, Trouble.ABSURD),
    ],
)  # fmt: skip
def test_ages_that_are_refused(text: str, trouble: Trouble) -> None:
    assert ages(text) is trouble


@given(text=st.text(), language=st.sampled_from(LANGUAGES))
def test_whatever_is_typed_there_is_an_answer(text: str, language: str) -> None:
    assert number(text, language) in {*Trouble, *range(1_000_000)}
    amount = cents(text, language)
    assert isinstance(amount, Trouble) or 0 <= amount <= LARGEST_CENTS
    years = ages(text, language)
    assert isinstance(years, Trouble) or all(0 <= age <= 110 for age in years)


@given(words=st.lists(st.sampled_from(WORDS)))
def test_no_order_of_known_words_breaks_the_grammar(words: list[str]) -> None:
    for text in ("".join(words), " ".join(words)):
        assert all(answer is not None for answer in (number(text), cents(text), ages(text)))
