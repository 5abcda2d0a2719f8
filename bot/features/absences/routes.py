"""Where buttons about absences, long waits and people who pass to a colleague lead."""

from bot.domain.ids import PersonId
from bot.domain.people import Refused
from bot.interaction import unreached
from bot.interaction.arguments import ATTACHED
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, LEAD, PAGE, REFERENT, Argument, decode_id, encode_id
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.people import Person


def _own(tx: Tx, request: Request, text: str) -> Person:
    person = people.by_id(tx, ATTACHED.read(tx, request, text))
    if person.referent_id != request.person.id:
        raise Refused("not_yours")
    return person


OWN: Argument[PersonId, Person] = Argument("own person", encode_id, _own)
"""A beneficiary, or a group, of the referent's own: a stand-in gets Refused("not_yours")."""


def _answerable(tx: Tx, request: Request, text: str) -> Person:
    return unreached.answerable(tx, request, decode_id(text))


ANSWERABLE: Argument[PersonId, Person] = Argument("referent", encode_id, _answerable)
"""A referent that this lead or coordinator answers for: of the same organisation, or of the same network."""


def _colleague(tx: Tx, request: Request, text: str) -> Person:
    referent = unreached.referent(tx, decode_id(text))
    if referent.organisation_id is None or referent.organisation_id != request.person.organisation_id:
        raise Refused("not_found")
    return referent


COLLEAGUE: Argument[PersonId, Person] = Argument("colleague", encode_id, _colleague)
"""A referent of the caller's organisation."""


def _professional(tx: Tx, request: Request, text: str) -> Person:
    found = unreached.professional(tx, decode_id(text))
    if found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found


PROFESSIONAL_HERE: Argument[PersonId, Person] = Argument("professional", encode_id, _professional)
"""A professional of the network of the one who asks."""


def _successor(tx: Tx, request: Request, text: str) -> Person | None:
    number = decode_id(text)
    return _professional(tx, request, text) if number else None


SUCCESSOR: Argument[PersonId | None, Person | None] = Argument(
    "successor", lambda number: encode_id(number or 0), _successor
)
"""Who goes on with those accompanied: a professional of the same network, or nobody yet."""

AWAY = REFERENT.route("away")
BACK = REFERENT.route("back")
HAND_ON = REFERENT.route("hand_on", OWN)
LATE_COLLEAGUE = REFERENT.route("late_colleague", COLLEAGUE)

STAND_IN = COORDINATOR.route("stand_in", ANSWERABLE)
UNREACHED = COORDINATOR.route("unreached", ANSWERABLE)
LATE = COORDINATOR.route("late")
TEAMS = COORDINATOR.route("teams", PAGE)
PROFESSIONAL = COORDINATOR.route("professional", PROFESSIONAL_HERE)
REMOVE = COORDINATOR.route("remove", PROFESSIONAL_HERE, SUCCESSOR)
REMOVE_SURELY = COORDINATOR.route("remove_surely", PROFESSIONAL_HERE, SUCCESSOR)

LEADS_STAND_IN = LEAD.route("stand_in", ANSWERABLE)
LEADS_UNREACHED = LEAD.route("unreached", ANSWERABLE)
LEADS_LATE = LEAD.route("late", COLLEAGUE)
