"""Who writes to whom through the bot, and how words are cut to fit a screen. Pure rules.

Two kinds of threads: a beneficiary with the one who accompanies them, and a referent with the network's coordinators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LONGEST_PIECE = 2_800
"""Characters of one stored message. Telegram takes 4,096 in one screen, of which the frame needs its part."""

ROOM = 2_800
"""Characters of messages on one screen; never less than one whole message."""

MOST_ON_SCREEN = 8
"""Messages shown at once: older ones are one tap away."""

LISTENS = timedelta(hours=2)
"""How long an open thread takes typed words for itself; later it asks first, as something else may be meant."""


class Kind(StrEnum):
    """What a thread is."""

    PERSON = "person"
    """A beneficiary and the one who accompanies them: the referent, or the stand-in."""
    SUPPORT = "support"
    """A referent and the coordinators of the network."""


class Side(StrEnum):
    """The two ends of a thread. Several people may sit at the helping one; reading is told of the side."""

    ASKING = "asking"
    HELPING = "helping"

    @property
    def other(self) -> "Side":
        """The opposite end."""
        return Side.HELPING if self is Side.ASKING else Side.ASKING


class Seat(StrEnum):
    """As what a person opens a thread: one account may hold several roles. The value stands in button data."""

    PERSON = "p"
    REFERENT = "r"
    ASKER = "a"
    COORDINATOR = "d"

    @property
    def kind(self) -> Kind:
        """The kind of thread that has this seat."""
        return Kind.PERSON if self in {Seat.PERSON, Seat.REFERENT} else Kind.SUPPORT

    @property
    def side(self) -> Side:
        """At which end it is."""
        return Side.ASKING if self in {Seat.PERSON, Seat.ASKER} else Side.HELPING


def names_person(seat: Seat, *, protected: bool, with_committee: bool) -> bool:
    """Return whether the beneficiary whose plan a question is about is named to a reader at that seat.

    Coordinators read the names of plans in the committee only, and in programmes that protect never.
    """
    return seat is not Seat.COORDINATOR or (with_committee and not protected)


@dataclass(frozen=True, slots=True)
class Weight:
    """What a message takes of a screen: its number, and its length in characters."""

    number: int
    length: int


def weight(text: str) -> int:
    """Count characters as Telegram does: most emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def pieces(text: str, most: int = LONGEST_PIECE) -> list[str]:
    """Cut a text into pieces of at most `most` characters, at a line or between words where there are any.

    Nothing of it is lost but blanks where it is parted. A text without words gives no piece.
    """
    left = text.strip()
    found: list[str] = []
    while weight(left) > most:
        room = _fitting(left, most)
        cut = max(left.rfind("\n", 1, room), left.rfind(" ", 1, room))
        at = cut if cut > room // 2 else room
        found.append(left[:at].rstrip())
        left = left[at:].lstrip()
    return [*found, left] if left else found


def _fitting(text: str, most: int) -> int:
    """Return how many characters of the text, from its beginning, weigh at most `most`."""
    length = min(len(text), most)
    while weight(text[:length]) > most:
        length -= 1
    return length


def on_screen(newest_first: Sequence[Weight], room: int = ROOM) -> int:
    """Return how many of these messages, from the newest on, one screen shows: at least one if there is any."""
    shown = used = 0
    for each in newest_first[:MOST_ON_SCREEN]:
        used += each.length
        if shown and used > room:
            break
        shown += 1
    return shown
