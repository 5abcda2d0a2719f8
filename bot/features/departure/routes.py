"""Where buttons after a grant lead: the list for leaving, papers, a change of the stay, how the stay goes."""

from bot.domain.ids import PlanId
from bot.domain.people import Role
from bot.interaction.arguments import DAY
from bot.interaction.plan_routes import BESIDE, on_plan
from bot.interaction.plan_routes import REFERENT as BY_REFERENT
from bot.interaction.request import Request
from bot.interaction.routes import EVERYBODY, ONESELF, REFERENT, Argument, decode_id, encode_id, word
from bot.plan import access
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.change import CHANGING
from conversations.engine.keyboard import Button, Word


def _stay(tx: Tx, request: Request, text: str) -> PlanRow:
    return access.seen_by(tx, request.person, decode_id(text), *BESIDE)


def _accompanied(tx: Tx, request: Request, text: str) -> PlanRow:
    return access.seen_by(tx, request.person, decode_id(text), Role.REFERENT)


STAY: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _stay)
"""A plan of the one who asks, or of a beneficiary whom this referent accompanies."""
ACCOMPANIED_STAY: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _accompanied)
"""A plan of a beneficiary whom the referent who asks accompanies."""

OWN_LIST = ONESELF.route("checklist")
LAST_QUESTION = ONESELF.route("last_question")
CALENDAR = ONESELF.route("calendar")
PAYING = ONESELF.route("pay")
ALL_WELL = ONESELF.route("well:yes")
NOT_WELL = ONESELF.route("well:no")

LIST = EVERYBODY.route("list", STAY, word("part", missing=""))
TICK = EVERYBODY.route("tick", STAY, word("line"))
UNTICK = EVERYBODY.route("untick", STAY, word("line"))
LEAVING_SOON = REFERENT.route("leaving")

STAY_CHANGES = on_plan("stay_changes", *BESIDE, looks=True)
BEGIN_CHANGE = EVERYBODY.route("change", STAY, word("what", *CHANGING))
WITHDRAW_CHANGE = on_plan("change_withdraw", *BESIDE)
NEXT_CHANGE = REFERENT.route("changes")
REVIEW_CHANGE = on_plan("change_card", *BY_REFERENT, looks=True)
AGREE_TO_CHANGE = on_plan("change_yes", *BY_REFERENT)
DECLINE_CHANGE = on_plan("change_no", *BY_REFERENT)

ASK_HOMECOMING = on_plan("home_early", *BY_REFERENT, looks=True)
CAME_HOME = EVERYBODY.route("home_early", ACCOMPANIED_STAY, DAY)


def to_leave(*, calendar: bool, vouchers: bool) -> list[Button]:
    """Return what a granted plan leads to: the list first; no calendar where it could betray its owner."""
    first = Button(Word("checklist"), OWN_LIST.to(), style="primary")
    dates = [Button(Word("to_calendar"), CALENDAR.to())] if calendar else []
    return [first, *dates, *_paying(vouchers=vouchers)]


def while_away(*, vouchers: bool) -> list[Button]:
    """Return what is at hand during the stay: what vouchers pay, and a way to tell what goes wrong."""
    return [*_paying(vouchers=vouchers), Button(Word("not_well"), NOT_WELL.to())]


def _paying(*, vouchers: bool) -> list[Button]:
    """Return the way to what vouchers can pay; money pays everything."""
    return [Button(Word("what_to_pay"), PAYING.to())] if vouchers else []
