"""What is done about reminders and kept notices: to put off, to stop, to take up again, to note as seen."""

from datetime import date, timedelta

from bot.features.reminders import message
from bot.interaction.request import Request
from bot.storage import outbox, reminders
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.reminders import Planned


def put_off(tx: Tx, request: Request, found: list[Planned]) -> date | None:
    """Put reminders off until another day; returns the first of these days, None where nothing of them is left."""
    tomorrow = request.moment.today + timedelta(days=1)
    days = [message.put_off(tx, request.moment, request.person, each, tomorrow) for each in found]
    return min((day for day in days if day is not None), default=None)


def stop(tx: Tx, request: Request, plan_ids: set[int]) -> None:
    """Stop reminders to the caller about these plans."""
    for plan_id in plan_ids:
        reminders.stop(tx, request.person.id, plan_id, request.now)


def stop_all(tx: Tx, request: Request) -> None:
    """Stop reminders to the caller about any plan."""
    reminders.stop(tx, request.person.id, reminders.EVERY_PLAN, request.now)


def resume(tx: Tx, request: Request) -> None:
    """Remind the caller again, whatever was stopped."""
    reminders.resume(tx, request.person.id)


def let_go(tx: Tx, row: Row) -> None:
    """Drop a kept notice that has lost its reason."""
    outbox.drop(tx, row.id, "no_longer_true")


def note_seen(tx: Tx, row: Row) -> None:
    """Note that a kept notice was read: it awaits nobody any more."""
    outbox.sent(tx, row.id, None)
