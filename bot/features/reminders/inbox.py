"""What was kept for a professional's message of the day, one notice after the other, as it would have arrived."""

from dataclasses import replace

from bot.domain.ids import NoticeId
from bot.domain.people import Role
from bot.features.reminders import acts, routes, summary
from bot.features.reminders.views import NoNews
from bot.features.reports.awaited import awaited_reports
from bot.features.reports.report import own_to_report
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.notices import delivery
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Data, Word, column
from conversations.engine.screens import Page


@routes.NEWS.on
def news(tx: Tx, request: Request, after: NoticeId) -> Page:
    """Show the next of what was kept for the reader."""
    return show(tx, request, after)


@routes.ALOUD.on
def aloud(tx: Tx, request: Request, after: NoticeId) -> Page:
    """Show the next of what is to be told face to face."""
    return show(tx, request, after, aloud=True)


def show(tx: Tx, request: Request, after: int = 0, *, aloud: bool = False) -> Page:
    """Show the first notice after that number: one for the reader, or one to tell a beneficiary face to face.

    What is seen is done with; what has to be told face to face stays until it was opened.
    """
    delivery.drop_what_is_over(tx, request.moment, request.person)
    rows = [row for row in summary.news(tx, request.person) if row.id > after and summary.to_tell(row) is aloud]
    for place, row in enumerate(rows):
        page = delivery.page_of(delivery.telling_of(tx, request.moment, row, request.person))
        if page is None:
            acts.let_go(tx, row)
            continue
        if not aloud:
            acts.note_seen(tx, row)
        return _with_next(page, (routes.ALOUD if aloud else routes.NEWS).to(row.id), len(rows) - place - 1)
    return NoNews().page(column(HOME))


@routes.INBOX.on
def inbox(tx: Tx, request: Request) -> Page:
    """Show all that awaits the reader, at any moment."""
    delivery.drop_what_is_over(tx, request.moment, request.person)
    referent = request.person.has(Role.REFERENT)
    own = awaited_reports(tx, request.moment, own_to_report(tx, request)) if referent else []
    return summary.inbox(tx, request, len(own))


def _with_next(page: Page, following: Data, left: int) -> Page:
    """Return the page of a notice with its own buttons, and one to the next notice."""
    own = tuple(line for line in page.rows if line != (HOME,))
    others = column(Button(Word("next_news", {"count": left}), following)) if left else ()
    return replace(page, rows=(*own, *others, (HOME,)))
