"""Words in which people say that they are in distress: how they are heard, and who answers then. Pure.

A sign is a short sequence of words and of families of words ("he", "hits", "me"), compared as they sound. Families,
signs, and the sayings that mean no harm are data (`bot/data/distress.toml`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.resemblance import Weights, WordFamilies, count
from bot.domain.sounds import END, beginning, sound, sounds


class Distress(StrEnum):
    """What a person may be in, the most pressing first."""

    SUICIDE = "suicide"
    """Wants to die, or hurts their own body."""
    SEXUAL = "sexual"
    CHILD = "child"
    """A child is beaten, hurt or left alone."""
    VIOLENCE = "violence"
    OUTSIDE = "outside"
    """Has no place to sleep."""
    HUNGER = "hunger"
    UNCLEAR = "unclear"
    """In need, but nothing tells of what."""


ALL_LINES = ("police", "health", "text", "suicide", "women", "child", "street", "victims", "europe")

LINES: Mapping[Distress, tuple[str, ...]] = {
    Distress.SUICIDE: ("suicide", "health", "europe"),
    Distress.SEXUAL: ("police", "text", "women", "victims", "europe"),
    Distress.CHILD: ("child", "police", "text", "europe"),
    Distress.VIOLENCE: ("police", "text", "women", "victims", "europe"),
    Distress.OUTSIDE: ("street",),
    Distress.HUNGER: ("street",),
    Distress.UNCLEAR: ALL_LINES,
}
"""Which numbers answer, the first to call first; what each is, and its source: `templates/_numbers.j2`."""


def lines_for(kinds: Iterable[Distress]) -> tuple[str, ...]:
    """Return the numbers for all that was heard, each once; every one where nothing was said."""
    return tuple(dict.fromkeys(line for kind in kinds for line in LINES[kind])) or ALL_LINES


SHORTEST_SLIP = 5
"""Letters of the longer of two words of which one is the other with a slip: shorter ones resemble by chance."""
MOST_CORRECTED = 60
"""Words of a text in which slips are looked for: a longer one says the same more than once, and each costs time."""


@dataclass(frozen=True, slots=True)
class Signs:
    """By what distress is heard."""

    sayings: re.Pattern[str]
    """What means no harm, and is not looked at any further."""
    of: Mapping[Distress, re.Pattern[str]]
    words: frozenset[str]
    """The words of the signs, as they sound; of some, only the beginning."""
    by_letter: Mapping[str, tuple[str, ...]]
    """The same by their first letter, in which hardly anybody slips."""
    ordinary: frozenset[str]
    """Words that come near to one of those, and are none."""

    def heard(self, text: str) -> tuple[Distress, ...]:
        """Return what a person who writes this says to be in, the most pressing first; nothing for most texts."""
        said = sounds(text)
        words = said.split()
        heard = self._heard(said)
        if heard or len(words) > MOST_CORRECTED:
            return heard
        meant = f" {' '.join(map(self._meant, words))} "
        return self._heard(meant) if meant != said else ()

    def _heard(self, said: str) -> tuple[Distress, ...]:
        if not any(sign.search(said) for sign in self.of.values()):
            return ()
        meant = self.sayings.sub(f" {END} ", said)
        return tuple(kind for kind in Distress if kind in self.of and self.of[kind].search(meant))

    def _meant(self, word: str) -> str:
        """Return the word of a sign that a word is with one slip of the finger; itself where it is none."""
        if len(word) < SHORTEST_SLIP - 1 or word in self.words or word in self.ordinary:
            return word
        near = (each for each in self.by_letter.get(word[0], ()) if _is_slip(word, each))
        return min(near, key=lambda each: (abs(len(each) - len(word)), each), default=word)


THRESHOLD = 0.1
"""From here on a text is a cry for help. Chosen on hands whose phrases the weights did not know (docs/decisions.md)."""
A_SIGN = 0.2
"""What a sign counts for: alone it is not enough where all else says that nothing is meant."""
CLEAR, CLOSE = -0.6, 0.35
"""Under this no kind stands out; within this of the best one, another kind is meant too."""
WINDOW, STEP = 40, 30
"""Words that are looked at together of a long text, in which a cry would drown; and how far apart two looks are."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """By what distress is heard: signs, and what resembles the cries for help that weights were learned from."""

    signs: Signs
    families: WordFamilies
    weights: Weights

    def heard(self, text: str) -> tuple[Distress, ...]:
        """Return what a person who writes this says to be in, the most pressing first; nothing for most texts."""
        signed = self.signs.heard(text)
        counted = max((count(part, self.families) for part in _windows(text)), key=self.weights.score)
        if self.weights.score(counted) + (A_SIGN if signed else 0) <= THRESHOLD:
            return ()
        return signed or self.kinds_of(self.weights.score_kinds(counted))

    def kinds_of(self, scores: Mapping[str, float]) -> tuple[Distress, ...]:
        """Return what a cry is for: the best kind, those close to it, or that nothing stands out."""
        best = max(scores.values())
        if best < CLEAR:
            return (Distress.UNCLEAR,)
        return tuple(kind for kind in Distress if scores.get(kind, best - 1) > best - CLOSE)


def _windows(text: str) -> Iterator[str]:
    words = text.split()
    if len(words) <= WINDOW:
        yield text
        return
    for at in range(0, len(words) - WINDOW + STEP, STEP):
        yield " ".join(words[at : at + WINDOW])


def _is_slip(typed: str, meant: str) -> bool:
    """Return whether one letter is changed, missing or too much, or two are exchanged."""
    if abs(len(typed) - len(meant)) > 1 or max(len(typed), len(meant)) < SHORTEST_SLIP:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), -1)
    left, right = typed[begin:], meant[begin:]
    return begin > 0 and (
        left[1:] == right[1:] or left[1:] == right or left == right[1:] or (left[1::-1] + left[2:] == right)
    )


def make_signs(
    families: Mapping[str, Iterable[str]],
    sayings: Iterable[str],
    of: Mapping[Distress, Iterable[str]],
    ordinary: Iterable[str] = (),
) -> Signs:
    """Make signs ready to be heard. A sign is a sequence of items, parted by spaces.

    An item is a `word`, the beginning of one, `wor*`, words said together, `these_words`, or a `{family}`; several are
    `this|that`. With `?` behind it may be missing; with `!` before, it must not follow. `_` is up to three words of any
    kind, `__` up to eight, `^` and `$` are the ends of a sentence.

    Raises:
        KeyError: a family is not there, or is named before it is told.
    """
    known: dict[str, str] = {}
    for name, words in families.items():
        known[name] = "|".join(_said(word, known) for word in words)
    phrases = [
        *(word for words in families.values() for word in words),
        *(each for rows in of.values() for each in rows),
    ]
    words = frozenset(_words(phrases))
    by_letter = {word[0]: tuple(sorted(each for each in words if each[0] == word[0])) for word in words}
    heard = {kind: _any_of(rows, known) for kind, rows in of.items()}
    return Signs(_any_of(sayings, known), heard, words, by_letter, frozenset(map(sound, ordinary)))


_ENDS = {"_": r"(?:(?!\| )\S+ ){0,3}", "__": r"(?:(?!\| )\S+ ){0,8}", "^": r"(?:(?<=^ )|(?<=\| ))", "$": r"(?=\| |$)"}


def _any_of(signs: Iterable[str], families: Mapping[str, str]) -> re.Pattern[str]:
    """Return the expression for any of the signs, which begins where a word does: looked at once for all of them."""
    sequences = ("".join(_item(item, families) for item in sign.split()) for sign in signs)
    return re.compile(f"(?<= )(?:{'|'.join(sequences)})")


def _item(item: str, families: Mapping[str, str]) -> str:
    if item in _ENDS:
        return _ENDS[item]
    denied, item = item.startswith("!"), item.removeprefix("!")
    missing, item = item.endswith("?"), item.removesuffix("?")
    words = "|".join(_ENDS["$"] if word == "$" else f"(?:{_said(word, families)}) " for word in item.split("|"))
    return f"(?!{words})" if denied else f"(?:{words}){'?' if missing else ''}"


def _words(signs: Iterable[str]) -> Iterator[str]:
    """Yield the words that signs are made of, as they sound."""
    for word in re.findall(r"[^\W\d_]{4,}\*?(?![}\w])", " ".join(signs)):
        yield beginning(word[:-1]) if word.endswith("*") else sound(word)


def _said(words: str, families: Mapping[str, str]) -> str:
    if words.startswith("{"):
        return families[words.strip("{}")]
    return " ".join(
        re.escape(beginning(word[:-1])) + r"\S*" if word.endswith("*") else re.escape(sound(word))
        for word in words.replace("_", " ").split()
    )
