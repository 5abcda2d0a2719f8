"""Learn from labelled phrases what says for distress: `python -m tests.domain.learn_distress` writes the weights.

A linear support vector machine, learned by descent in its dual, one phrase after the other (Hsieh et al., 2008): the
same phrases always give the same weights. What stands in few phrases weighs more, and each sort of what is counted the
same. `--by-hand` prints instead how well each hand is told by what the others wrote, for several thresholds.
"""

import hashlib
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt
from pathlib import Path
from random import Random

from bot.domain import resemblance, sounds
from bot.domain.resemblance import KIND_SLOTS, SLOTS, Counted, WordFamilies, count
from bot.programmes import distress
from tests.domain.figures_of_distress import HANDS, TRIED, Labelled, labelled

ROUNDS = 25
"""How often each phrase is looked at; more change no figure."""
CAUTION = 0.1
"""How much a phrase that is told wrongly weighs against small weights."""
EVEN = 5.0
"""By what the weights of rare things are brought to the size of the others."""

Slots = tuple[tuple[int, ...], ...]


def learned_from(said: Iterable[Labelled]) -> list[Labelled]:
    """Return the phrases that are learned from: none whose words stand in a half that is kept apart."""
    said = list(said)
    apart = {each.text for each in said if each.half != TRIED}
    return [each for each in said if each.half == TRIED and each.text not in apart]


def digest(said: Iterable[Labelled]) -> str:
    """Return the sum of all that weights come from, which tells stale ones."""
    sums = hashlib.sha256()
    for path in (resemblance.__file__, sounds.__file__, __file__, distress.WORDS):
        sums.update(Path(path).read_bytes())
    for each in learned_from(said):
        sums.update(f"{each.kind} | {each.text}\n".encode())
    return sums.hexdigest()


def _descend(rows: Sequence[Slots], wanted: Sequence[bool], slots: int) -> tuple[list[float], float]:
    """Return the weight of each slot, and what is added whatever stands there."""
    many = Counter(slot for row in rows for slot in {slot for group in row for slot in group})
    rare = [0.0] * slots
    for slot, times in many.items():
        rare[slot] = log(len(rows) / times) ** 3 / EVEN**2
    found, base = [0.0] * slots, 0.0
    ridge = 1 / (2 * CAUTION)
    sizes = [[1 / sqrt(max(1, len(group))) for group in row] for row in rows]
    lengths = [
        1 + sum(_squared(group, size, rare) for group, size in zip(row, size_of, strict=True)) + ridge
        for row, size_of in zip(rows, sizes, strict=True)
    ]
    pulls = [0.0] * len(rows)
    order = list(range(len(rows)))
    chance = Random(len(rows))
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for at in order:
            sign = 1.0 if wanted[at] else -1.0
            score = base + sum(
                sum(map(found.__getitem__, group)) * size for group, size in zip(rows[at], sizes[at], strict=True)
            )
            wrong = sign * score - 1 + pulls[at] * ridge
            pulled = max(pulls[at] - wrong / lengths[at], 0.0)
            step = (pulled - pulls[at]) * sign
            pulls[at] = pulled
            if step:
                base += step
                for group, size in zip(rows[at], sizes[at], strict=True):
                    by = step * size
                    for slot in group:
                        found[slot] += by * rare[slot]
    return found, base


def _squared(group: tuple[int, ...], size: float, rare: list[float]) -> float:
    return size * size * sum(map(rare.__getitem__, group))


def _kind_slots(counted: Counted) -> Slots:
    return tuple(tuple(sorted({slot % KIND_SLOTS for slot in group})) for group in resemblance.of_kinds(counted))


def learn(said: Sequence[Labelled], families: WordFamilies) -> bytes:
    """Return the weights that phrases give, as they are stored but for their digest."""
    counted = [count(each.text, families) for each in said]
    rows = [tuple(tuple(sorted(group)) for group in each) for each in counted]
    table, base = _descend(rows, [each.kind is not None for each in said], SLOTS)
    cries = [(_kind_slots(row), each.kind) for row, each in zip(counted, said, strict=True) if each.kind]
    heard = [row for row, _ in cries]
    told = [_descend(heard, [one is kind for _, one in cries], KIND_SLOTS) for kind in distress.KINDS]
    scale = _scale(table)
    kinds_scale = max(_scale(weights) for weights, _ in told)
    head = struct.pack(f"<{3 + len(distress.KINDS)}d", scale, kinds_scale, base, *(each for _, each in told))
    body = b"".join([_bytes(table, scale), *(_bytes(weights, kinds_scale) for weights, _ in told)])
    return head + body


def _scale(weights: Sequence[float]) -> float:
    """Return what one step of a byte stands for: the few largest weights are cut."""
    sizes = sorted(abs(weight) for weight in weights if weight)
    return sizes[len(sizes) * 999 // 1000] / 127


def _bytes(weights: Iterable[float], scale: float) -> bytes:
    steps = [max(-127, min(127, round(weight / scale))) for weight in weights]
    return struct.pack(f"{len(steps)}b", *steps)


def write() -> None:
    """Write the weights."""
    said = list(labelled())
    learned = learn(learned_from(said), distress.word_families())
    distress.WEIGHTS.write_bytes(zlib.compress(bytes.fromhex(digest(said)) + learned, 9))


def by_hand() -> None:
    """Print how each hand is told by what the others wrote."""
    said = list(labelled())
    families, signs = distress.word_families(), distress.signs()
    for hand in HANDS:
        tested = [each for each in said if each.hand == hand]
        words = {each.text for each in tested}
        others = [each for each in said if each.hand != hand and each.text not in words]
        weights = distress.weights_of(learn(others, families))
        scores = [(weights.score(count(each.text, families)), bool(signs.heard(each.text)), each) for each in tested]
        for threshold in (0.0, 0.1, 0.2, 0.3, 0.4):
            for sign in (0.0, 0.2, 0.4, 0.8):
                heard = [(score + sign * signed > threshold, each) for score, signed, each in scores]
                cries = [found for found, each in heard if each.kind is not None]
                alarms = [found for found, each in heard if each.kind is None]
                sys.stdout.write(
                    f"{hand}: above {threshold}, a sign counts {sign}: {sum(cries) / len(cries):.1%} heard, "
                    f"{sum(alarms) / len(alarms):.1%} false alarms\n"
                )


if __name__ == "__main__":
    by_hand() if "--by-hand" in sys.argv else write()
