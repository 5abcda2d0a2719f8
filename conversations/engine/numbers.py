"""Numbers, amounts and ages as people type them: digits of any script, words, separators of any habit.

Only what is sure is read; a doubt is NOT_UNDERSTOOD, and the question shows its example. Limits that belong
to one question (how many travellers, which ages) are the question's own checks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from conversations.engine.lexicon import Lexicon, Sense
from conversations.engine.tokens import Mark, Trouble, read

LARGEST_CENTS = 100_000_000
"""One million euros: beyond, the amount is a slip of the finger."""
_LARGEST_NUMBER = 999_999
_OLDEST = 110
_MOST_AGES = 20


def parse_number(text: str, lexicon: Lexicon) -> int | Trouble:
    """Read the one whole number in `text` ("3", "trois", "nous sommes 3"), 0 for "none".

    Two numbers, decimals or a refusal ("not 3") are NOT_UNDERSTOOD; also NEGATIVE, ABSURD.
    """
    marks = read(text, lexicon, Sense.NUMBER)
    numbers = [mark for mark in marks if mark.sense is Sense.NUMBER]
    if not numbers and _says_none(marks):
        return 0
    if len(numbers) != 1 or any(mark.sense is Sense.REFUSAL for mark in marks):
        return Trouble.NOT_UNDERSTOOD
    if _is_negative(marks):
        return Trouble.NEGATIVE
    return Trouble.ABSURD if numbers[0].value > _LARGEST_NUMBER else numbers[0].value


def parse_cents(text: str, lexicon: Lexicon) -> int | Trouble:
    """Read euros as cents: 250 · 250€ · 250,50 · 1 250,50 · 1.250,50 · 1,250.50 · 12€50 · 250 euros.

    Words may lead to the amount ("about 250") but not follow it: "250 a night" is another amount.
    Troubles: NOT_UNDERSTOOD (also two amounts, other currencies, "1,25,0"), NEGATIVE, ABSURD (LARGEST_CENTS).
    """
    marks = read(text, lexicon, Sense.NUMBER)
    places = [at for at, mark in enumerate(marks) if mark.sense is Sense.NUMBER]
    if not places:
        return 0 if _says_none(marks) else Trouble.NOT_UNDERSTOOD
    before, amount, after = (
        marks[: places[0]],
        marks[places[0] : places[-1] + 1],
        marks[places[-1] + 1 :],
    )
    cents = _cents(amount)
    if cents is None or not _may_lead(before, amount[0]) or not all(_may_follow(mark) for mark in after):
        return Trouble.NOT_UNDERSTOOD
    if _is_negative(marks):
        return Trouble.NEGATIVE
    return Trouble.ABSURD if cents > LARGEST_CENTS else cents


def parse_ages(text: str, lexicon: Lexicon) -> tuple[int, ...] | Trouble:
    """Read ages in whole years, in the order typed: "6, 8 et 11" · "6 ans et 18 mois" · "deux enfants de 6 ans".

    Nobody ("none", "0") is (). A count ("2 boys of 6 and 8") must agree with the ages that follow it, or with
    one age that is theirs. Troubles: NOT_UNDERSTOOD, NEGATIVE, ABSURD (over 110 years, over 20 people).
    """
    marks = _with_months_in_years(read(text, lexicon, Sense.NUMBER, Sense.MONTHS, Sense.YEARS))
    numbers = [mark for mark in marks if mark.sense is Sense.NUMBER]
    if _says_none(marks) or (len(marks) == 1 and numbers and numbers[0].value == 0):
        return ()
    ages = _ages_by_group(marks)
    if not ages or any(mark.sense is Sense.REFUSAL for mark in marks) or _has_fraction(marks):
        return Trouble.NOT_UNDERSTOOD
    if _is_negative(marks):
        return Trouble.NEGATIVE
    return Trouble.ABSURD if max(ages) > _OLDEST or len(ages) > _MOST_AGES else ages


def _says_none(marks: Sequence[Mark]) -> bool:
    senses = {mark.sense for mark in marks}
    return Sense.NONE in senses and Sense.NUMBER not in senses


def _is_negative(marks: Sequence[Mark]) -> bool:
    """Return whether a minus stands before the first number; before one of several a loose hyphen is a bullet."""
    places = [at for at, mark in enumerate(marks) if mark.sense is Sense.NUMBER]
    first = places[0]
    if first == 0:
        return False
    sign = marks[first - 1]
    is_hyphen = sign.text == "-" and (marks[first].glued or len(places) == 1)
    return sign.sense is Sense.MINUS or is_hyphen


_DECIMAL_SIGNS = ".,٫"
_AMOUNT = re.compile(
    r"""(?P<whole> \d+ | [1-9]\d{0,2} (?P<group>[ .,'٬]) \d{3} (?: (?P=group) \d{3} )* )
        (?: (?P<sign>[.,٫]) (?P<cents>\d{1,2}) )?""",
    re.VERBOSE,
)


def _cents(amount: Sequence[Mark]) -> int | None:
    """Return the cents of what stands from the first number to the last, or None where that is not one amount."""
    if len(amount) == 1 and not amount[0].digits:
        return amount[0].value * 100
    match = _AMOUNT.fullmatch("".join(_written(amount)))
    if match is None or (match["sign"] and match["sign"] == match["group"]):
        return None
    whole = "".join(digit for digit in match["whole"] if digit.isdecimal())
    return int(whole) * 100 + int((match["cents"] or "").ljust(2, "0"))


def _written(amount: Sequence[Mark]) -> Iterator[str]:
    """Yield the amount as typed, blanks and all; 12€50 as 12,50."""
    yield amount[0].text
    for before, mark in pairwise(amount):
        is_glued = mark.glued
        if mark.sense is Sense.CURRENCY:
            yield ","
        elif before.sense is Sense.CURRENCY:
            yield mark.text if len(mark.text) == 2 else "?"
        else:
            yield mark.text if is_glued else f" {mark.text}"


def _may_lead(before: Sequence[Mark], first: Mark) -> bool:
    """Return whether there is no refusal, no foreign money, and no separator that lacks its digits (",50")."""
    is_clipped = bool(before) and first.glued and before[-1].text in _DECIMAL_SIGNS
    return not is_clipped and not any(
        mark.sense is Sense.REFUSAL or (mark.sense is Sense.SIGN and unicodedata.category(mark.text) == "Sc")
        for mark in before
    )


def _may_follow(mark: Mark) -> bool:
    is_harmless = mark.text in ".,;:!?)-–" or unicodedata.category(mark.text[0]) == "So"  # a smiley
    return mark.sense is Sense.CURRENCY or (mark.sense is Sense.SIGN and is_harmless)


def _has_fraction(marks: Sequence[Mark]) -> bool:
    """Return whether there is 6.5 or 2½: ages are whole, and cutting one in two would make two children of it."""
    return any(
        sign.text in {".", "٫", "⁄"} and sign.glued and after.glued and after.sense is Sense.NUMBER
        for sign, after in pairwise(marks)
    )


def _with_months_in_years(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Read months as a part of years: "2 years 6 months" is one child of 2; with a comma or an "and" there are two."""
    kept: list[Mark] = []
    for mark in marks:
        kept.append(mark)
        shape = [part.sense for part in kept[-4:]]
        if shape == [Sense.NUMBER, Sense.YEARS, Sense.NUMBER, Sense.MONTHS] and kept[-2].value < 12:
            del kept[-2:]
    return tuple(kept)


def _ages_by_group(marks: Sequence[Mark]) -> tuple[int, ...] | None:
    """Return the ages, each count checked against the ages that follow it; None where they disagree."""
    groups: list[tuple[int | None, list[int]]] = [(None, [])]
    for mark, after in zip(marks, (*marks[1:], None), strict=False):
        if mark.sense is not Sense.NUMBER:
            continue
        unit = after.sense if after else None
        if unit in {Sense.OTHER, Sense.NONE}:  # 2 boys: a count (and "personne" is both nobody and a person)
            groups.append((mark.value, []))
        else:
            groups[-1][1].append(mark.value // 12 if unit is Sense.MONTHS else mark.value)
    ages: list[int] = []
    for count, found in groups:
        is_shared = count is not None and len(found) == 1  # 2 boys of 6
        theirs = found * min(count or 0, _MOST_AGES) if is_shared else found
        if count is not None and len(theirs) != count:
            return None
        ages += theirs
    return tuple(ages)
