"""The words of each language for the grammars of typed days, numbers and amounts.

Names of months, weekdays and the currency come from Babel's CLDR data; what CLDR lacks (tomorrow, the week
of, three, nobody) stands in `words/<language>.toml`. A language without such a file is understood by its
names and by digits. Nothing is parsed here.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from conversations.engine.lexicon import Lexicon, Sense, numbered, phrase

_WORDS = Path(__file__).with_name("words")
_COUNTRY = "fr"
"""Many write French dates and ages in France whatever language they read: its words are known in every lexicon."""
_ZERO_WIDTH_NON_JOINER = "\u200c"
_SHORTEST_SHORT = 3  # two letters are words of their own: je, ma, sa

Entries = dict[str, int]


@cache
def lexicon_for(language: str) -> Lexicon:
    """Return the lexicon of a catalogue's language (`fr`, `fr@falc`, `pt_BR`)."""
    tag = language.partition("@")[0]
    table = _table(tag.partition("_")[0])
    locales = [Locale.parse(name) for name in table.get("locales", [tag])]
    words = {sense: _entries(table.get(sense.value, {})) for sense in Sense}
    words[Sense.NUMBER] |= dict(numbered(table.get("count", "")))
    words[Sense.MONTH] |= dict(_months(locales))
    words[Sense.WEEKDAY] |= dict(_weekdays(locales, set(table.get("no_weekday", []))))
    words[Sense.CURRENCY] |= dict(_currency(locales))
    for sense, entries in _country_words().items():
        words[sense] = {**entries, **words[sense]}
    return Lexicon(tag, words, doubtful_order=table.get("doubtful_order", False))


def _table(language: str) -> dict[str, Any]:
    file = _WORDS / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def _entries(words: Mapping[str, int] | Iterable[str]) -> Entries:
    """Return phrases with their values; a plain list has none to say."""
    valued = words.items() if isinstance(words, Mapping) else ((word, 0) for word in words)
    return dict(_spellings(valued))


def _spellings(names: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield each name as a phrase; where a zero-width mark parts it, people also type a blank or nothing."""
    for name, value in names:
        yield phrase(name), value
        yield phrase(name.replace(_ZERO_WIDTH_NON_JOINER, " ")), value


def _months(locales: Iterable[Locale]) -> Iterator[tuple[str, int]]:
    """Yield names inside a date and alone (июля, июль), in full and short, of every country of the language."""
    for locale in locales:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield from _spellings((name, month) for month, name in locale.months[context][width].items())


def _weekdays(locales: Iterable[Locale], excluded: set[str]) -> Iterator[tuple[str, int]]:
    """Yield names inside a date. Babel's stand-alone ones turn Pashto in every locale once Pashto was loaded."""
    for locale in locales:
        for width in ("wide", "abbreviated", "short"):
            names = locale.days["format"][width].items()
            for key, day in _spellings((name, day) for day, name in names):
                is_clear = width != "short" or len(key) >= _SHORTEST_SHORT
                if is_clear and key not in excluded:
                    yield key, day


def _currency(locales: Iterable[Locale]) -> Iterator[tuple[str, int]]:
    names = {locale.currencies["EUR"] for locale in locales}
    for name in {"€", "eur", "euro", "euros", *names}:
        yield phrase(name), 0


@cache
def _country_words() -> Mapping[Sense, Entries]:
    locale = Locale.parse(_COUNTRY)
    return {
        Sense.MONTH: _entries({name: month for month, name in locale.months["format"]["wide"].items()}),
        Sense.WEEKDAY: _entries({name: day for day, name in locale.days["format"]["wide"].items()}),
        Sense.TO: _entries(["au", "jusqu'au"]),
        Sense.FILLER: _entries(["du", "le"]),
        Sense.AND: _entries(["et"]),
        Sense.YEARS: _entries(["an", "ans"]),
        Sense.MONTHS: _entries(["mois"]),
    }
