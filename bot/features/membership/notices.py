"""Notices about who has come in, and about accounts that go to another telephone."""

from bot.domain import notices
from bot.domain.ids import PersonId
from bot.domain.notices import Audience
from bot.domain.people import Role
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.membership import account_moved, routes, telephones
from bot.notices.kinds import Beyond, NoticeKind, Tell, Telling
from bot.storage import account_moves
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
    return telephones.question(telling.tx, telling.person) if move is not None and move.ended_at is None else None


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
        values=lambda telling: {"shut": telling.row.context["shut"]},
        tell=Tell.NOW,
    ),
    NoticeKind(notices.ACCOUNT_MOVED, to=Beyond.CHAT, leaves=account_moved.said, tell=Tell.NOW),
    NoticeKind(notices.ACCOUNT_KEPT, to=Beyond.CHAT, leaves=telephones.said, tell=Tell.NOW),
)
