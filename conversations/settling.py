"""The question by which a rule is settled that nobody knows yet to be kept: one not answered, or answered "to ask"."""

from bot.domain.rules import Finding
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.choices import Choice
from conversations.engine.flow import Placed
from conversations.rules import kind_of


def settled_by(finding: Finding, facts: Facts) -> Placed | None:
    """Return the question whose answer would say whether the rule is kept; None where no answer would.

    It is the first that has no value yet, else a choice that leaves it open, such as "to ask".
    """
    asked = [placed for name in kind_of(finding).questions if (placed := _asked(name, facts)) is not None]
    unsaid = (placed for placed in asked if facts.value(placed.step.id) is None)
    choices = (placed for placed in asked if isinstance(placed.step.widget, Choice))
    return next(unsaid, None) or next(choices, None)


def _asked(name: str, facts: Facts) -> Placed | None:
    return flow.find(PLAN, facts, name) or flow.find(OWN_PART, facts, name)


def of_own_part(placed: Placed) -> bool:
    """Return whether it is the referent who knows: a question of the referent's own part."""
    return placed.section in OWN_PART.sections
