"""How days, hours, amounts and numbers are written in each language. Babel knows; this remembers what it said."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from bot.rendering.catalogues import locale_of, right_to_left

REMEMBERED = 4096
ISOLATE = "\u2068", "\u2069"
"""First strong isolate and its end: an amount inside a right-to-left sentence keeps its own order."""


MARK = "*"
"""Beside a marked day of a calendar; the question says what it means."""
RIGHT_TO_LEFT = "\u200f"
"""A letter of no width, of a script that is written from the right."""
ARROWS = str.maketrans("◀▶", "▶◀")
"""Back is to the right where one reads to the left. Other signs have mirrors of their own, or no side."""
TAG = re.compile(r"<[^>]*>")
FIRST_OF_MONTH = re.compile(r"\b1\b")
"""The number of the first day of a month, among words and other numbers."""
WRITTEN_AS = {"en": "en_GB", "fa": "fa_AF"}
"""Whose habits a language without a country follows here: the day before the month and 24 hours in English, as every
paper in France has them; the months of Afghanistan in Dari, which differ from those of Iran."""
SHORT_DAYS = {"fa_AF": "EEE d MMM"}
"""Where CLDR has no order of its own for a weekday, a day and a month, and falls back on the American one."""
HOURS = {"fr": ("H\u00a0'h'\u00a0mm", "H\u00a0'h'")}
"""Where people write the hour otherwise than CLDR does, with minutes and without: 14 h 05, 18 h (Imprimerie
nationale, Lexique des règles typographiques)."""


@lru_cache(64)
def _locale(language: str) -> Locale:
    """Return the locale whose habits of writing a reader of that language has."""
    spoken = locale_of(language)
    return Locale.parse(WRITTEN_AS.get(str(spoken), str(spoken)))


def isolated(text: str, language: str) -> str:
    """Protect a text from the direction of what stands around it in right-to-left languages."""
    return f"{ISOLATE[0]}{text}{ISOLATE[1]}" if right_to_left(language) else text


def directed(text: str, language: str) -> str:
    """Return a message or a label as lines that begin where the language's lines begin; arrows point its way.

    A telephone lets the first letter of a line decide, and a line of Arabic may begin with "Lina". A line with no
    letter of a right-to-left script, such as a person's own words in French, stays as it is.

    Args:
        text: in Telegram's HTML, or plain.
        language: the reader's.
    """
    if not right_to_left(language):
        return text
    return "\n".join(_begun_on_the_right(line) for line in text.translate(ARROWS).split("\n"))


def _begun_on_the_right(line: str) -> str:
    strong = [kind for char in TAG.sub("", line) if (kind := bidirectional(char)) in {"L", "R", "AL"}]
    misled = strong and strong[0] == "L" and {"R", "AL"} & set(strong)
    return f"{RIGHT_TO_LEFT}{line}" if misled else line


@lru_cache(REMEMBERED)
def day(value: date, language: str) -> str:
    """Write a day in full with its weekday: "Saturday, 10 July 2027"."""
    return _written(str(format_date(value, "full", locale=_locale(language))), language)


def _written(days: str, language: str) -> str:
    """Write days as CLDR does; where it writes "1 juin", French readers say and write "1er juin"."""
    french = _locale(language).language == "fr"
    return isolated(FIRST_OF_MONTH.sub("1er", days) if french else days, language)


@lru_cache(REMEMBERED)
def short_day(value: date, language: str) -> str:
    """Write a day for a list: "Sat 10 Jul"."""
    locale = _locale(language)
    pattern = SHORT_DAYS.get(str(locale)) or locale.datetime_skeletons["MMMEd"]
    return _written(str(format_date(value, pattern, locale=locale)), language)


@lru_cache(REMEMBERED)
def first_day(value: date, last: date, language: str) -> str:
    """Write the first of two days in full, without the year that is said once, after the last: "Saturday, 10 July".

    Where a language does not simply end a day with its year, the year stays.
    """
    pattern = _locale(language).date_formats["full"].pattern
    if value.year != last.year or not pattern.endswith(" y"):
        return day(value, language)
    without = pattern.removesuffix(" y").removesuffix(",")
    return _written(str(format_date(value, without, locale=_locale(language))), language)


@lru_cache(REMEMBERED)
def short_days(first: date, last: date, language: str) -> str:
    """Write a stay for a card, what both days share said once: "Sat, 10 Jul – Sat, 17 Jul 2027"."""
    return _written(str(format_interval(first, last, "yMMMEd", locale=_locale(language))), language)


@lru_cache(REMEMBERED)
def month(value: date, language: str) -> str:
    """Write a month and its year: "July 2027"."""
    return str(format_date(value, "LLLL yyyy", locale=_locale(language)))


@lru_cache(REMEMBERED)
def weekday(value: date, language: str) -> str:
    """Write the two letters over a calendar's column."""
    return str(format_date(value, "EEEEEE", locale=_locale(language)))


@lru_cache(REMEMBERED)
def number(value: float, language: str) -> str:
    """Write a number in the digits people of that language read."""
    return str(format_decimal(value, locale=_locale(language)))


@lru_cache(REMEMBERED)
def money(cents: int, language: str) -> str:
    """Write an amount in euros; no cents when there are none."""
    whole = cents % 100 == 0
    text = format_currency(
        cents // 100 if whole else cents / 100,
        "EUR",
        locale=_locale(language),
        currency_digits=not whole,
        format=_without_cents(language) if whole else None,
    )
    return isolated(str(text), language)


@lru_cache(64)
def _without_cents(language: str) -> str:
    pattern = _locale(language).currency_formats["standard"].pattern
    return str(pattern.replace(".00", ""))


def hour(value: datetime, language: str, zone: ZoneInfo) -> str:
    """Write the hour alone, in the reader's zone."""
    locale = _locale(language)
    local = value.astimezone(zone)
    with_minutes, full = HOURS.get(locale.language, ("short", "short"))
    return isolated(str(format_time(local, with_minutes if local.minute else full, locale=locale)), language)


def several(parts: list[str], language: str) -> str:
    """Write parts as one list: "sea, rest and children"."""
    return str(format_list(parts, locale=_locale(language))) if parts else ""


def label(value: Any, form: str, language: str) -> str:
    """Write a button's value for the reader; `form` is that of `conversations.engine.keyboard.Written`."""
    match form:
        case "day":
            return number(value.day, language)
        case "marked_day":
            return number(value.day, language) + MARK
        case "month":
            return month(value, language)
        case "weekday":
            return weekday(value, language)
        case "money":
            return money(value, language)
        case "date":
            return day(value, language)
        case _:
            return number(value, language)
