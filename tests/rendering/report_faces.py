"""The faces of each page after a stay."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.money import euros
from bot.domain.outcomes import HouseholdKind, Stay, outcomes
from bot.domain.people import OrganisationKind
from bot.domain.reports import Objective
from bot.storage.reports import Awaited, Report
from conversations.engine import flow
from conversations.engine.replies import FileRef
from conversations.engine.widgets import Message
from conversations.evaluation import FEELINGS, STORY
from conversations.report import REPORT
from tests.rendering.samples import CALL_ROW, NOW, PLAN_ROW, STAY, STEPS, Values

REPORTED = Report(
    plan_id=42, departure=STAY.start, homecoming=STAY.end, people=3, lodging_cents=42_000, transport_cents=18_000,
    food_cents=20_000, leisure_cents=10_000, used_count=42, used_cents=57_950, returned_count=7, returned_cents=12_050,
    objective=Objective.MOSTLY, words={"fact": "Elle a préparé le trajet <3", "effects": ["ties"], "advice": "Rien"},
    given_by=3, given_at=NOW,
)  # fmt: skip
NOT_GONE = replace(
    REPORTED, departure=None, homecoming=None, people=0, used_count=0, used_cents=0, returned_count=1,
    words={"fact": "Malade", "effects": [], "advice": ""}, objective=Objective.NOT,
)  # fmt: skip
AWAITED = Awaited(42, 3, "V-2027-0042", 1, 1, 1, 7, 3, STAY.end)
OF_STORY = flow.steps_by_name((STORY,))
OF_FEELINGS = flow.steps_by_name((FEELINGS,))
TOLD: list[tuple[str, Any, Any]] = [
    ("story", OF_STORY["took_place"], "yes"), ("story", OF_STORY["best"], "=Le canoë & le lac"),
    ("story", OF_STORY["first_done"], Message(text="Le restaurant")),
    ("story", OF_STORY["first_done"], Message(voice=FileRef("v1", "voice", 12))),
    ("story", OF_STORY["first_done"], FileRef("p1", "photo", 12)),
]  # fmt: skip


GOING = Stay(
    people=4, children=3, nights=7, cost=euros(900), granted=euros(690), households=(HouseholdKind.LONE_PARENT,),
    organisation=OrganisationKind.SIAE.kind, region="IDF", first_time="never", quotient=euros(612), lodging="campsite",
)  # fmt: skip


OTHER = replace(GOING, region="BRE", lodging="other")


def _given(report: Report, told: list[tuple[str, Any, Any]]) -> Values:
    steps = flow.steps_by_name((REPORT,))
    return {
        "plan": PLAN_ROW, "name": "Awa <D.>", "report": report, "story": told,
        "not_used": report.returned_cents, "never_handed": 0 if told else 12_000,
        "objective": ("report", steps["objective_reached"], str(int(report.objective))),
        "effects": ("report", steps["effects"], tuple(report.words["effects"])),
    }  # fmt: skip


def report_pages() -> Mapping[str, list[Values]]:
    """Return every page about reports and stories, with the values of each of its faces."""
    given = [
        _given(report, told)
        for report in (REPORTED, NOT_GONE, replace(REPORTED, returned_count=0))
        for told in (TOLD, [])
    ]
    aims = [(("report", flow.steps_by_name((REPORT,))["objective_reached"], f"{n}"), count) for n, count in
            ((3, 12), (2, None), (1, 0), (0, None))]  # fmt: skip
    call: Values = {"call": CALL_ROW, "fewest": 5}
    late = [("Awa <D.>", AWAITED, date(2027, 8, 16), late) for late in (True, False)]
    held: list[tuple[str, bool]] = [("Séjours d'été 2028", True), ("Séjours d'hiver 2028", False)]
    return {
        "report/_ready": given,
        "report/_given": [{**each, "again": again} for each in given for again in (True, False)],
        "review/going_again": [{"names": ["Awa", "Zoé"]}, {"names": []}],
        "report/_keepsake": [{"name": "Awa <D.>"}],
        "report/_awaited": [
            {"lines": late, "count": 2, "colleagues": [("Omar", 1), ("Zoé", 3)], "held": held},
            {"lines": [], "count": 0, "colleagues": [], "held": []},
        ],
        "report/_counted": [
            {**call, "found": found}
            for found in (outcomes([]), outcomes([GOING] * 3), outcomes([GOING, OTHER] * 6))
        ],
        "report/_overview": [
            {**call, "over": 41, "given": 30, "awaited": 11, "without_aid": 7, "people": 97,
             "first_departures": 12, "aims": aims,
             "said": [(OF_STORY["again"], [("yes", 12), ("alone", None), ("perhaps", None), ("no", 0)])],
             "changes": [(OF_FEELINGS["trust"], 12, None, 0)], "quotes": ["Le restaurant & la mer"],
             "late": [("Résidence <des Tilleuls>", 7), ("Les Ormes", None)], "more": 3},
            {**call, "over": 1, "given": 0, "awaited": 1, "without_aid": None, "people": None,
             "first_departures": None, "aims": [], "said": [], "changes": [], "quotes": [],
             "late": [("Les Ormes", None)], "more": 0},
            {**call, "over": 0, "given": 0, "awaited": 0, "without_aid": 0, "people": 0,
             "first_departures": 0, "aims": [], "said": [], "changes": [], "quotes": [],
             "late": [("Les Ormes", None)], "more": 0},
        ],
        "report/_held_up": [
            {**call, "refuses": refuses, "lines": [("Résidence <des Tilleuls>", None), ("Les Ormes", 7)],
             "more": 12, "passed": [("Tremplin", "Arrêt maladie & départ")]}
            for refuses in (True, False)
        ] + [{**call, "refuses": True, "lines": [], "more": 0, "passed": []}],
        "plan/again": [
            {"lines": [("wishes", STEPS["wishes"], ("sea",)), ("travellers", STEPS["children"], (7, 9))],
             "older": older, "who": who}
            for older, who in ((True, True), (False, True), (False, False))
        ],
        "review/another": [{"name": "Awa <D.>"}],
        "review/another_begun": [{"name": "Awa <D.>"}],
        "story/_thanks": [{"lines": [(OF_FEELINGS["trust"], "2", "4")]}, {"lines": []}],
    }  # fmt: skip
