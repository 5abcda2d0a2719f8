"""Where buttons about hours, messages of the day and what was kept for them lead."""

from bot.domain.hours import Way
from bot.domain.ids import NoticeId
from bot.domain.people import Refused
from bot.interaction.request import Request
from bot.interaction.routes import ONESELF, OWN_AT_WORK, REFERENT, Argument, decode_id, encode_id, one_of, word
from bot.storage import reminders
from bot.storage.kernel.store import Tx
from bot.storage.reminders import Planned


def _own(tx: Tx, request: Request, text: str) -> list[Planned]:
    found = [each for each in reminders.in_message(tx, decode_id(text)) if each.person_id == request.person.id]
    if not found:
        raise Refused("not_found")
    return found


def _number(_tx: Tx, _request: Request, text: str) -> NoticeId:
    return NoticeId(decode_id(text))


def _own_number(tx: Tx, request: Request, text: str) -> tuple[NoticeId, list[Planned]]:
    return NoticeId(decode_id(text)), _own(tx, request, text)


MESSAGE: Argument[NoticeId, list[Planned]] = Argument("message of the day", encode_id, _own)
"""The reminders in a message that the caller was sent."""
STOPPED: Argument[NoticeId, tuple[NoticeId, list[Planned]]] = Argument("message of the day", encode_id, _own_number)
"""The same with its number, for a button that goes on from it."""
SEEN: Argument[NoticeId, NoticeId] = Argument("kept notice", encode_id, _number, missing=NoticeId(0))
"""After which notice to go on: a place in one's own list, whatever the number."""

HOUR = word("hour", missing="")
"""An hour of the day, in decimal figures."""

HOURS = ONESELF.route("hours")
FINE = ONESELF.route("hours:fine")
WAY = OWN_AT_WORK.route("hours:way", one_of(Way))
OPENS = ONESELF.route("hours:opens", HOUR)
CLOSES = ONESELF.route("hours:closes", word("hour"), word("hour"))
DAYS = ONESELF.route("hours:days", word("days", missing=""))
SUMMARY = OWN_AT_WORK.route("hours:summary", HOUR)

INBOX = OWN_AT_WORK.route("inbox")
NEWS = OWN_AT_WORK.route("news", SEEN)
CONCERNED = REFERENT.route("concerned")
ALOUD = OWN_AT_WORK.route("aloud", SEEN)

REMIND_AGAIN = ONESELF.route("remind")
NOT_TODAY = ONESELF.route("remind:today", MESSAGE)
STOP = ONESELF.route("remind:stop", STOPPED)
STOP_ALL = ONESELF.route("remind:all", MESSAGE)
