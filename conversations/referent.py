"""The referent's own part of a plan, prefilled as far as known, and the referent's short conversations about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.domain.budget import Payment
from bot.domain.figures import Area
from bot.domain.reminders import AGREEMENTS
from bot.domain.rules import Finding
from conversations.engine.answers import Context, Facts
from conversations.engine.choices import Choice, Many, unmarked
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Repeat, Section, Step
from conversations.engine.widgets import Money, Number, Text
from conversations.plan_context import PlanContext
from conversations.rules.earlier import counts_in_all, gives_several
from conversations.rules.money import COST_PER_DAY, CostPerDay, helps_companions

FORMALITIES = (
    "employment_office",
    "housing_agreement",
    "employer_leave",
    "european_card",
    "child_permission",
    *AGREEMENTS,
    "treatment",
    "other",
)
"""What the referent may have to see to before the person leaves: only the referent knows, and no status is stored.

Of health only that something has to be foreseen: never what for.
"""

LEAVE_SETTLED = frozenset({"yes", "agreed", "no_object"})
"""There is no leave to ask for: it is granted, an absence is agreed on, or the contract knows none (by the hour)."""

MOST_AIDS = 30


def housed(facts: Facts) -> bool:
    """Return whether the organisation houses the beneficiary: the place there must be kept."""
    return facts.about(PlanContext).housed


def employed(facts: Facts) -> bool:
    """Return whether the organisation employs the beneficiary: a leave must be granted."""
    return facts.about(PlanContext).employed


def ticked(name: str) -> Callable[[Facts], bool]:
    """Return the condition that the referent ticked this formality."""
    return lambda facts: name in (facts.value("formalities") or ())


def abroad_while_asking_for_asylum(facts: Facts) -> bool:
    """Return whether the stay leaves France although the asylum office has to allow leaving the region alone.

    The office allows a move to another region of France (Ceseda, R. 551-6, 2020; read on 2026-12-01); the certificate
    of an application opens no border.
    """
    return ticked("asylum_office")(facts) and facts.value("area") in {Area.EUROPEAN_UNION, Area.ELSEWHERE}


def support_options(facts: Facts) -> tuple[str, ...]:
    """Return the referent's saved sentence, once there is one."""
    return ("as_usual",) if facts.about(PlanContext).saved_support else ()


def earlier(_facts: Facts) -> tuple[str, ...]:
    """Return what may be said of earlier aids; "not this year" is what the invitation says of them."""
    return ("none", "before", "this_year")


def total_matters(facts: Facts) -> bool:
    """Return whether there was help before, and a rule of the call counts how often in all; not once endorsed."""
    if facts.asked_on is not None and "aids_before" not in facts.answers:
        return False
    return counts_in_all(facts.call) and facts.value("earlier_aids") in {"before", "this_year"}


def several_a_year(facts: Facts) -> bool:
    """Return whether there was an aid this year, in a call that gives several; not once endorsed without."""
    if facts.asked_on is not None and "aids_of_year" not in facts.answers:
        return False
    return gives_several(facts.call) and bool(facts.value("earlier_aids") == "this_year")


def supplement_matters(facts: Facts) -> bool:
    """Return whether a day costs what a call allows only for travellers who are ill or disabled."""
    if facts.asked_on is not None and "supplement" not in facts.answers:
        return False
    unsaid = replace(facts, answers={name: each for name, each in facts.answers.items() if name != "supplement"})
    limits = [rule.limit for rule in facts.call.rules] if facts.call is not None else []
    verdicts = [COST_PER_DAY.judge(limit, unsaid) for limit in limits if isinstance(limit, CostPerDay)]
    return any(verdict.met is None and verdict.actual is not None for verdict in verdicts)


def for_several(facts: Facts) -> Mapping[str, bool]:
    """Return whether the plan is a group's: what is asked of one household is then the one that counts most."""
    return {"several": bool(facts.elsewhere)}


MOST_COMPANIONS = 20


def companions_matter(facts: Facts) -> bool:
    """Return whether it is asked who goes along at work: in a group, and where the call helps companions too.

    Programmes help them by a cap of their own (100 € in Elles en Vacances, 2020), and networks count them apart (FAS,
    2019: 17 of 349 who left). A plan that was endorsed before anybody asked is not asked any more.
    """
    if facts.asked_on is not None and "companions" not in facts.answers:
        return False
    return bool(facts.elsewhere) or helps_companions(facts.call)


OWN_PART = Conversation(
    "own_part",
    (
        Section(
            "referent",
            (
                Step("quotient", Money(high=500_000), required=Need.ENDORSE, show=for_several),
                Step(
                    "proof",
                    Choice(options=("caf", "tax", "payslip", "referent")),
                    required=Need.ENDORSE,
                ),
                Step(
                    "earlier_aids",
                    Choice(options=earlier),
                    required=Need.ENDORSE,
                    show=for_several,
                ),
                Step(
                    "aids_of_year",
                    Number(low=1, high=MOST_AIDS, offered=(1, 2, 3)),
                    when=several_a_year,
                    required=Need.ENDORSE,
                    show=for_several,
                ),
                Step(
                    "aids_before",
                    Number(low=1, high=MOST_AIDS, offered=(1, 2, 3)),
                    when=total_matters,
                    required=Need.ENDORSE,
                    show=for_several,
                ),
                Step(
                    "supplement",
                    Choice(options=("yes", "no")),
                    when=supplement_matters,
                    required=Need.ENDORSE,
                    show=for_several,
                ),
                Step(
                    "companions",
                    Number(low=0, high=MOST_COMPANIONS, offered=(0, 1, 2)),
                    when=companions_matter,
                    required=Need.ENDORSE,
                    counts=False,
                ),
                Step(
                    "objective",
                    Choice(options=("own_words",), other=True),
                    required=Need.ENDORSE,
                ),
                Step(
                    "support",
                    Choice(options=support_options, other=True),
                    required=Need.ENDORSE,
                ),
                Step(
                    "place_kept",
                    Choice(options=("yes", "not_yet")),
                    when=housed,
                    required=Need.ENDORSE,
                ),
                Step(
                    "leave_granted",
                    Choice(options=("yes", "agreed", "no_object", "not_yet")),
                    when=employed,
                    required=Need.ENDORSE,
                ),
                Step(
                    "formalities",
                    Many(options=FORMALITIES, none=True),
                    required=Need.ENDORSE,
                ),
                Step(
                    "other_formality",
                    Text(limit=120),
                    when=ticked("other"),
                    required=Need.ENDORSE,
                    counts=False,
                ),
            ),
        ),
    ),
    context=PlanContext,
)


LONGEST_REFERENCE = 40


@dataclass(frozen=True, slots=True)
class ReferenceContext(Context):
    """What is looked at where the reference of ANCV's own tool is typed."""

    known: tuple[str, ...] = ()
    """References that the organisation's other plans of the call have: one is for several who go together."""


def references(facts: Facts) -> tuple[str, ...]:
    """Return the references to tap instead of typing one again."""
    return facts.about(ReferenceContext).known


def short_enough(reference: str, _facts: Facts) -> Problem | None:
    """Refuse what is longer than any reference."""
    length = len(unmarked(reference))
    return Problem("too_long", {"limit": LONGEST_REFERENCE, "length": length}) if length > LONGEST_REFERENCE else None


def reference_typed(facts: Facts) -> str:
    """Return the reference that was typed or tapped."""
    return unmarked(str(facts.value("ancv_reference"))).strip()


APV_WEB = Section(
    "ancv",
    (
        Step(
            "ancv_reference",
            Choice(options=references, other=True, checks=(short_enough,)),
            required=Need.SEND,
            firm=True,
        ),
    ),
)
REFERENCE = Conversation("reference", (APV_WEB,), context=ReferenceContext)
"""The reference that ANCV's own tool gave: the organisation opens the request there, and quotes it on each paper."""


@dataclass(frozen=True, slots=True)
class ReviewContext(Context):
    """What a referent or a coordinator who asks about a plan looks at."""

    points: tuple[str, ...] = ()
    """The questions that can be opened again, in the plan's order."""


def points(facts: Facts) -> tuple[str, ...]:
    """Return the questions that can be opened again, in the plan's order."""
    return facts.about(ReviewContext).points


def chosen_points(facts: Facts) -> tuple[str, ...]:
    """Return the points ticked, one comment to ask for each."""
    return tuple(facts.value("points") or ())


CHANGES = Conversation(
    "changes",
    (
        Section(
            "changes",
            (
                Step("points", Many(options=points, most=12), required=Need.SEND, firm=True),
                Repeat(
                    (
                        Step("comment", Text(limit=300), required=Need.SEND, firm=True),
                        Step("proposed", Text(limit=300)),
                    ),
                    chosen_points,
                ),
            ),
        ),
    ),
    context=ReviewContext,
)


@dataclass(frozen=True, slots=True)
class EndorsementContext(Context):
    """What a referent who endorses looks at where something is open."""

    conditions: tuple[Finding, ...] = ()
    """Hard rules that nobody knows yet to be kept."""
    payment: Payment | None = None


def on_condition(facts: Facts) -> bool:
    """Return whether something that could refuse the plan is not known yet."""
    return bool(facts.about(EndorsementContext).conditions)


def what_is_open(facts: Facts) -> Mapping[str, object]:
    """Return what the questions say before they ask."""
    context = facts.about(EndorsementContext)
    return {"conditions": context.conditions, "payment": context.payment}


ENDORSEMENT = Conversation(
    "endorsement",
    (
        Section(
            "endorsement",
            (
                Step(
                    "on_condition",
                    Choice(options=("yes",)),
                    when=on_condition,
                    required=Need.SEND,
                    firm=True,
                    show=what_is_open,
                ),
                Step("gap_word", Text(limit=300), required=Need.SEND, firm=True, show=what_is_open),
            ),
        ),
    ),
    context=EndorsementContext,
)
"""Asked where a plan is endorsed though money is missing."""

NOT_ENDORSE = Conversation(
    "not_endorse",
    (
        Section(
            "not_endorse",
            (
                Step(
                    "reason",
                    Choice(options=("not_this_year", "not_ready", "rules", "money", "left"), other=True),
                    required=Need.SEND,
                    firm=True,
                ),
                Step(
                    "next_step",
                    Choice(options=("talk", "next_call", "other_aid", "change_plan")),
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
)
