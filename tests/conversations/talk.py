"""What the specifications of the engine start from: a day, an ear, a few questions, and ways to reply."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.rendering.lexicons import lexicon_for
from conversations.engine.answers import Answer, Facts, Given
from conversations.engine.choices import Choice
from conversations.engine.flow import Placed
from conversations.engine.keyboard import Button, Problem, Rows
from conversations.engine.replies import FileRef, Said, Sent, Tapped
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Ear, Widget, plain

TODAY = date(2027, 3, 1)  # a Monday
NOTHING_SAID = Facts(today=TODAY)


def ear(labels: Mapping[str, str] | None = None) -> Ear:
    """Return an English ear; labels by the data of their buttons."""
    return Ear(lexicon_for("en"), {plain(label): data for data, label in (labels or {}).items()})


def facts(**answers: Any) -> Facts:
    """Return facts in which these values, or whole answers, were given."""
    kept = {name: value if isinstance(value, Answer) else Given(value) for name, value in answers.items()}
    return Facts(today=TODAY, answers=kept)


def taps(widget: Widget[Any], data: str, scratch: Any = None, known: Facts = NOTHING_SAID) -> Any:
    """Return what a widget reads in a tapped button."""
    return widget.read(Tapped(data), scratch, known, ear())


def says(widget: Widget[Any], text: str, scratch: Any = None, labels: Mapping[str, str] | None = None) -> Any:
    """Return what a widget reads in typed words, its options labelled so."""
    return widget.read(Said(text), scratch, NOTHING_SAID, ear(labels))


def sends(widget: Widget[Any], kind: str = "photo", size: int = 1000, mime: str = "") -> Any:
    """Return what a widget reads in a file."""
    return widget.read(Sent(FileRef("f1", kind, size, mime=mime)), None, NOTHING_SAID, ear())


def problem(code: str, read: Any) -> bool:
    """Return whether a reply was not taken, for that reason."""
    return isinstance(read, Problem) and read.code == code


def buttons(rows: Rows) -> list[Button]:
    """Return the buttons from left to right, row after row."""
    return [button for row in rows for button in row]


def data(rows: Rows) -> list[str]:
    """Return the data of the buttons."""
    return [button.data for button in buttons(rows)]


ONE_OF_TWO = Choice(options=("sea", "mountain"))


def question(name: str, **changes: Any) -> Step:
    """Make a question that is required to send, unless `changes` say otherwise."""
    return replace(Step(name, ONE_OF_TWO, required=Need.SEND), **changes)


def asking(*steps: Any, need: Need = Need.SEND, **more: Any) -> Conversation:
    """Make a conversation of one section with these questions."""
    return Conversation("talk", (Section("part", steps, need=need),), **more)


def ids(places: tuple[Placed, ...]) -> list[str]:
    """Return the questions' keys, in order."""
    return [placed.step.id for placed in places]


def at(placed: Placed | None) -> str | None:
    """Return the question's key, or None where there is none."""
    return placed.step.id if placed else None
