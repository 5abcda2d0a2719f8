"""How one answer is asked for and understood: the general widget, words, numbers, money, files.

Choices are in `choices.py`, days in `calendar.py`. A widget knows no text and no Telegram.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from bot.domain.money import Cents
from conversations.engine.answers import Facts, Json
from conversations.engine.keyboard import Button, Pick, Problem, Rows, Written, answering, column
from conversations.engine.lexicon import Lexicon, fold
from conversations.engine.numbers import parse_ages, parse_cents, parse_number
from conversations.engine.replies import FileRef, Reply, Said, Sent, Tapped

T = TypeVar("T")

Check: TypeAlias = Callable[[T, Facts], Problem | None]


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """The reply was understood: this is the whole value."""

    value: T


@dataclass(frozen=True, slots=True)
class Half:
    """The reply was understood and the answer is not complete yet: ticks so far, the month shown, the first day."""

    scratch: Json


Read: TypeAlias = Taken[T] | Half | Problem


@dataclass(frozen=True, slots=True)
class Ear:
    """What is needed to understand typed words in one language: its lexicon, and the labels of the choices shown."""

    lexicon: Lexicon
    labels: Mapping[str, str] = field(default_factory=dict)

    def choice(self, text: str) -> str | None:
        """Return the choice whose label is `text`, whatever the case, the accents, the spaces, or a sign before it."""
        spelling = plain(text)
        return self.labels.get(spelling) if spelling else None


def plain(text: str) -> str:
    """Return letters and digits only, without case or accents, one space between words, to compare spellings by."""
    kept = "".join(c if c.isalnum() else " " for c in fold(text))
    return " ".join(kept.split())


@dataclass(frozen=True, kw_only=True)
class Widget(Generic[T]):
    """One kind of answer. `checks` are typed by the value, so that mypy refuses a date's check on money."""

    kind: ClassVar[str] = ""
    takes_files: ClassVar[bool] = False
    """Whether a photo or a document can be an answer: only such questions have one fetched."""
    checks: tuple[Check[T], ...] = ()

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[T]:
        """Turn a reply into a value, half of one, or the problem with it."""
        raise NotImplementedError

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the widget's own buttons; their data is the value alone."""
        return ()

    def dump(self, value: T) -> Json:
        """Return the value as JSON."""
        return value

    def load(self, raw: Json) -> T:
        """Load the value back from JSON. Raises ValueError or TypeError for what was never a value of this widget."""
        raise NotImplementedError

    def examine(self, value: T, facts: Facts) -> Problem | None:
        """Return the first check that the value does not pass, or None."""
        for check in self.checks:
            problem = check(value, facts)
            if problem is not None:
                return problem
        return None


NOT_UNDERSTOOD = Problem("not_understood")


@dataclass(frozen=True, kw_only=True)
class Text(Widget[str]):
    """A few words, at most `limit` characters."""

    kind: ClassVar[str] = "text"
    limit: int = 300

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read words only: neither a file nor an emoji alone tells anything to the reader of the plan."""
        if not isinstance(reply, Said):
            return Problem("words_only")
        text = " ".join(reply.text.split())
        if not any(c.isalnum() for c in text):
            return NOT_UNDERSTOOD
        if len(text) > self.limit:
            return Problem("too_long", {"limit": self.limit, "length": len(text)})
        return Taken(text)

    def load(self, raw: Json) -> str:
        """Load any string."""
        if not isinstance(raw, str):
            raise TypeError("text")
        return raw


@dataclass(frozen=True, slots=True)
class Message:
    """Words, or a voice note that Telegram keeps."""

    text: str = ""
    voice: FileRef | None = None


@dataclass(frozen=True, kw_only=True)
class TextOrVoice(Widget[Message]):
    """One line of at most `limit` characters, or a voice note."""

    kind: ClassVar[str] = "message"
    limit: int = 300

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[Message]:
        """Read words or a voice note, which is kept as it is, never turned into text."""
        if isinstance(reply, Sent) and reply.file.kind == "voice":
            return Taken(Message(voice=reply.file))
        words = Text(limit=self.limit).read(reply, scratch, facts, ear)
        return Taken(Message(text=words.value)) if isinstance(words, Taken) else words

    def dump(self, value: Message) -> Json:
        """Return the text, or the file's facts."""
        return {"text": value.text} if value.voice is None else {"voice": dump_file(value.voice)}

    def load(self, raw: Json) -> Message:
        """Reverse `dump`."""
        return Message(voice=load_file(raw["voice"])) if "voice" in raw else Message(text=Text().load(raw["text"]))


@dataclass(frozen=True, kw_only=True)
class Number(Widget[int]):
    """A whole number from `low` to `high`; `offered` ones are a grid of buttons, any other is typed."""

    kind: ClassVar[str] = "number"
    low: int
    high: int
    offered: tuple[int, ...] = ()

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[int]:
        """Read a button or a number typed in digits of any script, or in words."""
        match reply:
            case Tapped(value) if value.isdecimal():
                number = int(value)
            case Said(text):
                parsed = parse_number(text, ear.lexicon)
                if not isinstance(parsed, int):
                    return Problem(parsed.code)
                number = parsed
            case _:
                return NOT_UNDERSTOOD
        if not self.low <= number <= self.high:
            return Problem("out_of_range", {"low": self.low, "high": self.high, "value": number})
        return Taken(number)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the numbers as a grid that everyone knows: four a row."""
        cells = [Button(Written(number, "number"), answering(str(number))) for number in self.offered]
        return tuple(tuple(cells[i : i + 4]) for i in range(0, len(cells), 4))

    def load(self, raw: Json) -> int:
        """Load a whole number within the range; a truth value is none."""
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise TypeError("number")
        if not self.low <= raw <= self.high:
            raise ValueError("out of range")
        return raw


def nothing_offered(_facts: Facts) -> tuple[int, ...]:
    """Propose no amount."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Money(Widget[Cents]):
    """An amount in cents, from 0 to `high`; `usual` gives amounts to propose instead of an empty field."""

    kind: ClassVar[str] = "money"
    high: int = 2_000_000
    usual: Callable[[Facts], tuple[int, ...]] = nothing_offered

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[Cents]:
        """Read a button, or an amount as people write it: 250, 250 €, 250,50, 1 250,50."""
        match reply:
            case Tapped(value) if value.isdecimal():
                cents = int(value)
            case Said(text):
                parsed = parse_cents(text, ear.lexicon)
                if not isinstance(parsed, int):
                    return Problem(parsed.code)
                cents = parsed
            case _:
                return NOT_UNDERSTOOD
        if cents > self.high:
            return Problem("absurd", {"high": self.high, "value": cents})
        return Taken(Cents(cents))

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the usual amounts, two a row; none that would then be refused as absurd."""
        cells = [
            Button(Written(cents, "money"), answering(str(cents))) for cents in self.usual(facts) if cents <= self.high
        ]
        return tuple(tuple(cells[i : i + 2]) for i in range(0, len(cells), 2))

    def load(self, raw: Json) -> Cents:
        """Load whole cents."""
        return Cents(Number(low=0, high=self.high).load(raw))


@dataclass(frozen=True, kw_only=True)
class Ages(Widget[tuple[int, ...]]):
    """Ages in whole years typed in one line; nobody is an answer too."""

    kind: ClassVar[str] = "ages"
    low: int = 0
    high: int = 17
    most: int = 12

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[tuple[int, ...]]:
        """Read `6, 8 et 11`, `un bébé de 8 mois`, or the button for nobody."""
        match reply:
            case Tapped("none"):
                return Taken(())
            case Said(text) if ear.choice(text) == "none":
                return Taken(())
            case Said(text):
                ages = parse_ages(text, ear.lexicon)
            case _:
                return NOT_UNDERSTOOD
        if not isinstance(ages, tuple):
            return Problem(ages.code)
        if len(ages) > self.most:
            return Problem("too_many", {"most": self.most})
        wrong = [age for age in ages if not self.low <= age <= self.high]
        if wrong:
            return Problem("out_of_range", {"low": self.low, "high": self.high, "value": wrong[0]})
        return Taken(ages)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the button for nobody: the one answer that is no number."""
        return column(Button(Pick("none"), answering("none")))

    def dump(self, value: tuple[int, ...]) -> Json:
        """Return a list of years."""
        return list(value)

    def load(self, raw: Json) -> tuple[int, ...]:
        """Load years, as whole numbers."""
        if len(raw) > self.most:
            raise ValueError("too many")
        return tuple(Number(low=self.low, high=self.high).load(age) for age in raw)


MOST_BYTES = 20_000_000
"""What a bot may download (Bot API getFile); a larger file could never be read again."""


@dataclass(frozen=True, kw_only=True)
class Attachment(Widget[FileRef]):
    """A photo or a PDF. It stays with Telegram: we keep its id, size and hash."""

    kind: ClassVar[str] = "attachment"
    takes_files: ClassVar[bool] = True
    mimes: frozenset[str] = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"})

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[FileRef]:
        """Refuse what could not be read later: empty, over 20 MB, neither photo nor PDF."""
        if not isinstance(reply, Sent):
            return Problem("file_only")
        return self.unfit(reply.file) or Taken(reply.file)

    def unfit(self, file: FileRef) -> Problem | None:
        """Return why a file cannot be taken, or None."""
        if file.kind not in {"photo", "document"} or (file.kind == "document" and file.mime not in self.mimes):
            return Problem("wrong_type")
        if file.size <= 0:
            return Problem("empty_file")
        if file.size > MOST_BYTES:
            return Problem("too_big", {"megabytes": MOST_BYTES // 1_000_000})
        return None

    def dump(self, value: FileRef) -> Json:
        """Return the file's facts."""
        return dump_file(value)

    def load(self, raw: Json) -> FileRef:
        """Reverse `dump`."""
        return load_file(raw)


def dump_file(file: FileRef) -> dict[str, Any]:
    """Return a file's facts as JSON."""
    return {
        "id": file.file_id, "kind": file.kind, "size": file.size,
        "name": file.name, "mime": file.mime, "sha256": file.sha256,
    }  # fmt: skip


def load_file(raw: Mapping[str, Any]) -> FileRef:
    """Reverse `dump_file`. Raises KeyError when a fact is missing, TypeError when it has no id."""
    if not isinstance(raw["id"], str):
        raise TypeError("file")
    return FileRef(raw["id"], raw["kind"], raw["size"], raw["name"], raw["mime"], raw["sha256"])
