"""Every kind of rule can be kept, broken and unknown by what people answer in the chat; or it is said here why not."""

from datetime import date

import pytest

from bot.domain.rules import Level
from conversations.rules import KINDS, findings
from conversations.rules.dates import InSchoolHolidays
from conversations.settling import settled_by
from tests.conversations.kinds_of_rules import CASES, IN_TERM, STAY, Never, Told, answered


def test_no_kind_of_rule_is_forgotten_here() -> None:
    assert {name: type(case.limit) for name, case in CASES.items()} == {name: k.limit for name, k in KINDS.items()}


@pytest.mark.parametrize(("way", "level"), [("kept", Level.OK), ("broken", Level.WARN), ("unknown", Level.UNKNOWN)])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_rule_is_kept_broken_and_unknown_by_answers_in_the_chat(kind: str, way: str, level: Level) -> None:
    case = CASES[kind]
    told = getattr(case, way)
    if isinstance(told, Never):
        assert told.why
        return
    found = {finding.kind: finding.level for finding in findings(answered(told, case.limit))}
    expected = Level.REFUSE if kind == "filing_until" and way == "broken" else level
    assert found[kind] is expected


def test_what_nobody_knows_yet_leads_to_the_question_that_settles_it() -> None:
    asked = {}
    for kind, case in CASES.items():
        if isinstance(case.unknown, Told):
            known = answered(case.unknown, case.limit)
            finding = next(each for each in findings(known) if each.kind == kind)
            placed = settled_by(finding, known)
            asked[kind] = placed.step.name if placed else ""
    assert {kind for kind, name in asked.items() if not name} == {
        "cost_per_day",  # a wheelchair is the only disability that is asked about
        "school_holidays",  # a calendar that is not published
        "reports_given",  # other plans
    }
    assert (asked["takes_vouchers"], asked["total_max"], asked["nights"]) == ("vouchers", "aids_before", "dates")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_rule_that_is_broken_says_the_figure_and_what_would_satisfy_it(kind: str) -> None:
    verdict, case = CASES[kind].verdict(), CASES[kind]
    met = None if kind == "paper" else False  # a paper that lacks breaks nothing: nobody knows yet
    assert (verdict.met, verdict.actual, verdict.satisfies) == (met, case.actual, case.satisfies)


def test_what_can_never_be_is_said_by_name() -> None:
    impossible = {
        (kind, way) for kind, case in CASES.items() for way in ("kept", "broken", "unknown")
        if isinstance(getattr(case, way), Never)
    }  # fmt: skip
    assert impossible == {
        ("max_share", "broken"), ("cap_per_person", "broken"), ("amount_by_rank", "broken"), ("stay_window", "broken"),
        ("filing_until", "unknown"), ("paper", "broken"),
    }  # fmt: skip


@pytest.mark.parametrize("dates", ["01/07/2027 - 08/07/2027", "28/08/2027 - 02/09/2027"])
def test_one_day_of_school_is_enough_to_miss_school(dates: str) -> None:
    known = answered(Told({**STAY, "dates": dates}), InSchoolHolidays())
    assert {f.kind: f.level for f in findings(known)}["school_holidays"] is Level.WARN


@pytest.mark.parametrize(
    ("dates", "children", "level"),
    [("11/09/2027 - 12/09/2027", "6, 8", Level.OK), (IN_TERM, "1, 17", Level.NOT_APPLICABLE)],
)
def test_a_weekend_and_a_child_who_does_not_go_to_school_miss_none(dates: str, children: str, level: Level) -> None:
    known = answered(Told({"adults": "1", "children": children, "dates": dates}), InSchoolHolidays())
    assert {f.kind: f.level for f in findings(known)}["school_holidays"] is level


def test_a_year_whose_calendar_is_not_published_is_unknown_and_not_kept() -> None:
    known = answered(Told(STAY), InSchoolHolidays())
    assert known.off_school is not None
    assert known.off_school(date(2031, 7, 10)) is None
