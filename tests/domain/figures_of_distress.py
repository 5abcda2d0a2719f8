"""How well distress is heard, counted on phrases: `python -m tests.domain.figures_of_distress` prints the figures.

Phrases are parted in two halves by a hash. Signs are tried on the first one alone: `--missed` lists what goes wrong
there, and nothing lists it for the second.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.distress import Distress
from bot.programmes import distress

SAID = Path(__file__).with_name("said_in_distress.txt")
NO_HARM = "-"
TRIED, UNSEEN = 0, 1
"""The halves: by the first the signs are made, the second is only counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase, the distress it tells of or none, and what was heard in it."""

    text: str
    kind: Distress | None
    heard: tuple[Distress, ...]

    @property
    def half(self) -> int:
        """The half it belongs to."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2

    @property
    def right(self) -> bool:
        """Whether it was told from the others, of whichever kind it was taken for."""
        return bool(self.heard) == (self.kind is not None)


def phrases() -> Iterator[Said]:
    """Yield every phrase with what is heard in it."""
    signs = distress.load()
    for line in SAID.read_text("utf-8").splitlines():
        kind, parted, text = line.partition(" | ")
        if parted and not line.startswith("#"):
            yield Said(text, None if kind == NO_HARM else Distress(kind), signs.heard(text))


def share(of: list[Said]) -> float:
    """Return the share that was told rightly."""
    return sum(each.right for each in of) / len(of)


def figures(half: int) -> dict[Distress | None, list[Said]]:
    """Return the phrases of a half by their kind; None for those that mean no harm."""
    found: dict[Distress | None, list[Said]] = {kind: [] for kind in (None, *Distress)}
    for each in phrases():
        if each.half == half:
            found[each.kind].append(each)
    return found


def told(half: int) -> str:
    """Return the figures of a half as lines."""
    found = figures(half)
    distressed = [each for kind, them in found.items() if kind is not None for each in them]
    heard, alarms = share(distressed), 1 - share(found[None])
    lines = [f"half {half}: {heard:.1%} of {len(distressed)} heard, {alarms:.1%} of {len(found[None])} false alarms"]
    for kind in Distress:
        as_such = sum(kind in each.heard for each in found[kind])
        lines.append(f"  {kind}: {len(found[kind])}, {share(found[kind]):.1%} heard, {as_such} as such")
    return "\n".join(lines)


def main() -> None:
    """Print the figures; with `--missed`, what goes wrong in the first half."""
    for half in (TRIED, UNSEEN):
        sys.stdout.write(f"{told(half)}\n")
    if "--missed" in sys.argv:
        for each in phrases():
            if each.half == TRIED and not each.right:
                sys.stdout.write(f"{each.kind or NO_HARM} | {each.text} | {', '.join(each.heard)}\n")


if __name__ == "__main__":
    main()
