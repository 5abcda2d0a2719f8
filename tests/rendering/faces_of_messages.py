"""Pages of messages, support and guides, and the values of each of their faces."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.messages import ROOM, Seat
from bot.domain.plans import State
from bot.features.messages.views import Line
from conversations.guide import MOST_CONTENT, Theme
from tests.rendering.samples import NOW, STAY, TODAY, Values

LINES = [
    Line("Awa", mine=False, at=NOW, text="Ma sœur & moi <3 partons ?"),
    Line("Awa", mine=False, at=NOW, text="", kind="voice", number=1),
    Line("Lina", mine=True, at=NOW, text="Le devis", kind="photo", number=2),
    Line("Lina", mine=True, at=NOW, text="", kind="document", name="devis & co.pdf", number=3),
]
LONG = [Line("Awa", mine=False, at=NOW, text="&" * ROOM)]
GONE = {"referent": "Lina", "reads": "Omar", "until": date(2027, 8, 15)}
THERE = {"referent": "Lina", "reads": "Lina", "until": None}


def message_pages() -> Mapping[str, list[Values]]:
    """Return the pages with threads, what became of words, lists and the shelf."""
    known: dict[str, Any] = {"name": "Awa", "reference": "V-2027-0042", "reads_at": None, "aloud": "", "language": ""}
    seats: list[Values] = [
        {**known, **THERE, "seat": Seat.PERSON},
        {**known, **GONE, "seat": Seat.PERSON, "reads_at": NOW},
        *(
            {**known, **THERE, "seat": Seat.REFERENT, "aloud": aloud, "language": "العربية"}
            for aloud in ("", "no_account", "blocked", "discreet", "not_first")
        ),
    ]
    helped: list[Values] = [
        {**known, "seat": seat, "about": about, "state": state, "organisation": place, "reads_at": at}
        for seat in (Seat.ASKER, Seat.COORDINATOR)
        for about, state, place, at in (("Awa", State.GRANTED.value, "Les Tilleuls", NOW), ("", "", "", None))
    ]
    threads = [
        {"lines": lines, "new": new, "today": today}
        for lines, new, today in ((LINES, 12, TODAY), (LONG, 0, STAY.start), ([], 1, TODAY))
    ]
    guide = {"heading": "Le <b> & moi", "text": "&" * MOST_CONTENT, "at": NOW, "for_people": True}
    question = {"name": "Lina", "organisation": "Les Tilleuls", "at": NOW, "text": "<Comment> faire ? " * 200}
    return {
        "messages/thread": [{**seat, **thread} for seat in seats for thread in threads],
        "messages/sent": seats,
        "messages/file": [{"who": "Awa", "mine": mine, "at": NOW} for mine in (True, False)],
        "messages/held": [
            {"to": "Lina", "text": "<b> & " * 600, "count": 1},
            {"to": "", "text": "", "count": 3},
        ],
        "messages/taken_back": [{"done": done} for done in (True, False)],
        "messages/list": [{"new": new, "threads": threads} for new, threads in ((2, 3), (0, 3), (0, 0))],
        "support/thread": [{**each, **thread} for each in helped for thread in threads],
        "support/sent": helped,
        "support/list": [
            {"lines": [question] * 30, "answered": 2},
            {"lines": [{**question, "organisation": ""}], "answered": 0},
            {"lines": [], "answered": 0},
        ],
        "support/home": [{"guides": 3, "new": 2}, {"guides": 0, "new": 0}],
        "support/guides": [{"count": 3, "people": 1}, {"count": 1, "people": 0}, {"count": 0, "people": 0}],
        "guides/overview": [{"newest": ["Partir <à> deux", "Le budget"]}, {"newest": []}],
        "guides/theme": [{"theme": theme, "count": 2} for theme in Theme],
        "guides/guide": [
            {**guide, "theme": "budget"},
            {**guide, "theme": "other", "text": "", "for_people": False},
        ],
        "guide/_preview": [
            {**guide, "theme": theme, "names": names} for theme in Theme for names in (["Awa", "Lina <3"], [])
        ],
        "guides/found": [{"count": 2}, {"count": 0}],
    }
