"""Where buttons about meetings lead."""

from bot.domain.ids import EventId
from bot.domain.people import Refused
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, EVERYBODY, Argument, decode_id, encode_id
from bot.storage import broadcasts, events
from bot.storage.events import Event
from bot.storage.kernel.store import Tx


def _event(tx: Tx, request: Request, text: str) -> Event:
    found = events.by_id(tx, decode_id(text))
    if found is None or found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found


def _asked(tx: Tx, request: Request, text: str) -> Event:
    event = _event(tx, request, text)
    if not broadcasts.asked_to(tx, event.id, request.person.id):
        raise Refused("not_found")
    return event


EVENT: Argument[EventId, Event] = Argument("event", encode_id, _event)
"""An event of the network of the one who asks."""
ASKED: Argument[EventId, Event] = Argument("event", encode_id, _asked)
"""An event that the one who asks was asked to."""

EVENTS = COORDINATOR.route("events")
NEW_EVENT = COORDINATOR.route("new_event")
OPEN_EVENT = COORDINATOR.route("event", EVENT)
WHO_COMES = COORDINATOR.route("event_who", EVENT)
CHANGE_EVENT = COORDINATOR.route("event_edit", EVENT)
ASK_TO_EVENT = COORDINATOR.route("event_ask", EVENT)
"""What it opens is a message to many, and bound there."""
COME = EVERYBODY.route("come", ASKED)
CANNOT_COME = EVERYBODY.route("cannot", ASKED)
