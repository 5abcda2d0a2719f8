"""A question is data: steps, groups that repeat, sections, conversations. There is no `next` here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from conversations.engine.answers import Context, Facts
from conversations.engine.widgets import Widget


class Need(StrEnum):
    """What an answer is required for: sending the plan, endorsing it, leaving; or nothing."""

    SEND = "send"
    ENDORSE = "endorse"
    LEAVE = "leave"
    NOTHING = "nothing"


def always(_facts: Facts) -> bool:
    """Return True: the condition of a question that is asked of everyone."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One question. Its name is the answer's key, the template's file, the button's prefix and the word in tests.

    `firm`: neither "I don't know" nor "with my referent" is enough for what it is required for.
    `counts`: whether it is one of the numbers of the progress bar; a follow-up of the question before is not.
    `show`: values that its template needs, computed from the facts.
    `next_year`: an answer is kept when last year's plan begins this year's; what is of one year is asked again.
    `per_household`: in a group each household answers for itself, and the group's referent is not asked.
    `words`: the template with its words, where that is another's: a rule's own tells how its figure is asked.
    """

    name: str
    widget: Widget[Any]
    when: Callable[[Facts], bool] = always
    required: Need = Need.NOTHING
    firm: bool = False
    counts: bool = True
    show: Callable[[Facts], Mapping[str, Any]] | None = None
    next_year: bool = False
    per_household: bool = False
    words: str = ""
    key: str = ""

    def template(self, section: str) -> str:
        """Return the template with its words: that of its name in the section's folder, unless `words` says another."""
        return self.words or f"{section}/{self.name}"

    @property
    def id(self) -> str:
        """The answer's key: the name, and in a group that repeats the name and the round's key."""
        return f"{self.name}.{self.key}" if self.key else self.name


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group of questions asked once for each key, such as one comment for each point to change."""

    steps: tuple[Step, ...]
    keys: Callable[[Facts], tuple[str, ...]]

    def rounds(self, facts: Facts) -> Iterator[Step]:
        """Yield the group's steps, round after round, each with its key."""
        for key in self.keys(facts):
            for step in self.steps:
                yield replace(step, key=key)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together. Its name is the templates' folder; `need` says which phase it opens in."""

    name: str
    steps: tuple[Step | Repeat, ...]
    need: Need = Need.SEND

    def unfold(self, facts: Facts) -> Iterator[Step]:
        """Yield every step of the section, groups unrolled, conditions not yet looked at."""
        for item in self.steps:
            if isinstance(item, Repeat):
                yield from item.rounds(facts)
            else:
                yield item


@dataclass(frozen=True, slots=True)
class Conversation:
    """An ordered list of sections. `check` adds the last "check and send" to what the progress bar counts.

    `context`: what its questions look at besides the answers; the plain one where they look at nothing.
    """

    name: str
    sections: tuple[Section, ...]
    check: bool = False
    deferrable: bool = False
    context: type[Context] = Context
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Refuse two questions of one name: an answer would overwrite another."""
        names: list[str] = []
        for section in self.sections:
            for item in section.steps:
                names.extend(step.name for step in (item.steps if isinstance(item, Repeat) else (item,)))
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"conversation {self.name}: asked twice: {', '.join(sorted(twice))}")
        object.__setattr__(self, "names", frozenset(names))

    def section_of(self, name: str) -> Section:
        """Return the section that asks `name`. Raises KeyError when none does."""
        for section in self.sections:
            for item in section.steps:
                if any(step.name == name for step in (item.steps if isinstance(item, Repeat) else (item,))):
                    return section
        raise KeyError(name)
