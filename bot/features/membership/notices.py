"""Notices about who has come in, and about accounts that go to another telephone."""

from dataclasses import dataclass
from typing import Self

from bot.domain import notices
from bot.domain.ids import PersonId
from bot.domain.notices import Audience
from bot.domain.people import Role
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.membership import pages, routes
from bot.notices.kinds import Beyond, NoticeKind, Says, Tell, Telling, ToChat
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import account_moves
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page


def _about(telling: Telling) -> Rows:
    """Return the way to the page about the telephone of a referent, for a coordinator or a lead."""
    way = routes.TELEPHONE if telling.person.has(Role.COORDINATOR) else routes.TELEPHONE_FOR_LEAD
    data = way.to(PersonId(telling.row.context["referent"]))
    return column(Button(Word("open"), data, style="primary"))


def _question(telling: Telling) -> Page | None:
    """Return what the old telephone is asked; None once it is answered."""
    move = account_moves.by_id(telling.tx, telling.row.context["move"])
    return pages.question(telling.tx, telling.person) if move is not None and move.ended_at is None else None


def _to_telephone(_tx: Tx, moment: Moment, row: Row) -> ToChat:
    """Tell a telephone that is nobody's what became of the account: it names nobody and nothing, and has no button."""
    reader = Reader(language=row.context["language"], zone=moment.app.zone)
    page = Says().page(template=f"notices/{row.kind}")
    return ToChat(row.context["chat"], page, reader, row.context["card"])


@dataclass(frozen=True)
class _AccountHere(Says):
    """Whether private notes from before stay shut on this telephone."""

    shut: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(telling.row.context["shut"])


NOTICES = (
    NoticeKind(
        notices.JOINED,
        to=Audience.REFERENT,
        opens=lambda _telling: column(MY_PEOPLE),
    ),
    *(
        NoticeKind(name, to=Beyond.PROFESSIONALS, opens=_about, tell=Tell.AT_ONCE)
        for name in (notices.TELEPHONE_LINK, notices.TELEPHONE_MOVED, notices.TELEPHONE_KEPT)
    ),
    NoticeKind(notices.ACCOUNT_ASKED, to=Beyond.PROFESSIONALS, page=_question, tell=Tell.NOW),
    NoticeKind(
        notices.ACCOUNT_HERE,
        to=Beyond.PROFESSIONALS,
        says=_AccountHere,
        tell=Tell.NOW,
    ),
    NoticeKind(notices.ACCOUNT_MOVED, to=Beyond.CHAT, leaves=_to_telephone, tell=Tell.NOW),
    NoticeKind(notices.ACCOUNT_KEPT, to=Beyond.CHAT, leaves=_to_telephone, tell=Tell.NOW),
)
