"""How well distress is heard, counted on phrases: `python -m tests.domain.figures_of_distress` prints the figures.

Each hand that wrote phrases has a file of its own; a hash parts it in two halves. Signs are tried and weights are
learned on the first one alone: `--missed` lists what goes wrong there, and nothing lists it for the half that is kept
apart. One hand knew what the others wrote, and the bot's own sentences are harmless: all of that is learned from.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.distress import Distress
from bot.programmes import distress

SAID = Path(__file__).with_name("said_in_distress")
HANDS = ("one", "two", "three")
"""The files of phrases that are parted."""
LEARNED = ("learned", "plain")
"""The files of those that are not."""
NO_HARM = "-"
TRIED, APART = 0, 1
"""The halves: by the first signs and weights are made, the second is only counted."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A phrase, who wrote it, and the distress it tells of or none."""

    hand: str
    text: str
    kind: Distress | None

    @property
    def half(self) -> int:
        """The half it belongs to."""
        return TRIED if self.hand in LEARNED else hashlib.sha256(self.text.encode()).digest()[0] % 2


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase, and what was heard in it."""

    phrase: Labelled
    heard: tuple[Distress, ...]

    @property
    def right(self) -> bool:
        """Whether it was told from the others, of whichever kind it was taken for."""
        return bool(self.heard) == (self.phrase.kind is not None)

    @property
    def as_such(self) -> bool:
        """Whether the numbers that fit are shown: of its kind, or all."""
        return self.phrase.kind in self.heard or Distress.UNCLEAR in self.heard


def labelled() -> Iterator[Labelled]:
    """Yield every phrase."""
    for hand in (*HANDS, *LEARNED):
        for line in (SAID / f"{hand}.txt").read_text("utf-8").splitlines():
            kind, parted, text = line.partition(" | ")
            if parted and not line.startswith("#"):
                yield Labelled(hand, text, None if kind == NO_HARM else Distress(kind))


@cache
def phrases() -> tuple[Said, ...]:
    """Return every phrase with what is heard in it."""
    hearing = distress.load()
    return tuple(Said(each, hearing.heard(each.text)) for each in labelled())


def of(half: int, hands: Iterable[str] = HANDS) -> list[Said]:
    """Return the phrases of a half that some hands wrote."""
    return [each for each in phrases() if each.phrase.half == half and each.phrase.hand in hands]


def cries(said: Iterable[Said]) -> list[Said]:
    """Return those that tell of distress."""
    return [each for each in said if each.phrase.kind is not None]


def harmless(said: Iterable[Said]) -> list[Said]:
    """Return those that mean no harm."""
    return [each for each in said if each.phrase.kind is None]


def share(said: list[Said]) -> float:
    """Return the share that was told rightly."""
    return sum(each.right for each in said) / len(said)


def told(said: list[Said]) -> str:
    """Return the figures of phrases on one line."""
    calls, rest = cries(said), harmless(said)
    return f"{share(calls):.1%} of {len(calls)} heard, {1 - share(rest):.1%} of {len(rest)} false alarms"


def by_kind(said: list[Said]) -> str:
    """Return the figures of each kind as lines."""
    lines = []
    for kind in distress.KINDS:
        them = [each for each in said if each.phrase.kind is kind]
        fit = sum(each.as_such for each in them) / len(them)
        lines.append(f"  {kind}: {len(them)}, {share(them):.1%} heard, for {fit:.1%} the numbers that fit")
    return "\n".join(lines)


def main() -> None:
    """Print the figures; with `--missed`, what goes wrong in the first half."""
    for half, name in ((TRIED, "tried and learned from"), (APART, "kept apart")):
        for hand in HANDS:
            sys.stdout.write(f"hand {hand}, {name}: {told(of(half, [hand]))}\n")
        sys.stdout.write(f"{by_kind(of(half))}\n")
    if "--missed" in sys.argv:
        for each in of(TRIED, (*HANDS, *LEARNED)):
            if not each.right:
                kinds = ", ".join(each.heard)
                sys.stdout.write(f"{each.phrase.hand} | {each.phrase.kind or NO_HARM} | {each.phrase.text} | {kinds}\n")


if __name__ == "__main__":
    main()
