"""What is to be shown, as data: a question of a conversation, or any other page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from conversations.engine.keyboard import Problem, Rows
from conversations.engine.steps import Section, Step


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with its place in the conversation; `diary` is the answer just given, told in one line."""

    section: str
    step: Step
    rows: Rows
    position: int
    total: int
    values: Mapping[str, Any] = field(default_factory=dict)
    problem: Problem | None = None
    diary: tuple[Section, Step, Any] | None = None
    notes: tuple[Problem, ...] = ()
    example: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Any other screen: the template's name, what it needs, its buttons, and at most one file that travels with it.

    A file is a picture, a document (its name and bytes), or one that Telegram has (its id): voice messages always are.
    `diary` is the answer just given, told in one line, as for a question.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Rows = ()
    picture: bytes | str | None = None
    document: tuple[str, bytes] | str | None = None
    voice: str | None = None
    notes: tuple[Problem, ...] = ()
    diary: tuple[Section, Step, Any] | None = None
    then: "Page | None" = None
    """A second screen that follows by itself, such as the next plan to review."""
    status: str | None = None
    """What the last line says of the beneficiary's plan, as for a question; None leaves it to the caller who knows that
    plan, and "" is for a page whose own words say it.
    """

    @property
    def has_file(self) -> bool:
        """Whether it is more than words: others cannot be put in its place."""
        return not (self.picture is None and self.document is None and self.voice is None)


Screen: TypeAlias = Question | Page
