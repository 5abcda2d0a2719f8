"""How long it takes to hear whether a text tells of distress, and what it holds of memory. Nothing else runs."""

import time
import tracemalloc
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from statistics import median, quantiles

from bot.domain.distress import Hearing
from bot.programmes import distress

SHORTEST, LONGEST = 2, 25
"""Words of the texts, as answers and messages have them."""
LONGEST_MESSAGE = 4096


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of a text, and of the longest message there is; megabytes of what is kept."""

    texts: int
    p50_ms: float
    p99_ms: float
    longest_ms: float
    kept_mb: float


def measure(texts: int) -> Figures:
    """Hear texts of words put together by chance, a third of them such as are looked for."""
    tracemalloc.start()
    hearing = distress.load.__wrapped__()
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    chance = Random(texts)  # noqa: S311 - the same texts each time
    families = distress.told_families(distress.WORDS).values()
    sought = sorted({word.replace("_", " ").rstrip("*") for each in families for word in each})
    words = [*sought, *sorted(hearing.signs.ordinary) * (2 * len(sought) // len(hearing.signs.ordinary))]
    said = [" ".join(chance.choices(words, k=chance.randint(SHORTEST, LONGEST))) for _ in range(texts)]
    times = [_milliseconds(hearing, text) for text in said]
    longest = " ".join(chance.choices(words, k=LONGEST_MESSAGE))[:LONGEST_MESSAGE]
    return Figures(texts, median(times), quantiles(times, n=100)[98], _milliseconds(hearing, longest), kept / 2**20)


def _milliseconds(hearing: Hearing, text: str) -> float:
    start = time.perf_counter()
    hearing.heard(text)
    return (time.perf_counter() - start) * 1000


def keys_of(figures: Figures) -> Mapping[str, float | None]:
    """Return the figures by their lasting names."""
    return {
        "texts": figures.texts,
        "p50_ms": round(figures.p50_ms, 2),
        "p99_ms": round(figures.p99_ms, 2),
        "longest_ms": round(figures.longest_ms, 1),
        "kept_mb": round(figures.kept_mb, 1),
    }


def table(figures: Figures) -> str:
    """Return the figures as people read them."""
    rows = [
        ("p50_ms", f"{figures.p50_ms:.2f}", f"of {figures.texts} texts of {SHORTEST} to {LONGEST} words"),
        ("p99_ms", f"{figures.p99_ms:.2f}", "the same"),
        ("longest_ms", f"{figures.longest_ms:.1f}", f"a message of {LONGEST_MESSAGE} characters"),
        ("kept_mb", f"{figures.kept_mb:.1f}", "signs, families of words and weights"),
    ]
    return "\n".join(f"{name:<18} {value:>8}  {note}" for name, value, note in rows)
