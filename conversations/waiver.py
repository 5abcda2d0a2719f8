"""A coordinator lets a missing report pass: for one organisation, in one call, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations.engine.answers import Context, Facts
from conversations.engine.long_lists import LongList
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Text


@dataclass(frozen=True, slots=True)
class WaiverContext(Context):
    """What a coordinator who lets a missing report pass looks at."""

    owing: Mapping[str, str] = field(default_factory=dict)
    """Names of the organisations that owe reports, by their ids."""


def owing(facts: Facts) -> Mapping[str, str]:
    """Return the names of the organisations that owe reports, by their ids."""
    return facts.about(WaiverContext).owing


def organisations_owing(facts: Facts) -> tuple[str, ...]:
    """Return their ids, in the order of their names."""
    names = owing(facts)
    return tuple(sorted(names, key=lambda each: (names[each].casefold(), each)))


def shown_owing(facts: Facts) -> dict[str, Any]:
    """Return the name of the organisation that was chosen."""
    return {"organisation": owing(facts).get(facts.value("let_pass"), ""), "organisations": owing(facts)}


WAIVER = Conversation(
    "waiver",
    (
        Section(
            "waiver",
            (
                Step("let_pass", LongList(options=organisations_owing, names=owing), required=Need.SEND, firm=True),
                Step("why_pass", Text(limit=200), required=Need.SEND, firm=True, show=shown_owing),
            ),
        ),
    ),
    context=WaiverContext,
)
"""For one organisation, in one call: the button names the organisation, and the reason is asked."""
