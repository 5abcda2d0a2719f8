"""Where buttons about a beneficiary's own plan lead, and those of the referent about beginning another."""

from collections.abc import Mapping

from bot.domain.ids import CallId
from bot.domain.people import Writing
from bot.features.caseload.routes import INVITEE
from bot.interaction.plan_routes import BENEFICIARY, BESIDE, on_plan
from bot.interaction.request import Request
from bot.interaction.routes import BEFOREHAND, ONESELF, OWN, REFERENT, STEP, Argument, Route, decode_id, encode_id, word
from bot.storage.kernel.store import Tx


def _chosen(_tx: Tx, _request: Request, text: str) -> CallId | None:
    return CallId(decode_id(text)) if text else None


CHOSEN: Argument[CallId | None, CallId | None] = Argument(
    "chosen call", lambda call_id: "" if call_id is None else encode_id(call_id), _chosen, missing=None
)
"""Which of the calls that the handler offers; any other is as none."""

GO = ONESELF.route("go")
OWN_PLAN = ONESELF.route("own")
RECAP = ONESELF.route("recap")
CHANGE = ONESELF.route("change")
PART = ONESELF.route("part", word("section"))
EDIT = ONESELF.route("edit", STEP)
PRICES = ONESELF.route("prices")
PAUSE = ONESELF.route("pause")
ANOTHER = OWN.route("another")
WRITE_YES = ONESELF.route("write:yes")
WRITE_NO_DETAIL = ONESELF.route("write:no_detail")
WRITE_NO = BEFOREHAND.route("write:no")
WRITING: Mapping[Writing, Route[[], []]] = {
    Writing.YES: WRITE_YES,
    Writing.NO_DETAIL: WRITE_NO_DETAIL,
    Writing.NO: WRITE_NO,
}
"""Each answer to "may I write to you here?"."""

ANOTHER_FOR = REFERENT.route("another", INVITEE, CHOSEN)
GOING_AGAIN = REFERENT.route("going_again")

SEND_AGAIN = on_plan("send_again", *BESIDE, reads=True)
TAKE_BACK = on_plan("take_back", *BENEFICIARY)
TAKE_BACK_SURELY = on_plan("take_back_surely", *BENEFICIARY)
CANCEL = on_plan("cancel", *BESIDE)
CANCEL_SURELY = on_plan("cancel_surely", *BESIDE)
UNDO_CANCELLATION = on_plan("uncancel", *BESIDE)
POSTPONE = on_plan("later", *BESIDE)
POSTPONE_SURELY = on_plan("later_surely", *BESIDE)
CHANGE_AGAIN = on_plan("change_again", *BESIDE)
RESUME = on_plan("resume", *BESIDE)
WHY = on_plan("why", *BESIDE, looks=True, reads=True)
FILL_PRICES = on_plan("prices", *BESIDE, looks=True, reads=True)
PRICE_LIST = on_plan("price_list", *BESIDE, looks=True, reads=True)
AGAIN = on_plan("again", *BESIDE, looks=True)
AGAIN_ALIKE = on_plan("again_yes", *BESIDE)
AGAIN_WITH_OTHERS = on_plan("again_who", *BESIDE)
