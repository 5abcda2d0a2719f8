"""Where buttons about messages lead: threads, what stands in them, questions to the network."""

from bot.domain.ids import MessageId
from bot.domain.messages import Seat
from bot.domain.people import Refused
from bot.features.messages import participant
from bot.features.messages.participant import Found, Sitting
from bot.interaction.arguments import ATTACHED
from bot.interaction.listening import here
from bot.interaction.plan_routes import REFERENT as BY_REFERENT
from bot.interaction.plan_routes import on_plan
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, EVERYBODY, OWN, REFERENT, Argument, decode_id, encode_id, word
from bot.storage.kernel.store import Tx

PLACE = "thread"
"""The page that listens; after it stand the seat and the thread's id."""


def _write_sitting(sitting: Sitting) -> str:
    return f"{sitting.seat.value}:{encode_id(sitting.thread.id)}"


def _sitting(tx: Tx, request: Request, text: str) -> Sitting:
    seat, _, thread = text.partition(":")
    if seat not in set(Seat):
        raise Refused("not_found")
    return participant.of_seat(tx, request, Seat(seat), decode_id(thread))


SITTING: Argument[Sitting, Sitting] = Argument("thread", _write_sitting, _sitting, parts=2)
"""A thread, and the seat from which the one who asks may read it and write into it now."""


def _message(tx: Tx, request: Request, text: str) -> Found:
    return participant.of_message(tx, request, decode_id(text))


def _with_file(tx: Tx, request: Request, text: str) -> Found:
    found = _message(tx, request, text)
    if found.message.file is None:
        raise Refused("not_found")
    return found


def _own_message(tx: Tx, request: Request, text: str) -> Found:
    found = _message(tx, request, text)
    if found.message.author_id != request.person.id:
        raise Refused("not_found")
    return found


def _answer(tx: Tx, request: Request, text: str) -> Found:
    found = _message(tx, request, text)
    if found.sitting.seat is not Seat.COORDINATOR or found.message.side is not Seat.COORDINATOR.side:
        raise Refused("not_found")
    return found


WITH_FILE: Argument[MessageId, Found] = Argument("message", encode_id, _with_file)
"""A message with a file, in a thread that the one who asks may read."""
OWN_MESSAGE: Argument[MessageId, Found] = Argument("message", encode_id, _own_message)
"""A message of the one who asks."""
ANSWER: Argument[MessageId, Found] = Argument("message", encode_id, _answer)
"""An answer of the network to one of its referents, for a coordinator."""


def _before(_tx: Tx, _request: Request, text: str) -> int | None:
    return decode_id(text)


BEFORE: Argument[int | None, int | None] = Argument(
    "before", lambda number: "" if number is None else encode_id(number), _before, missing=None
)
"""Before which of its messages a thread is shown; None for its end. It is compared only, and opens nothing."""

WRITE = OWN.route("write")
WRITE_TO = REFERENT.route("write", ATTACHED)
LETTERS = REFERENT.route("letters")
THREAD = EVERYBODY.route("thread", SITTING, BEFORE)
FILE = EVERYBODY.route("file", WITH_FILE)
UNSAY = EVERYBODY.route("unsay", OWN_MESSAGE)
SAY = here("say", PLACE)
SUPPORT = REFERENT.route("support")
ASK = REFERENT.route("ask")
ASK_ABOUT = on_plan("ask", *BY_REFERENT, looks=True)
QUESTIONS = COORDINATOR.route("support", word("whole", "all", missing=""))
