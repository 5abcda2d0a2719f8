"""What the pages of messages show."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.messages import Seat
from bot.interaction.views import View


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is shown. `number` counts the files of the screen; `mine`: the reader wrote it."""

    who: str
    mine: bool
    at: datetime
    text: str
    kind: str = ""
    name: str = ""
    number: int = 0


@dataclass(frozen=True)
class PersonThread(View, template="messages/thread"):
    """The thread of a beneficiary with the referent, from either seat."""

    seat: Seat
    name: str
    reference: str
    language: str
    """The language that the beneficiary reads, by its own name, where it is another one than the referent's."""
    referent: str
    reads: str
    until: date | None
    """Until when a stand-in reads for the referent."""
    reads_at: datetime | None
    """From when the other end reads, where it does not now."""
    aloud: str
    """Why the beneficiary gets no notice, or nothing."""
    lines: list[Line]
    new: int
    today: date


@dataclass(frozen=True)
class SupportThread(View, template="support/thread"):
    """The thread of a referent with the network, from either seat."""

    seat: Seat
    name: str
    organisation: str
    about: str
    """The beneficiary whose plan it is about, where the reader may read the name."""
    reference: str
    state: str
    lines: list[Line]
    new: int
    today: date


@dataclass(frozen=True)
class PersonSent(View, template="messages/sent"):
    """A message between a beneficiary and the referent is on its way."""

    seat: Seat
    name: str
    referent: str
    reads: str
    until: date | None
    reads_at: datetime | None
    aloud: str


@dataclass(frozen=True)
class SupportSent(View, template="support/sent"):
    """A question to the network, or its answer, is on its way."""

    seat: Seat
    name: str
    reads_at: datetime | None


@dataclass(frozen=True)
class SentFile(View, template="messages/file"):
    """What was sent with a message."""

    who: str
    mine: bool
    at: datetime


@dataclass(frozen=True)
class TakenBack(View, template="messages/taken_back"):
    """A message is gone, unless the other end has read it."""

    done: bool


@dataclass(frozen=True)
class NobodyReads(View, template="messages/nobody"):
    """Nobody accompanies the beneficiary now."""


@dataclass(frozen=True)
class Held(View, template="messages/held"):
    """Words that were kept back: the last of them, how many, and for whom they may be; nobody named is the network."""

    to: str
    text: str
    count: int


@dataclass(frozen=True)
class Letters(View, template="messages/list"):
    """How much is new in a referent's threads, and how many there are."""

    new: int
    threads: int


@dataclass(frozen=True)
class Support(View, template="support/home"):
    """How many guides a referent finds, and in how many threads there are new answers."""

    guides: int
    new: int


@dataclass(frozen=True)
class NobodyHelps(View, template="support/nobody"):
    """Nobody coordinates the network yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits: from whom and from where, since when, and how what was written last begins."""

    name: str
    organisation: str
    at: datetime | None
    text: str


@dataclass(frozen=True)
class QuestionsOfReferents(View, template="support/list"):
    """The questions that wait for an answer, and how many were answered lately."""

    lines: list[Waiting]
    answered: int
