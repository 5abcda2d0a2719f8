"""How much a text resembles what people in distress write: a weighted sum of what stands in it. Pure.

What is counted are sounded words, pairs of them with gaps, their letters by three to five, and the families that words
belong to ("belt" is one of rope, punishment), alone, in pairs and beside words. Each falls into a slot of a table of
weights by its checksum. Weights are learned from labelled phrases (`python -m tests.domain.learn_distress`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from zlib import crc32

from bot.domain.sounds import beginning, sound, sounds

BITS = 18
SLOTS = 1 << BITS
KIND_SLOTS = 1 << 12
"""Slots of each kind of distress, which are told from one another by words and families alone."""
_LOW = 0xFFFFFFFF
_NEAR, _APART, _BESIDE = 3, 6, 3
"""Words between which a pair is looked for: of words, of families, of a word and a family."""
_LETTERS = (3, 4, 5)

Group = frozenset[int]
"""Slots of one sort of what is counted; each sort weighs the same in a long text and in a short one."""


@dataclass(frozen=True, slots=True)
class WordFamilies:
    """Which words belong together, as they sound."""

    exact: Mapping[str, frozenset[int]]
    begun: Mapping[str, frozenset[int]]
    """By the beginning of a word."""
    said: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
    """Words said together, by the first of them."""

    def of(self, words: Sequence[str]) -> list[frozenset[int]]:
        """Return the families of each word."""
        return [self._of(words, at) for at in range(len(words))]

    def _of(self, words: Sequence[str], at: int) -> frozenset[int]:
        word = words[at]
        found = self.exact.get(word, frozenset())
        for end in range(2, len(word) + 1):
            if word[:end] in self.begun:
                found |= self.begun[word[:end]]
        for together, family in self.said.get(word, ()):
            if tuple(words[at : at + len(together)]) == together:
                found |= {family}
        return found


def make_word_families(families: Mapping[str, Iterable[str]]) -> WordFamilies:
    """Make families ready to be looked for. A word is `whole`, the beginning of one, `beg*`, or `said_together`."""
    exact: dict[str, frozenset[int]] = {}
    begun: dict[str, frozenset[int]] = {}
    said: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = {}
    for name, words in families.items():
        family = crc32(name.encode())
        for word in words:
            if word.endswith("*"):
                key = beginning(word[:-1])
                begun[key] = begun.get(key, frozenset()) | {family}
            elif "_" in word:
                together = tuple(map(sound, word.split("_")))
                said[together[0]] = (*said.get(together[0], ()), (together, family))
            else:
                exact[sound(word)] = exact.get(sound(word), frozenset()) | {family}
    return WordFamilies(exact, begun, said)


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands in a text, by sort."""

    words: Group
    families: Group
    pairs: Group
    letters: Group
    of_families: Group
    beside: Group

    def __iter__(self) -> Iterator[Group]:
        return iter((self.words, self.families, self.pairs, self.letters, self.of_families, self.beside))


def count(text: str, families: WordFamilies) -> Counted:
    """Return what stands in a text."""
    said = sounds(text)
    words = said.split()
    sums = [crc32(word.encode()) for word in words]
    kin = families.of(words)
    letters = said.encode()
    size, last = len(letters), len(words)
    return Counted(
        words=frozenset(_slot(1, each, 0) for each in sums),
        families=frozenset(_slot(2, each, 0) for them in kin for each in them),
        pairs=frozenset(
            _slot(3 if then == at + 1 else 4, sums[at], sums[then])
            for at in range(last)
            for then in range(at + 1, min(last, at + 1 + _NEAR))
        ),
        letters=frozenset(
            crc32(letters[at : at + long]) & (SLOTS - 1) for long in _LETTERS for at in range(size - long + 1)
        ),
        of_families=frozenset(
            _slot(5, one, other)
            for at in range(last)
            if kin[at]
            for then in range(at + 1, min(last, at + 1 + _APART))
            for one in kin[at]
            for other in kin[then]
        ),
        beside=frozenset(
            _slot(6 if then < at else 7, sums[at], other)
            for at in range(last)
            for then in range(max(0, at - _BESIDE), min(last, at + 1 + _BESIDE))
            if then != at
            for other in kin[then]
        ),
    )


def _slot(sort: int, one: int, other: int) -> int:
    mixed = (one * 0x9E3779B1 + other * 0x85EBCA6B + sort * 0xC2B2AE35) & _LOW
    return (mixed ^ mixed >> 15) * 0x2C1B3C6D >> 12 & (SLOTS - 1)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each slot says for distress or against it, and for each kind of it, as signed bytes."""

    table: memoryview
    kinds: Mapping[str, memoryview]
    scale: float
    kinds_scale: float
    base: float
    kinds_base: Mapping[str, float]

    def score(self, counted: Counted) -> float:
        """Return how much a text resembles cries for help: the more, the surer."""
        return self.base + self.scale * sum(_weigh(self.table, group) for group in counted)

    def score_kinds(self, counted: Counted) -> dict[str, float]:
        """Return how much a cry for help resembles those of each kind."""
        groups = [{slot % KIND_SLOTS for slot in group} for group in of_kinds(counted)]
        return {
            kind: self.kinds_base[kind] + self.kinds_scale * sum(_weigh(table, group) for group in groups)
            for kind, table in self.kinds.items()
        }


def of_kinds(counted: Counted) -> tuple[Group, ...]:
    """Return that by which kinds are told."""
    return counted.words, counted.families, counted.of_families


def _weigh(table: memoryview, group: Collection[int]) -> float:
    return sum(map(table.__getitem__, group)) / sqrt(max(1, len(group)))
