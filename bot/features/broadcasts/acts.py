"""What is done about a message to many: begun, moved from state to state, repeated; its end is told."""

from datetime import datetime

from bot.domain.audience import Audience, To
from bot.domain.ids import BroadcastId
from bot.domain.notices import LEFT_TO_TELL
from bot.features.broadcasts import routes
from bot.features.broadcasts.message import Letter
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan.context import Moment
from bot.storage import audiences, audit, broadcasts, calls, outbox, sessions
from bot.storage.broadcasts import OVER, Broadcast, BroadcastState
from bot.storage.kernel.store import Tx

DONE = "broadcast_done"
"""The notice that tells its author how it ended."""


def begin(
    tx: Tx, request: Request, form: Form, letter: Letter, audience: Audience, key: bytes, due_at: datetime | None
) -> BroadcastId:
    """Let a message to many leave, now or when it is due; forget the form it was written on.

    `key` is what the same words are known by.
    """
    if form.facts.value("allow") == "yes" and audience.to is To.PEOPLE and letter.call is not None:
        calls.change(tx, letter.call.id, people_directly=True)
        audit.append(
            tx, f"call:{letter.call.id}", request.now, request.person.id, "people_directly", None, {"allowed": True}
        )
    values = {
        "network_id": request.person.network_id,
        "author_id": request.person.id,
        "message": letter.message,
        "texts": dict(letter.texts),
        "call_id": letter.call.id if letter.call else None,
        "event_id": letter.event.id if letter.event else None,
        "day": letter.day,
        "state": BroadcastState.SCHEDULED.value,
        "due_at": due_at or request.now,
    }
    broadcast_id = BroadcastId(broadcasts.add(tx, values, audience, key, request.now))
    told_of = {"message": letter.message, "to": audience.to.value}
    audit.append(tx, f"broadcast:{broadcast_id}", request.now, request.person.id, "confirm", None, told_of)
    if form.row is not None:
        sessions.close_form(tx, form.row.id)
    return broadcast_id


def move(
    tx: Tx, request: Request, found: Broadcast, code: str, target: BroadcastState, *sources: BroadcastState
) -> Broadcast:
    """Change the state of a broadcast that is in one of `sources`; it holds before the next message leaves."""
    ended = {"ended_at": request.now} if target in OVER else {}
    if broadcasts.move(tx, found.id, target, *sources, **ended):
        before, after = {"state": found.state.value}, {"state": target.value}
        audit.append(tx, f"broadcast:{found.id}", request.now, request.person.id, code, before, after)
        if target in OVER:
            tell_end(tx, request.moment, found.id)
    return routes.SENT.of(tx, request, found.id)


def repeat(tx: Tx, request: Request, found: Broadcast) -> Broadcast:
    """Send once more what may not have arrived; one that is not done stays as it is."""
    if found.state is BroadcastState.DONE:
        queued = broadcasts.repeat(tx, found.id)
        audit.append(tx, f"broadcast:{found.id}", request.now, request.person.id, "repeat", None, {"rows": queued})
    return routes.SENT.of(tx, request, found.id)


def tell_end(tx: Tx, moment: Moment, broadcast_id: int) -> None:
    """Queue the notice to the author how it ended, after a repetition once more; and those to referents."""
    leave_to_referents(tx, moment, broadcast_id)
    found = broadcasts.by_id(tx, broadcast_id)
    if found is not None:
        notice = outbox.Outgoing(
            key=f"broadcast:{broadcast_id}:{DONE}:{moment.now.isoformat()}",
            recipient_id=found.author_id,
            kind=DONE,
            context={"broadcast": broadcast_id},
            created_at=moment.now,
            due_at=moment.now,
        )
        outbox.put(tx, [notice])


def leave_to_referents(tx: Tx, moment: Moment, broadcast_id: int) -> None:
    """Queue one notice to each referent about all whom a message left; after a repetition only if it left more."""
    left = audiences.left_to_referents(tx, broadcast_id)
    notices = [
        outbox.Outgoing(
            key=f"broadcast:{broadcast_id}:{LEFT_TO_TELL}:{count}",
            recipient_id=referent_id,
            kind=LEFT_TO_TELL,
            context={"broadcast": broadcast_id, "count": count},
            created_at=moment.now,
            due_at=moment.now,
        )
        for referent_id, count in left.items()
    ]
    outbox.put(tx, notices)
