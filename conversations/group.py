"""A group: founding it, the link of a workshop, and what each household says of itself.

The questions of a household are the plan's own, asked of each member instead of once; what they sum up to stands in
the plan in their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.groups import LEAST_HOUSEHOLDS, MOST_PEOPLE, Household, Together
from bot.domain.money import Cents
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Answer, Facts, Given
from conversations.engine.choices import Choice
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Number, Text
from conversations.invitation import InvitationContext, open_calls, several_calls
from conversations.plan_context import PlanContext

GROUP = Conversation(
    "group",
    (
        Section(
            "group",
            (Step("group_name", Text(limit=40), required=Need.SEND, firm=True),),
        ),
        Section(
            "invitation",
            (Step("in_call", Choice(options=open_calls), when=several_calls, required=Need.SEND, firm=True),),
        ),
    ),
    context=InvitationContext,
)

GROUP_PERSON = Conversation(
    "group_person", (Section("group", (Step("group_person", Text(limit=40), required=Need.SEND, firm=True),)),)
)
"""A person without a telephone joins: a first name, then a member like any other."""

GROUP_LINK = Conversation(
    "group_link",
    (
        Section(
            "group",
            (
                Step(
                    "link_people",
                    Number(low=LEAST_HOUSEHOLDS, high=MOST_PEOPLE, offered=(5, 10, 20, 30)),
                    required=Need.SEND,
                    firm=True,
                ),
                Step("link_day", Choice(options=("today", "tomorrow", "week")), required=Need.SEND, firm=True),
            ),
        ),
    ),
)
"""A link for a workshop: for how many people, and until which evening."""

LINK_DAYS: Mapping[str, int] = {"today": 0, "tomorrow": 1, "week": 7}
"""Days from today until the evening on which a link ends."""


@dataclass(frozen=True, slots=True)
class HouseholdContext(PlanContext):
    """What a household's own part of a group's plan looks at: what the plan's questions do, and who answers."""

    beside: bool = False
    """The referent answers beside the member, who agreed to it."""


def beside(facts: Facts) -> bool:
    """Return whether the referent writes for the member: how the member agreed is noted."""
    return facts.about(HouseholdContext).beside


def _of_the_plan() -> tuple[Section, ...]:
    """Return the plan's own questions that each household answers, in its sections."""
    found = (
        replace(section, steps=tuple(step for step in section.steps if isinstance(step, Step) and step.per_household))
        for section in PLAN.sections
    )
    return tuple(section for section in found if section.steps)


HOUSEHOLD = Conversation(
    "household",
    (
        Section(
            "consent",
            (
                Step(
                    "consent",
                    Choice(options=("paper", "oral", "read_aloud", "translated")),
                    when=beside,
                    required=Need.SEND,
                    firm=True,
                    counts=False,
                ),
            ),
        ),
        *_of_the_plan(),
    ),
    deferrable=True,
    context=HouseholdContext,
)
"""Who comes along, the help they need, what the member puts in, what worries them: the plan's own questions."""

STEPS = flow.steps_by_name((HOUSEHOLD,))

OF_HOUSEHOLDS = frozenset(name for name, step in STEPS.items() if step.per_household)
"""Questions of the plan that a group's referent is not asked: each household answers for itself."""


def household(raw: Mapping[str, Any]) -> Household | None:
    """Return what a member has said of the household; None while nobody is counted."""
    facts = flow.load_answers(raw, STEPS)
    adults = _value(facts, "adults")
    if adults is None:
        return None
    own = _value(facts, "own_share")
    return Household(
        adults=adults,
        ages=tuple(_value(facts, "children") or ()),
        own=None if own is None else Cents(own),
        help=tuple(_value(facts, "help") or ()),
    )


def _value(answers: Mapping[str, Answer], name: str) -> Any:
    given = answers.get(name)
    return given.value if isinstance(given, Given) else None


def dumped(known: Together) -> dict[str, Any]:
    """Return the sum as JSON, to be kept with the plan."""
    return {
        "households": known.households,
        "adults": known.adults,
        "ages": list(known.ages),
        "own": known.own,
        "silent": known.silent,
        "help": list(known.help),
        "shares": list(known.shares),
    }


def loaded(raw: Mapping[str, Any]) -> Together:
    """Reverse `dumped`; a group that nobody has joined sums up to nothing."""
    if not raw:
        return Together()
    own = raw["own"]
    return Together(
        households=raw["households"],
        adults=raw["adults"],
        ages=tuple(raw["ages"]),
        own=None if own is None else Cents(own),
        silent=raw["silent"],
        help=tuple(raw["help"]),
        shares=tuple(map(Cents, raw.get("shares", ()))),
    )


def summed_up(known: Together) -> dict[str, Answer]:
    """Return what stands in the place of the plan's own answers about people; nothing while nobody has confirmed."""
    if not known.households:
        return {}
    answers: dict[str, Answer] = {
        "adults": Given(known.adults),
        "children": Given(known.ages),
        "help": Given(known.help),
    }
    if known.own is not None:
        answers["own_share"] = Given(known.own)
    return answers
