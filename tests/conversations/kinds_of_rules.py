"""Every kind of rule: a limit, and what people answer in the chat where it is kept, broken and not known yet.

A new kind of rule has its row here, and is then tried everywhere: by answers, on each page, in each language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

from bot.domain.figures import Area, Document, Value, Verdict
from bot.domain.limits import (
    AmountByRank,
    CapPerPerson,
    FilingUntil,
    Limit,
    MaxShare,
    OwnShare,
    PaidLodging,
    PaperGiven,
    StayWindow,
    TakesVouchers,
)
from bot.domain.money import Percent, euros
from bot.domain.regions import Region
from bot.domain.travellers import Party
from bot.programmes import schooldays
from bot.rendering.lexicons import lexicon_for
from conversations import OWN_PART, PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.replies import Said, Tapped
from conversations.engine.widgets import Ear
from conversations.plan_context import PlanContext
from conversations.rules import KINDS
from conversations.rules.dates import Days, InSchoolHolidays, LeadDays, Nights, NotLeftYet
from conversations.rules.earlier import FrequencyPerYear, ReportsGiven, TotalAids
from conversations.rules.money import CostPerDay, MaxQuotient
from conversations.rules.place import InAreas, NotPaidInFull
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
    """No answer can bring it about, and why; with what figures it would be so all the same."""

    why: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A limit, what is answered where it is kept, broken, and not known yet, and what a broken one says."""

    limit: Limit
    kept: Told | Never
    broken: Told | Never
    unknown: Told | Never
    actual: Value | None = None
    satisfies: Mapping[str, Value] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        """Return what the limit says where it is broken: by answers, or by figures where no answers break it."""
        if isinstance(self.broken, Never):
            return self.limit.judge(**self.broken.figures)
        return KINDS[self.limit.kind].judge(self.limit, answered(self.broken, self.limit))


NOTHING = Told({})
PROPOSED_BY_US = "the aid is proposed within this limit, and nobody can write another one"
CASES: Mapping[str, Case] = {
    "max_quotient": Case(
        MaxQuotient(euros(900)), Told({"quotient": "612"}), Told({"quotient": "1200"}), NOTHING, actual=1200_00
    ),
    "nights": Case(
        Nights(4, 21),
        Told(STAY),
        Told({"dates": "10/07/2027 - 12/07/2027"}),
        NOTHING,
        actual=2,
        satisfies={"earliest_return": date(2027, 7, 14), "latest_return": date(2027, 7, 31)},
    ),
    "days": Case(
        Days(1, 14),
        Told(STAY),
        Told({"dates": "10/07/2027 - 31/07/2027"}),
        NOTHING,
        actual=22,
        satisfies={"earliest_return": date(2027, 7, 10), "latest_return": date(2027, 7, 23)},
    ),
    "area": Case(
        InAreas((Area.FRANCE, Area.EUROPEAN_UNION)),
        Told({"area": ("european_union",)}),
        Told({"area": ("elsewhere",)}),
        Told({"provider": "Riad Yasmine, Marrakech"}),
        actual="elsewhere",
    ),
    "max_share": Case(
        MaxShare(Percent(80)),
        Told({**STAY, **PRICES}),
        Never(PROPOSED_BY_US, {"aid": euros(730), "cost": euros(900)}),
        Told(STAY),
        actual=730_00,
        satisfies={"max_aid": 720_00},
    ),
    "cap_per_person": Case(
        CapPerPerson(euros(300), euros(150), euros(150), euros(100)),
        Told({**STAY, **PRICES}),
        Never(PROPOSED_BY_US, {"aid": euros(900), "party": Party(helped=1, children=3)}),
        Told(STAY),
        actual=900_00,
        satisfies={"max_aid": 750_00},
    ),
    "amount_by_rank": Case(
        AmountByRank(euros(400), euros(300), euros(200)),
        Told({**STAY, **PRICES, "earlier_aids": ("before",), "aids_before": "2"}),
        Never(PROPOSED_BY_US, {"aid": euros(300), "aids_ever": 2, "party": Party(helped=1, children=3)}),
        Told({**STAY, **PRICES}),
        actual=300_00,
        satisfies={"max_aid": 200_00},
    ),
    "cost_per_day": Case(
        CostPerDay(euros(110), euros(170)),
        Told({**STAY, **PRICES}),
        Told({**STAY, **PRICES, "lodging_price": "9000"}),
        Told({**STAY, **PRICES, "lodging_price": "4000"}),
        actual=296_25,
        satisfies={"max_cost": 110_00 * 4 * 8},
    ),
    "own_share_min": Case(
        OwnShare(euros(30)),
        Told({"own_share": "60"}),
        Told({"own_share": "5"}),
        NOTHING,
        actual=5_00,
        satisfies={"min_own_share": 30_00},
    ),
    "frequency_per_year": Case(
        FrequencyPerYear(1),
        Told({"earlier_aids": ("before",)}),
        Told({"earlier_aids": ("this_year",)}),
        NOTHING,
        actual=1,
    ),
    "total_max": Case(
        TotalAids(3),
        Told({"earlier_aids": ("before",), "aids_before": "2"}),
        Told({"earlier_aids": ("this_year",), "aids_before": "3"}),
        Told({"earlier_aids": ("before",)}),
        actual=3,
    ),
    "lead_days": Case(
        LeadDays(60),
        Told(STAY),
        Told(STAY, {"today": date(2027, 6, 20)}),
        NOTHING,
        actual=20,
        satisfies={"earliest_departure": date(2027, 8, 19)},
    ),
    "not_left_yet": Case(
        NotLeftYet(),
        Told(STAY),
        Told(STAY, {"today": date(2027, 7, 10)}),
        NOTHING,
        actual=date(2027, 7, 10),
        satisfies={"earliest_departure": date(2027, 7, 11)},
    ),
    "stay_window": Case(
        StayWindow(date(2027, 9, 30)),
        Told(STAY),
        Never(
            "the question about the dates takes no day outside of it",
            {"departure": date(2027, 9, 25), "homecoming": date(2027, 10, 2)},
        ),
        NOTHING,
        actual=date(2027, 10, 2),
        satisfies={"latest_return": date(2027, 9, 30)},
    ),
    "filing_until": Case(
        FilingUntil(date(2027, 6, 15)),
        NOTHING,
        Told({}, {"today": date(2027, 7, 1)}),
        Never("the closing of a call and the day it is are always known"),
        actual=date(2027, 7, 1),
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
    "paid_lodging": Case(PaidLodging(), Told({"lodging": ("campsite",)}), Told({"lodging": ("family",)}), NOTHING),
    "not_paid_in_full": Case(
        NotPaidInFull(), Told({"booking": ("part_paid",)}), Told({"booking": ("all_paid",)}), NOTHING
    ),
    "paper": Case(
        PaperGiven(Document.QUOTIENT_PROOF),
        Told({"proof": ("caf",)}),
        Never(
            "a paper that lacks is asked for, and breaks nothing",
            {"papers": {Document.QUOTIENT_PROOF: False}},
        ),
        NOTHING,
    ),
    "reports_given": Case(
        ReportsGiven(),
        Told({}, {"context": PlanContext(reports_missing=0)}),
        Told({}, {"context": PlanContext(reports_missing=2)}),
        NOTHING,
        actual=2,
    ),
}
"""The reports are those of other plans, counted where a referent looks: no answer about this plan gives them."""


def answered(told: Told, limit: Limit) -> Facts:
    """Return what is known once all of it was typed or tapped, each under its own question, as the bot takes it."""
    documents = (limit.document,) if isinstance(limit, PaperGiven) else ()
    call = replace(summer_with(proposed(limit)), stay_until=date(2027, 9, 30), own_documents=documents)
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
