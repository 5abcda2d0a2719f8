"""Reading one table of a TOML file key by key, so that all that is wrong with it is said at once.

Each problem is one line for an operator: where, the key, what is there, and what is allowed. A wrong value gives
a harmless stand-in, so that reading goes on; the reader throws the result away when there are problems.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.money import Cents, Percent, euros

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

LONGEST_TEXT = 200
NAME = re.compile(r"[a-z][a-z0-9_-]*(/[a-z][a-z0-9_-]*)*")


class Fields:
    """One table and the keys asked of it so far."""

    def __init__(self, raw: Mapping[str, object], where: str, problems: list[str]) -> None:
        self._raw = raw
        self._where = where
        self._problems = problems
        self._asked: list[str] = []

    def has(self, key: str) -> bool:
        """Return whether the key is there; asking makes it an allowed one."""
        self._asked.append(key)
        return key in self._raw

    def text(self, key: str) -> str:
        """Read a text, not empty."""
        return self._take(key, _text, f"a text of 1 to {LONGEST_TEXT} characters", "")

    def flag(self, key: str) -> bool:
        """Read true or false."""
        return self._take(key, lambda it: it if isinstance(it, bool) else None, "true or false", missing=False)

    def whole(self, key: str, least: int = 1, most: int = 10_000) -> int:
        """Read a whole number within bounds."""
        return self._take(key, _within(least, most), f"a whole number from {least} to {most}", least)

    def money(self, key: str) -> Cents:
        """Read an amount in whole euros."""
        most = 1_000_000
        return euros(self._take(key, _within(0, most), f"whole euros, from 0 to {most}", 0))

    def percent(self, key: str) -> Percent:
        """Read a share in whole percents."""
        return Percent(self._take(key, _within(1, 100), "a whole percentage from 1 to 100", 1))

    def day(self, key: str) -> date:
        """Read a date, written without quotes."""
        return self._take(key, _day, "a date without quotes, such as 2027-12-31", date.min)

    def spans(self, key: str) -> tuple[tuple[date, date], ...]:
        """Read a list of first and last days."""
        return self._take(key, _list_of(_span), "a list of first and last days, such as [[2027-07-03, 2027-09-01]]", ())

    def choice(self, key: str, options: Iterable[E]) -> E:
        """Read one word of a closed list."""
        words = {option.value: option for option in options}
        first = next(iter(words.values()))
        return self._take(key, lambda it: words.get(it) if isinstance(it, str) else None, _one_of(words), first)

    def word(self, key: str, words: Collection[str]) -> str | None:
        """Read one word of a closed list, or None when it is none of them."""
        taken = self._take(key, lambda it: it if isinstance(it, str) and it in words else None, _one_of(words), "")
        return taken or None

    def name(self, key: str) -> str:
        """Read a name in small letters."""
        return self._take(key, _name, "a name in small letters", "")

    def choices(self, key: str, options: Iterable[E]) -> tuple[E, ...]:
        """Read a list of words of a closed list."""
        words = {option.value: option for option in options}

        def known(item: object) -> E | None:
            return words.get(item) if isinstance(item, str) else None

        return self._take(key, _list_of(known), f"a list of: {', '.join(words)}", ())

    def names(self, key: str, known: frozenset[str] | None = None) -> tuple[str, ...]:
        """Read a list of names, of `known` ones where they are handed in."""
        if known is None:
            return self._take(key, _list_of(_name), "a list of names in small letters", ())
        allowed = f"a list of: {', '.join(sorted(known))}"
        return self._take(key, _list_of(lambda it: it if isinstance(it, str) and it in known else None), allowed, ())

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts of any length, none of them empty."""
        return self._take(key, _list_of(_any_text), "a list of texts", ())

    def lists(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """Read a table of lists of texts."""
        return self._take(key, _lists, f"a table, [{key}], of lists of texts", {})

    def table(self, key: str) -> "Fields":
        """Return the table under a key; of one that is no table, nothing more is said."""
        nothing: Mapping[str, object] = {}
        raw = self._take(key, _table, f"a table, [{key}]", nothing)
        return Fields(raw, f"{self._where}: {key}", [] if raw is nothing else self._problems)

    def tables(self, key: str, title: str) -> list["Fields"]:
        """Return the tables under a key, which may be missing; `title` is the key that names each in problems."""
        if not self.has(key):
            return []
        nothing: tuple[Mapping[str, object], ...] = ()
        raws = self._take(key, _list_of(_table), f"tables, [[{key}]]", nothing)
        return [
            Fields(raw, f"{self._where}: {key} {number} ({raw.get(title, '?')})", self._problems)
            for number, raw in enumerate(raws, start=1)
        ]

    def problem(self, key: str, what: str, allowed: str) -> None:
        """Note what is wrong with a key."""
        self._problems.append(f"{self._where}: {key}: {what}; allowed: {allowed}")

    def close(self) -> None:
        """Note the keys nobody asked for."""
        allowed = ", ".join(dict.fromkeys(self._asked)) or "nothing"
        for key in self._raw:
            if key not in self._asked:
                self.problem(key, "unknown key", allowed)

    def _take(self, key: str, accept: Callable[[object], T | None], allowed: str, missing: T) -> T:
        if not self.has(key):
            self.problem(key, "missing", allowed)
            return missing
        accepted = accept(self._raw[key])
        if accepted is None:
            self.problem(key, f"{_shown(self._raw[key])} is not", allowed)
            return missing
        return accepted


def _shown(raw: object) -> str:
    shown = str(raw) if isinstance(raw, date) else repr(raw)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def _one_of(words: Iterable[str]) -> str:
    return f"one of: {', '.join(words)}"


def _text(raw: object) -> str | None:
    return raw if isinstance(raw, str) and 0 < len(raw.strip()) <= LONGEST_TEXT else None


def _any_text(raw: object) -> str | None:
    return raw if isinstance(raw, str) and raw.strip() else None


def _lists(raw: object) -> Mapping[str, tuple[str, ...]] | None:
    read = {key: _list_of(_any_text)(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
    lists = {key: texts for key, texts in read.items() if texts is not None}
    return lists if isinstance(raw, dict) and len(lists) == len(raw) else None


def _name(raw: object) -> str | None:
    return raw if isinstance(raw, str) and NAME.fullmatch(raw) else None


def _day(raw: object) -> date | None:
    return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None


def _span(raw: object) -> tuple[date, date] | None:
    days = _list_of(_day)(raw)
    return (days[0], days[1]) if days is not None and len(days) == 2 and days[0] <= days[1] else None


def _table(raw: object) -> Mapping[str, object] | None:
    return raw if isinstance(raw, dict) else None


def _within(least: int, most: int) -> Callable[[object], int | None]:
    def accept(raw: object) -> int | None:
        if isinstance(raw, bool) or not isinstance(raw, int):
            return None
        return raw if least <= raw <= most else None

    return accept


def _list_of(accept: Callable[[object], T | None]) -> Callable[[object], tuple[T, ...] | None]:
    def accept_all(raw: object) -> tuple[T, ...] | None:
        if not isinstance(raw, list):
            return None
        accepted = tuple(each for each in map(accept, raw) if each is not None)
        return accepted if len(accepted) == len(raw) else None

    return accept_all
