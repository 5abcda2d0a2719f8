"""Every kind of rule can be kept, broken and unknown by what people answer in the chat; or it is said here why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

import pytest

from bot.domain.figures import Area
from bot.domain.limits import (
    VOCABULARY,
    CapPerPerson,
    CostPerDay,
    Days,
    FilingUntil,
    FrequencyPerYear,
    InAreas,
    InSchoolHolidays,
    LeadDays,
    Limit,
    MaxQuotient,
    MaxShare,
    Nights,
    NotLeftYet,
    NotPaidInFull,
    OwnShare,
    ReportsGiven,
    StayWindow,
    TakesVouchers,
    TotalAids,
)
from bot.domain.money import Percent, euros
from bot.domain.regions import Region
from bot.domain.rules import Level
from bot.programmes import schooldays
from bot.rendering.lexicons import lexicon_for
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.replies import Said, Tapped
from conversations.engine.widgets import Ear
from conversations.plan_context import PlanContext
from conversations.reckoning import findings
from tests.conversations.talk import TODAY
from tests.domain.figures_of_a_week import proposed, summer_with

SCHOOLS = schooldays.load()
EAR = Ear(lexicon_for("fr"), {})


SUMMER, IN_TERM = "10/07/2027 - 17/07/2027", "06/09/2027 - 13/09/2027"
AT_SCHOOL = {"adults": "1", "children": "6, 8, 11"}
PRICES = {"lodging_price": "420", "transport_price": "180", "food_price": "200", "leisure_price": "100"}
STAY = {**AT_SCHOOL, "dates": SUMMER}

Talk: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""The question, and what is typed under it, or the buttons tapped one after the other."""


@dataclass(frozen=True)
class Told:
    """What is answered in the chat, and what else is so on that day: the date, the region, the reports of others."""

    talk: Talk
    besides: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Never:
    """No answer can bring it about, and why."""

    why: str


@dataclass(frozen=True)
class Case:
    """A limit, and what is answered where it is kept, broken, and not known yet."""

    limit: Limit
    kept: Told | Never
    broken: Told | Never
    unknown: Told | Never


NOTHING = Told({})
PROPOSED_BY_US = Never("the aid is proposed within this limit, and nobody can write another one")
CASES: Mapping[str, Case] = {
    "max_quotient": Case(MaxQuotient(euros(900)), Told({"quotient": "612"}), Told({"quotient": "1200"}), NOTHING),
    "nights": Case(Nights(4, 21), Told(STAY), Told({"dates": "10/07/2027 - 12/07/2027"}), NOTHING),
    "days": Case(Days(1, 14), Told(STAY), Told({"dates": "10/07/2027 - 31/07/2027"}), NOTHING),
    "area": Case(
        InAreas((Area.FRANCE, Area.EUROPEAN_UNION)),
        Told({"area": ("european_union",)}),
        Told({"area": ("elsewhere",)}),
        Told({"provider": "Riad Yasmine, Marrakech"}),
    ),
    "max_share": Case(MaxShare(Percent(80)), Told({**STAY, **PRICES}), PROPOSED_BY_US, Told(STAY)),
    "cap_per_person": Case(
        CapPerPerson(euros(300), euros(150), euros(150), euros(100)),
        Told({**STAY, **PRICES}),
        PROPOSED_BY_US,
        Told(STAY),
    ),
    "cost_per_day": Case(
        CostPerDay(euros(110), euros(170)),
        Told({**STAY, **PRICES}),
        Told({**STAY, **PRICES, "lodging_price": "9000"}),
        Told({**STAY, **PRICES, "lodging_price": "4000"}),
    ),
    "own_share_min": Case(OwnShare(euros(30)), Told({"own_share": "60"}), Told({"own_share": "5"}), NOTHING),
    "frequency_per_year": Case(
        FrequencyPerYear(1), Told({"earlier_aids": ("before",)}), Told({"earlier_aids": ("this_year",)}), NOTHING
    ),
    "total_max": Case(
        TotalAids(3),
        Told({"earlier_aids": ("before",), "aids_before": "2"}),
        Told({"earlier_aids": ("this_year",), "aids_before": "3"}),
        Told({"earlier_aids": ("before",)}),
    ),
    "lead_days": Case(LeadDays(60), Told(STAY), Told(STAY, {"today": date(2027, 6, 20)}), NOTHING),
    "not_left_yet": Case(NotLeftYet(), Told(STAY), Told(STAY, {"today": date(2027, 7, 10)}), NOTHING),
    "stay_window": Case(
        StayWindow(date(2027, 9, 30)),
        Told(STAY),
        Never("the question about the dates takes no day outside of it"),
        NOTHING,
    ),
    "filing_until": Case(
        FilingUntil(date(2027, 6, 15)),
        NOTHING,
        Told({}, {"today": date(2027, 7, 1)}),
        Never("the closing of a call and the day it is are always known"),
    ),
    "school_holidays": Case(
        InSchoolHolidays(),
        Told(STAY),
        Told({**STAY, "dates": IN_TERM}),
        Told(STAY, {"off_school": SCHOOLS.off_school(Region.COR)}),
    ),
    "takes_vouchers": Case(
        TakesVouchers(), Told({"vouchers": ("yes",)}), Told({"vouchers": ("no",)}), Told({"vouchers": ("to_check",)})
    ),
    "not_paid_in_full": Case(
        NotPaidInFull(), Told({"booking": ("part_paid",)}), Told({"booking": ("all_paid",)}), NOTHING
    ),
    "reports_given": Case(
        ReportsGiven(),
        Told({}, {"context": PlanContext(reports_missing=0)}),
        Told({}, {"context": PlanContext(reports_missing=2)}),
        NOTHING,
    ),
}
"""The reports are those of other plans, counted where a referent looks: no answer about this plan gives them."""


def answered(told: Told, limit: Limit) -> Facts:
    """What is known once all of it was typed or tapped, each under its own question, as the bot takes it."""
    call = replace(summer_with(proposed(limit)), stay_until=date(2027, 9, 30))
    known = Facts(today=TODAY, call=call, off_school=SCHOOLS.off_school(Region.IDF))
    for name, replies in told.talk.items():
        known = _replied(known, name, replies)
    return replace(known, **told.besides)


def _replied(known: Facts, name: str, replies: str | tuple[str, ...]) -> Facts:
    placed = flow.find(PLAN, known, name) or flow.find(OWN_PART, known, name)
    assert placed is not None, f"nobody is asked {name}"
    scratch: Any = None
    for reply in [Said(replies)] if isinstance(replies, str) else map(Tapped, replies):
        outcome = flow.take(placed.step, known, scratch, reply, EAR)
        if isinstance(outcome, flow.Answered):
            return flow.with_answer(known, placed.step, Given(outcome.value))
        assert isinstance(outcome, flow.Waiting), f"{name}: {outcome}"
        scratch = outcome.scratch
    raise AssertionError(f"{name} is still open")


def test_no_kind_of_rule_is_forgotten_here() -> None:
    assert {kind: type(case.limit) for kind, case in CASES.items()} == VOCABULARY


@pytest.mark.parametrize(("way", "level"), [("kept", Level.OK), ("broken", Level.WARN), ("unknown", Level.UNKNOWN)])
@pytest.mark.parametrize("kind", sorted(VOCABULARY))
def test_each_kind_of_rule_is_kept_broken_and_unknown_by_answers_in_the_chat(kind: str, way: str, level: Level) -> None:
    case = CASES[kind]
    told = getattr(case, way)
    if isinstance(told, Never):
        assert told.why
        return
    found = {finding.kind: finding.level for finding in findings(answered(told, case.limit))}
    expected = Level.REFUSE if kind == "filing_until" and way == "broken" else level
    assert found[kind] is expected


def test_what_can_never_be_is_said_by_name() -> None:
    impossible = {
        (kind, way) for kind, case in CASES.items() for way in ("kept", "broken", "unknown")
        if isinstance(getattr(case, way), Never)
    }  # fmt: skip
    assert impossible == {
        ("max_share", "broken"), ("cap_per_person", "broken"), ("stay_window", "broken"), ("filing_until", "unknown"),
    }  # fmt: skip


@pytest.mark.parametrize("dates", ["01/07/2027 - 08/07/2027", "28/08/2027 - 02/09/2027"])
def test_one_day_of_school_is_enough_to_miss_school(dates: str) -> None:
    known = answered(Told({**STAY, "dates": dates}), InSchoolHolidays())
    assert {f.kind: f.level for f in findings(known)}["school_holidays"] is Level.WARN


@pytest.mark.parametrize(("dates", "children"), [("11/09/2027 - 12/09/2027", "6, 8"), (IN_TERM, "1, 17")])
def test_a_weekend_and_a_child_who_does_not_go_to_school_miss_none(dates: str, children: str) -> None:
    known = answered(Told({"adults": "1", "children": children, "dates": dates}), InSchoolHolidays())
    assert {f.kind: f.level for f in findings(known)}["school_holidays"] is Level.OK


def test_a_year_whose_calendar_is_not_published_is_unknown_and_not_kept() -> None:
    known = answered(Told(STAY), InSchoolHolidays())
    assert known.off_school is not None
    assert known.off_school(date(2031, 7, 10)) is None
