"""What was kept for a professional's message of the day: news on one page, what is to be told one after the other."""

from dataclasses import replace

from bot.domain.ids import NoticeId
from bot.domain.people import Role
from bot.features.caseload import routes as caseload_routes
from bot.features.reminders import acts, routes, summary, told_together
from bot.features.reminders.views import Concerned, News, NoNews
from bot.features.reports.awaited import awaited_reports
from bot.features.reports.report import own_to_report
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.notices import delivery
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Data, Plain, Word, column
from conversations.engine.screens import Page


@routes.NEWS.on
def news(tx: Tx, request: Request, after: NoticeId) -> Page:
    """Show what was kept for the reader on one page, what presses first; what is seen is done with."""
    delivery.drop_what_is_over(tx, request.moment, request.person)
    rows = [row for row in summary.news(tx, request.person) if row.id > after and not summary.to_tell(row)]
    found = told_together.of(tx, request, rows)
    for row in found.seen:
        acts.note_seen(tx, row)
    if not found.pieces:
        return NoNews().page(column(HOME))
    more = len(rows) - len(found.seen)
    on = [Button(Word("next_news", {"count": more}), routes.NEWS.to(NoticeId(0)))] if more else []
    return News(found.pieces, more).page(column(*found.buttons, *on, HOME))


@routes.ALOUD.on
def aloud(tx: Tx, request: Request, after: NoticeId) -> Page:
    """Show the next of what is to be told face to face: it stays until it was opened."""
    delivery.drop_what_is_over(tx, request.moment, request.person)
    rows = [row for row in summary.news(tx, request.person) if row.id > after and summary.to_tell(row)]
    for place, row in enumerate(rows):
        page = delivery.page_of(delivery.telling_of(tx, request.moment, row, request.person))
        if page is None:
            acts.let_go(tx, row)
            continue
        return _with_next(page, routes.ALOUD.to(row.id), len(rows) - place - 1)
    return NoNews().page(column(HOME))


@routes.INBOX.on
def inbox(tx: Tx, request: Request) -> Page:
    """Show all that awaits the reader, at any moment."""
    delivery.drop_what_is_over(tx, request.moment, request.person)
    referent = request.person.has(Role.REFERENT)
    own = awaited_reports(tx, request.moment, own_to_report(tx, request)) if referent else []
    return summary.inbox(tx, request, len(own))


@routes.CONCERNED.on
def concerned(tx: Tx, request: Request) -> Page:
    """Show of whom each line of the message of the day is, one tap to each."""
    found = told_together.recalled(tx, request)
    names = {each.id: each.name for those in found.values() for each in those}
    rows = [Button(Plain(name), caseload_routes.PERSON.to(number)) for number, name in names.items()]
    lines = [(kind, [each.name for each in those]) for kind, those in found.items()]
    return Concerned(lines).page(column(*rows[:MOST_LISTED], caseload_routes.MY_PEOPLE, HOME))


MOST_LISTED = 30
"""Buttons in one list."""


def _with_next(page: Page, following: Data, left: int) -> Page:
    """Return the page of a notice with its own buttons, and one to the next notice."""
    own = tuple(line for line in page.rows if line != (HOME,))
    others = column(Button(Word("next_news", {"count": left}), following)) if left else ()
    return replace(page, rows=(*own, *others, (HOME,)))
