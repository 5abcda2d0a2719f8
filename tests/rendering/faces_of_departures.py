"""The faces of each page after a grant."""

from collections.abc import Mapping
from datetime import date

from bot.domain.money import Cents
from bot.domain.rules import Finding
from conversations.leaving import ITEMS, PARTS
from conversations.reckoning import budget, payment
from tests.rendering.samples import BARE_ROW, FACTS, NOW, PLAN_ROW, STAY, STEPS, Values


def departure_pages(found: tuple[Finding, ...]) -> Mapping[str, list[Values]]:
    """Return every page about departures, with the values of each of its faces."""
    costs = budget(FACTS).costs
    pay = {
        "granted": 69_000, "with_vouchers": [cost for cost in costs if cost.takes_vouchers],
        "with_cash": [cost for cost in costs if not cost.takes_vouchers], "payment": payment(FACTS, Cents(69_000)),
        "handed": False, "year": 2027, "until": date(2029, 12, 31),
    }  # fmt: skip
    lines = [
        ("stay", STEPS["dates"], None, STAY),
        ("travellers", STEPS["adults"], 1, 2),
        ("travellers", STEPS["children"], (6, 8), ()),
        ("figures", STEPS["lodging_price"], 42_000, 30_000),
    ]
    change = {
        "name": "Awa", "plan": PLAN_ROW, "lines": lines, "before": 69_000, "after": 56_000, "granted": True,
        "give_back": 13_000, "in_vouchers": True, "refusals": found[:3], "same_prices": True,
    }  # fmt: skip
    return {
        "departure/list": [
            {
                "name": name,
                "part": part,
                "done": done,
                "total": 13,
                "protected": protected,
                "cash": 20_000,
                "other": "Le carnet du chien",
                "vouchers": not name,
                "guarantee": 30_000,
                "by_card": done == 0,
                "lines": _lines(part),
                "first": first,
                "elsewhere": "papers" if first else "",
            }
            for part in PARTS
            for name, done, protected in (("", 4, False), ("Awa", 0, True), ("", 13, False))
            for first in (None, ("leave", STAY.start, done == 0))
        ],
        "departure/calendar": [{"first": STAY.start, "last": last} for last in (STAY.end, None)],
        "departure/pay": [
            pay,
            {**pay, "handed": True, "with_cash": [], "payment": payment(FACTS, Cents(99_000))},
            {**pay, "with_vouchers": []},
        ],
        "departure/changes": [{"lines": told, "beside": beside} for told in (lines, []) for beside in (True, False)],
        "departure/asked": [{"lines": lines}],
        "departure/review": [
            change,
            {**change, "plan": BARE_ROW, "granted": False, "give_back": 0, "refusals": (), "same_prices": False},
            {**change, "after": 69_000},
            {**change, "lines": []},
        ],
        "departure/settled": [
            {"what": what, "name": "Awa", "plan": PLAN_ROW, "group": group}
            for what in ("agreed", "kept")
            for group in (False, True)
        ],
        "departure/problem": [{"reads_at": moment} for moment in (NOW, None)],
        "departure/early": [
            {"name": "Awa", "homecoming": day, "group": group} for day in (STAY.end, None) for group in (False, True)
        ],
    }


def _lines(part: str) -> list[tuple[str, date | None, bool]]:
    names = [item.name for item in ITEMS if item.part == part]
    days = ((date(2027, 7, 3), False), (date(2027, 6, 3), True), (None, False))
    return [(name, *day) for name in names for day in days]
