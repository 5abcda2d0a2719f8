"""A plan that is not for now: given up, put off until later, taken up again, changed after a no; nobody says why.

By the beneficiary, or by the referent beside; each then sees from their own side where the plan stands.
"""

from bot.domain.plans import TAKING, Action
from bot.features.caseload import person
from bot.features.caseload import routes as caseload_routes
from bot.features.my_plan import acts, recap, routes
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.views import Cancel, Ends, Postpone
from bot.interaction.home import HOME_ROUTE
from bot.interaction.request import Request
from bot.plan import transitions
from bot.storage import handovers, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


@routes.CANCEL.on
def cancel(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to give the plan up."""
    rows = column(Button(Word("cancel_for_good"), routes.CANCEL_SURELY.to(plan), style="danger"), _keep(request, plan))
    return Cancel(**vars(_ends(tx, request, plan))).page(rows)


@routes.CANCEL_SURELY.on
def cancel_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Give the plan up; this can be undone while its places and money are held."""
    return _now(tx, request, transitions.perform(tx, request.moment, plan, Action.CANCEL, request.person))


@routes.UNDO_CANCELLATION.on
def undo_cancellation(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Let the plan stand again as it stood."""
    return _now(tx, request, acts.undo_cancellation(tx, request, plan))


@routes.POSTPONE.on
def postpone(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to put the plan off, and say what becomes of the money."""
    rows = column(
        Button(Word("postpone_surely"), routes.POSTPONE_SURELY.to(plan), style="primary"),
        Button(Word("cancel_plan"), routes.CANCEL.to(plan)),
        _keep(request, plan),
    )
    ends = _ends(tx, request, plan)
    return Postpone(**vars(ends), taken=plan.state in TAKING, asked=_asked(plan)).page(rows)


def _ends(tx: Tx, request: Request, plan: PlanRow) -> Ends:
    held = handovers.of_plan(tx, plan.id)
    own, out = plan.beneficiary_id == request.person.id, held is not None and held.returned_on is None
    theirs = held is not None and not (own and held.to_provider)
    return Ends(
        whose="" if own else people.by_id(tx, plan.beneficiary_id).name,
        in_hand=held.cents if held is not None and out and theirs else 0,
        in_vouchers=held is None or held.in_vouchers,
    )


def _asked(plan: PlanRow) -> bool:
    return plan.state.value in {"endorsed", "in_committee", "waiting"}


@routes.POSTPONE_SURELY.on
def postpone_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Put the plan off: its places and money are free for others at once; a wrong hand was asked about before."""
    put_off = transitions.perform(tx, request.moment, plan, Action.POSTPONE, request.person, granted_cents=None)
    return _now(tx, request, put_off)


@routes.RESUME.on
def resume(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Make a draft of the plan again. Raises Refused, as `acts.resume`."""
    return _now(tx, request, acts.resume(tx, request, plan))


@routes.CHANGE_AGAIN.on
def change_again(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Open the plan after a no, and show what can be changed. Raises Refused, as `acts.change_again`."""
    changed = acts.change_again(tx, request, plan)
    if plan.beneficiary_id == request.person.id:
        return recap.change(tx, request, changed)
    return person.page(tx, request, plan.beneficiary_id)


def _keep(request: Request, plan: PlanRow) -> Button:
    own = plan.beneficiary_id == request.person.id
    return Button(Word("keep"), HOME_ROUTE.to() if own else caseload_routes.PERSON.to(plan.beneficiary_id))


def _now(tx: Tx, request: Request, plan: PlanRow) -> Page:
    if plan.beneficiary_id == request.person.id:
        return my_plan.standing(tx, request, plan)
    return person.page(tx, request, plan.beneficiary_id)
