"""Changing one rule of a call: its figures, within the closed vocabulary of limits. No sentence, no storage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.figures import Area
from bot.domain.limits import VOCABULARY, Limit
from conversations.engine.answers import Context, Facts
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money, Number, Widget


@dataclass(frozen=True, slots=True)
class SettingContext(Context):
    """What a coordinator who changes a figure of a rule looks at."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    """The kind of each rule of the call that has a figure to change, by the rule's id."""


FIGURES: Mapping[str, Mapping[str, str]] = {
    "max_quotient": {"below": "quotient_below"},
    "nights": {"least": "least_nights", "most": "most_nights"},
    "days": {"least": "least_days", "most": "most_days"},
    "area": {"areas": "areas"},
    "max_share": {"percent": "percent"},
    "cap_per_person": {
        "helped": "cap_helped",
        "adult": "cap_adult",
        "child": "cap_child",
        "companion": "cap_companion",
    },
    "cost_per_day": {"most": "cost_most", "most_with_disability": "cost_with_help"},
    "own_share_min": {"least": "own_least"},
    "frequency_per_year": {"most": "most_a_year"},
    "total_max": {"most": "most_in_all"},
    "lead_days": {"least": "lead"},
}
"""For each kind of limit that has figures of its own, the question that asks each of them.

The window of stays and the last day to send are the call's own dates: they are changed there.
"""

LONGEST_STAY = 60
MOST_TIMES = 20
"""Times in a year, or in all."""


def rules(facts: Facts) -> tuple[str, ...]:
    """Ids of the rules that have a figure to change."""
    return tuple(sorted(kinds(facts)))


def kinds(facts: Facts) -> Mapping[str, str]:
    """Return the kind of each of those rules."""
    return facts.about(SettingContext).kinds


def about(kind: str) -> Callable[[Facts], bool]:
    """The condition of the questions about one kind of rule."""
    return lambda facts: kinds(facts).get(facts.value("rule")) == kind


def not_under(least: str) -> Callable[[int, Facts], Problem | None]:
    """A longest stay is no shorter than the shortest one."""

    def check(most: int, facts: Facts) -> Problem | None:
        low = facts.value(least)
        return Problem("under_least", {"least": low}) if low is not None and most < low else None

    return check


def limit_of(facts: Facts) -> Limit:
    """The limit that the answers make. KeyError while the rule is not chosen, or has no figures."""
    kind = kinds(facts)[facts.value("rule")]
    figures = {name: facts.value(step) for name, step in FIGURES[kind].items()}
    if kind == "area":
        figures["areas"] = tuple(map(Area, figures["areas"]))
    make: Callable[..., Limit] = VOCABULARY[kind]
    return make(**figures)


def _steps(kind: str, *widgets: Widget[Any]) -> tuple[Step, ...]:
    names = FIGURES[kind].values()
    return tuple(
        Step(name, widget, when=about(kind), required=Need.SEND, firm=True)
        for name, widget in zip(names, widgets, strict=True)
    )


SETTING = Conversation(
    "setting",
    (
        Section(
            "setting",
            (
                Step("rule", Choice(options=rules), required=Need.SEND, firm=True),
                *_steps("max_quotient", Money()),
                *_steps(
                    "nights",
                    Number(low=0, high=LONGEST_STAY),
                    Number(low=0, high=LONGEST_STAY, checks=(not_under("least_nights"),)),
                ),
                *_steps(
                    "days",
                    Number(low=1, high=LONGEST_STAY),
                    Number(low=1, high=LONGEST_STAY, checks=(not_under("least_days"),)),
                ),
                *_steps("area", Many(options=tuple(area.value for area in Area))),
                *_steps("max_share", Number(low=1, high=100, offered=(40, 50, 70, 80))),
                *_steps("cap_per_person", Money(), Money(), Money(), Money()),
                *_steps("cost_per_day", Money(), Money(checks=(not_under("cost_most"),))),
                *_steps("own_share_min", Money()),
                *_steps("frequency_per_year", Number(low=1, high=MOST_TIMES, offered=(1, 2, 3, 4))),
                *_steps("total_max", Number(low=1, high=MOST_TIMES, offered=(1, 2, 3, 5))),
                *_steps("lead_days", Number(low=0, high=365, offered=(15, 30, 45, 60))),
            ),
        ),
    ),
    context=SettingContext,
)
