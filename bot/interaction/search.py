"""Finding things by the words people type: spelling slips, missing accents, plurals and half words are forgiven.

Pure: an index is made from phrases and asked for a text. What is searched, and in which languages, its user says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

from conversations.engine.widgets import plain

_JOINED = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ß": "ss"})
_SHORTEST_SLIP = 4
"""Letters of the shortest word in which one slip is forgiven: shorter words resemble each other by chance."""
_SHORTEST_TWO_SLIPS = 8
_SHORTEST_HALF = 4
"""Letters that are enough of a longer word."""
_LONGEST_ENDING = 4
_PER_SLIP = 0.15
_PER_SLIP_IN_SHORT = 0.3
_SHORT = 5
"""Letters of the longest word that must at least begin as it was typed: sans is not sens, but gens is another word."""
_HALF_WORD = 0.9
_WEAK = 0.4
"""What a weak word weighs beside others."""
_STRANGE = 0.75
"""What a word that no phrase has counts against a match, of the weight of the rarest word."""
_RECALL = 1.5
"""How much more it counts that a phrase is said in full than that nothing else is said (the beta of an F-measure)."""
_MOST_TYPED = 40
"""Words of a text that are looked at: nobody asks in more, and each costs time."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found, and how well it fits: from 0 to 1."""

    key: str
    score: float


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: no case, no accents, no signs."""
    return tuple(plain(text.translate(_JOINED)).split())


class Index:
    """Phrases of each thing, by its key.

    `fillers` are words that carry nothing, such as "the" and "is"; `weak` ones carry little, such as "when".
    """

    def __init__(
        self, phrases: Mapping[str, Iterable[str]], fillers: Iterable[str] = (), weak: Iterable[str] = ()
    ) -> None:
        """Read every phrase once; one that holds nothing but fillers is found by those."""
        self._fillers = frozenset(word for filler in fillers for word in words_of(filler))
        self._phrases: list[tuple[str, frozenset[str]]] = []
        for key, said in phrases.items():
            told = {frozenset(self._telling(words_of(phrase))) for phrase in said}
            self._phrases += [(key, words) for words in told if words]
        self._holding: dict[str, list[int]] = {}
        holders: dict[str, set[str]] = {}
        for number, (key, words) in enumerate(self._phrases):
            for word in words:
                self._holding.setdefault(word, []).append(number)
                holders.setdefault(word, set()).add(key)
        count = len({key for key, _ in self._phrases})
        rarity = {word: log(1 + count / len(keys)) for word, keys in holders.items()}
        self._rarest = max(rarity.values(), default=1.0)
        light = frozenset(word for each in weak for word in words_of(each))
        self._weights = {word: rare * _WEAK if word in light else rare for word, rare in rarity.items()}

    def _telling(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words that carry something, else all of them."""
        return tuple(word for word in words if word not in self._fillers) or words

    @cached_property
    def _vocabulary(self) -> list[str]:
        return list(self._weights)

    def find(self, text: str, most: int = 4) -> tuple[Found, ...]:
        """Find what fits the text, the best first; nothing where no word is known."""
        typed = self._telling(words_of(text)[:_MOST_TYPED])
        meant = {word: self._meant(word) for word in dict.fromkeys(typed)}
        asked = sum(self._weight(word, known) for word, known in meant.items())
        best: dict[str, float] = {}
        for number in {n for known in meant.values() for word in known for n in self._holding[word]}:
            key, words = self._phrases[number]
            score = self._score(words, meant, asked)
            if score > best.get(key, 0.0):
                best[key] = score
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Found(key, score) for key, score in ranked[:most])

    def _weight(self, word: str, known: Mapping[str, float]) -> float:
        if not known:
            return self._rarest * _STRANGE
        return max(self._weights[each] for each in known)

    def _score(self, words: frozenset[str], meant: Mapping[str, Mapping[str, float]], asked: float) -> float:
        """Weigh how much of the phrase is said, and how much of what is said is in the phrase."""
        said = answered = 0.0
        for known in meant.values():
            likeness = max((known[word] for word in known if word in words), default=0.0)
            answered += likeness * self._weight("", known) if known else 0.0
        for word in words:
            said += self._weights[word] * max((known.get(word, 0.0) for known in meant.values()), default=0.0)
        recall = said / sum(self._weights[word] for word in words)
        precision = answered / asked if asked else 0.0
        squared = _RECALL**2
        weighed = squared * precision + recall
        return (1 + squared) * precision * recall / weighed if weighed else 0.0

    def _meant(self, word: str) -> dict[str, float]:
        """Return the words of the index that a typed word may stand for, and how alike they are."""
        if word in self._weights:
            return {word: 1.0}
        alike = {each: _HALF_WORD for each in self._vocabulary if _half(word, each)}
        for each, likeness in _slips(word, self._vocabulary):
            alike[each] = max(likeness, alike.get(each, 0.0))
        return alike


def _half(typed: str, known: str) -> bool:
    """Return whether one is the other with an ending: a plural, a feminine, a word cut short."""
    shorter, longer = sorted((typed, known), key=len)
    return (
        len(shorter) >= _SHORTEST_HALF and len(longer) - len(shorter) <= _LONGEST_ENDING and longer.startswith(shorter)
    )


def _slips(typed: str, vocabulary: list[str]) -> Iterable[tuple[str, float]]:
    """Yield words of the vocabulary that are this one with a letter or two changed, missing, added or exchanged."""
    if len(typed) < _SHORTEST_SLIP or typed.isdecimal():
        return
    from rapidfuzz import process  # noqa: PLC0415 - only where there is a search
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only where there is a search

    most = 2 if len(typed) >= _SHORTEST_TWO_SLIPS else 1
    found: Any = process.extract(typed, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
    for word, distance, _ in found:
        is_short = min(len(word), len(typed)) <= _SHORT
        if len(word) >= _SHORTEST_SLIP and (not is_short or word[0] == typed[0]):
            yield word, 1 - distance * (_PER_SLIP_IN_SHORT if is_short else _PER_SLIP)
