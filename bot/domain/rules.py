"""Rules: a limit, whose it is, from which year, and how sure. And the one evaluation of a plan against them.

Rules differ by network and by year, so they are data (programmes/*.toml); what a limit means is in limits.py, and in
conversations/rules/ where it comes from the answers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.domain.figures import Value, Verdict
from bot.domain.limits import Limit

FRESH_YEARS = 2
"""A source is sure for so many years: what was found of 2016 to 2025 differs from one call to the next."""

Judge: TypeAlias = Callable[[Limit], Verdict]
"""Says of one plan whether it keeps to a limit: knows where each limit finds what it looks at."""


class Strength(StrEnum):
    """How far a figure can be trusted."""

    SOURCED = "sourced"
    """Read in a dated text of the funder or of the network."""
    WEAK = "weak"
    """Read in a text without a date, of another network, or of low authority."""
    PROPOSAL = "proposal"
    """Proposed by this product: nobody has said it."""
    DATED = "dated"
    """Read in a dated text that has grown old meanwhile: to be confirmed again; never written in a programme file."""
    CONFIRMED = "confirmed"
    """Confirmed or set by the coordinator in a call; never written in a programme file."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says a figure and in which year; a sourced figure always has its year."""

    who: str
    year: int | None
    strength: Strength
    added_on: date | None = None
    """The day on which the coordinator added the rule to a call; None for one of the model."""

    @property
    def certain(self) -> bool:
        """Whether the figure may be quoted as a rule and may refuse."""
        return self.strength in {Strength.SOURCED, Strength.CONFIRMED}


class Stance(StrEnum):
    """What a rule does to a plan that breaks it."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit of a programme. `id` is unique in its programme: a call confirms or changes rules by it."""

    id: str
    limit: Limit
    source: Source
    stance: Stance = Stance.REFUSE

    @property
    def kind(self) -> str:
        """The word of the vocabulary, which names its texts."""
        return self.limit.kind

    @property
    def refuses(self) -> bool:
        """An unconfirmed figure may warn, never refuse."""
        return self.stance is Stance.REFUSE and self.source.certain

    def in_year(self, year: int) -> "Rule":
        """Return the rule as it holds in a call of that year: a source that is too old has to be confirmed again."""
        source = self.source
        old = source.strength is Strength.SOURCED and source.year is not None and source.year < year - FRESH_YEARS
        return replace(self, source=replace(source, strength=Strength.DATED)) if old else self

    def confirmed(self, who: str, year: int, limit: Limit | None = None) -> "Rule":
        """Return the rule as a coordinator answers for it, with other figures where the coordinator set some."""
        source = replace(self.source, who=who, year=year, strength=Strength.CONFIRMED)
        return replace(self, limit=limit or self.limit, source=source)


class Level(StrEnum):
    """What a finding means for the plan. An unknown never blocks a draft."""

    OK = "ok"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    """The rule is about something that the plan has not."""
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule says of one plan: codes and values, from which a template makes its sentence."""

    rule: str
    kind: str
    level: Level
    limit: Limit
    whose: str
    year: int | None
    certain: bool
    """False: may not be quoted as a rule."""
    hard: bool
    """A plan that does not keep to it is refused."""
    call: str = ""
    added_on: date | None = None
    """The day on which the coordinator added the rule to the call; None for one of the model."""
    actual: Value | None = None
    satisfies: Mapping[str, Value] = field(default_factory=dict)
    """What would satisfy it, such as {"latest_return": date} or {"max_aid": cents}; empty when kept to."""


def check(rules: Iterable[Rule], judge: Judge, *, call: str = "") -> tuple[Finding, ...]:
    """Return what each rule says of one plan, in the order of the rules.

    Args:
        rules: of a programme, or of a call, which has confirmed some.
        judge: knows the plan.
        call: the name of the call, to say it with each limit.
    """
    return tuple(_finding(rule, judge(rule.limit), call) for rule in rules)


def _finding(rule: Rule, verdict: Verdict, call: str) -> Finding:
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        level=_level(rule, verdict),
        limit=rule.limit,
        whose=rule.source.who,
        year=rule.source.year,
        certain=rule.source.certain,
        hard=rule.refuses,
        call=call,
        added_on=rule.source.added_on,
        actual=verdict.actual,
        satisfies={} if verdict.met else verdict.satisfies,
    )


def _level(rule: Rule, verdict: Verdict) -> Level:
    if not verdict.applies:
        return Level.NOT_APPLICABLE
    if verdict.met is None:
        return Level.UNKNOWN
    if verdict.met:
        return Level.OK
    return Level.REFUSE if rule.refuses else Level.WARN


def refusals(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the ids of the rules that refuse: while there are some, the plan cannot be endorsed."""
    return tuple(finding.rule for finding in findings if finding.level is Level.REFUSE)
