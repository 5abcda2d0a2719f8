"""Notices about meetings, to those who come or wait: the day before, when it changes, when a seat is free."""

from collections.abc import Callable, Container

from bot.features.broadcasts.message import answers
from bot.features.meetings.pages import CALENDAR_FILE, CALLED_OFF, CHANGED, REMINDER, SEAT, calendar_of, works
from bot.interaction.home import HOME
from bot.notices.kinds import Beyond, NoticeKind, Tell, Telling
from bot.storage import attendances, events
from bot.storage.attendances import Answer
from conversations.engine.keyboard import Rows, column
from conversations.engine.screens import Page

COMING = (Answer.COMING,)
EITHER = (Answer.COMING, Answer.WAITING)


def _page_for(template: str, true_for: Container[Answer | None]) -> Callable[[Telling], Page | None]:
    """Make the page of a notice, for those whose answer is still one of these."""

    def page(telling: Telling) -> Page | None:
        tx, moment, person = telling.tx, telling.moment, telling.person
        event = events.by_id(tx, telling.row.context["event"])
        if event is None or attendances.answer_of(tx, event.id, person.id) not in true_for:
            return None
        if not works(person) and not person.reach.may_write_first:
            return None
        off = event.cancelled_at is not None
        if off != (telling.row.kind == CALLED_OFF) or event.starts_at <= moment.now:
            return None
        rows: Rows = column(HOME) if off else answers(event)[1:]
        document = None if telling.row.kind == REMINDER else (CALENDAR_FILE, calendar_of(moment, event))
        return Page(template, {"event": event}, rows, document=document)

    return page


NOTICES = (
    NoticeKind(REMINDER, to=Beyond.ANYBODY, page=_page_for("news/reminder", COMING), tell=Tell.NOW),
    NoticeKind(CHANGED, to=Beyond.ANYBODY, page=_page_for("news/changed", EITHER), tell=Tell.NOW),
    NoticeKind(CALLED_OFF, to=Beyond.ANYBODY, page=_page_for("news/called_off", EITHER), tell=Tell.NOW),
    NoticeKind(SEAT, to=Beyond.ANYBODY, page=_page_for("news/seat", COMING), tell=Tell.NOW),
)
