"""What a chat sees of what another person has just written on the plan it has open."""

from collections.abc import Sequence

from bot.features.caseload import beside
from bot.interaction.request import Echo, Request, Response, reader_of
from bot.plan import access
from bot.plan.context import Moment
from bot.storage import people
from bot.storage.kernel.store import Tx


def overheard(tx: Tx, moment: Moment, showing: str, echoes: Sequence[Echo]) -> Response | None:
    """Return the open card of a chat, brought up to date; None where it looks at something else.

    `showing` is the template of the page it was shown last, "" for a question; the echoes are all for one chat. Nothing
    new is sent, and the card of a discreet beneficiary stays as it is: the change is seen at the next tap.
    """
    person = people.by_chat(tx, echoes[-1].chat_id)
    if person is None or access.discreet(person):
        return None
    request = Request(moment, person, reader_of(person, moment.app))
    screen = beside.again(tx, request, showing, echoes)
    return None if screen is None else Response(request.reader, (screen,), person.id)
