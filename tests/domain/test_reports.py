"""After the stay: which scales, when a report is missing, what a plan keeps, and counts that hide people."""

from datetime import date

import pytest

from bot.domain.people import Role
from bot.domain.plans import TRANSITIONS, Action, State
from bot.domain.reports import FEWEST, Change, Scale, compare, due_on, in_hand, kept, scales, told, told_apart
from bot.domain.rules import Level, Rule, Source, Stance, Strength, check
from conversations.rules import Told, kind_of
from conversations.rules.earlier import ReportsGiven
from tests.domain.figures_of_a_week import judging


def test_no_family_scale_in_programmes_for_victims_of_violence() -> None:
    assert scales(family=True) == tuple(Scale)
    assert scales(family=False) == tuple(scale for scale in Scale if scale is not Scale.FAMILY)


def test_a_report_is_due_thirty_days_after_the_return() -> None:
    assert due_on(date(2027, 7, 17)) == date(2027, 8, 16)


@pytest.mark.parametrize(
    ("travelled", "used", "left_with", "keeps"),
    [
        (4, 690_00, 690_00, (4, 690_00)),
        (3, 569_50, 690_00, (3, 569_50)),
        (5, 690_00, 690_00, (4, 690_00)),
        (0, 0, 690_00, (0, 0)),
        (4, 690_01, 690_01, (4, 690_00)),
        (4, 300_00, 300_00, (4, 300_00)),
        (4, 690_00, 300_00, (4, 300_00)),
        (4, 0, 690_00, (4, 0)),
        (4, 0, 0, (0, 0)),
    ],
)
def test_a_reported_plan_keeps_what_was_used_to_the_cent_and_never_more_than_it_had(
    travelled: int, used: int, left_with: int, keeps: tuple[int, int]
) -> None:
    assert kept(4, 690_00, travelled, used, left_with) == keeps


@pytest.mark.parametrize(("handed", "left_with"), [(690_00, 690_00), (600_00, 600_00), (0, 0)])
def test_a_person_leaves_with_what_was_handed_over_and_a_refund_follows_the_stay(handed: int, left_with: int) -> None:
    assert in_hand(690_00, handed) == left_with
    assert in_hand(690_00, handed, refunded=True) == (left_with or 690_00)
    assert in_hand(490_00, 690_00) == 490_00, "what was granted no more was given back before"


def test_only_who_touched_a_face_both_times_is_compared() -> None:
    pairs = [
        ({"trust": 2, "rested": 3}, {"trust": 4}),
        ({"trust": 3}, {"trust": 3, "talk": 5}),
        ({"trust": 5}, {"trust": 1}),
        ({}, {"trust": 1}),
    ]
    changes = compare(pairs)
    assert changes[Scale.TRUST] == Change(better=1, same=1, worse=1)
    assert changes[Scale.RESTED].answered == changes[Scale.TALK].answered == 0


def test_few_people_are_never_counted_in_public() -> None:
    assert [told(count) for count in range(FEWEST + 2)] == [0, None, None, None, None, 5, 6]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((5, 1, 0, 0), [5, None, None, 0]),
        ((5, 1, 3), [5, None, None]),
        ((6, 0, 7), [6, 0, 7]),
        ((6, 2, 7), []),
        ((0, 0), [0, 0]),
    ],
)
def test_a_hidden_count_cannot_be_worked_out_from_the_others(counts: tuple[int, ...], shown: list[int | None]) -> None:
    assert told_apart(counts) == shown


def rule(strength: Strength, stance: Stance = Stance.REFUSE) -> Rule:
    return Rule("reports_given", ReportsGiven(), Source("ANCT et ANCV", 2021, strength), stance)


@pytest.mark.parametrize(
    ("asked", "missing", "level"),
    [
        (rule(Strength.WEAK), 2, Level.WARN),
        (rule(Strength.WEAK).confirmed("Réseau", 2028), 2, Level.REFUSE),
        (rule(Strength.WEAK, Stance.WARN).confirmed("Réseau", 2028), 2, Level.WARN),
        (rule(Strength.SOURCED), 0, Level.OK),
        (rule(Strength.SOURCED), None, Level.UNKNOWN),
    ],
)
def test_a_missing_report_warns_until_the_network_answers_for_the_rule(
    asked: Rule, missing: int | None, level: Level
) -> None:
    (finding,) = check([asked], judging({"reports_missing": missing}))
    assert finding.level is level
    assert kind_of(asked).told is Told.NEVER


def test_the_referent_reports_and_the_network_closes() -> None:
    moves = [TRANSITIONS[action] for action in (Action.REPORT, Action.CLOSE)]
    assert [(set(move.sources), move.target, set(move.roles)) for move in moves] == [
        ({State.BACK}, State.REPORTED, {Role.REFERENT}),
        ({State.REPORTED}, State.CLOSED, {Role.COORDINATOR}),
    ]
