"""An offer of less than asked: taken, changed, or let go; by the beneficiary, or by the referent beside."""

from dataclasses import replace

from bot.features.caseload import routes as caseload_routes
from bot.features.committee import acts, routes, views
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan import recap
from bot.features.reviews import review
from bot.interaction.home import HOME_ROUTE
from bot.interaction.request import Request
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page


@routes.ACCEPT.on
def accept(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Take an offer, and show how the plan stands."""
    return _now(tx, request, acts.accept(tx, request, plan))


@routes.REWORK.on
def rework(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to change the plan instead, and say that the money is then not kept."""
    own = plan.beneficiary_id == request.person.id
    cents = {"cents": plan.granted_cents or 0}
    rows = column(
        Button(Word("rework_surely"), routes.REWORK_SURELY.to(plan), style="danger"),
        Button(Word("keep_offered", cents), HOME_ROUTE.to() if own else caseload_routes.CARD.to(plan)),
    )
    return views.ChangeOffered(_whose(tx, request, plan), plan.granted_cents or 0).page(rows)


@routes.REWORK_SURELY.on
def rework_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Leave an offer to change the plan, and say what to do next."""
    changed = acts.change_offered(tx, request, plan)
    own = plan.beneficiary_id == request.person.id
    said = Problem("offer_not_kept" if own else "offer_not_kept_beside", {"cents": plan.granted_cents or 0})
    page = recap.change(tx, request, changed) if own else review.card(tx, request, changed)
    return replace(page, notes=(said, *page.notes))


def _whose(tx: Tx, request: Request, plan: PlanRow) -> str:
    """Name the beneficiary where the referent answers beside; empty to the beneficiary."""
    return "" if plan.beneficiary_id == request.person.id else people.by_id(tx, plan.beneficiary_id).name


@routes.LET_GO.on
def let_go(_tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to let the offer go, and say what becomes of the plan."""
    own = plan.beneficiary_id == request.person.id
    rows = column(
        Button(Word("let_go_surely"), routes.LET_GO_SURELY.to(plan), style="danger"),
        Button(Word("keep_offer"), HOME_ROUTE.to() if own else caseload_routes.CARD.to(plan)),
    )
    return views.LetOfferGo().page(rows)


@routes.LET_GO_SURELY.on
def let_go_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Let an offer go, and show how the plan stands."""
    return _now(tx, request, acts.let_go(tx, request, plan))


def _now(tx: Tx, request: Request, plan: PlanRow) -> Page:
    return (my_plan.standing if plan.beneficiary_id == request.person.id else review.card)(tx, request, plan)
