"""What was kept for a professional's message of the day, one notice after the other, as it would have arrived."""

from dataclasses import replace

from bot.services import delivery
from bot.services.dialogue import Door
from bot.services.people import HOME
from bot.services.reminders import hours, summary
from bot.services.reminders.summary import ALOUD
from bot.services.scene import Visit
from bot.services.sheets import long, short
from bot.storage import outbox, plans
from bot.storage.outbox import Row
from bot.storage.store import Tx
from conversations.engine.board import Button, Word, column
from conversations.engine.screens import Page


def show(tx: Tx, visit: Visit, after: int = 0) -> Page:
    """The first one after that number.

    What is seen is done with; what has to be told face to face stays until it was opened. Raises
    Refused("not_for_you") for who is not here for her work.
    """
    hours.need_work(visit)
    delivery.drop_what_is_over(tx, visit.scene, visit.person)
    rows = [row for row in summary.news(tx, visit.person) if row.id > after]
    for place, row in enumerate(rows):
        plan = plans.by_id(tx, row.plan_id) if row.plan_id is not None else None
        page = delivery.page_of(tx, visit.scene, row, visit.person, plan)
        if page is None:
            outbox.drop(tx, row.id, "no_longer_true")
            continue
        if row.kind not in ALOUD:
            outbox.sent(tx, row.id, None)
        return _with_next(page, row, len(rows) - place - 1)
    return Page("summary/no_news", {}, column(HOME))


def inbox(tx: Tx, visit: Visit) -> Page:
    """All that awaits her, at any moment. Raises Refused("not_for_you") for who is not here for her work."""
    hours.need_work(visit)
    delivery.drop_what_is_over(tx, visit.scene, visit.person)
    return summary.inbox(tx, visit)


def _with_next(page: Page, row: Row, left: int) -> Page:
    """Its own buttons, and the next one."""
    own = tuple(line for line in page.rows if line != (HOME,))
    following = column(Button(Word("next_news", {"count": left}), f"g:news:{short(row.id)}")) if left else ()
    return replace(page, rows=(*own, *following, (HOME,)))


DOORS: dict[str, Door] = {
    "inbox": lambda tx, visit, _dialogue, _more: inbox(tx, visit),
    "news": lambda tx, visit, _dialogue, more: show(tx, visit, long(more[0]) if more else 0),
}
"""Buttons `g:<word>` of this room."""
