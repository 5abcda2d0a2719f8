"""The notice that a person asks for help: without a name, and without a word of what was written."""

from datetime import timedelta

from bot.domain.ids import PersonId
from bot.domain.notices import HELP_ASKED, Audience
from bot.features.caseload import routes as caseload_routes
from bot.interaction.request import Request
from bot.notices.kinds import NoticeKind, Tell, Telling
from bot.storage import outbox, people
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Outgoing
from conversations.engine.keyboard import Button, Rows, Word, column

ONCE_IN = timedelta(hours=1)
"""So long a person who asks again is not told of again: the referent has it before them."""


def tell(tx: Tx, request: Request, reader_id: int) -> None:
    """Tell who reads for the person now that they ask for help. That is all that is kept of it."""
    hour = int(request.now.timestamp() // ONCE_IN.total_seconds())
    notice = Outgoing(
        key=f"person:{request.person.id}:{HELP_ASKED}:{hour}",
        recipient_id=reader_id,
        kind=HELP_ASKED,
        context={"person": request.person.id},
        created_at=request.now,
        due_at=request.now,
    )
    outbox.put(tx, [notice])


def _person(telling: Telling) -> PersonId:
    return PersonId(telling.row.context["person"])


def _still_accompanied(telling: Telling) -> bool:
    return people.is_attached(telling.tx, _person(telling), telling.person.id)


def _opens(telling: Telling) -> Rows:
    return column(Button(Word("open"), caseload_routes.PERSON.to(_person(telling)), style="primary"))


NOTICES = (
    NoticeKind(HELP_ASKED, to=Audience.REFERENT, still_true=_still_accompanied, opens=_opens, tell=Tell.IN_NEED),
)
