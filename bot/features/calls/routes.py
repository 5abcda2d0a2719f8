"""Where buttons about calls lead."""

from enum import StrEnum

from bot.domain.ids import CallId, PersonId
from bot.domain.people import Refused
from bot.features.calls.call_rules import RULE
from bot.interaction import unreached
from bot.interaction.arguments import CALL, DAY, OPENED_CALL
from bot.interaction.plan_routes import BESIDE, on_plan
from bot.interaction.request import Request
from bot.interaction.routes import (
    COORDINATOR,
    FLAG,
    ONESELF,
    REFERENT,
    Argument,
    decode_id,
    encode_id,
    one_of,
    word,
)
from bot.plan import facts as plan_facts
from bot.storage import people
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call import REGIONS as CODES
from conversations.call_rules import ADDED


class Setting(StrEnum):
    """A value of a call that is asked and saved by itself."""

    NAME = "name"
    NEUTRAL = "neutral"
    CLOSING = "closing"
    HOUR = "hour"
    STAYS = "stays"
    PLACES = "places"
    MONEY = "money"
    DOCUMENTS = "documents"
    PEOPLE_BY = "people_by"
    EARLY = "early"
    OFFER = "offer"
    HELD = "held"
    REMIND = "remind"
    OTHERS = "others"
    QUOTA = "quota"
    COMMITTEE_DAY = "committee_day"
    DECIDER = "decider"
    CAP = "cap"
    AID_FORM = "aid_form"


class Mode(StrEnum):
    """Who grants in a call."""

    COMMITTEE = "committee"
    """A committee decides after the endorsement."""
    REFERENT = "referent"
    """An endorsement is a grant."""

    @classmethod
    def of(cls, row: CallRow) -> "Mode":
        """Return the mode of a call."""
        return cls.COMMITTEE if row.committee else cls.REFERENT


def _colleague(tx: Tx, request: Request, text: str) -> PersonId:
    person_id = PersonId(decode_id(text))
    if person_id not in people.coordinators(tx, request.person.network_id):
        raise Refused("not_found")
    return person_id


COLLEAGUE: Argument[PersonId, PersonId] = Argument("coordinator", encode_id, _colleague)
"""A coordinator of the network of the one who asks."""


def _professional(tx: Tx, request: Request, text: str) -> PersonId:
    found = unreached.professional(tx, decode_id(text))
    if found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found.id


PROFESSIONAL: Argument[PersonId, PersonId] = Argument("professional", encode_id, _professional)
"""A professional in the network of the one who asks."""


def _open_call(tx: Tx, request: Request, text: str) -> CallRow:
    number = decode_id(text)
    found = next((row for row in plan_facts.calls_for(tx, request.moment, request.person) if row.id == number), None)
    if found is None:
        raise Refused("not_found")
    return found


OPEN_CALL: Argument[CallId, CallRow] = Argument("open call", encode_id, _open_call)
"""An open call in which the organisation of the one who asks may take part."""

NEW_KIND: Argument[str, str] = word("kind of rule", *ADDED)
"""A kind of rule that a coordinator may add."""

ALL_REGIONS = "all"
REGION: Argument[str, str] = word("region", ALL_REGIONS, *CODES)

# A coordinator's calls
CALLS = COORDINATOR.route("calls")
NEW_CALL = COORDINATOR.route("new_call")
CALL_PAGE = COORDINATOR.route("call", CALL)
EDIT = COORDINATOR.route("edit", CALL)
CHANGE = COORDINATOR.route("change", CALL, one_of(Setting))
OPEN = COORDINATOR.route("open", CALL)
FORGET = COORDINATOR.route("forget", CALL)
FORGET_SURELY = COORDINATOR.route("forget_now", CALL)
CLOSE = COORDINATOR.route("close", CALL)
CLOSE_SURELY = COORDINATOR.route("close_now", CALL)
SEEN = COORDINATOR.route("seen", CALL, word("reader"))

# What makes a call larger, or another one like it
REGIONS = COORDINATOR.route("regions", CALL)
ADD_REGION = COORDINATOR.route("region", CALL, REGION)
TAKE_BACK_REGION = COORDINATOR.route("no_region", CALL, REGION)
WAVE = COORDINATOR.route("wave", CALL)
COPY = COORDINATOR.route("copy", CALL)

# What the questions of a call do not ask
SETTINGS = COORDINATOR.route("settings", CALL)
OTHERS = COORDINATOR.route("others", CALL)
MINORS = COORDINATOR.route("minors", CALL)
DELAYS = COORDINATOR.route("delays", CALL)
QUOTAS = COORDINATOR.route("quotas", CALL)
MODE = COORDINATOR.route("mode", CALL)
CHANGE_MODE = COORDINATOR.route("mode_to", CALL, one_of(Mode))
CHANGE_MODE_SURELY = COORDINATOR.route("mode_now", CALL, one_of(Mode))
DECIDERS = COORDINATOR.route("deciders", CALL)
COMMITTEE_DAYS = COORDINATOR.route("days", CALL)
FORGET_COMMITTEE_DAY = COORDINATOR.route("no_day", CALL, DAY)
TURN_DECIDER = COORDINATOR.route("decider", CALL, COLLEAGUE)
INVITE_DECIDER = COORDINATOR.route("invite_decider", CALL)
DECIDES = COORDINATOR.route("decides", CALL, PROFESSIONAL, FLAG)
RULES = COORDINATOR.route("rules", CALL)
RULE_PAGE = COORDINATOR.route("rule", RULE)
CONFIRM = COORDINATOR.route("confirm", RULE)
TURN_LENIENT = COORDINATOR.route("lenient", RULE)
AS_THE_MODEL = COORDINATOR.route("model", RULE)
FIGURE = COORDINATOR.route("figure", RULE)
NEW_RULE = COORDINATOR.route("new_rule", CALL)
ADD_RULE = COORDINATOR.route("add_rule", CALL, NEW_KIND)
MOVE = COORDINATOR.route("rebase", CALL)
MOVE_SURELY = COORDINATOR.route("rebase_now", CALL)

# What others read of a call
OPEN_CALLS = REFERENT.route("calls")
OPEN_CALL_PAGE = REFERENT.route("call", OPEN_CALL)
LACKING = REFERENT.route("lacking", OPENED_CALL)
TERMS = ONESELF.route("terms")
NEXT_CALL = on_plan("next_call", *BESIDE)
