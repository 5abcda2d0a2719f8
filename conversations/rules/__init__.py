"""The rules: each kind in a module of this folder, whole, and what the rules of a call say of a plan.

A `Kind` in a module here is one that programme files may name: nothing else lists them.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from bot.domain.figures import Verdict
from bot.domain.limits import Limit
from bot.domain.rules import Finding, Level, Rule
from conversations.engine.answers import Facts
from conversations.rules.kind import Feed, Kind, Told

__all__ = ["FEEDS", "KINDS", "Kind", "Told", "at_level", "findings", "kind_of", "to_check"]


def _declared() -> Iterator[Kind]:
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Kind):
                yield value


def named(kinds: list[Kind]) -> Mapping[str, Kind]:
    """Return the kinds by name. Raises TypeError for two of one name."""
    found = {kind.name: kind for kind in kinds}
    twice = sorted({kind.name for kind in kinds if found[kind.name] is not kind})
    if twice:
        raise TypeError(f"declared twice: {', '.join(twice)}")
    return MappingProxyType(dict(sorted(found.items())))


def fed_by(kinds: Mapping[str, Kind]) -> Mapping[str, Feed]:
    """Return the feeds by the figure that each gives. Raises TypeError where two give one in two ways."""
    feeds: dict[str, Feed] = {}
    for feed in (feed for kind in kinds.values() for feed in kind.feeds):
        if feeds.setdefault(feed.__name__, feed) is not feed:
            raise TypeError(f"fed in two ways: {feed.__name__}")
    return MappingProxyType(feeds)


KINDS: Mapping[str, Kind] = named(list(_declared()))
"""Each kind of rule that a programme file may name."""

FEEDS: Mapping[str, Feed] = fed_by(KINDS)
"""How each figure that a limit looks at is got from the answers."""


def kind_of(rule: Rule | Finding) -> Kind:
    """Return the kind of a rule, or of what one found."""
    return KINDS[rule.kind]


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Return what each rule of the call says of the plan; nothing without a call."""
    if facts.call is None:
        return ()
    found: tuple[Finding, ...] | None = facts.derived.get("findings")
    if found is None:

        def judge(limit: Limit) -> Verdict:
            return KINDS[limit.kind].judge(limit, facts)

        found = facts.derived["findings"] = facts.call.check(judge)
    return found


def at_level(level: Level, found: Iterable[Finding], *kinds: str) -> tuple[Finding, ...]:
    """Return the findings of a level, of these kinds of rule if any are named."""
    return tuple(finding for finding in found if finding.level is level and (not kinds or finding.kind in kinds))


def to_check(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the rules of which nobody knows yet whether the plan keeps to them, though an answer about it would say.

    What binds the organisation is for nobody to answer here.
    """
    return tuple(finding for finding in at_level(Level.UNKNOWN, found) if kind_of(finding).questions)
