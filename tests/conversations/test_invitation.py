"""Inviting: what the referent is asked before hope is raised, and how the person can be reached."""

from dataclasses import replace

import pytest

from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.replies import Said
from conversations.engine.steps import Need
from conversations.invitation import (
    CONSENT,
    INVITATION,
    INVITE_REFERENT,
    InvitationContext,
    contact_options,
    first_look,
    open_calls,
)
from tests.conversations.talk import NOTHING_SAID, at, data, ear, facts, ids, problem
from tests.domain.figures_of_a_week import SUMMER

DISCREET = replace(SUMMER, programme=replace(SUMMER.programme, discreet_default=True))


def test_three_checks_come_before_how_to_reach_the_person() -> None:
    assert ids(flow.path(INVITATION, NOTHING_SAID)) == [
        "nickname", "under_limit", "helped_before", "call_fits", "contact",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["under_limit", "helped_before", "call_fits"])
def test_each_check_may_be_unknown(name: str) -> None:
    placed = flow.find(INVITATION, NOTHING_SAID, name)
    assert placed is not None
    assert data(placed.step.widget.rows(None, NOTHING_SAID))[-1] == "unknown"


@pytest.mark.parametrize(
    ("answers", "likely_no"),
    [
        ({}, False),
        ({"under_limit": "unknown", "helped_before": "unknown", "call_fits": "unknown"}, False),
        ({"under_limit": "yes", "helped_before": "no", "call_fits": "yes"}, False),
        ({"under_limit": "no"}, True),
        ({"helped_before": "yes"}, True),
        ({"call_fits": "no"}, True),
    ],
)
def test_a_likely_no_is_known_before_hope_is_raised_and_an_unknown_never_blocks(
    answers: dict[str, str], likely_no: bool
) -> None:
    assert first_look(facts(**answers)).likely_no == likely_no


def test_the_call_is_asked_only_where_there_are_several() -> None:
    one, two = (replace(NOTHING_SAID, context=InvitationContext(ids)) for ids in (("7",), ("10", "7")))
    assert "in_call" not in ids(flow.path(INVITATION, one))
    assert "in_call" in ids(flow.path(INVITATION, two))
    assert open_calls(two) == ("7", "10")


def test_discreet_comes_first_where_the_programme_says_so() -> None:
    assert contact_options(NOTHING_SAID)[0] == contact_options(replace(NOTHING_SAID, call=SUMMER))[0] == "normal"
    assert contact_options(replace(NOTHING_SAID, call=DISCREET)) == ("discreet", "normal", "none")


@pytest.mark.parametrize(("contact", "worded"), [("normal", True), ("discreet", False), ("none", False)])
def test_only_an_invitation_that_travels_as_text_carries_words(contact: str, worded: bool) -> None:
    known: Facts = facts(contact=contact)
    assert ("word" in ids(flow.path(INVITATION, known))) == worded
    assert flow.missing(INVITATION, facts(contact=contact), Need.SEND)


def test_the_referents_word_may_be_left_out() -> None:
    known = facts(nickname="A", under_limit="yes", helped_before="no", call_fits="yes", contact="normal")
    assert at(flow.current(INVITATION, known)) == "word"
    assert flow.missing(INVITATION, known, Need.SEND) == ()


def test_how_the_person_agreed_is_one_of_four_ways() -> None:
    (placed,) = flow.path(CONSENT, NOTHING_SAID)
    assert data(placed.step.widget.rows(None, NOTHING_SAID)) == ["paper", "oral", "read_aloud", "translated"]


@pytest.mark.parametrize(("typed", "code"), [("93", None), ("2a", None), ("99", "no_such_department")])
def test_a_department_must_exist(typed: str, code: str | None) -> None:
    placed = flow.find(INVITE_REFERENT, NOTHING_SAID, "department")
    assert placed is not None
    taken = flow.take(placed.step, NOTHING_SAID, None, Said(typed), ear())
    assert problem(code, taken) if code else taken == flow.Answered(typed)
