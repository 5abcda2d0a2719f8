"""The faces of each page about a group: its referent's, and its members'."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.groups import Part, Together
from bot.domain.money import Cents
from bot.domain.notices import READS
from bot.domain.plans import State
from bot.features import registry  # noqa: F401  # which notices there are
from bot.notices.kinds import KINDS
from bot.plan.reading import WhoReads
from bot.storage.groups import Link
from conversations.group import STEPS as OF_HOUSEHOLD
from conversations.reckoning import budget, proposal
from tests.rendering.faces_of_reminders import PERSONAL
from tests.rendering.report_faces import TOLD
from tests.rendering.samples import BARE_ROW, FACTS, NOW, PLAN_ROW, STAY, STEPS, UNKNOWN_RULES, Values

NOTHING = dict.fromkeys((part.value for part in Part), 0)
FULL = Together(20, 31, (0,) * 5 + (8,) * 20, Cents(120_000), 3, ("baby_bed", "wheelchair"))
SHARED: dict[str, Any] = {
    "state": "granted", "place": "=Le lac & <nous>", "place_step": STEPS["place"], "dates": STAY,
    "people": 56, "referent": "Lina",
}  # fmt: skip
UNKNOWN: dict[str, Any] = {**SHARED, "place": None, "dates": None, "people": None, "referent": ""}
SAID: dict[str, Any] = {
    "adults": 1, "ages": (6, 8), "own": 6_000, "help": (OF_HOUSEHOLD["help"], ("diet",)),
    "worries": (OF_HOUSEHOLD["worries"], ("home", "=mon chat <3")),
}  # fmt: skip
SILENT: dict[str, Any] = {
    **SAID, "ages": (), "own": None, "help": (OF_HOUSEHOLD["help"], ()), "worries": (OF_HOUSEHOLD["worries"], ()),
}  # fmt: skip
UNSAID = {**SILENT, "adults": None}
IN_NOTICES: dict[str, Any] = {**SHARED, "own": 6_000, "faces": True}
IN_BARE_NOTICES: dict[str, Any] = {**UNKNOWN, "own": None, "faces": False}


def group_pages() -> Mapping[str, list[Values]]:
    """Return every page about groups, with the values of each of its faces."""
    card: dict[str, Any] = {
        "name": "Atelier <du jeudi>", "plan": PLAN_ROW, "state": "draft", "known": FULL,
        "counts": dict.fromkeys((part.value for part in Part), 12), "asking": 30, "worried": 2,
        "shared_left": 4, "shared_total": 7, "prices_left": 0, "lacking": ("too_many",), "link": Link(1, 42, 30, NOW),
        "unanswered": ("Awa", "Bea", "Cléo", "Dina", "Ève", "Fay"),
        "below": ("Awa", "Bea", "Cléo", "Dina", "Ève", "Fay"), "least": 3_000,
        "dates": STAY, "nights": 7, "provider": "Les Flots",
        "kept": 8, "beside": 1, "unknown": UNKNOWN_RULES[:3],
        "place": ("stay", STEPS["place"], "sea"), "budget": budget(FACTS), "proposal": proposal(FACTS),
        "complete": True, "granted": 69_000,
    }  # fmt: skip
    begun = {
        **card, "plan": BARE_ROW, "known": Together(), "counts": NOTHING, "asking": 0, "shared_left": 0,
        "prices_left": 5, "lacking": ("too_few",), "link": None, "dates": None, "nights": None,
        "place": ("stay", STEPS["place"], None), "provider": "", "complete": False, "granted": None,
        "kept": 0, "beside": 0, "unknown": (), "below": (), "unanswered": (),
    }  # fmt: skip
    few = {**begun, "known": replace(FULL, households=1, adults=1, ages=(8,), silent=1), "asking": 1, "prices_left": 0}
    return {
        "group/card": [card, begun, few, *({**card, "state": state.value} for state in State)],
        "group/pick": [
            {"name": "Atelier", "free": 60, "others": 2, "picked": 12},
            {"name": "Atelier", "free": 0, "others": 0, "picked": 0},
        ],
        "group/households": [{key: each[key] for key in ("name", "counts", "known")} for each in (card, begun)],
        "group/household": [
            {
                **said,
                "name": "Zoé",
                "part": part.value,
                "ready": ready,
                "aloud": aloud,
                "problem": aloud,
                "again": aloud,
                "story": TOLD if aloud else [],
            }
            for said in (SAID, UNSAID)
            for part in Part
            for ready, aloud in ((False, False), (True, False), (True, True))
        ],
        "group/link": [
            {"name": "Atelier", "link": link, "most": most, "until": NOW}
            for link, most in (("https://t.me/bot?start=abc", 30), ("", 1))
        ],
        "group/asking": [{"name": "Atelier", "count": count} for count in (0, 1, 30)],
        "group/out": [
            {
                "name": "Zoé",
                "leaving": 2,
                "before": 69_000,
                "after": 42_000,
                "give_back": 27_000,
                "in_vouchers": True,
                "same_prices": True,
            },
            {
                "name": "Zoé",
                "leaving": 1,
                "before": 0,
                "after": 0,
                "give_back": 0,
                "in_vouchers": True,
                "same_prices": False,
            },
        ],
        "group_member/part": [
            {
                **shared,
                **said,
                "state": state.value,
                "part": part.value,
                "ready": said is not UNSAID,
                "own_waits": said is not UNSAID,
                "problem": said is SILENT,
            }
            for shared in (SHARED, UNKNOWN)
            for said in (SAID, SILENT, UNSAID)
            for state in State
            for part in Part
        ],
        "group_member/surely": [{"referent": "Lina"}],
        "group_member/left": [{"referent": name} for name in ("Lina", "")],
        "reminders/group_leaving": [
            {**each, "departure": STAY.start, "days": days, "also": also}
            for each in (SHARED, UNKNOWN)
            for days, also in ((7, PERSONAL), (1, ("group_leaving",)), (15, ()))
        ],
        "notices/group_told": [
            {
                **each,
                "news": f"notices/{kind}",
                "leads": WhoReads(reads="Omar", referent="Lina", until=until),
                "give_back": 20_000 if until else 0,
                "in_vouchers": True,
                "referent": "" if kind == READS and until else each["referent"],
            }
            for each in (IN_NOTICES, IN_BARE_NOTICES)
            for kind in sorted(kind.name for kind in KINDS.values() if kind.members)
            for until in (STAY.end, None)
        ],
    }
