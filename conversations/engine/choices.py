"""One of several, several of several, yes or no, a place: answers that are chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from zlib import crc32

from conversations.engine.answers import Facts, Json
from conversations.engine.keyboard import Button, Pick, Problem, Rows, Word, answering, column
from conversations.engine.lexicon import Sense, phrase
from conversations.engine.replies import Reply, Said, Tapped
from conversations.engine.widgets import NOT_UNDERSTOOD, Ear, Half, Read, Taken, Text, Widget, plain

OTHER = "other"
FREE = "="
"""Put before words of the person's own, so that they are never taken for the name of an option."""

NOT = "-"
"""In front of a ticked option: a tap on it takes the tick away, and a second one changes nothing."""

OWN_WORDS_LIMIT = 200

Options: TypeAlias = tuple[str, ...] | Callable[[Facts], tuple[str, ...]]


def offered(options: Options, facts: Facts) -> tuple[str, ...]:
    """Return the options for these facts."""
    return options(facts) if callable(options) else options


def own_words(text: str, facts: Facts, ear: Ear) -> Read[str]:
    """Read words typed instead of a choice, marked as such."""
    words = Text(limit=OWN_WORDS_LIMIT).read(Said(text), None, facts, ear)
    return Taken(FREE + words.value) if isinstance(words, Taken) else words


def unmarked(value: str) -> str:
    """Return what was chosen, or typed instead, without the mark of one's own words."""
    return value.removeprefix(FREE)


@dataclass(frozen=True, kw_only=True)
class Choice(Widget[str]):
    """One of `options`; with `other`, words of one's own as well."""

    kind: ClassVar[str] = "choice"
    options: Options
    other: bool = False

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read a button, its label typed, or (where allowed) other words."""
        match reply:
            case Tapped(value) if value == OTHER and self.other:
                return Half({"other": True})
            case Tapped(value) if value in offered(self.options, facts):
                return Taken(value)
            case Said(text):
                known = ear.choice(text)
                if known in offered(self.options, facts):
                    return Taken(str(known))
                return own_words(text, facts, ear) if self.other else NOT_UNDERSTOOD
            case _:
                return NOT_UNDERSTOOD

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return one option a row; none while other words are awaited."""
        if isinstance(scratch, dict) and scratch.get("other"):
            return ()
        buttons = [Button(Pick(option), answering(option)) for option in offered(self.options, facts)]
        if self.other and buttons:  # with nothing to choose from, words are all that is asked
            buttons.append(Button(Word("other"), answering(OTHER)))
        return column(*buttons)

    def load(self, raw: Json) -> str:
        """Load an option that exists, or other words."""
        if not isinstance(raw, str):
            raise TypeError("choice")
        own = self.other and raw.startswith(FREE)
        if not (own or callable(self.options) or raw in self.options):
            raise ValueError("choice")
        return raw


@dataclass(frozen=True, kw_only=True)
class Place(Choice):
    """A place in free words, or one of a few kinds of place, or "not chosen yet"."""

    kind: ClassVar[str] = "place"
    other: bool = True


@dataclass(frozen=True, kw_only=True)
class Many(Widget[tuple[str, ...]]):
    """Several of `options`, ticked one by one and closed by "that is all"; typed words are ticks too."""

    kind: ClassVar[str] = "many"
    options: Options
    other: bool = False
    most: int = 12
    none: bool = False

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[tuple[str, ...]]:
        """Read ticks; they are kept between taps, so that a phone that goes off loses none."""
        ticks = self._ticks(scratch)
        options = offered(self.options, facts)
        match reply:
            case Tapped("done"):
                return Taken(ticks) if ticks or self.none else Problem("nothing_ticked")
            case Tapped("none") if self.none:
                return Taken(())
            case Tapped(value) if value == OTHER and self.other:
                return Half({"ticks": list(ticks), "other": True})
            case Tapped(value) if value in options:
                return self._limited((*ticks, value))
            case Tapped(value) if value.startswith((NOT, FREE)):
                return Half({"ticks": [tick for tick in ticks if self._removal(tick) != value]})
            case Said(text):
                return self._said(text, ticks, options, facts, ear)
            case _:
                return NOT_UNDERSTOOD

    def _said(
        self, text: str, ticks: tuple[str, ...], options: tuple[str, ...], facts: Facts, ear: Ear
    ) -> Read[tuple[str, ...]]:
        if self.none and (ear.choice(text) == "none" or Sense.NONE in ear.lexicon.senses(phrase(text))):
            return Taken(())
        found: list[str] = []
        for part in self._parts(text, options, ear):
            option = ear.choice(part)
            if option in options:
                found.append(str(option))
            elif self.other:
                words = own_words(part, facts, ear)
                if not isinstance(words, Taken):
                    return words
                found.append(words.value)
        return self._limited((*ticks, *found)) if found else NOT_UNDERSTOOD

    @staticmethod
    def _parts(text: str, options: tuple[str, ...], ear: Ear) -> list[str]:
        """Split what was typed: one label, several with commas between, or one sentence with its commas."""
        parts = [part for part in text.replace(";", ",").split(",") if plain(part)]
        is_list = ear.choice(text) not in options and any(ear.choice(part) in options for part in parts)
        return parts if is_list else [text]

    def _limited(self, ticks: tuple[str, ...]) -> Read[tuple[str, ...]]:
        once = list(dict.fromkeys(ticks))
        return Problem("too_many", {"most": self.most}) if len(once) > self.most else Half({"ticks": once})

    @staticmethod
    def _removal(tick: str) -> str:
        """Return the data of the button that takes a tick away; own words may be long: their checksum."""
        return f"{FREE}{crc32(tick.encode()):x}" if tick.startswith(FREE) else NOT + tick

    @staticmethod
    def _ticks(scratch: Json) -> tuple[str, ...]:
        return tuple(scratch.get("ticks", ())) if isinstance(scratch, dict) else ()

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return a box in front of each option, own words among them, and "that is all" last."""
        ticks = self._ticks(scratch)
        if isinstance(scratch, dict) and scratch.get("other"):
            return ()
        options = offered(self.options, facts)
        buttons = [
            Button(
                Pick(option), answering(self._removal(option) if option in ticks else option), ticked=option in ticks
            )
            for option in options
        ]
        buttons += [
            Button(Pick(tick), answering(self._removal(tick)), ticked=True) for tick in ticks if tick not in options
        ]
        if self.other:
            buttons.append(Button(Word("other"), answering(OTHER)))
        if self.none and not ticks:
            buttons.append(Button(Pick("none"), answering("none")))
        else:
            buttons.append(Button(Word("that_is_all"), answering("done"), style="primary"))
        return column(*buttons)

    def dump(self, value: tuple[str, ...]) -> Json:
        """Return a list of options."""
        return list(value)

    def load(self, raw: Json) -> tuple[str, ...]:
        """Load options that exist, or other words."""
        if not isinstance(raw, list):
            raise TypeError("many")
        one = Choice(options=self.options, other=self.other)
        return tuple(one.load(item) for item in raw)
