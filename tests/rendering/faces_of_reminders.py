"""Pages of reminders, hours and the message of the day, and the values of each of their faces."""

from collections.abc import Mapping
from datetime import date

from bot.domain.hours import Way
from bot.domain.ids import PlanId
from bot.domain.notices import Audience
from bot.domain.reminders import REMINDERS
from bot.features.caseload.todo import SAID_APART, Dated
from bot.features.departure.soon import Leaver
from bot.features.reminders.views import Awaiting, Piece, Week
from bot.plan.leaving import Line
from conversations import PLAN
from conversations.engine.steps import Need
from tests.rendering.samples import NOW, Values, path_of

PERSONAL = tuple(each.kind for each in REMINDERS if each.audience is Audience.BENEFICIARY)
LEFT: list[Line] = [("leave", date(2027, 6, 10), True), ("housing_agreement", date(2027, 7, 3), False)]
LEFT += [(name, None, False) for name in ("identity", "health_card", "insurance", "charger")]
DATED = tuple(
    Dated(what.value, count, date(2027, 6, 1) if count == 1 else None, pressed=count == 1)
    for what in SAID_APART
    for count in (1, 2)
)
OF_REFERENTS = tuple(each.kind for each in REMINDERS if each.audience is Audience.REFERENT)


def reminder_pages() -> Mapping[str, list[Values]]:
    """Return the pages that remind people, one day a page, and those that professionals choose and read."""
    missing = [(placed.section.name, placed.step) for placed in path_of(PLAN, Need.SEND)[:3]]
    day = {
        "missing": missing, "people_by": date(2027, 6, 1), "departure": date(2027, 7, 10), "days": 7,
        "state": "granted", "also": PERSONAL, "left": LEFT, "granted": 50_000, "held_until": NOW,
    }  # fmt: skip
    alone = {**day, "missing": [], "days": 1, "also": (), "left": []}
    hours = {
        "name": "Lina", "joining": True, "way": "daily", "always": False, "opens": 9, "closes": 18, "days": "12345",
        "summary_at": 9,
    }  # fmt: skip
    full = Awaiting(
        3, 1, 2, 1, 4, tuple((kind, count) for kind in OF_REFERENTS for count in (1, 7)), 2, 1, 2, DATED, 3, 1, 2
    )
    week = Week(3, 1, 4, 12, 2, 1_234_000)
    awaited: list[Values] = [
        {"awaiting": full, "week": week, "guides": ["Réserver tôt", "Payer <en chèques>"]},
        {"awaiting": Awaiting(to_read=1), "week": None, "guides": []},
        {"awaiting": Awaiting(), "week": Week(1, 0, 0, 0, 0, 0), "guides": ["Réserver tôt"]},
    ]
    return {
        **{f"reminders/{kind}": [day, alone] for kind in PERSONAL},
        "reminders/_stopped": [{"referent": "Lina"}, {"referent": ""}],
        "reminders/_never": [{"referent": "Lina"}, {"referent": ""}],
        "reminders/_not_today": [{"day": date(2027, 6, 1)}, {"day": None}],
        "hours/page": [
            *({**hours, "way": way.value} for way in Way),
            *({**hours, "days": days, "joining": False} for days in ("123456", "1234567")),
            {**hours, "always": True},
        ],
        "review/leaving": [
            {"people": [Leaver("Awa", PlanId(1), date(2027, 7, 10), tuple(LEFT))], "more": 2},
            {"people": [], "more": 0},
        ],
        "summary/concerned": [{"lines": [(kind, ["Awa", "Moussa"]) for kind in OF_REFERENTS]}, {"lines": []}],
        "summary/news": [
            {
                "pieces": [
                    Piece("notices/joined", {}, ["Awa", "Moussa"], 2),
                    Piece("notices/lacking", {"count": 3}, [], 2),
                ],
                "more": more,
            }
            for more in (0, 1, 3)
        ],
        "summary/day": awaited,
        "summary/inbox": awaited,
    }
