"""What nobody knows yet of a rule: the question by which it is settled, and that question asked after the endorsement.

It is one that is not answered, or is answered "to ask".
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.figures import Document
from bot.domain.rules import Finding, Level
from conversations import OWN_PART, PLAN
from conversations.costs import FIGURES
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.choices import Choice
from conversations.engine.flow import Placed
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.papers import PAPERS
from conversations.plan_context import PlanContext
from conversations.rules import KINDS, at_level, findings, kind_of, to_check


def settled_by(finding: Finding, facts: Facts) -> Placed | None:
    """Return the question whose answer would say whether the rule is kept; None where no answer would.

    It is the first that has no value yet, else a choice that leaves it open, such as "to ask".
    """
    names = kind_of(finding).questions_of(finding.limit)
    asked = [placed for name in names if (placed := _asked(name, facts)) is not None]
    unsaid = (placed for placed in asked if facts.value(placed.step.id) is None)
    choices = (placed for placed in asked if isinstance(placed.step.widget, Choice))
    return next(unsaid, None) or next(choices, None)


def _asked(name: str, facts: Facts) -> Placed | None:
    return flow.find(PLAN, facts, name) or flow.find(OWN_PART, facts, name)


def of_own_part(placed: Placed) -> bool:
    """Return whether it is the referent who knows: a question of the referent's own part."""
    return placed.section in OWN_PART.sections


def conditions(facts: Facts) -> tuple[Finding, ...]:
    """Return the hard rules that nobody knows yet to be kept, though an answer would say: conditions, if endorsed."""
    return tuple(each for each in to_check(findings(facts)) if each.hard and settled_by(each, facts) is not None)


def _asked_alone(step: Step) -> Step:
    """Return a question of the plan, asked where it is the one to settle."""

    def chosen(facts: Facts) -> bool:
        return bool(facts.value("settled") == step.name) and step.when(facts)

    return replace(step, when=chosen, required=Need.SEND, firm=True)


_CHOICES = [step for step in FIGURES.steps if isinstance(step, Step) and isinstance(step.widget, Choice)]
LATER = tuple(step.name for step in _CHOICES if any(step.name in kind.questions for kind in KINDS.values()))
"""Questions that a referent may still answer after the endorsement: they decide on a rule, and move no money."""

PAPERS_LATER = tuple(document.value for document in Document)
"""Papers, each of which may be given at any time."""

_OF_FIGURES = [step for step in FIGURES.steps if isinstance(step, Step) and step.name in {*LATER, *PAPERS_LATER}]
_OF_PAPERS = [step for step in PAPERS.steps if isinstance(step, Step)]

SETTLING = Conversation(
    "settling",
    (
        Section(
            "settling",
            (Step("settled", Choice(options=(*LATER, *PAPERS_LATER)), required=Need.SEND, firm=True, counts=False),),
        ),
        replace(FIGURES, steps=tuple(map(_asked_alone, _OF_FIGURES)), need=Need.SEND),
        replace(PAPERS, steps=tuple(map(_asked_alone, _OF_PAPERS)), need=Need.SEND),
    ),
    context=PlanContext,
)


def still_said(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what is still said of a plan once it is granted: a hard rule that an answer given later has broken."""
    asked_later = (finding for finding in found if finding.hard and set(kind_of(finding).questions) <= set(LATER))
    return at_level(Level.REFUSE, (finding for finding in asked_later if kind_of(finding).questions))
