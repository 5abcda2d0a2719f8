"""Inviting: a beneficiary by a referent, an organisation's referent by the coordinator, and consent on paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.other_routes import FirstLook
from bot.domain.regions import department_number
from bot.domain.rules import Rule
from conversations.engine.answers import Context, Facts
from conversations.engine.choices import Choice
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Text, TextOrVoice
from conversations.lodging import guests
from conversations.organisation_kinds import KindsContext, asked
from conversations.rules.money import MaxQuotient


@dataclass(frozen=True, slots=True)
class InvitationContext(Context):
    """What a referent who invites a beneficiary, or founds a group, looks at."""

    open_calls: tuple[str, ...] = ()
    """Ids of the calls that are open."""
    protected: bool = False
    """Whether the organisation shelters people from violence."""


def open_calls(facts: Facts) -> tuple[str, ...]:
    """Return the ids of the calls that are open, the first opened first."""
    return tuple(sorted(facts.about(InvitationContext).open_calls, key=int))


def several_calls(facts: Facts) -> bool:
    """Return whether there is a choice between calls."""
    return len(open_calls(facts)) > 1


def reached_by_text(facts: Facts) -> bool:
    """Return whether the invitation carries words: a discreet one is only a picture on the referent's screen."""
    return bool(facts.value("contact") == "normal")


def first_look(facts: Facts) -> FirstLook:
    """Return what the three first taps say together, before hope is raised."""
    known = {"yes": True, "no": False}
    return FirstLook(
        quotient_fits=known.get(facts.value("under_limit")),
        helped_this_year=known.get(facts.value("helped_before")),
        call_fits=known.get(facts.value("call_fits")),
    )


def ceilings(facts: Facts) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules of the call that set a ceiling to the quotient, with whose figure each is; most have one."""
    rules = facts.call.rules if facts.call is not None else ()
    return {"ceilings": tuple(rule for rule in rules if isinstance(rule.limit, MaxQuotient))}


def contact_options(facts: Facts) -> tuple[str, ...]:
    """Return the ways to reach the person, discreet first where the programme or the organisation protects."""
    by_programme = facts.call is not None and facts.call.programme.discreet_default
    discreet_first = by_programme or facts.about(InvitationContext).protected
    return ("discreet", "normal", "none") if discreet_first else ("normal", "discreet", "none")


def known_department(typed: str, _facts: Facts) -> Problem | None:
    """Refuse what is not the number of a French department, from which the region follows."""
    return None if department_number(typed) else Problem("no_such_department")


INVITATION = Conversation(
    "invitation",
    (
        Section(
            "invitation",
            (
                Step("nickname", Text(limit=40), required=Need.SEND, firm=True),
                Step("in_call", Choice(options=open_calls), when=several_calls, required=Need.SEND, firm=True),
                Step(
                    "under_limit",
                    Choice(options=("yes", "no", "unknown")),
                    required=Need.SEND,
                    firm=True,
                    show=ceilings,
                ),
                Step("helped_before", Choice(options=("no", "yes", "unknown")), required=Need.SEND, firm=True),
                Step(
                    "call_fits",
                    Choice(options=("yes", "no", "unknown")),
                    required=Need.SEND,
                    firm=True,
                    show=guests,
                ),
                Step("contact", Choice(options=contact_options), required=Need.SEND, firm=True),
                Step("word", TextOrVoice(limit=300), when=reached_by_text, required=Need.NOTHING),
            ),
        ),
    ),
    context=InvitationContext,
)

CONSENT = Conversation(
    "consent",
    (
        Section(
            "consent",
            (
                Step(
                    "consent",
                    Choice(options=("paper", "oral", "read_aloud", "translated")),
                    required=Need.SEND,
                    firm=True,
                ),
            ),
        ),
    ),
)

INVITE_REFERENT = Conversation(
    "invite_referent",
    (
        Section(
            "invite_referent",
            (
                Step("organisation", Text(limit=120), required=Need.SEND, firm=True),
                *asked("kind", own=True),
                Step("department", Text(limit=3, checks=(known_department,)), required=Need.SEND, firm=True),
            ),
        ),
    ),
    context=KindsContext,
)

INVITE_DECIDER = Conversation("invite_decider", INVITE_REFERENT.sections, context=KindsContext)
"""The same questions, about the organisation of a person who shall decide in a call."""
