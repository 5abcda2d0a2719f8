"""An offer of less than asked: taken, changed, or let go; by the person, or by her referent beside her."""

from dataclasses import replace

from bot.domain.plans import Action
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan import recap
from bot.features.my_plan.pages import act
from bot.features.reviews import review
from bot.interaction.request import Request
from bot.plan import transitions
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page


def accept(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Take less than was asked: what was held is granted."""
    return _now(tx, request, transitions.perform(tx, request.moment, plan, Action.ACCEPT_OFFER, request.person))


def rework(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to change the plan instead, and say that the money is then not kept."""
    own = plan.beneficiary_id == request.person.id
    cents = {"cents": plan.granted_cents or 0}
    rows = column(
        Button(Word("rework_surely"), act(plan, "rework_surely"), style="danger"),
        Button(Word("keep_offered", cents), "g:home" if own else act(plan, "card")),
    )
    return Page("plan/rework", {"whose": _whose(tx, request, plan), **cents}, rows)


def rework_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Change the plan instead; its money goes back to the call. What to do next is said."""
    changed = transitions.perform(tx, request.moment, plan, Action.CHANGE_OFFERED, request.person, granted_cents=None)
    own = plan.beneficiary_id == request.person.id
    said = Problem("offer_not_kept" if own else "offer_not_kept_beside", {"cents": plan.granted_cents or 0})
    page = recap.change(tx, request, changed) if own else review.card(tx, request, changed)
    return replace(page, notes=(said, *page.notes))


def _whose(tx: Tx, request: Request, plan: PlanRow) -> str:
    """The name of the person where somebody else answers beside; empty to the person."""
    return "" if plan.beneficiary_id == request.person.id else people.by_id(tx, plan.beneficiary_id).name


def let_go(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to let the offer go, and say what becomes of the plan."""
    own = plan.beneficiary_id == request.person.id
    rows = column(
        Button(Word("let_go_surely"), act(plan, "let_go_surely"), style="danger"),
        Button(Word("keep_offer"), "g:home" if own else act(plan, "card")),
    )
    return Page("plan/let_go", {"plan": plan}, rows)


def let_go_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Let the offer go: the plan waits for more, with its rank; the money goes to the next."""
    return _now(
        tx, request, transitions.perform(tx, request.moment, plan, Action.LET_GO, request.person, granted_cents=None)
    )


def _now(tx: Tx, request: Request, plan: PlanRow) -> Page:
    return (my_plan.standing if plan.beneficiary_id == request.person.id else review.card)(tx, request, plan)
