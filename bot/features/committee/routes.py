"""Where buttons of the committee lead, and those of an offer that it made."""

from bot.domain.ids import CallId, MinutesId, PlanId
from bot.domain.people import Refused, Role
from bot.features.committee.lists import CHOICE, LISTED, LISTS
from bot.interaction import forms
from bot.interaction.arguments import CALL, DECIDED_CALL, or_none
from bot.interaction.forms import Form
from bot.interaction.plan_routes import BESIDE, COMMITTEE, COORDINATORS, on_plan
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, DECIDERS, FLAG, NUMBER, Argument, decode_id, encode_id, word
from bot.plan import access
from bot.storage import minutes
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.minutes import Minutes
from bot.storage.plans import PlanRow
from conversations.decision import REGRANT, WITHDRAWAL

MOST_DIGITS = 4
"""Of a year, and of the number of a page."""


def _decimal(_tx: Tx, _request: Request, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise Refused("not_found")
    return int(text)


PAGE: Argument[int | None, int | None] = or_none(Argument("page", str, _decimal))
"""Which page of a list, from 0; None for a way to the list, which leads to the first one."""
YEAR: Argument[int | None, int | None] = or_none(Argument("year", str, _decimal))
"""A year that is noted already; None for another one."""


def _to_decide(tx: Tx, request: Request, text: str) -> PlanRow:
    return access.seen_by(tx, request.person, decode_id(text), Role.DECIDER)


PLAN: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _to_decide)
"""A plan on whose committee the one who asks sits."""


def _minutes(tx: Tx, request: Request, text: str) -> Minutes:
    found = minutes.by_id(tx, decode_id(text))
    if found is None:
        raise Refused("not_found")
    CALL.of(tx, request, found.call_id)
    return found


def _correction(tx: Tx, request: Request, text: str) -> Form:
    form = forms.load(tx, request, text)
    if form.conversation not in (REGRANT, WITHDRAWAL):
        raise Refused("not_found")
    return form


CORRECTION: Argument[Form, Form] = Argument("form", lambda form: form.token, _correction)
"""A correction of a grant that the one who asks is writing."""


MINUTES: Argument[MinutesId, Minutes] = Argument("minutes", encode_id, _minutes)
"""Minutes made before, of a call of the network of the one who asks."""

LIST_NAME = word("list", *LISTS)


def _counted(tx: Tx, request: Request, text: str) -> CallRow:
    return (CALL if request.person.has(Role.COORDINATOR) else DECIDED_CALL).read(tx, request, text)


FIGURES_OF: Argument[CallId | None, CallRow | None] = or_none(Argument("counted call", encode_id, _counted))
"""Any call of the network to its coordinators; to others who decide, one that they decide."""

# Lists
TO_DECIDE = DECIDERS.route("list", PAGE)
WAITING = DECIDERS.route("waiting", PAGE)
GRANTED = DECIDERS.route("granted", PAGE)
FILTER = DECIDERS.route("filter", LIST_NAME)
BY = DECIDERS.route("by", LIST_NAME, word("filter", *LISTED))
SET = DECIDERS.route("set", LIST_NAME, CHOICE)
SEVERAL = DECIDERS.route("several", PAGE)
TICK = DECIDERS.route("tick", PLAN, NUMBER, FLAG, PAGE)
TICK_PAGE = DECIDERS.route("tick_page", PAGE)
GRANT_TICKED = DECIDERS.route("grant_ticked")
UNDO_ALL = DECIDERS.route("undo_all")

# One plan
DECIDE = on_plan("decide", *COMMITTEE, looks=True)
GRANT = on_plan("grant", *COMMITTEE)
OFFER = on_plan("offer", *COMMITTEE)
POINT = on_plan("point", *COMMITTEE)
WAIT = on_plan("wait", *COMMITTEE)
DECLINE = on_plan("decline", *COMMITTEE)
ANCV = on_plan("ancv", *COORDINATORS)
UNDO = on_plan("undo_decision", *COMMITTEE)

# A grant that was wrong
CORRECT = on_plan("correct", *COMMITTEE, looks=True)
NEW_AMOUNT = on_plan("new_amount", *COMMITTEE)
WITHDRAW = on_plan("withdraw", *COMMITTEE)
PUT_RIGHT = DECIDERS.route("put_right", CORRECTION, NUMBER)

# What came free
FREED = DECIDERS.route("freed", DECIDED_CALL)
OFFER_FREED = DECIDERS.route("offer_freed", PLAN, NUMBER, NUMBER)

# An offer of less than asked, answered
ACCEPT = on_plan("accept", *BESIDE)
REWORK = on_plan("rework", *BESIDE)
REWORK_SURELY = on_plan("rework_surely", *BESIDE)
LET_GO = on_plan("let_go", *BESIDE)
LET_GO_SURELY = on_plan("let_go_surely", *BESIDE)

# Figures and minutes
FIGURES = DECIDERS.route("figures", FIGURES_OF)
MINUTES_SINCE = COORDINATOR.route("minutes", CALL)
MINUTES_DATES = COORDINATOR.route("minutes_dates", CALL)
MINUTES_AGAIN = COORDINATOR.route("minutes_again", MINUTES)
MINUTES_TABLE = COORDINATOR.route("minutes_table", MINUTES)
LEDGER = COORDINATOR.route("ledger", CALL)
PAST = COORDINATOR.route("past")
PAST_YEAR = COORDINATOR.route("past_year", YEAR)

INVITE = COORDINATOR.route("invite")
