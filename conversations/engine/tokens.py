"""From typed text to marks: numbers, signs, and words with what they mean. No grammar lives here.

A word we do not know becomes Sense.OTHER: the grammars may pass over it, but never over a number.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from conversations.engine.lexicon import Lexicon, Sense, fold


class Trouble(StrEnum):
    """Why a text gives no value; each is the code of a problem that the question can explain."""

    NOT_UNDERSTOOD = "not_understood"
    NO_SUCH_DAY = "no_such_day"
    END_BEFORE_START = "end_before_start"
    NEGATIVE = "negative"
    ABSURD = "absurd"

    @property
    def code(self) -> str:
        """The name of the block that explains it."""
        return self.value


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of text and its meaning. `digits` is how many were typed (0: spelled)."""

    sense: Sense
    text: str
    value: int = 0
    digits: int = 0
    glued: bool = False  # no blank between it and the piece before


_LONGEST_TEXT = 160  # an answer, not a letter
_GAP = " "


def read(text: str, lexicon: Lexicon, *preferred: Sense) -> tuple[Mark, ...]:
    """Return the marks of `text`. Of several meanings of a word the first of `preferred` that it has wins."""
    if len(text) > _LONGEST_TEXT:
        return ()
    pieces = tuple(_pieces(fold(text)))
    marks: list[Mark] = []
    at = 0
    while at < len(pieces):
        mark, length = _mark_at(pieces, at, lexicon, preferred)
        at += length
        if not _is_noise(mark, marks):
            marks.append(mark)
    return tuple(_spelled_out(marks))


def _pieces(folded: str) -> Iterator[Mark]:
    """Yield numbers, words and single signs, each knowing whether it touches the one before."""
    glued = False
    for kind, run in groupby(_without_inner_hyphens(folded), key=_kind):
        letters = "".join(run)
        if kind is None:
            glued = False
        elif kind is Sense.SIGN:
            for sign in letters:
                yield Mark(kind, sign, glued=glued)
                glued = True
        else:
            is_number = kind is Sense.NUMBER
            yield Mark(kind, letters, int(letters) if is_number else 0, len(letters) if is_number else 0, glued)
            glued = True


def _kind(character: str) -> Sense | None:
    if character.isspace():
        return None
    if character.isdecimal():
        return Sense.NUMBER
    return Sense.OTHER if character.isalpha() else Sense.SIGN


def _without_inner_hyphens(folded: str) -> str:
    """Return the text with a blank for a hyphen or an apostrophe inside a word: week-end, dix-sept, aujourd'hui."""
    letters = list(folded)
    for at, sign in enumerate(folded):
        before, after = folded[at - 1 : at], folded[at + 1 : at + 2]
        is_hyphen = sign == "-" and before.isalpha() and after.isalpha()
        is_apostrophe = sign == "'" and not (before.isdecimal() and after.isdecimal())
        if is_hyphen or is_apostrophe:
            letters[at] = _GAP
    return "".join(letters)


def _mark_at(pieces: Sequence[Mark], at: int, lexicon: Lexicon, preferred: Sequence[Sense]) -> tuple[Mark, int]:
    """Return the longest expression that starts here, and how many pieces it takes."""
    piece = pieces[at]
    if piece.sense is Sense.NUMBER:
        return piece, 1
    for length in range(min(lexicon.longest, len(pieces) - at), 0, -1):
        run = pieces[at : at + length]
        senses = lexicon.senses(" ".join(part.text for part in run))
        sense = _chosen(senses, preferred, is_ending=length == 1 and _is_ending(pieces, at))
        if sense:
            return replace(piece, sense=sense, value=senses[sense]), length
    month = lexicon.guess_month(piece.text) if piece.sense is Sense.OTHER else None
    return (piece if month is None else replace(piece, sense=Sense.MONTH, value=month)), 1


def _chosen(senses: Collection[Sense], preferred: Sequence[Sense], *, is_ending: bool) -> Sense | None:
    if is_ending and Sense.SUFFIX in senses:
        return Sense.SUFFIX
    free = [sense for sense in senses if sense is not Sense.SUFFIX]
    return next((wish for wish in preferred if wish in free), free[0] if free else None)


def _is_ending(pieces: Sequence[Mark], at: int) -> bool:
    """Return whether a word touches the number before it, perhaps by a hyphen: 1st, 10-го."""
    if not pieces[at].glued:
        return False
    touched = pieces[at - 2] if pieces[at - 1].text == "-" and at > 1 else pieces[at - 1]
    return touched.sense is Sense.NUMBER


def _is_noise(mark: Mark, before: list[Mark]) -> bool:
    if mark.sense is Sense.SUFFIX and before[-1].text == "-":  # the hyphen belongs to the ending
        before.pop()
    return mark.sense in {Sense.SUFFIX, Sense.FILLER}


def _spelled_out(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Join number words that belong together into one number: twenty (and) one, two hundred."""
    at = 0
    while at < len(marks):
        mark, at = marks[at], at + 1
        while _is_spelled(mark) and at < len(marks):
            step = 1 + (marks[at].sense is Sense.AND and at + 1 < len(marks))
            following = marks[at + step - 1]
            total = _together(mark.value, following.value) if _is_spelled(following) else None
            if total is None:
                break
            mark, at = replace(mark, value=total), at + step
        yield mark


def _is_spelled(mark: Mark) -> bool:
    return mark.sense is Sense.NUMBER and mark.digits == 0


def _together(left: int, right: int) -> int | None:
    """Return the number that two number words make, or None when they are two numbers."""
    if right == 1000 and 1 < left < 1000:
        return left * 1000
    if right == 100 and 1 < left % 1000 < 10:  # two hundred, one thousand two hundred
        return left + left % 1000 * 99
    tens = left % 100
    room = 1000 if left % 1000 == 0 else 100 if tens == 0 else 10 if tens in range(20, 100, 10) else 0
    if tens in {60, 80}:  # soixante-dix, quatre-vingt-onze
        room = 20
    if left and 0 < right < room:
        return left + right
    is_unit_first = 0 < left < 10 and right in range(20, 100, 10)  # Arabic and Pashto say one and twenty
    return left + right if is_unit_first else None
