"""Notices about meetings, to those who come or wait: the day before, when it changes, when a seat is free."""

from collections.abc import Callable, Container
from typing import TypeAlias

from bot.features.meetings import pages, routes
from bot.features.meetings.acts import CALLED_OFF, CHANGED, REMINDER, SEAT
from bot.features.meetings.pages import CALENDAR_FILE, calendar_of, works
from bot.interaction.home import HOME
from bot.notices.kinds import Beyond, NoticeKind, Tell, Telling
from bot.storage import attendances, events
from bot.storage.attendances import Answer
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page

Says: TypeAlias = type[pages.Reminder | pages.Changed | pages.CalledOff | pages.Seat]

COMING = (Answer.COMING,)
EITHER = (Answer.COMING, Answer.WAITING)


def _page_for(view: Says, true_for: Container[Answer | None]) -> Callable[[Telling], Page | None]:
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
        rows: Rows = column(HOME) if off else column(Button(Word("i_cannot_come"), routes.CANNOT_COME.to(event.id)))
        document = None if telling.row.kind == REMINDER else (CALENDAR_FILE, calendar_of(moment, event))
        return view(event).page(rows, document=document)

    return page


NOTICES = (
    NoticeKind(REMINDER, to=Beyond.ANYBODY, page=_page_for(pages.Reminder, COMING), tell=Tell.NOW),
    NoticeKind(CHANGED, to=Beyond.ANYBODY, page=_page_for(pages.Changed, EITHER), tell=Tell.NOW),
    NoticeKind(CALLED_OFF, to=Beyond.ANYBODY, page=_page_for(pages.CalledOff, EITHER), tell=Tell.NOW),
    NoticeKind(SEAT, to=Beyond.ANYBODY, page=_page_for(pages.Seat, COMING), tell=Tell.NOW),
)
