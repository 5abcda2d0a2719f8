"""What is said about an answer just given, under the next question: a rule that it meets, and what is gained."""

from collections.abc import Mapping

from bot.domain.other_routes import Traits, other_routes
from bot.domain.rules import Level
from bot.interaction.forms import Form
from conversations import PLAN
from conversations.engine.flow import Placed
from conversations.engine.keyboard import Problem
from conversations.invitation import first_look
from conversations.reckoning import party, proposal
from conversations.rules import KINDS, at_level, findings, kind_of


def _warning_after() -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of rule to speak of as soon as a question is answered, where they only warn, or refuse later."""
    asked = dict.fromkeys(name for kind in KINDS.values() for name in kind.warns_after)
    return {name: tuple(kind.name for kind in KINDS.values() if name in kind.warns_after) for name in asked}


WARNING_AFTER = _warning_after()
"""The kinds of rule that may warn under each question."""


def remarks(form: Form, placed: Placed, following: Placed) -> tuple[Problem, ...]:
    """Return what is said about the answer of `placed`, in the order shown, before `following` is asked."""
    return _warnings(form, placed) + _gain(form, placed, following)


def _warnings(form: Form, placed: Placed) -> tuple[Problem, ...]:
    """Return what the rules say against the answer just given, told at the step that causes it."""
    if placed.step.name == "call_fits" and first_look(form.facts).likely_no:
        routes = tuple(route.name.value for route in other_routes(Traits()))
        return (Problem("likely_no", {"routes": routes}),)
    kinds = WARNING_AFTER.get(placed.step.name)
    if kinds is None:
        return ()
    found = findings(form.facts)
    against = at_level(Level.WARN, found, *kinds) + at_level(Level.REFUSE, found, *kinds)
    return tuple(
        Problem(f"warn_{each.kind}", {"finding": each, "limit": each.limit}, template=kind_of(each).template)
        for each in against
    )


def _gain(form: Form, placed: Placed, following: Placed) -> tuple[Problem, ...]:
    """Return a line of gain at the end of a section, not of effort: who goes, how long, what the aid may pay."""
    if form.conversation is not PLAN or placed.section is following.section or placed.section.name != "stay":
        return ()
    people = party(form.facts)
    rate = proposal(form.facts).rate
    if people is None or rate is None or form.facts.call is None:
        return ()
    span = form.facts.value("dates")
    nights = (span.end - span.start).days if span else None
    return (Problem("gain", {"people": people.people, "nights": nights, "rate": rate}),)
