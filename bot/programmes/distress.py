"""By what distress is heard, read from its files: signs and families of words, TOML, and weights, bytes. No SQL."""

import struct
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.domain.distress import Distress, Hearing, Signs, make_signs
from bot.domain.resemblance import KIND_SLOTS, SLOTS, Weights, WordFamilies, make_word_families
from bot.programmes.fields import Fields
from bot.programmes.loading import ProgrammeInvalid, parsed

DATA = Path(__file__).parents[1] / "data"
PACKAGED = DATA / "distress.toml"
WORDS = DATA / "distress_words.toml"
WEIGHTS = DATA / "distress_weights.bin"
DIGEST = 32
"""Bytes before the weights: of what they were learned from."""
KINDS = tuple(Distress(kind) for kind in Distress if kind is not Distress.UNCLEAR)
_HEAD = struct.Struct(f"<{3 + len(KINDS)}d")


@cache
def load(path: Path = PACKAGED) -> Hearing:
    """Return by what distress is heard.

    Raises:
        ProgrammeInvalid: a file or a value is wrong; it names key and what is allowed.
    """
    return Hearing(signs(path), word_families(), weights_of(zlib.decompress(WEIGHTS.read_bytes())[DIGEST:]))


def hear(text: str) -> tuple[Distress, ...]:
    """Return what a text tells of. By what it is heard is read for the first one: at the start it would cost 0.3 s."""
    return load().heard(text)


def signs(path: Path = PACKAGED) -> Signs:
    """Return the signs of distress. Raises ProgrammeInvalid."""
    problems: list[str] = []
    table = Fields(parsed(path, problems) or {}, str(path), problems)
    families = table.lists("families") if not problems else {}
    sayings = table.texts("sayings") if not problems else ()
    ordinary = table.texts("ordinary") if not problems else ()
    rows = table.lists("signs") if not problems else {}
    table.close()
    strange = ", ".join(rows.keys() - set(KINDS))
    if strange:
        table.problem("signs", strange, f"lists under: {', '.join(KINDS)}")
    if problems:
        raise ProgrammeInvalid(problems)
    try:
        return make_signs(families, sayings, {Distress(kind): each for kind, each in rows.items()}, ordinary)
    except KeyError as missing:
        raise ProgrammeInvalid([f"{path}: families: {missing} is not told before it is used"]) from None


def word_families(path: Path = WORDS) -> WordFamilies:
    """Return which words belong together. Raises ProgrammeInvalid."""
    return make_word_families(told_families(path))


def told_families(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the words of each family as they stand in the file. Raises ProgrammeInvalid."""
    problems: list[str] = []
    table = Fields(parsed(path, problems) or {}, str(path), problems)
    families = table.lists("families") if not problems else {}
    table.close()
    if problems:
        raise ProgrammeInvalid(problems)
    return families


def weights_of(stored: bytes) -> Weights:
    """Return the weights that bytes stand for."""
    scale, kinds_scale, base, *kinds_base = _HEAD.unpack_from(stored)
    tables = memoryview(stored)[_HEAD.size :].cast("b")
    starts = range(SLOTS, SLOTS + KIND_SLOTS * len(KINDS), KIND_SLOTS)
    kinds = {kind.value: tables[at : at + KIND_SLOTS] for kind, at in zip(KINDS, starts, strict=True)}
    bases = {kind.value: each for kind, each in zip(KINDS, kinds_base, strict=True)}
    return Weights(tables[:SLOTS], kinds, scale, kinds_scale, base, bases)
