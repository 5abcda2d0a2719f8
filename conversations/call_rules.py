"""Changing one rule of a call: its figures, within the closed vocabulary of limits. No sentence, no storage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bot.domain.figures import Area
from bot.domain.limits import Limit
from conversations.engine.answers import Context, Facts
from conversations.engine.choices import Choice
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.rules import KINDS, Kind


@dataclass(frozen=True, slots=True)
class SettingContext(Context):
    """What a coordinator who changes a figure of a rule looks at."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    """The kind of each rule of the call that has a figure to change, by the rule's id."""


FIGURES: Mapping[str, Mapping[str, str]] = {
    name: {figure: step.name for figure, step in kind.set_by.items()} for name, kind in KINDS.items() if kind.set_by
}
"""For each kind of rule that has figures of its own, the question that asks each of them.

The window of stays and the last day to send are the call's own dates: they are changed there.
"""


ADDED: tuple[str, ...] = tuple(name for name, kind in KINDS.items() if not kind.never_added)
"""The kinds of rule that a coordinator may add to a call that has none of them."""


def rules(facts: Facts) -> tuple[str, ...]:
    """Return the ids of the rules that have a figure to change."""
    return tuple(sorted(kinds(facts)))


def kinds(facts: Facts) -> Mapping[str, str]:
    """Return the kind of each of those rules."""
    return facts.about(SettingContext).kinds


def about(kind: str) -> Callable[[Facts], bool]:
    """Return the condition of the questions about one kind of rule."""
    return lambda facts: kinds(facts).get(facts.value("rule")) == kind


def limit_of(facts: Facts) -> Limit:
    """Return the limit that the answers make. Raises KeyError while the rule is not chosen, or has no figures."""
    kind = kinds(facts)[facts.value("rule")]
    make: Any = KINDS[kind].limit
    limit: Limit = make(**{each.name: _made(each.type, facts.value(FIGURES[kind][each.name])) for each in fields(make)})
    return limit


def _made(figure: Any, said: Any) -> Any:
    """Return an answer as the figure of a limit; a widget keeps the codes of areas alone."""
    return tuple(map(Area, said)) if figure == tuple[Area, ...] else said


def _questions() -> tuple[Step, ...]:
    """Return the questions of each kind, asked where a rule of that kind was chosen."""
    return tuple(
        replace(step, when=about(name), required=Need.SEND, firm=True, words=_words(kind))
        for name, kind in KINDS.items()
        for step in kind.set_by.values()
    )


def _words(kind: Kind) -> str:
    """Return the template of the question about the only figure of a kind: the kind's own; several have one each."""
    return kind.template if len(kind.set_by) == 1 else ""


SETTING = Conversation(
    "setting",
    (
        Section(
            "setting",
            (Step("rule", Choice(options=rules), required=Need.SEND, firm=True), *_questions()),
        ),
    ),
    context=SettingContext,
)
