"""Every page of the committee, and the values of each of its faces."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.aid import AidForm
from bot.domain.corrections import Correction, Room
from bot.domain.ids import CallId, MinutesId
from bot.domain.money import Cents
from bot.domain.plans import State
from bot.domain.rules import Finding
from bot.features.committee.correcting import HouseholdPart
from bot.features.committee.entries import AFTERWARDS, BY_COMMITTEE, Entry
from bot.features.committee.minutes import FIRST_DAY
from bot.features.committee.reallocation import Left, Proposal
from bot.features.committee.views import Elsewhere
from bot.storage.ledger import Books, Sum
from bot.storage.minutes import Minutes
from conversations.decision import DECLINE
from conversations.engine.choices import offered
from conversations.engine.flow import steps_by_name
from tests.rendering.samples import (
    BARE_ROW,
    CALL_ROW,
    FACTS,
    NOW,
    PLAN_ROW,
    STEPS,
    UNKNOWN,
    UNKNOWN_RULES,
    Values,
    summary,
)  # fmt: skip

LEFT = Left(12, 400_000)
WAITING = replace(PLAN_ROW, state=State.WAITING, ancv_reference="APV <123>")
MADE = Minutes(MinutesId(1), CallId(1), 3, NOW - timedelta(days=7), NOW, NOW, 3)
GROUNDS = offered(getattr(steps_by_name((DECLINE,))["ground"].widget, "options", ()), FACTS)
ENTRIES = [
    Entry(
        NOW,
        action.value,
        "V-2027-0042",
        "Résidence <T>",
        3,
        69_000,
        50_000,
        69_000,
        "",
        "Claire",
        "123",
        UNKNOWN_RULES[:2],
    )
    for action in sorted(BY_COMMITTEE | AFTERWARDS)
] + [
    Entry(NOW, "decline", "V-2027-0043", "Les Tilleuls", None, None, None, None, code, "Claire", "", ())
    for code in GROUNDS
]
HANDED = Room(Cents(50_000), Cents(69_000), Cents(20_000))
CORRECTIONS = [
    Correction("typed_wrong", 50_000),
    Correction("=Erreur <de> saisie", None),
    Correction("wrong_plan", 50_000, withdrawn=True),
]
PARTS = [HouseholdPart(3, 30_000, 20_000, 10_000), HouseholdPart(1, 10_000, 0, 0)]
BARE = summary(
    **{**UNKNOWN, "plan": replace(BARE_ROW, reference="V-2027-0043"), "rank": None, "on_condition": True, "own": False}
)


PAPER: dict[str, Any] = {
    "network": "Réseau <T>", "call": CALL_ROW, "minutes": MADE, "first": False, "by": "Claire", "decided": ENTRIES,
    "afterwards": ENTRIES, "opening": Sum(), "given": Sum(3, 69_000), "released": Sum(), "closing": Sum(3, 69_000),
}  # fmt: skip
PAPERS: list[Values] = [
    PAPER,
    {**PAPER, "decided": [], "afterwards": [], "first": True, "minutes": replace(MADE, since=FIRST_DAY)},
]
"""What minutes are made from."""


def committee_pages(found: tuple[Finding, ...]) -> dict[str, list[Values]]:
    """Return the values of the committee's pages, by template."""
    card: dict[str, Any] = {
        "kept": 8, "beside": 2, "unknown": UNKNOWN_RULES[:2],
        "warnings": found[:1], "refusals": found[1:2], "left": LEFT, "asked_call": 69_000,
        "gap_word": "La ville <est> sollicitée",
        "objective": ("referent", STEPS["objective"], "=Se retrouver"), "aim": ("wishes", STEPS["aim"], "children"),
        "first_time": ("wishes", STEPS["first_time"], "never"), "rank": 2, "undoable": False,
        "accompanied": False, "others": [],
        "hidden": [("figures", STEPS["quote"])],
    }  # fmt: skip
    unknown: dict[str, Any] = {
        "gap_word": "",
        "objective": ("referent", STEPS["objective"], None),
        "rank": None,
        "undoable": True,
        "accompanied": True,
        "hidden": [],
    }
    decision: dict[str, Any] = {"plan": PLAN_ROW, "granted": 50_000, "left": LEFT, "others": 2, "minutes": 2}
    lines = [summary(rank=1, plan=WAITING, on_condition=False, own=True), BARE]
    elsewhere = [Elsewhere("Été 2027", 2, ["Paul", "Inès"]), Elsewhere("Hiver", 1, ["Paul"])]
    refused = ("nothing_left", "quota_reached", "already_gone", "undo_window_open", "accompanied_by_you", "changed")
    several = {"minutes": 2, "left": [("Été 2027", LEFT), ("Hiver", LEFT)], "cents": 138_000}
    books = Books(Sum(3, 69_000), Sum(4, 119_000), Sum(1, 50_000), Sum(1, 10_000), Sum(2, 59_000))
    granted: dict[str, Any] = {
        "plan": PLAN_ROW, "offered": False, "room": HANDED, "form": AidForm.VOUCHERS, "to_provider": False,
        "with_lead": True,
    }  # fmt: skip
    proposed: dict[str, Any] = {"left": LEFT, "found": Proposal(WAITING, 2, 50_000)}
    return {
        "committee/card": [
            summary(**card, plan=WAITING),
            summary(**{**card, **UNKNOWN, **unknown}),
            summary(**{**card, "accompanied": True, "others": ["Claire", "Paul"]}),
            *(summary(**card, correction=correction) for correction in CORRECTIONS),
        ],
        "committee/correct": [
            {**granted, **more}
            for room in (Room(Cents(69_000), Cents(69_000)), HANDED, Room(*[Cents(69_000)] * 3))
            for more in ({"room": room}, {"room": room, "offered": True, "with_lead": False, "to_provider": True})
        ],
        "committee/correction": [
            {
                **granted,
                "cents": cents,
                "why": why,
                "back": back,
                "left": LEFT,
                "households": parts,
                "to_provider": paid,
            }
            for cents, back in ((60_000, 0), (10_000, 10_000), (0, 20_000))
            for why, parts, paid in (("=Erreur <de> saisie", [], True), ("typed_wrong", PARTS, False))
        ],
        "review/reference": [{"reference": "2027-00123 <A>"}],
        "committee/corrected": [{"plan": PLAN_ROW, "before": 50_000, "cents": n, "left": LEFT} for n in (0, 60_000)],
        "committee/choose": [{"what": what} for what in ("call", "region", "organisation", "order")],
        "committee/decided": [{**decision, "what": what} for what in ("granted", "offered", "waiting", "declined")]
        + [{**decision, "what": "granted", "others": 0}],
        "committee/figures": [
            {"call": CALL_ROW, "books": books, "left": LEFT, "not_back": cents} for cents in (0, 69_000)
        ],
        "committee/filter": [{"count": n, "all": 40, "days": 7} for n in (0, 1, 3)],
        "committee/freed": [
            summary(**proposed),
            summary(**{**proposed, "found": Proposal(WAITING, 1, 69_000)}),
            {"call": "Été 2027", "left": LEFT, "found": None},
        ],
        "committee/home": [
            {"network": "Tilleuls", "controller": name, "waiting": n, "later": n, "calls": calls, "elsewhere": others}
            for name, n, calls, others in (("T", 2, [CALL_ROW], []), ("", 0, [], []), ("T", 0, [], elsewhere))
        ],
        "committee/deciders_home": [
            {"name": "Inès", "waiting": n, "calls": calls} for n, calls in ((0, []), (1, ["Été 2027"]), (2, ["Été"]))
        ],
        "committee/list": [
            {"name": name, "lines": some, "count": len(some), "own": own, "filtered": filtered, "elsewhere": others}
            for name in ("list", "waiting", "granted")
            for filtered in (True, False)
            for some, own, others in ((lines, 1, []), ([], 0, elsewhere), ([], 2, []))
        ],
        "committee/minutes": [{"minutes": MADE, "call": "Été 2027", "count": n} for n in (1, 12)],
        "committee/no_minutes": [{"call": "Été 2027"}],
        "committee/point_asked": [{"plan": PLAN_ROW}],
        "committee/several": [
            {"lines": lines, "count": 2, "ticked": 2, "people": 7, "cents": 138_000, "left": several["left"]},
            {"lines": [], "count": 0, "ticked": 0, "people": 0, "cents": 0, "left": []},
        ],
        "committee/several_done": [
            {**several, "granted": [PLAN_ROW] * 21, "others": [(PLAN_ROW, code) for code in refused]},
            {**several, "granted": [], "others": [(PLAN_ROW, "nothing_left")] * 21, "left": [("Été 2027", LEFT)]},
        ],
        "committee/table": [{"call": "Été 2027"}],
        "committee/which_call": [{"count": n} for n in (0, 2)],
        "plan/let_go": [{"plan": PLAN_ROW}],
    }
