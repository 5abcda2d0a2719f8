"""Who pays what: the budget of a plan on one screen, for those who fill its prices; each price can be changed alone."""

from bot.domain.people import Refused
from bot.domain.plans import CHANGEABLE, State
from bot.domain.rules import Level
from bot.features.caseload import routes as caseload_routes
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan import routes
from bot.features.my_plan.views import Budget, Prices
from bot.interaction import edits, forms, prompting
from bot.interaction.forms import Form, plan_token
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need
from conversations.reckoning import aid_form, budget, costed, guarantee, guarantee_by_card, payment, proposal
from conversations.rules import at_level, findings

WITH_COMMITTEE = frozenset({State.ENDORSED, State.IN_COMMITTEE, State.WAITING, State.OFFERED})
"""States in which others count on the prices that were endorsed."""


def budget_page(tx: Tx, request: Request, plan: PlanRow, *, why: bool = False) -> Page:
    """Show who pays what, and what needs cash; with `why`, how the aid was found."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    view = Budget(
        budget=budget(facts),
        proposal=proposal(facts),
        payment=payment(facts),
        aid_form=aid_form(facts),
        guarantee=guarantee(facts),
        by_card=guarantee_by_card(facts),
        why=why,
        complete=costed(facts),
        refusals=at_level(Level.REFUSE, findings(facts)),
        warnings=at_level(Level.WARN, findings(facts)),
    )
    rows = [] if why else [Button(Word("why_this_aid"), routes.WHY.to(plan))]
    if plan.state in forms.OPEN_IN["e"]:
        missing = flow.missing(PLAN, facts, Need.ENDORSE)
        if missing:
            word = Word("fill_prices", {"count": len(missing)})
            rows.insert(0, Button(word, routes.FILL_PRICES.to(plan), style="primary"))
        rows.append(Button(Word("change_prices"), routes.PRICE_LIST.to(plan)))
    return view.page(column(*rows, _back(request, plan)))


@routes.WHY.on
def why(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Explain how the aid is worked out."""
    return budget_page(tx, request, plan, why=True)


def _back(request: Request, plan: PlanRow) -> Button:
    own = plan.beneficiary_id == request.person.id
    return HOME if own else Button(Word("open_card"), caseload_routes.CARD.to(plan))


@routes.FILL_PRICES.on
def prices(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask the first price that is not known yet; once there is none, list them all, to change one.

    Raises:
        Refused: as `need_open`.
    """
    need_open(plan)
    form = forms.load(tx, request, plan_token(plan, "e"))
    if flow.current(form.conversation, form.facts, form.needs) is None:
        return price_list(tx, request, plan)
    return prompting.resume(tx, request, form)


@routes.PRICE_LIST.on
def price_list(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """List the prices, each with a button that opens its question. Raises Refused as `need_open`."""
    need_open(plan)
    form = forms.load(tx, request, plan_token(plan, "e"))
    places = flow.path(form.conversation, form.facts, form.needs)
    given = [(placed, form.facts.answers.get(placed.step.id)) for placed in places]
    lines = [(p.section.name, p.step, a.value if isinstance(a, Given) else None) for p, a in given]
    return Prices(lines).page(column(*edits.buttons(form), _back(request, plan)))


@routes.PRICES.on
def own_prices(tx: Tx, request: Request) -> Screen:
    """Ask the prices of the reader's own plan. Raises Refused as `need_open`."""
    plan = access.own_plan(tx, request.person)
    if plan is not None:
        need_open(plan)
    return my_plan.phase(tx, request, "e")


def need_open(plan: PlanRow) -> None:
    """Refuse to write prices where they are not open: they are until the plan is endorsed.

    Raises:
        Refused: "prices_with_committee" while others decide on them, "prices_of_the_stay" once they change with the
            stay that is granted, "not_open" in any other state.
    """
    if plan.state in WITH_COMMITTEE:
        raise Refused("prices_with_committee")
    if plan.state in CHANGEABLE:
        raise Refused("prices_of_the_stay")
    if plan.state not in forms.OPEN_IN["e"]:
        raise Refused("not_open")


def prices_answered(tx: Tx, request: Request, form: Form) -> Screen:
    """Show who pays what, now that the prices are known."""
    if form.plan is None:
        raise Refused("not_found")
    return budget_page(tx, request, form.plan)
