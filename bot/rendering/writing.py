"""How days, hours, amounts and numbers are written in each language. Babel knows; this remembers what it said."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from bot.rendering.catalogues import locale_of, right_to_left

REMEMBERED = 4096
ISOLATE = "\u2068", "\u2069"
"""First strong isolate and its end: an amount inside a right-to-left sentence keeps its own order."""


def isolated(text: str, language: str) -> str:
    """The text, protected from the direction of what stands around it in right-to-left languages."""
    return f"{ISOLATE[0]}{text}{ISOLATE[1]}" if right_to_left(language) else text


@lru_cache(REMEMBERED)
def day(value: date, language: str) -> str:
    """A day in full with its weekday: "Saturday, July 10, 2027"."""
    return isolated(format_date(value, "full", locale=locale_of(language)), language)


@lru_cache(REMEMBERED)
def short_day(value: date, language: str) -> str:
    """A day for a card: "Sat, Jul 10"."""
    pattern = locale_of(language).datetime_skeletons["MMMEd"]
    return isolated(str(format_date(value, pattern, locale=locale_of(language))), language)


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


def moment(value: datetime, language: str, zone: ZoneInfo) -> str:
    """A day in full and the hour, in the reader's zone."""
    local = value.astimezone(zone)
    return f"{day(local.date(), language)}, {hour(value, language, zone)}"


def hour(value: datetime, language: str, zone: ZoneInfo) -> str:
    """The hour alone, in the reader's zone."""
    return isolated(str(format_time(value.astimezone(zone), "short", locale=locale_of(language))), language)


def several(parts: list[str], language: str) -> str:
    """Parts as one list: "sea, rest and children"."""
    return str(format_list(parts, locale=locale_of(language))) if parts else ""
