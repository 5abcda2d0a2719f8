"""The faces of each page after a grant."""

from collections.abc import Mapping
from datetime import date

from bot.domain.money import Cents
from conversations.leaving import ITEMS, PARTS
from conversations.reckoning import budget, payment
from tests.rendering.samples import FACTS, STAY, Values


def departure_pages() -> Mapping[str, list[Values]]:
    """Every page of the room, with the values of each of its faces."""
    costs = budget(FACTS).costs
    pay = {
        "granted": 69_000, "with_vouchers": [cost for cost in costs if cost.takes_vouchers],
        "with_cash": [cost for cost in costs if not cost.takes_vouchers], "payment": payment(FACTS, Cents(69_000)),
        "handed": False, "year": 2027, "until": date(2029, 12, 31),
    }  # fmt: skip
    return {
        "departure/list": [
            {"name": name, "part": part, "done": done, "total": 13, "protected": protected, "lines": _lines(part)}
            for part in PARTS
            for name, done, protected in (("", 4, False), ("Awa", 0, True), ("", 13, False))
        ],
        "departure/calendar": [{"first": STAY.start, "last": last} for last in (STAY.end, None)],
        "departure/pay": [
            pay,
            {**pay, "handed": True, "with_cash": [], "payment": payment(FACTS, Cents(99_000))},
            {**pay, "with_vouchers": []},
        ],
    }


def _lines(part: str) -> list[tuple[str, date | None, bool]]:
    names = [item.name for item in ITEMS if item.part == part]
    days = ((date(2027, 7, 3), False), (date(2027, 6, 3), True), (None, False))
    return [(name, *day) for name in names for day in days]
