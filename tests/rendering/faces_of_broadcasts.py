"""What the screens about messages to many and events are handed: every face of each."""

from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from bot.domain.audience import Audience, Reach, Seen, To
from bot.domain.ids import BroadcastId, CallId, EventId, NetworkId, PersonId
from bot.features.broadcasts import letters
from bot.storage.broadcasts import Broadcast, BroadcastState, RowState
from bot.storage.events import Event
from conversations.broadcast import BROADCAST as TALK
from conversations.engine import flow
from tests.rendering.samples import NOW, STAY, Values

EVENT = Event(
    id=EventId(1), network_id=NetworkId(1), author_id=PersonId(3), name="Webinaire <vacances>", place="https://example.org/salle",
    starts_at=NOW + timedelta(days=3), minutes=90, seats=20, taken=2, revision=1, cancelled_at=None, created_at=NOW,
)  # fmt: skip
BROADCAST = Broadcast(
    id=BroadcastId(1), network_id=NetworkId(1), author_id=PersonId(3),
    message="closes_on", texts={}, call_id=CallId(1), event_id=None, day=None,
    audience=Audience(To.TEAMS), state=BroadcastState.SENDING, due_at=NOW, created_at=NOW, began_at=NOW, ended_at=None,
    total=9, progress_id=None,
)  # fmt: skip


def figures(count: int | None, state: BroadcastState, to: To) -> Values:
    """Return the counts of a broadcast, all the same."""
    counted = {row.value: count for row in RowState}
    return {
        "message": "closes_on", "state": state.value, "to": to.value, "total": count, "left": count, "bar": "▓▓░░",
        "ends_at": NOW, "resumes_at": NOW, **counted,
    }  # fmt: skip


REASONS = ("blocked", "deactivated", "nochat", "uncertain", "unwritten", "refused", "failed", "")
EVERY_STATE = [figures(count, state, To.TEAMS) for state in BroadcastState for count in (0, 1, 1_234, None)]


def broadcast_pages() -> dict[str, list[Values]]:
    """Return every page about broadcasts and events, with the values of each of its faces."""
    texts = sorted({kind.template for kind in (*letters.FOR_PROFESSIONALS.values(), *letters.FOR_PEOPLE.values())})
    said = [letter_values(count) for count in (0, 1, 40)]
    lists: list[Values] = [
        {"lines": [(replace(BROADCAST, state=state), figures(n, state, To.PEOPLE)) for state in BroadcastState]}
        for n in (7, None)
    ]
    lists.append({"lines": []})
    gone = replace(EVENT, cancelled_at=NOW, seats=None)
    return {
        **dict.fromkeys(texts, said),
        "broadcast/_ready": [
            ready(),
            ready(reached=None, aloud=None, left_out=[], due_at=NOW, opens_call=True, minutes=2),
        ],
        "broadcast/_seen": [
            {"text": Markup("<b>A</b>"), "language": "Français", "readers": n, "own_version": own}
            for n, own in ((0, True), (7, False), (None, True))
        ],
        "broadcast/_twice": [{"count": n} for n in (1, 30, None)],
        "broadcast/_started": [{"due_at": at} for at in (NOW, None)],
        "broadcast/_list": lists,
        "broadcast/_progress": EVERY_STATE,
        "broadcast/_report": EVERY_STATE,
        "broadcast/_not_reached": [
            {"lines": [("Lina", why) for why in REASONS], "count": 4, "to": "teams"},
            {"lines": [], "count": None, "to": "people"},
        ],
        "broadcast/_to_reach": [
            {"lines": [("Awa", "unreachable"), ("Nour", "aloud")], "count": n, "more": n - 2} for n in (2, 3, 9)
        ],
        "broadcast/_aloud": [{"name": "Awa", "text": Markup("<b>A</b>")}],
        "event/_list": [{"events": [EVENT, replace(EVENT, taken=1)]}, {"events": []}],
        "event/_event": [{"event": event, "waiting": n} for event in (EVENT, gone) for n in (0, 1, 3)],
        "event/_who": [
            {"event": EVENT, "coming": (["Lina <L.>"], 3, None), "waiting": (["Omar"], 1, 0)},
            {"event": EVENT, "coming": ([], 0, 0), "waiting": ([], 0, 0)},
        ],
        "news/answered": [{"event": EVENT, "answer": answer} for answer in ("coming", "waiting", "not_coming")],
        **{f"news/{name}": [{"event": EVENT}] for name in ("reminder", "changed", "called_off", "seat")},
    }  # fmt: skip


def letter_values(count: int) -> Values:
    """Return what a letter may say."""
    return {
        "name": "Awa <D.>", "call": "Été 2027", "people_by": STAY.start, "closes_at": NOW, "places": count,
        "day": STAY.end, "days": count, "event": EVENT, "text": "Bonjour <Awa> & les autres",
    }  # fmt: skip


def ready(**more: object) -> Values:
    """Return the values of the last look before a broadcast leaves."""
    return {
        "text": Markup("<b>A</b>"), "to": "teams", "narrowed": narrowed(), "languages": ["Français", "English"],
        "reached": 12, "aloud": 0, "left_out": [(reach.value, 3) for reach in Reach], "minutes": 1, "due_at": None,
        "opens_call": False, "rests": True, "audience": Audience(To.TEAMS), **more,
    }  # fmt: skip


def narrowed() -> list[object]:
    """Return a circle narrowed by region, kind, state and last visit."""
    values = {"regions": ("BRE",), "kinds": ("siae", "other"), "states": ("draft",), "seen": Seen.SILENT.value}
    steps = flow.steps_by_name((TALK,))
    return [(steps[name], value) for name, value in values.items()]
