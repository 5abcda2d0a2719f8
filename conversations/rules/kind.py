"""A kind of rule, whole: its limit, how what it looks at is got from the answers, who is told of it, how it is set."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any, TypeAlias, get_type_hints

from bot.domain.figures import NOT_APPLICABLE, Verdict
from bot.domain.limits import Limit
from conversations.engine.answers import Facts
from conversations.engine.steps import Step, always

Feed: TypeAlias = Callable[[Facts], Any]
"""Gets one figure of a plan from the answers. Its name is that of the figure: of a parameter of `Limit.judge`."""


class Told(Enum):
    """When a beneficiary is told of a rule that holds in the call, apart from breaking it."""

    BEFOREHAND = "with the terms of the call, and where it changes"
    WHERE_IT_CHANGES = "only where it changes"
    NEVER = "it binds the organisation, and nothing of the beneficiary's waits for it"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of rule that a programme file may name. What people read of it is `templates/rules/<kind>.j2`.

    Attributes:
        limit: a frozen dataclass of the figures that a network sets; its `kind` is the word of programme files.
        feeds: one for each figure of a plan that the limit looks at.
        set_by: the question that asks a coordinator for each figure of the limit; none where nothing can be set.
        warns_after: the questions under which a plan that does not keep to it is told so at once.
        settled_by: the questions to answer where it is not known yet; without any, those of `warns_after`.
        settles: the questions of `settled_by` that settle one limit, where not each of them settles all.
        told: when a beneficiary hears of it.
        never_added: why a coordinator may not add one to a call that has none; empty where it may be added.
        applies: whether a rule of this kind has to do with a plan at all; where it has not, nothing is judged.
    """

    limit: type[Limit]
    feeds: tuple[Feed, ...]
    set_by: Mapping[str, Step] = field(default_factory=dict)
    warns_after: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()
    settles: Callable[[Any], tuple[str, ...]] | None = None
    told: Told = Told.BEFOREHAND
    applies: Callable[[Facts], bool] = always
    never_added: str = ""

    def __post_init__(self) -> None:
        """Refuse a limit that looks at what nothing feeds, a feed that it does not look at, a figure left unset."""
        wanted, fed = _hints(self.limit.judge), {feed.__name__: _hints(feed).get("return") for feed in self.feeds}
        told = wanted.pop("return", None)
        if told is not Verdict or not wanted:
            raise TypeError(f"rule {self.name}: what it looks at must be said by typed parameters of judge")
        if wanted != fed:
            odd = sorted(name for name in wanted.keys() | fed.keys() if wanted.get(name) != fed.get(name))
            raise TypeError(f"rule {self.name}: not fed as it is looked at: {', '.join(odd)}")
        if self.set_by and list(self.set_by) != _figures(self.limit):
            raise TypeError(f"rule {self.name}: it has the figures {', '.join(_figures(self.limit))}")

    @property
    def name(self) -> str:
        """The word of programme files."""
        return self.limit.kind

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions to answer where it is not known yet; none where no answer about the plan says it."""
        return self.settled_by or self.warns_after

    def questions_of(self, limit: Limit) -> tuple[str, ...]:
        """Return the questions to answer where it is not known yet whether that limit is kept."""
        return self.questions if self.settles is None else self.settles(limit)

    @property
    def template(self) -> str:
        """The template with all that people read of such a rule."""
        return f"rules/{self.name}"

    def judge(self, limit: Limit, facts: Facts) -> Verdict:
        """Say whether a plan keeps to a limit of this kind, and whether it has to."""
        if not self.applies(facts):
            return NOT_APPLICABLE
        return limit.judge(**{feed.__name__: _fed(feed, facts) for feed in self.feeds})


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the types of the parameters that have one, and of what is returned."""
    hints = get_type_hints(function)
    names = [name for name in inspect.signature(function).parameters if name != "self"]
    return {name: hints.get(name) for name in names} | {"return": hints.get("return")}


def _figures(limit: Any) -> list[str]:
    return [figure.name for figure in fields(limit)]


def _fed(feed: Feed, facts: Facts) -> Any:
    """Return what a feed gives, got once from the same facts: several kinds may look at it."""
    if feed not in facts.derived:
        facts.derived[feed] = feed(facts)
    return facts.derived[feed]
