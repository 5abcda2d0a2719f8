"""What is said about an answer just given, under the next question: a rule that it meets, and what is gained."""

from collections.abc import Mapping

from bot.domain.other_routes import Traits, other_routes
from bot.domain.rules import Level
from bot.interaction.forms import Form
from conversations import PLAN
from conversations.engine.flow import Placed
from conversations.engine.keyboard import Problem
from conversations.invitation import first_look
from conversations.reckoning import at_level, findings, party, proposal

WARNED_BY: Mapping[str, tuple[str, ...]] = {
    "dates": ("nights", "days", "lead_days", "school_holidays"),
    "own_share": ("own_share_min",),
    "area": ("area",),
    "vouchers": ("takes_vouchers",),
    "booking": ("not_paid_in_full",),
    "quotient": ("max_quotient",),
    "earlier_aids": ("frequency_per_year", "total_max"),
    "aids_before": ("total_max",),
}
"""The rules to speak of as soon as a question is answered, where they would only warn, or refuse later."""


def remarks(form: Form, placed: Placed, following: Placed) -> tuple[Problem, ...]:
    """Return what is said about the answer of `placed`, in the order shown, before `following` is asked."""
    return _warnings(form, placed) + _gain(form, placed, following)


def _warnings(form: Form, placed: Placed) -> tuple[Problem, ...]:
    """Return what the rules say against the answer just given, told at the step that causes it."""
    if placed.step.name == "call_fits" and first_look(form.facts).likely_no:
        routes = tuple(route.name.value for route in other_routes(Traits()))
        return (Problem("likely_no", {"routes": routes}),)
    kinds = WARNED_BY.get(placed.step.name)
    if kinds is None:
        return ()
    found = findings(form.facts)
    against = at_level(Level.WARN, found, *kinds) + at_level(Level.REFUSE, found, *kinds)
    return tuple(Problem(f"warn_{finding.kind}", {"finding": finding}) for finding in against)


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
