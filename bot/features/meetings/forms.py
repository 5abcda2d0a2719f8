"""Conversations of a meeting: made, and changed."""

from bot.features.meetings import pages
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_traits
from bot.interaction.request import Request
from bot.storage import events
from bot.storage.kernel.store import Tx
from conversations.event import EVENT, EVENT_CHANGE, SEATS_TAKEN


def _with_seats(tx: Tx, _request: Request, form: Form) -> Form:
    """Return the form with the number of seats that are taken."""
    if form.row is None or form.row.subject_id is None:
        return form
    event = events.by_id(tx, form.row.subject_id)
    return with_traits(form, {f"{SEATS_TAKEN}{event.taken if event else 0}"})


def _event(tx: Tx, request: Request, event_id: int) -> None:
    event = events.by_id(tx, event_id)
    permits.same_network(request, event.network_id if event is not None else None)


FORMS = (
    FormKind(EVENT, pages.made, roles=permits.COORDINATOR, may=permits.anything),
    FormKind(EVENT_CHANGE, pages.changed, _with_seats, roles=permits.COORDINATOR, may=_event),
)
