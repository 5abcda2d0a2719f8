"""A stay that was endorsed changes: what changes, then only that. Nothing holds before the referent has read it."""

from collections.abc import Callable
from dataclasses import replace

from conversations import PLAN
from conversations.engine.answers import Facts
from conversations.engine.choices import Choice
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Money
from conversations.plan_context import PlanContext
from conversations.reckoning import COSTS

CHANGING: dict[str, tuple[str, ...]] = {
    "dates": ("dates",),
    "people": ("adults", "children"),
    "prices": tuple(COSTS),
}
"""What may change, and the questions of the plan that are then asked again."""


def as_before(name: str) -> Callable[[Facts], tuple[int, ...]]:
    """Propose one amount: what it cost before, for some prices stay as they are."""

    def usual(facts: Facts) -> tuple[int, ...]:
        before = facts.about(PlanContext).before
        return (before[name],) if name in before else ()

    return usual


def changes(what: str) -> Callable[[Facts], bool]:
    """Return the condition of a question that belongs to one of the changes."""
    return lambda facts: bool(facts.value("what") == what)


def both(one: Callable[[Facts], bool], other: Callable[[Facts], bool]) -> Callable[[Facts], bool]:
    """Return the condition of a question of which two things must be true."""
    return lambda facts: one(facts) and other(facts)


def _again(what: str) -> Section:
    """Return the plan's own questions, each in its own section, where that is what changes."""
    names = CHANGING[what]
    section = PLAN.section_of(names[0])
    steps = {step.name: step for step in section.steps if isinstance(step, Step)}
    asked = tuple(
        replace(_proposing(steps[name]), when=both(changes(what), steps[name].when), required=Need.SEND, firm=True)
        for name in names
    )
    return replace(section, steps=asked, need=Need.SEND)


def _proposing(step: Step) -> Step:
    """Return the question, a price proposing what it was, any other what it always does."""
    if not isinstance(step.widget, Money):
        return step
    return replace(step, widget=replace(step.widget, usual=as_before(step.name)))


CHANGE = Conversation(
    "change",
    (
        Section(
            "change", (Step("what", Choice(options=tuple(CHANGING)), required=Need.SEND, firm=True, counts=False),)
        ),
        *map(_again, CHANGING),
    ),
    context=PlanContext,
)
