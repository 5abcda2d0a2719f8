"""Conversations of a meeting: made, and changed."""

from bot.features.meetings import pages
from bot.interaction import permits
from bot.interaction.forms import FormKind
from bot.interaction.request import Request
from bot.storage import events
from bot.storage.kernel.store import Tx
from conversations.event import EVENT, EVENT_CHANGE, EventContext


def _seats(tx: Tx, _request: Request, event_id: int) -> EventContext:
    """Return the number of seats that are taken."""
    event = events.by_id(tx, event_id)
    return EventContext(event.taken if event else 0)


def _event(tx: Tx, request: Request, event_id: int) -> None:
    event = events.by_id(tx, event_id)
    permits.same_network(request, event.network_id if event is not None else None)


FORMS = (
    FormKind(EVENT, pages.made, roles=permits.COORDINATOR, may=permits.anything),
    FormKind(EVENT_CHANGE, pages.changed, roles=permits.COORDINATOR, may=_event, context=_seats),
)
