"""Notices about messages: looked at again before they leave, since they may have been read, or be another's by now."""

from dataclasses import dataclass

from bot.domain.messages import Seat
from bot.domain.notices import MESSAGE, MESSAGE_WAITS, QUESTION_ANSWERED, QUESTION_WAITS, Audience
from bot.domain.people import Writing
from bot.features.messages import participant, posting, routes
from bot.features.messages.participant import Sitting
from bot.interaction.views import View
from bot.notices.kinds import CountedAs, NoticeKind, Says, Tell, Telling
from bot.notices.views import NoDetail
from bot.storage import messages, people
from bot.storage.kernel.store import Tx
from bot.storage.messages import Thread
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


@dataclass(frozen=True)
class Written(View, template="notices/message"):
    """Who has written."""

    referent: str


def page(telling: Telling) -> Page | None:
    """Return the notice, or None when everything was read; another reader of by now is told instead."""
    tx, row, person = telling.tx, telling.row, telling.person
    wrote = posting.WROTE[row.kind]
    thread = messages.thread(tx, row.context["thread"])
    first = messages.first_unread(tx, thread.id, wrote.side) if thread is not None else None
    if thread is None or first is None:
        return None
    if not _reads(tx, person, posting.OPPOSITE[wrote], thread):
        posting.tell(tx, telling.moment, thread, wrote)
        return None
    if row.kind == MESSAGE:
        return _to_person(tx, person, first)
    where = routes.THREAD.to(Sitting(thread, Seat.ASKER), None) if wrote is Seat.COORDINATOR else WHERE[wrote]
    return Says().page(column(Button(Word("open"), where, style="primary")), template=f"notices/{row.kind}")


def _reads(tx: Tx, person: Person, seat: Seat, thread: Thread) -> bool:
    if seat is Seat.REFERENT and person.id not in participant.helpers(tx, thread):
        return False
    return participant.may_sit(tx, person, seat, thread)


def _to_person(tx: Tx, person: Person, first: int) -> Page | None:
    message = messages.message(tx, first)
    if message is None or person.writing is Writing.NO_DETAIL:
        return NoDetail().page(column(Button(Word("open"), routes.WRITE.to())))
    return Written(people.by_id(tx, message.author_id).name).page(
        column(Button(Word("open"), routes.WRITE.to(), style="primary"))
    )


WHERE = {Seat.PERSON: routes.LETTERS.to(), Seat.ASKER: routes.QUESTIONS.to("")}
"""Where the one button of a professional's notice leads."""

NOTICES = (
    NoticeKind(MESSAGE, to=Audience.BENEFICIARY, page=page),
    NoticeKind(MESSAGE_WAITS, to=Audience.REFERENT, page=page, tell=Tell.AT_ONCE, counted_as=CountedAs.LETTERS),
    NoticeKind(QUESTION_WAITS, to=Audience.COORDINATORS, page=page, counted_as=CountedAs.QUESTIONS),
    NoticeKind(QUESTION_ANSWERED, to=Audience.REFERENT, page=page, tell=Tell.WHILE_HERE),
)
