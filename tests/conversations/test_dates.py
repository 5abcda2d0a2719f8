from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.lexicons import lexicon_for
from conversations.engine.dates import Doubt, Span, Trouble, parse_date, parse_return, parse_span

TODAY = date(2026, 11, 22)  # a Sunday
JULY_10 = date(2027, 7, 10)  # a Saturday
JULY_17 = date(2027, 7, 17)
A_WEEK = Span(JULY_10, JULY_17)
LOCALES = {
    "fr": "fr", "en": "en_GB", "es": "es", "ar": "ar", "fa": "fa_AF", "ps": "ps",
    "uk": "uk", "ru": "ru", "pt": "pt", "tr": "tr", "ro": "ro",
}  # fmt: skip
LANGUAGES = sorted(LOCALES)
WORDS = ["10", "7", "99", "2027", "juillet", "samedi", "au", "-", "/", ".", "–", "semaine", "demain", "et", "week-end"]
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def said_day(text: str, language: str = "fr") -> date | Doubt | Trouble:
    return parse_date(text, lexicon_for(language), TODAY)


def said_stay(text: str, language: str = "fr") -> Span | date | Doubt | Trouble:
    return parse_span(text, lexicon_for(language), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "10 July 2027", "July 10, 2027", "the 10th of July", "10 july", "10-July-2027", "10 Jul 27", "Sat 10 July",
        "2027 July 10", "2027-07-10", "2027/7/10", "saturday 10 july, please!", "jul. 10", "10 jully", "10 septemb",
    ],
)  # fmt: skip
def test_a_day_can_be_written_in_many_ways(text: str) -> None:
    wanted = date(2027, 9, 10) if "sept" in text else JULY_10
    assert said_day(text, "en") == wanted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10/7/2027", JULY_10), ("10/07/27", JULY_10), ("10.7.2027", JULY_10), ("10-7-27", JULY_10),
                ("10/7", JULY_10),
        ("10 7 2027", JULY_10), ("10 07", JULY_10), ("10. 7. 2027", JULY_10), ("7/25/2027", date(2027, 7, 25)),
        ("dix juillet", JULY_10), ("le 1er août", date(2027, 8, 1)), ("le premier août", date(2027, 8, 1)),
        ("le sept juillet", date(2027, 7, 7)), ("10 sept", date(2027, 9, 10)), ("2 févr.", date(2027, 2, 2)),
        ("10 juillet deux mille vingt-sept", JULY_10), ("21 AOUT", date(2027, 8, 21)),
                ("mardi 13 juill", date(2027, 7, 13)),
        ("vingt et un août", date(2027, 8, 21)), ("on part le 10 juillet", JULY_10), ("samedi 10/7", JULY_10),
        ("aujourd’hui", TODAY), ("demain", date(2026, 11, 23)), ("après-demain", date(2026, 11, 24)),
        ("dimanche 22 novembre", TODAY), ("la semaine du 10 juillet", JULY_10), ("à la mer le 10 juillet", JULY_10),
    ],
)  # fmt: skip
def test_a_day_in_french(text: str, day: date) -> None:
    assert said_day(text) == day


def test_a_year_not_typed_is_that_of_the_next_such_day() -> None:
    assert said_day("21 novembre") == date(2027, 11, 21)
    assert said_day("22 novembre") == TODAY
    assert said_day("29 février") == date(2028, 2, 29)


def test_a_past_day_is_read_as_it_was_written() -> None:
    """Leave it to the question's own check to refuse it, with the reason."""
    assert said_day("10/7/2020") == date(2020, 7, 10)


def test_a_weekday_alone_is_the_next_one_never_today() -> None:
    assert said_day("samedi") == date(2026, 11, 28)
    assert said_day("dimanche") == date(2026, 11, 29)


def test_where_both_orders_are_written_the_bot_asks() -> None:
    assert said_day("4/7", "en") == Doubt((date(2027, 7, 4), date(2027, 4, 7)))
    assert said_day("7/7", "en") == date(2027, 7, 7)
    assert said_day("25/12", "en") == date(2026, 12, 25)
    assert said_day("4/7", "fr") == date(2027, 7, 4)


def test_a_weekday_settles_the_order_or_raises_a_doubt() -> None:
    assert said_day("Sunday 4/7", "en") == date(2027, 7, 4)
    assert said_day("dimanche 10 juillet") == Doubt((JULY_10, date(2027, 7, 11)))
    assert said_day("lundi demain") == date(2026, 11, 23)


def test_two_days_where_one_is_asked_are_a_doubt() -> None:
    assert said_day("le 10 ou le 17 juillet") == Doubt((JULY_10, JULY_17))


@pytest.mark.parametrize("text", ["31 juin", "30/2/2027", "45 juillet", "0/7", "25/25", "31/6 2027"])
def test_a_day_that_does_not_exist(text: str) -> None:
    assert said_day(text) is Trouble.NO_SUCH_DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "bonjour", "🙂", "10", "juillet", "3 enfants", "pas le 10 juillet", "avant le 10 juillet",
                "jusqu'au 10 juillet",
        "10 juillet 1406", "juillet 10 17", "10/7-2027", "100/7", "1234567/7", "samedi dimanche", "10 juillet août",
        "le 10 ou le 17", "10 juillet\n" * 40, "3 enfants 10 juillet", "10//7", "2½ juillet", "٪٪",
                "10 juillet ou 3 juillet",
    ],
)  # fmt: skip
def test_what_is_not_one_day_is_not_guessed(text: str) -> None:
    assert said_day(text) is Trouble.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "text",
    [
        "du 10 au 17 juillet", "du 10 juillet au 17 juillet", "10-17/7", "10/7-17/7", "10/7/2027 – 17/7/2027",
                "10.7-17.7",
        "10.7.2027-17.7.2027", "10-7-2027 - 17-7-2027", "10-17 juillet", "10 juillet-17 juillet",
                "10 → 17 juillet 2027",
        "10/7 -> 17/7", "entre le 10 et le 17 juillet", "2027-07-10/2027-07-17", "2027-07-10 - 2027-07-17",
        "du samedi 10 au samedi 17 juillet", "du dix au dix-sept juillet", "10 juillet au 17",
                "10 juillet 2027 au 17 juillet",
        "la semaine du 10 juillet", "une semaine à partir du 10 juillet", "10 juillet, 1 semaine",
                "7 nuits dès le 10/7",
        "une semaine, du 10 au 17 juillet", "on va à la mer du 10 au 17 juillet 2027 avec les enfants",
    ],
)  # fmt: skip
def test_a_stay_can_be_written_in_many_ways(text: str) -> None:
    assert said_stay(text) == A_WEEK


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("du 28 juillet au 4 août", date(2027, 7, 28), date(2027, 8, 4)),
        ("du 28 au 4 août", date(2027, 7, 28), date(2027, 8, 4)),
        ("28 juillet au 4", date(2027, 7, 28), date(2027, 8, 4)),
        ("du 28 décembre au 3 janvier", date(2026, 12, 28), date(2027, 1, 3)),
        ("du 28 décembre au 3 janvier 2028", date(2027, 12, 28), date(2028, 1, 3)),
        ("28 décembre 2027 - 3 janvier", date(2027, 12, 28), date(2028, 1, 3)),
        ("du 20 au 27 novembre", date(2027, 11, 20), date(2027, 11, 27)),
        ("du 10 mars au 17 septembre 2027", date(2027, 3, 10), date(2027, 9, 17)),
        ("la semaine du 14 août", date(2027, 8, 14), date(2027, 8, 21)),
        ("2 semaines à partir du 1er août", date(2027, 8, 1), date(2027, 8, 15)),
        ("le week-end du 14 août", date(2027, 8, 14), date(2027, 8, 15)),
        ("week-end du 13 août", date(2027, 8, 13), date(2027, 8, 15)),
        ("week-end du 11 août", date(2027, 8, 14), date(2027, 8, 15)),
        ("ce week-end", date(2026, 11, 28), date(2026, 11, 29)),
        ("de samedi à mardi", date(2026, 11, 28), date(2026, 12, 1)),
        ("demain au 27 novembre", date(2026, 11, 23), date(2026, 11, 27)),
        ("du 10/7 au 10/7", JULY_10, JULY_10),
        ("9999 semaines à partir du 10/7", JULY_10, JULY_10 + timedelta(366)),
    ],
)
def test_what_a_stay_leaves_out_is_filled_in(text: str, start: date, end: date) -> None:
    assert said_stay(text) == Span(start, end)


def test_in_a_stay_the_order_that_makes_it_short_is_meant() -> None:
    assert said_stay("4/7 - 8/7", "en") == Span(date(2027, 7, 4), date(2027, 7, 8))
    assert said_stay("7/4 - 7/8", "en") == Span(date(2027, 7, 4), date(2027, 7, 8))
    assert said_stay("4/7 - 17/7", "en") == Span(date(2027, 7, 4), JULY_17)


def test_one_day_alone_leaves_the_return_to_be_asked() -> None:
    assert said_stay("le 10 juillet") == JULY_10
    assert said_stay("4/7", "en") == Doubt((date(2027, 7, 4), date(2027, 4, 7)))


def test_a_wrong_weekday_at_the_start_is_a_doubt_about_the_departure() -> None:
    assert said_stay("du dimanche 10 au 17 juillet") == Doubt((JULY_10, date(2027, 7, 11)))
    assert said_stay("du samedi 10 au lundi 17 juillet") == A_WEEK


@pytest.mark.parametrize("text", ["du 17 au 10 juillet", "17/7/2027 - 10/7/2027", "du 17 juillet au 10 juillet"])
def test_a_return_before_the_departure(text: str) -> None:
    assert said_stay(text) is Trouble.END_BEFORE_START


@pytest.mark.parametrize("text", ["du 31 juin au 4 juillet", "du 20 juin au 31 juin", "la semaine du 31 juin"])
def test_a_stay_on_a_day_that_does_not_exist(text: str) -> None:
    assert said_stay(text) is Trouble.NO_SUCH_DAY


@pytest.mark.parametrize(
    "text", ["", "du 10 au 17", "au 17 juillet", "une semaine", "cet été", "10 au lac", "10 11 12 juillet"]
)
def test_what_is_not_a_stay_is_not_guessed(text: str) -> None:
    assert said_stay(text) is Trouble.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "text",
    [
        "le 17", "17", "au 17", "17 juillet", "jusqu'au 17 juillet", "17/7", "samedi 17", "une semaine", "7 nuits",
        "samedi", "pour une semaine", "du 10 au 17 juillet", "la semaine du 10 juillet", "retour le 17/7/2027",
    ],
)  # fmt: skip
def test_once_the_departure_is_known_the_return_needs_few_words(text: str) -> None:
    assert parse_return(text, lexicon_for("fr"), JULY_10, TODAY) == A_WEEK


def test_a_return_may_be_in_the_next_month_and_may_replace_the_departure() -> None:
    french, english = lexicon_for("fr"), lexicon_for("en")
    assert parse_return("le 4", french, date(2027, 7, 28), TODAY) == Span(date(2027, 7, 28), date(2027, 8, 4))
    assert parse_return("du 3 au 8 juillet", french, JULY_10, TODAY) == Span(date(2027, 7, 3), date(2027, 7, 8))
    assert parse_return("4/7", english, date(2027, 7, 1), TODAY) == Span(date(2027, 7, 1), date(2027, 7, 4))


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("le 9 juillet", Trouble.END_BEFORE_START), ("3/7/2027", Trouble.END_BEFORE_START),
        ("31 juin", Trouble.NO_SUCH_DAY),
        ("je ne sais pas", Trouble.NOT_UNDERSTOOD), ("3 enfants et 2 adultes", Trouble.NOT_UNDERSTOOD),
    ],
)  # fmt: skip
def test_a_return_that_cannot_be(text: str, trouble: Trouble) -> None:
    assert parse_return(text, lexicon_for("fr"), JULY_10, TODAY) is trouble


STAYS = {
    "fr": "du 10 au 17 juillet",
    "en": "from 10 to 17 July",
    "es": "del 10 al 17 de julio",
    "ar": "من 10 إلى 17 يوليو",
    "fa": "از 10 تا 17 جولای",
    "ps": "له 10 څخه تر 17 جولای پورې",
    "uk": "з 10 по 17 липня",
    "ru": "с 10 по 17 июля",
    "pt": "de 10 a 17 de julho",
    "tr": "10 Temmuz'dan 17 Temmuz'a kadar",
    "ro": "de la 10 la 17 iulie",
}
WEEKS = {
    "fr": "la semaine du 10 juillet", "en": "the week of 10 July", "es": "la semana del 10 de julio",
    "ar": "أسبوع 10 يوليو", "fa": "هفته 10 جولای", "ps": "د جولای د 10 اوونۍ", "uk": "тиждень з 10 липня",
    "ru": "неделя с 10 июля", "pt": "a semana de 10 de julho", "tr": "10 Temmuz haftası",
    "ro": "săptămâna din 10 iulie",
}  # fmt: skip
TOMORROWS = {
    "fr": "demain", "en": "tomorrow", "es": "mañana", "ar": "غدا", "fa": "فردا", "ps": "سبا",
    "uk": "завтра", "ru": "завтра", "pt": "amanhã", "tr": "yarın", "ro": "mâine",
}  # fmt: skip
NATIVE_DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹", "ps": "۰۱۲۳۴۵۶۷۸۹", "en": "०१२३४५६७८९"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_stay_its_week_and_its_tomorrow(language: str) -> None:
    assert said_stay(STAYS[language], language) == A_WEEK
    assert said_stay(WEEKS[language], language) == A_WEEK
    assert said_day(TOMORROWS[language], language) == date(2026, 11, 23)


@pytest.mark.parametrize("language", NATIVE_DIGITS)
def test_digits_of_the_language_read_like_any_others(language: str) -> None:
    native = STAYS[language].translate(str.maketrans("0123456789", NATIVE_DIGITS[language]))
    assert said_stay(native, language) == A_WEEK


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("من 10 تموز حتى 17 تموز", "ar"), ("بين 10 و17 جويلية", "ar"), ("10 au 17 juillet", "ar"),
        ("с 10-го по 17-е июля", "ru"), ("10 июль – 17 июль", "ru"), ("10-17 Temmuz", "tr"),
        ("10 ile 17 Temmuz arasında", "tr"), ("10 Temmuz'dan itibaren bir hafta", "tr"),
        ("від 10 до 17 липня", "uk"), ("din 10 până în 17 iulie", "ro"),
    ],
)  # fmt: skip
def test_ways_of_one_country_or_one_script(text: str, language: str) -> None:
    assert said_stay(text, language) == A_WEEK


@given(day=days, language=st.sampled_from(LANGUAGES), form=st.sampled_from(["medium", "long", "full"]))
def test_what_the_bot_writes_in_words_it_reads_back(day: date, language: str, form: str) -> None:
    written = format_date(day, form, Locale.parse(LOCALES[language]))
    assert said_day(written, language) == day


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), language=st.sampled_from(LANGUAGES))
def test_what_the_bot_writes_in_figures_it_reads_back_or_asks_about(day: date, language: str) -> None:
    understood = said_day(format_date(day, "short", Locale.parse(LOCALES[language])), language)
    options = understood.options if isinstance(understood, Doubt) else (understood,)
    assert day in options
    assert len(options) == 1 or lexicon_for(language).doubtful_order


@given(start=st.dates(TODAY, date(2099, 1, 1)), nights=st.integers(0, 21), language=st.sampled_from(LANGUAGES))
def test_a_stay_written_with_a_dash_reads_back(start: date, nights: int, language: str) -> None:
    locale = Locale.parse(LOCALES[language])
    end = start + timedelta(nights)
    written = f"{format_date(start, 'long', locale)} – {format_date(end, 'long', locale)}"
    assert said_stay(written, language) == Span(start, end)


@given(text=st.text(), language=st.sampled_from(LANGUAGES))
def test_whatever_is_typed_there_is_an_answer(text: str, language: str) -> None:
    assert isinstance(said_day(text, language), date | Doubt | Trouble)
    stay = said_stay(text, language)
    assert not isinstance(stay, Span) or stay.end >= stay.start


@given(words=st.lists(st.sampled_from(WORDS)))
def test_no_order_of_known_words_breaks_the_grammar(words: list[str]) -> None:
    assert said_day(" ".join(words)) is not None
    assert said_stay("".join(words)) is not None


def test_a_stay_counts_its_nights() -> None:
    assert A_WEEK.nights == 7
