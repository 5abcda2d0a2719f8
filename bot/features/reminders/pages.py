"""What a beneficiary who was reminded answers: not today, no more of it, again."""

from bot.domain.ids import NoticeId
from bot.features.reminders import acts, routes
from bot.features.reminders.views import Never, NotToday, Resumed, Stopped
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage.kernel.store import Tx
from bot.storage.reminders import Planned
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

_AGAIN = Button(Word("remind_again"), routes.REMIND_AGAIN.to())
"""One tap brings reminders back."""


@routes.NOT_TODAY.on
def not_today(tx: Tx, request: Request, found: list[Planned]) -> Page:
    """Put the reminders of a message off until another day."""
    return NotToday(acts.put_off(tx, request, found)).page(column(HOME))


@routes.STOP.on
def stop(tx: Tx, request: Request, message: tuple[NoticeId, list[Planned]]) -> Page:
    """Stop reminders about the plans of a message."""
    number, found = message
    acts.stop(tx, request, {each.plan_id for each in found})
    never = Button(Word("remind_never"), routes.STOP_ALL.to(number))
    return Stopped(request.person.referent_name).page(column(HOME, never, _AGAIN))


@routes.STOP_ALL.on
def stop_all(tx: Tx, request: Request, _found: list[Planned]) -> Page:
    """Stop all reminders."""
    acts.stop_all(tx, request)
    return Never(request.person.referent_name).page(column(HOME, _AGAIN))


@routes.REMIND_AGAIN.on
def again(tx: Tx, request: Request) -> Page:
    """Remind a beneficiary again who had stopped it."""
    acts.resume(tx, request)
    return Resumed().page(column(HOME))
