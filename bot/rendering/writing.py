"""How days, hours, amounts and numbers are written in each language. Babel knows; this remembers what it said."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from bot.rendering.catalogues import locale_of, right_to_left

REMEMBERED = 4096
ISOLATE = "\u2068", "\u2069"
"""First strong isolate and its end: an amount inside a right-to-left sentence keeps its own order."""


MARK = "*"
"""Beside a marked day of a calendar; the question says what it means."""

HOURS = {"fr": ("H\u00a0'h'\u00a0mm", "H\u00a0'h'")}
"""Where people write the hour otherwise than CLDR does, with minutes and without: 14 h 05, 18 h (Imprimerie
nationale, Lexique des règles typographiques)."""


def isolated(text: str, language: str) -> str:
    """The text, protected from the direction of what stands around it in right-to-left languages."""
    return f"{ISOLATE[0]}{text}{ISOLATE[1]}" if right_to_left(language) else text


@lru_cache(REMEMBERED)
def day(value: date, language: str) -> str:
    """A day in full with its weekday: "Saturday, July 10, 2027"."""
    text = str(format_date(value, "full", locale=locale_of(language)))
    if value.day == 1 and locale_of(language).language == "fr":
        text = text.replace(" 1 ", " 1er ", 1)  # CLDR writes "1 juin"; French readers say and write "1er juin"
    return isolated(text, language)


@lru_cache(REMEMBERED)
def short_day(value: date, language: str) -> str:
    """A day in a list: "Sat, Jul 10"."""
    pattern = locale_of(language).datetime_skeletons["MMMEd"]
    return isolated(str(format_date(value, pattern, locale=locale_of(language))), language)


@lru_cache(REMEMBERED)
def first_day(value: date, last: date, language: str) -> str:
    """The first of two days in full, without the year that is said once, after the last: "Saturday, July 10".

    Where a language does not simply end a day with its year, the year stays.
    """
    pattern = locale_of(language).date_formats["full"].pattern
    if value.year != last.year or not pattern.endswith(" y"):
        return day(value, language)
    without = pattern.removesuffix(" y").removesuffix(",")
    return isolated(str(format_date(value, without, locale=locale_of(language))), language)


@lru_cache(REMEMBERED)
def short_days(first: date, last: date, language: str) -> str:
    """A stay on a card, what both days share said once: "Sat, Jul 10 – Sat, Jul 17, 2027"."""
    return isolated(str(format_interval(first, last, "yMMMEd", locale=locale_of(language))), language)


@lru_cache(REMEMBERED)
def month(value: date, language: str) -> str:
    """A month and its year: "July 2027"."""
    return str(format_date(value, "LLLL yyyy", locale=locale_of(language)))


@lru_cache(REMEMBERED)
def weekday(value: date, language: str) -> str:
    """The two letters over a calendar's column."""
    return str(format_date(value, "EEEEEE", locale=locale_of(language)))


@lru_cache(REMEMBERED)
def number(value: int, language: str) -> str:
    """A whole number in the digits people of that language read."""
    return str(format_decimal(value, locale=locale_of(language)))


@lru_cache(REMEMBERED)
def money(cents: int, language: str) -> str:
    """An amount in euros; no cents when there are none."""
    whole = cents % 100 == 0
    text = format_currency(
        cents // 100 if whole else cents / 100,
        "EUR",
        locale=locale_of(language),
        currency_digits=not whole,
        format=_without_cents(language) if whole else None,
    )
    return isolated(str(text), language)


@lru_cache(64)
def _without_cents(language: str) -> str:
    pattern = locale_of(language).currency_formats["standard"].pattern
    return str(pattern.replace(".00", ""))


def hour(value: datetime, language: str, zone: ZoneInfo) -> str:
    """The hour alone, in the reader's zone."""
    locale = locale_of(language)
    local = value.astimezone(zone)
    with_minutes, full = HOURS.get(locale.language, ("short", "short"))
    return isolated(str(format_time(local, with_minutes if local.minute else full, locale=locale)), language)


def several(parts: list[str], language: str) -> str:
    """Parts as one list: "sea, rest and children"."""
    return str(format_list(parts, locale=locale_of(language))) if parts else ""


def label(value: Any, form: str, language: str) -> str:
    """A button's value in the reader's writing; `form` is that of `conversations.engine.board.Written`."""
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
