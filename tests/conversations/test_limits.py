"""What each limit says of figures: kept to, broken, half known, and what would satisfy it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.figures import Area, Value
from bot.domain.limits import CapPerPerson, FilingUntil, Limit, MaxShare, OwnShare, StayWindow, TakesVouchers
from bot.domain.money import Cents, Percent, euros
from bot.domain.rules import Finding, Level, Rule, check
from bot.domain.travellers import Party
from conversations.rules.dates import Days, InSchoolHolidays, LeadDays, Nights, NotLeftYet
from conversations.rules.earlier import FrequencyPerYear, ReportsGiven, TotalAids
from conversations.rules.money import CostPerDay, MaxQuotient
from conversations.rules.place import InAreas, NotPaidInFull
from tests.domain.figures_of_a_week import NOTHING_KNOWN, TODAY, a_week, judging, sourced

CAPS = CapPerPerson(helped=euros(300), adult=euros(150), child=euros(150), companion=euros(100))
LEAVES = date(2027, 7, 10)
SUMMER = StayWindow(first=date(2027, 7, 1), until=date(2027, 8, 31))

KEPT: list[Limit] = [
    MaxQuotient(euros(900)),
    Nights(4, 21),
    Days(1, 14),
    InAreas((Area.FRANCE, Area.EUROPEAN_UNION)),
    MaxShare(Percent(80)),
    CostPerDay(euros(110), euros(170)),
    OwnShare(euros(60)),
    FrequencyPerYear(1),
    TotalAids(3),
    LeadDays(60),
    NotLeftYet(),
    SUMMER,
    FilingUntil(TODAY),
    InSchoolHolidays(),
    TakesVouchers(),
    NotPaidInFull(),
    ReportsGiven(),
]

BROKEN: list[tuple[Limit, dict[str, Any], Value | None, dict[str, Value]]] = [
    (MaxQuotient(euros(900)), {"quotient": euros(900)}, 90_000, {}),
    (
        Nights(4, 21),
        {"homecoming": LEAVES + timedelta(days=25)},
        25,
        {"earliest_return": date(2027, 7, 14), "latest_return": date(2027, 7, 31)},
    ),
    (
        Nights(4, 21),
        {"homecoming": LEAVES + timedelta(days=3)},
        3,
        {"earliest_return": date(2027, 7, 14), "latest_return": date(2027, 7, 31)},
    ),
    (
        Days(1, 14),
        {"homecoming": LEAVES + timedelta(days=14)},
        15,
        {"earliest_return": date(2027, 7, 10), "latest_return": date(2027, 7, 23)},
    ),
    (InAreas((Area.FRANCE,)), {"area": Area.EUROPEAN_UNION}, "european_union", {}),
    (MaxShare(Percent(70)), {"aid": euros(640)}, 64_000, {"max_aid": 63_000}),
    (CAPS, {"aid": euros(610)}, 61_000, {"max_aid": 60_000}),
    (CostPerDay(euros(37), euros(170)), {}, 3_750, {"max_cost": 3_700 * 3 * 8}),
    (CostPerDay(euros(20), euros(37)), {"disability": True}, 3_750, {"max_cost": 3_700 * 3 * 8}),
    (CostPerDay(euros(20), euros(37)), {"disability": None}, 3_750, {"max_cost": 2_000 * 3 * 8}),
    (OwnShare(euros(30)), {"own_share": euros(29)}, 2_900, {"min_own_share": 3_000}),
    (FrequencyPerYear(1), {"aids_this_year": 1}, 1, {}),
    (TotalAids(3), {"aids_ever": 3}, 3, {}),
    (LeadDays(60), {"departure": TODAY + timedelta(days=59)}, 59, {"earliest_departure": TODAY + timedelta(days=60)}),
    (
        LeadDays(60),
        {"departure": TODAY + timedelta(days=59), "stays_until": TODAY + timedelta(days=60)},
        59,
        {},
    ),
    (NotLeftYet(), {"departure": TODAY}, TODAY, {"earliest_departure": date(2027, 3, 2)}),
    (SUMMER, {"homecoming": date(2027, 9, 1)}, date(2027, 9, 1), {"latest_return": date(2027, 8, 31)}),
    (
        SUMMER,
        {"departure": date(2027, 6, 30), "homecoming": None},
        date(2027, 6, 30),
        {"earliest_departure": date(2027, 7, 1), "latest_return": date(2027, 8, 31)},
    ),
    (
        StayWindow(until=date(2027, 7, 9)),
        {"homecoming": None},
        LEAVES,
        {"latest_return": date(2027, 7, 9)},
    ),
    (FilingUntil(date(2027, 2, 28)), {}, TODAY, {}),
    (InSchoolHolidays(), {"school_holidays": False}, None, {}),
    (TakesVouchers(), {"takes_vouchers": False}, None, {}),
    (NotPaidInFull(), {"paid_in_full": True}, None, {}),
    (ReportsGiven(), {"reports_missing": 2}, 2, {}),
]


def the_finding(rule: Rule, figures: Mapping[str, Any]) -> Finding:
    (finding,) = check([rule], judging(figures), call="demandes d'été 2027")
    return finding


def named(parameter: object) -> str | None:
    return getattr(parameter, "kind", None)


@pytest.mark.parametrize("limit", [*KEPT, CAPS], ids=named)
def test_a_good_week_keeps_to_every_limit(limit: Limit) -> None:
    finding = the_finding(sourced(limit), a_week(aid=euros(600)))
    assert finding.level is Level.OK
    assert finding.satisfies == {}


@pytest.mark.parametrize(("limit", "change", "actual", "satisfies"), BROKEN, ids=named)
def test_a_broken_limit_says_the_figure_and_what_would_satisfy_it(
    limit: Limit, change: dict[str, Any], actual: Value | None, satisfies: dict[str, Value]
) -> None:
    finding = the_finding(sourced(limit), a_week(**change))
    assert (finding.level, finding.actual, finding.satisfies) == (Level.REFUSE, actual, satisfies)


@pytest.mark.parametrize("limit", [*KEPT, CAPS], ids=named)
def test_what_is_not_known_yet_never_refuses(limit: Limit) -> None:
    level = the_finding(sourced(limit), NOTHING_KNOWN).level
    assert level is (Level.OK if isinstance(limit, FilingUntil) else Level.UNKNOWN)


@pytest.mark.parametrize(
    ("limit", "change"),
    [
        (Nights(4, 21), {"homecoming": None}),
        (Days(1, 14), {"departure": None}),
        (SUMMER, {"homecoming": None}),
        (SUMMER, {"departure": None}),
        (MaxShare(Percent(80)), {"cost": None}),
        (CAPS, {"party": None}),
        (CostPerDay(euros(110), euros(170)), {"party": Party(helped=0)}),
        (CostPerDay(euros(110), euros(170)), {"homecoming": None}),
        (CostPerDay(euros(30), euros(170)), {"disability": None}),
        (InSchoolHolidays(), {"pupils": None}),
        (InSchoolHolidays(), {"school_holidays": None}),
    ],
)
def test_half_known_is_unknown(limit: Limit, change: dict[str, Any]) -> None:
    assert the_finding(sourced(limit), a_week(**change)).level is Level.UNKNOWN


def test_school_holidays_mean_nothing_without_pupils() -> None:
    figures = a_week(pupils=False, school_holidays=False)
    assert the_finding(sourced(InSchoolHolidays()), figures).level is Level.NOT_APPLICABLE


def test_a_disabled_traveller_raises_the_daily_ceiling() -> None:
    dear = a_week(cost=Cents(300_000), disability=True)
    assert the_finding(sourced(CostPerDay(euros(110), euros(170))), dear).level is Level.OK
