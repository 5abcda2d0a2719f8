"""The list for leaving, part by part: ticked with one tap by the person, or by the referent beside; both see it."""

from dataclasses import dataclass

from bot.domain.money import Cents
from bot.domain.people import Refused
from bot.features.caseload import routes as caseload_routes
from bot.features.departure import acts, routes
from bot.features.my_plan import pages as my_plan
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan.leaving import LEAVING, Line, leaving_facts, lines
from bot.storage import departures, people
from bot.storage.departures import Departure
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need
from conversations.leaving import BY_NAME, PARTS, Item, applying, left_to_do
from conversations.plan_context import PlanContext
from conversations.reckoning import guarantee, guarantee_by_card, in_vouchers, payment


@dataclass(frozen=True)
class List(View, template="departure/list"):
    """One part of a list for leaving; `first` is what is due first in another part, which is `elsewhere`.

    `name` is the beneficiary's, for a referent; empty for the beneficiary. `other` is what the referent wrote down.
    """

    name: str
    part: str
    done: int
    total: int
    lines: list[Line]
    first: Line | None
    elsewhere: str
    protected: bool
    cash: Cents
    other: str
    vouchers: bool
    guarantee: Cents | None
    by_card: bool


@routes.OWN_LIST.on
def own(tx: Tx, request: Request) -> Screen:
    """Show the reader's own list; without a grant, where the plan stands."""
    plan = access.own_plan(tx, request.person)
    if plan is None or plan.state not in LEAVING:
        return my_plan.home(tx, request)
    return page(tx, request, plan)


@routes.LAST_QUESTION.on
def last_question(tx: Tx, request: Request) -> Screen:
    """Ask what is left to know before leaving."""
    return my_plan.phase(tx, request, "l")


@routes.LIST.on
def opened(tx: Tx, request: Request, plan: PlanRow, part: str) -> Screen:
    """Show the list of a plan at one of its parts. Raises Refused("not_now")."""
    acts.need_leaving(plan)
    return page(tx, request, plan, part)


def page(tx: Tx, request: Request, plan: PlanRow, part: str = "") -> Page:
    """Show one part of the list; the first with something left to do, if none is named."""
    beside = request.person.id != plan.beneficiary_id
    facts, known = leaving_facts(tx, request.moment, plan), departures.of_plan(tx, plan.id)
    items = tuple(applying(facts, beside=beside))
    left = left_to_do(facts, known.ticks, request.moment.today, beside=beside)
    parts = [each for each in PARTS if any(item.part == each for item in items)]
    open_parts = [item.part for item in items if item.name not in known.ticks]
    here = part if part in parts else next(iter(open_parts), parts[0])
    elsewhere = [todo for todo in left if todo.by is not None and todo.item.part != here]
    view = List(
        name=people.by_id(tx, plan.beneficiary_id).name if beside else "",
        part=here,
        done=sum(item.name in known.ticks for item in items),
        total=len(items),
        lines=lines(todo for todo in left if todo.item.part == here),
        first=next(iter(lines(elsewhere)), None),
        elsewhere=elsewhere[0].item.part if elsewhere else "",
        protected=facts.about(PlanContext).protected,
        cash=payment(facts).to_take,
        other=facts.value("other_formality") or "",
        vouchers=in_vouchers(facts),
        guarantee=guarantee(facts),
        by_card=guarantee_by_card(facts),
    )
    shown = [item for item in items if item.part == here]
    rows = (*_ticks(plan, shown, known), *_parts(plan, parts, here), *_ways_on(request, plan, facts))
    return view.page(rows, status="")


def _ticks(plan: PlanRow, shown: list[Item], known: Departure) -> Rows:
    buttons = []
    for item in shown:
        ready = item.name in known.ticks
        data = (routes.UNTICK if ready else routes.TICK).to(plan.id, item.name)
        buttons.append(Button(Word("leaving_item", {"item": item.name}), data, ticked=ready))
    return column(*buttons)


def _parts(plan: PlanRow, parts: list[str], here: str) -> Rows:
    """Return the part before and the part after, side by side."""
    at = parts.index(here)
    around = [("part_before", parts[at - 1])] if at else []
    around += [("part_after", parts[at + 1])] if at + 1 < len(parts) else []
    return (tuple(Button(Word(word, {"part": part}), routes.LIST.to(plan.id, part)) for word, part in around),)


def _ways_on(request: Request, plan: PlanRow, facts: Facts) -> Rows:
    if request.person.id != plan.beneficiary_id:
        return column(Button(Word("open_card"), caseload_routes.CARD.to(plan)), HOME)
    if flow.current(PLAN, facts, {Need.LEAVE}) is not None and request.person.reach.may_write_first:
        return column(Button(Word("last_question"), routes.LAST_QUESTION.to()), HOME)
    return column(HOME)


@routes.TICK.on
def tick(tx: Tx, request: Request, plan: PlanRow, name: str) -> Screen:
    """Tick a line. Raises Refused: "not_found", "not_now"."""
    acts.mark(tx, request, plan, name, ready=True)
    return page(tx, request, plan, BY_NAME[name].part)


@routes.UNTICK.on
def untick(tx: Tx, request: Request, plan: PlanRow, name: str) -> Screen:
    """Take the tick of a line away. Raises Refused: "not_found", "not_now"."""
    acts.mark(tx, request, plan, name, ready=False)
    return page(tx, request, plan, BY_NAME[name].part)


def answered(tx: Tx, request: Request, form: Form) -> Screen:
    """Show the list once the last question before leaving is answered."""
    if form.plan is None:
        raise Refused("not_found")
    return page(tx, request, form.plan)
