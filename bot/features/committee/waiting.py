"""What came free, and the first of the waiting list who could have it: taken with one tap, or left."""

from bot.features.committee import acts, decisions, reallocation, routes, views
from bot.features.reviews.summary import of_plan
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import committee
from bot.plan import facts as plan_facts
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


@routes.FREED.on
def proposal(tx: Tx, request: Request, call: CallRow) -> Page:
    """Show how much is free in a call, who is first, and one tap to grant it or to offer what there is."""
    found, left = reallocation.proposal(tx, request.moment, call), reallocation.left_in(call)
    ways = [Button(Word("to_waiting"), routes.WAITING.to(None)), HOME]
    if found is None:
        return views.Freed(call=call.name, left=left, found=None).page(column(*ways))
    plan = found.plan
    taking = Button(Word("grant", {"cents": found.cents}), routes.GRANT.to(plan), style="success")
    if not found.whole:
        data = routes.OFFER_FREED.to(plan.id, plan.version, found.cents)
        taking = Button(Word("offer_freed", {"cents": found.cents}), data, style="success")
    told = of_plan(tx, request, plan, plan_facts.facts_of(tx, request.moment, plan))
    near = request.person.id in committee.who_accompany(tx, plan)
    rows = column(*(() if near else (taking,)), Button(Word("open_card"), routes.DECIDE.to(plan)), *ways)
    return views.Freed(**told.values, call=call.name, left=left, found=found).page(rows)


@routes.OFFER_FREED.on
def offer(tx: Tx, request: Request, plan: PlanRow, version: int, cents: int) -> Page:
    """Offer what there is, as it was shown; whatever changed since then is told instead."""
    return decisions.decided(tx, request, acts.offer_freed(tx, request, plan, version, cents), "offered")
