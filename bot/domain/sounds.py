"""Words as they sound, roughly: one form for the spellings of hurried, dyslexic and new writers. Pure.

"Je me fais frapper", "jme fé frapé" and "je me fait fraper" become the same. It is rough on purpose: what is compared
is folded in the same way, and what must be told apart is told apart by the words around it.
"""

import re
import unicodedata

END = "|"
"""Between two sentences."""

_SIGNS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ç": "s", "’": " ", "'": " ", "‘": " ", "ʼ": " ", "`": " "})
_STOPS = re.compile(r"[.!?;:,\n…]+")
_OTHER = re.compile(r"[^a-z0-9| ]+")
_TYPED_APART = (
    (re.compile(r"\b(?:ch|sh)ui(?:s|t)?\b"), "je suis"),
    (re.compile(r"\bj(?=[bcdfgklmnpqrstvz])"), "je "),
    (re.compile(r"\bj(?=ai\b|en\b|av|et(?:ai|é|e\b))"), "j "),
    (re.compile(r"\bg(?:e|é)?\b(?= )"), "j ai"),
    (re.compile(r"\bi?l?ya\b"), "il y a"),
    (re.compile(r"\bk(?=il\b|elle\b|on\b)"), "que "),
    (re.compile(r"\bca\b"), "sa"),
    (re.compile(r"\btt\b"), "tout"),
    (re.compile(r"\b(ca|do|wo|have|did|does|is|has|was|would|could|should)nt\b"), r"\1n t"),
)
"""What hurried writers leave out or run together."""
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"qu|q|ck"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c(?!h)"), "k"),
    (re.compile(r"g(?=[eiy])"), "j"),
    (re.compile(r"gu(?=[eiy])"), "g"),
    (re.compile(r"z"), "s"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(?<=[^cst])h"), ""),
    (re.compile(r"oeu"), "eu"),
    (re.compile(r"eau|au"), "o"),
    (re.compile(r"(?:ai|ei)(?![mn])"), "e"),
    (re.compile(r"em(?=[bp])"), "am"),
    (re.compile(r"en(?![aeiou])"), "an"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_FALLS_SILENT = (re.compile(r"(?<=..)s$|(?<=...)x$"), re.compile(r"(?<=...)(?:e|er|ez)$"), re.compile(r"(?<=...)[td]$"))
"""Endings of writing alone, one after the other."""


def sounds(text: str) -> str:
    """Return the words of a text as they sound, each between two spaces, with a sign where a sentence ends."""
    plain = _OTHER.sub(" ", _STOPS.sub(f" {END} ", _in_plain_letters(text)))
    for written, meant in _TYPED_APART:
        plain = written.sub(meant, plain)
    return f" {' '.join(map(sound, plain.split()))} "


def _in_plain_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SIGNS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def beginning(word: str) -> str:
    """Return the beginning of a word as it sounds, where more follows."""
    word = _in_plain_letters(word)
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


def sound(word: str) -> str:
    """Return one word as it sounds."""
    if word == END or word.isdecimal():
        return word
    word = beginning(word)
    for ending in _FALLS_SILENT:
        word = ending.sub("", word)
    return word
