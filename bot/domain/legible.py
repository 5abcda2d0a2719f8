"""What can be read: words that show something, and the name of a person who has none yet."""

from typing import Final, Self
from unicodedata import category

WITHOUT_INK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc")
"""Letters and signs, as Unicode counts them, that no telephone shows: Korean fillers, an empty cell of braille."""
UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Mn", "Mc", "Me", "Zl", "Zp", "Zs"})
"""Kinds of characters that show nothing by themselves: spaces, signs of control, of direction, of no width, accents."""


def blank(text: str) -> bool:
    """Return whether there is nothing in the text that a reader sees."""
    if text[:1].isascii() and text[:1].isalnum():
        return False  # nearly always, and at no cost
    return all(char in WITHOUT_INK or category(char) in UNSEEN for char in text)


class Nameless(str):
    """The name of a person who has none: no letters, and a number that tells apart those who have none.

    It is true, as a person is meant; a reader sees words in its place.
    """

    __slots__ = ("number",)
    number: int

    def __new__(cls, number: int) -> Self:
        """Make a name without letters, with that number."""
        self = super().__new__(cls)
        self.number = number
        return self

    def __bool__(self) -> bool:
        """Return True, as a person is meant."""
        return True


class Discreet(str):
    """The name of a person to whom nothing is written first: a professional reads it with a sign, wherever it is."""

    __slots__ = ()


def called(name: str, number: int | None, *, discreet: bool = False) -> str:
    """Return a name as it was kept, or what stands for one that cannot be read; where there is nobody, no name."""
    if number is None:
        return ""
    if blank(name):
        return Nameless(number)
    return Discreet(name) if discreet else name
