"""What the words of one language mean where people type a day, a number or an amount.

Data and folding only. Nothing here reads a calendar or knows Babel: `bot.rendering.lexicons` fills a
Lexicon for each language, the grammars (`dates`, `numbers`) use it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cached_property


class Sense(Enum):
    """What a word may stand for. Values are the names of the tables in `words/<language>.toml`."""

    MONTH = "month"  # 1 to 12
    WEEKDAY = "weekday"  # Monday is 0
    NUMBER = "number"  # as spelled: three, twenty, hundred
    RELATIVE = "relative"  # days from today
    NIGHTS = "nights"  # nights in one of these: week 7, night 1
    WEEKEND = "weekend"
    TO = "to"  # between the two ends of a stay
    AND = "and"
    YEARS = "years"  # after an age
    MONTHS = "months"  # after the age of a baby
    CURRENCY = "currency"
    NONE = "none"  # nobody, nothing
    MINUS = "minus"
    REFUSAL = "refusal"  # turns what follows into something else: not, before, after
    FILLER = "filler"  # carries nothing: the, of
    SUFFIX = "suffix"  # glued to a number: 1st
    SIGN = "sign"  # punctuation
    OTHER = "other"  # a word we do not know


_LIKE = str.maketrans(
    {  # letters that keyboards and habits exchange; each pair would otherwise be two spellings of one word
        "ı": "i", "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ك": "ک", "ګ": "گ", "ة": "ه", "ـ": "",
        "،": ",", "؛": ";", "−": "-", "‐": "-", "‒": "-", "—": "–", "→": "–", "~": "–",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Return one spelling for all ways to write the same: case, accents, digits of any script, marks of order."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(_plain(character) for character in decomposed)
    return plain.translate(_LIKE).replace("->", "–").replace("=>", "–")


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Mn", "Cf"}:  # accents and vowel signs; marks of direction and joiners
        return ""
    return str(unicodedata.decimal(character)) if category == "Nd" else character


def phrase(text: str) -> str:
    """Return the key of a word or an expression in a Lexicon: folded, its parts parted by one blank."""
    return " ".join("".join(c if c.isalpha() or c == "€" else " " for c in fold(text)).split())


@dataclass(frozen=True)
class Lexicon:
    """The words of a language: for each sense its phrases (keys made by `phrase`) and their values.

    `doubtful_order` is set where readers of that language write 4/7 for both 4 July and 7 April.
    """

    language: str
    words: Mapping[Sense, Mapping[str, int]]
    doubtful_order: bool = False

    @cached_property
    def _index(self) -> Mapping[str, Mapping[Sense, int]]:
        index: dict[str, dict[Sense, int]] = {}
        for sense, entries in self.words.items():
            for key, value in entries.items():
                index.setdefault(key, {})[sense] = value
        return index

    @cached_property
    def longest(self) -> int:
        """How many words the longest expression has."""
        return max((key.count(" ") + 1 for key in self._index), default=1)

    def senses(self, key: str) -> Mapping[Sense, int]:
        """Return all that a phrase may stand for; nothing when it is unknown."""
        return self._index.get(key, {})

    def guess_month(self, word: str) -> int | None:
        """Guess the month that a clipped or misspelled word must mean, or None: juill, setpembre, jully."""
        months = self.words.get(Sense.MONTH, {})
        if len(word) < _SHORTEST_CLIP:
            return None
        found = {number for name, number in months.items() if name.startswith(word)}
        if not found and len(word) >= _SHORTEST_SLIP:
            found = {months[name] for name in get_close_matches(word, months, cutoff=_ALIKE)}
        return found.pop() if len(found) == 1 else None


_SHORTEST_CLIP = 3
_SHORTEST_SLIP = 5  # shorter words resemble months by chance: mais, mai
_ALIKE = 0.82


def numbered(names: str, first: int = 0) -> Iterator[tuple[str, int]]:
    """Yield phrases of names in their order, parted by blanks; one place may hold several, parted by `|`."""
    for number, spellings in enumerate(names.split(), first):
        for spelling in spellings.split("|"):
            yield phrase(spelling), number
