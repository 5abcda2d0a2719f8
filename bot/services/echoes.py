"""What a chat sees of what somebody else has just written on the plan it has open."""

from collections.abc import Sequence

from bot.services import plans as planning
from bot.services.accompanying import together
from bot.services.doors import DIALOGUE
from bot.services.scene import Echo, Response, Scene, Visit, reader_of
from bot.storage import people
from bot.storage.store import Tx


def overheard(tx: Tx, scene: Scene, showing: str, echoes: Sequence[Echo]) -> Response | None:
    """The open card of a chat, brought up to date; None where it looks at something else.

    `showing` is the template of the page it was shown last, "" for a question; the echoes are all for one chat. Nothing
    new is sent, and the card of somebody discreet stays as it is: she sees the change when she goes on.
    """
    person = people.by_chat(tx, echoes[-1].chat_id)
    if person is None or planning.discreet(person):
        return None
    visit = Visit(scene, person, reader_of(person, scene.house))
    screen = together.again(tx, visit, DIALOGUE, showing, echoes)
    return None if screen is None else Response(visit.reader, (screen,), person.id)
