"""What stands before everything of a discreet person: the pages of the code."""

from dataclasses import dataclass

from bot.interaction.views import View


@dataclass(frozen=True)
class Locked(View, template="code/locked"):
    """Too many wrong words."""


@dataclass(frozen=True)
class Ask(View, template="code/ask"):
    """The question for the code."""


@dataclass(frozen=True)
class InNeed(View, template="code/in_need"):
    """Words of distress instead of the code: which numbers answer."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Wrong(View, template="code/wrong"):
    """Another word than the code."""


@dataclass(frozen=True)
class Choose(View, template="code/choose"):
    """The question which code it shall be."""


@dataclass(frozen=True)
class ChooseAgain(View, template="code/choose_again"):
    """A word that is no code: too short, or too long."""

    least: int


@dataclass(frozen=True)
class Repeat(View, template="code/repeat"):
    """The chosen word once more."""


@dataclass(frozen=True)
class Different(View, template="code/different"):
    """The second word is another one than the first."""


@dataclass(frozen=True)
class Chosen(View, template="code/chosen"):
    """The code holds, and keeps the gate open for some minutes."""

    minutes: int


@dataclass(frozen=True)
class Hidden(View, template="code/hidden"):
    """A page that claims nothing: all was hidden at once."""
