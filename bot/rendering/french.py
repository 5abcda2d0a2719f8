"""What French asks of a sentence: blanks that do not break, "de" before a vowel, and what easy French does without."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final
from unicodedata import normalize

NARROW: Final = "\u202f"
"""Before ; ! ? » and after «, and between thousands (Imprimerie nationale, Lexique des règles typographiques)."""
FULL: Final = "\u00a0"
"""Before : and between a number and its unit (the same). 116 and three digits is no amount, but a telephone of help."""
_BLANKS: Final = (
    (re.compile(r"[ \u00a0](?=[;!?»])|(?<=«)[ \u00a0]|(?<=\d)(?<!\b116)[ \u00a0](?=\d{3}(?!\d))"), NARROW),
    (re.compile(r" (?=:)|(?<=[\d)]s) (?=h\b)|(?<=\d) (?=(?:h|km|Mo|€|%)(?!\w))|(?<=n°) "), FULL),
)
_HINGE: Final = re.compile(
    r"\b(?P<word>[Dd]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)e (?P<tags>(?:<[^>]*>)*)%\((?P<name>\w+)\)s"
)
"""A word that ends with a mute e, before what is filled in."""
_VOWEL: Final = re.compile(r"(?:<[^>]*>)*(?:[aeiouœæ]|y(?![aeiou]))", re.IGNORECASE)
"""Awa, Élise, Yves; not Yann, nor Hassan: an h may be one of those before which nothing is left out."""


@lru_cache(4096)
def typeset(sentence: str) -> str:
    """Return a sentence with the blanks that French sets: none of them may end a line."""
    for blank, kept in _BLANKS:
        sentence = blank.sub(kept, sentence)
    return sentence


def elided(sentence: str, values: Mapping[str, Any]) -> str:
    """Return a sentence to fill in with "d’" for "de" and "qu’" for "que" where a vowel follows: "le numéro d’Awa"."""
    if not _hinged(sentence):
        return sentence

    def joined(found: re.Match[str]) -> str:
        begins = _VOWEL.match(normalize("NFD", str(values.get(found["name"], ""))))
        return f"{found['word']}’{found['tags']}%({found['name']})s" if begins else found.group()

    return _HINGE.sub(joined, sentence)


@lru_cache(4096)
def _hinged(sentence: str) -> bool:
    return _HINGE.search(sentence) is not None


# What easy French does without

_SENTENCE: Final = re.compile(r"[^.!?…\n]+[.!?…]*")
_TURNED: Final = re.compile(
    r"[^\W\d_]+-(?:t-)?(?:je|tu|il|elle|on|ils|elles)\b|\b(?!est-ce[  ]qu)[^\W\d_]+-ce\b", re.IGNORECASE
)
_TURNED_IN_QUESTIONS: Final = re.compile(r"[^\W\d_]+-[vn]ous\b", re.IGNORECASE)
"""Elsewhere it is an imperative: "Comptez-vous aussi."."""
_WOULD: Final = re.compile(r"\b[^\W\d_]+r(?:ais|ait|iez|ions|aient)\b", re.IGNORECASE)
_NO_CONDITIONAL: Final = frozenset({"frais", "vrais", "extrait", "portrait", "retrait", "trait"})
AVOIDED: Final[Mapping[str, str]] = {
    "en argent": "silver: “votre argent (billets ou carte)”",
    "argent liquide": "one word for one thing: “votre argent (billets ou carte)”",
    "espèces": "one word for one thing: “votre argent (billets ou carte)”",
    "travailleur social": "a word of the trade, of a man: “la personne qui vous aide”",
    "structure": "a word of the trade: “l’équipe”",
    "tout est répondu": "no French: “vous avez répondu à tout”",
    "loisirs": "one word for one thing: “sorties”",
    "de vive voix": "hard: “en face à face”",
    "aussitôt": "hard: “tout de suite”",
    "à tout moment": "hard: “quand vous voulez”",
    "conversation": "one word for one thing: “cette discussion”",
    "avant le %(day)s": "that day counts too: “au plus tard le”",
    "carte de santé": "one name for one thing: “carte européenne (CEAM)” or “carte Vitale”",
}
"""What texts for people say no more, and why or what instead."""


def uneasy(text: str) -> Iterator[str]:
    """Yield what is hard to read in a text for people: inversions and conditionals."""
    for sentence in _SENTENCE.findall(text):
        turned = _TURNED.findall(sentence)
        turned += _TURNED_IN_QUESTIONS.findall(sentence) if sentence.endswith("?") else []
        yield from (f"an inversion: {words}" for words in turned)
    yield from (
        f"a conditional: {found.group()}"
        for found in _WOULD.finditer(text)
        if found.group().casefold() not in _NO_CONDITIONAL
    )


def avoided(text: str) -> Iterator[str]:
    """Yield the words of a text for people that others stand for."""
    said = text.casefold()
    yield from (f"{words}: {why}" for words, why in AVOIDED.items() if re.search(rf"(?<!\w){re.escape(words)}", said))
