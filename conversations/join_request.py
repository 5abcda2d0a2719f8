"""A professional whom no network knows yet asks to join: five short questions, no account."""

from bot.domain.organisation_list import LONGEST_NAME, LONGEST_REFERENT
from bot.domain.organisation_words import department_of, region_meant, region_of
from bot.domain.regions import REGION_OF
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Text
from conversations.organisation_kinds import asked


def region_written(text: str) -> str:
    """Return the code of the region typed, by its name or by a department's number; empty when unknown."""
    named = region_of(text)
    if named is not None:
        return named.value
    number = department_of(text)
    return REGION_OF[number].value if number else ""


def known_place(typed: str, _facts: Facts) -> Problem | None:
    """Refuse what is no region and no department: it decides which network is asked."""
    return None if region_written(typed) else Problem("no_such_place", {"meant": region_meant(typed)})


JOIN_REQUEST = Conversation(
    "join_request",
    (
        Section(
            "join_request",
            (
                Step("asker", Text(limit=LONGEST_REFERENT), required=Need.SEND, firm=True),
                Step("workplace", Text(limit=LONGEST_NAME), required=Need.SEND, firm=True),
                *asked("workplace_kind"),
                Step("where", Text(limit=60, checks=(known_place,)), required=Need.SEND, firm=True),
                Step("message", Text(limit=300), required=Need.NOTHING),
            ),
        ),
    ),
)
