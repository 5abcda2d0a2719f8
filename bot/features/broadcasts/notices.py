"""Notices about messages to many: to their author how one ended, to referents whom it leaves to them."""

from bot.domain.notices import LEFT_TO_TELL, Audience
from bot.features.broadcasts import routes, sending
from bot.features.broadcasts.acts import DONE
from bot.notices.kinds import NoticeKind, Tell, Telling
from bot.notices.views import Counted
from bot.storage import broadcasts
from bot.storage.broadcasts import OVER
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page


def _whom_to_reach(telling: Telling) -> Rows:
    data = routes.TO_REACH.to(telling.row.context["broadcast"])
    return column(Button(Word("open"), data, style="primary"))


def _report(telling: Telling) -> Page | None:
    """Return how it ended; None while it goes on again."""
    broadcast = broadcasts.by_id(telling.tx, telling.row.context["broadcast"])
    if broadcast is None or broadcast.state not in OVER:
        return None
    return sending.report_page(telling.tx, broadcast)


NOTICES = (
    NoticeKind(
        LEFT_TO_TELL,
        to=Audience.REFERENT,
        opens=_whom_to_reach,
        says=Counted,
    ),
    NoticeKind(DONE, to=Audience.COORDINATORS, page=_report, tell=Tell.NOW),
)
