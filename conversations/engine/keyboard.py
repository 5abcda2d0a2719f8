"""Labels, buttons and problems: what a widget shows, as data. Rendering turns it into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NewType, TypeAlias


@dataclass(frozen=True, slots=True)
class Word:
    """A label from `templates/buttons/`: the name of its block, and what the block needs."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pick:
    """A label from the `choice` block of a question's own template (of the question shown, or of `step`)."""

    value: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """A label that needs no translation: a sign, or a name that a person typed.

    Attributes:
        text: what it says; "" leaves only what is beside it.
        sign: before it, such as 📋.
        then: after it, such as the name after a reference.
    """

    text: str
    sign: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A label in the reader's own writing: a number, a day of the month, a month, a weekday, an amount."""

    value: Any
    form: str


Label: TypeAlias = Word | Pick | Plain | Written

Data = NewType("Data", str)
"""What a button says when it is tapped: a route's data, or, inside a question, an answer that its route carries."""


NOWHERE = Data("")
"""Data of a button that opens an address instead."""
INERT = Data("x")
"""Data of a button that is only there to be read, such as a day outside the window."""


def answering(value: str) -> Data:
    """Make the data of a button that answers its question: the question's route carries it once it is shown."""
    return Data(value)


@dataclass(frozen=True, slots=True)
class Button:
    """One button. `data` comes back when it is tapped (64 bytes at most, prefix included).

    `url` opens an address instead; `copied` is put on the reader's clipboard (256 characters at most).
    """

    label: Label
    data: Data = NOWHERE
    ticked: bool | None = None
    style: str = ""
    url: str = ""
    copied: str = ""


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply was not taken: the code names a block `problem_<code>`, the values fill it.

    `ways` are answers that would be taken, one tap each; their data is that of the question's own buttons.
    `template` names the one whose block `warning` says it instead: what a rule says of an answer that was taken.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    ways: Rows = ()
    template: str = ""


def column(*buttons: Button) -> Rows:
    """Return one button a row: what everyone can read, in every script."""
    return tuple((button,) for button in buttons)
