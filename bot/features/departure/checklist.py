"""The list for leaving, part by part: ticked with one tap by the person, or by her referent beside her; both see it."""

from bot.domain.people import Refused, Role
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.next_steps import LEAVING, leaving_facts, lines
from bot.features.my_plan.pages import act
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access
from bot.storage import audit, departures, people
from bot.storage.departures import Departure
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Need
from conversations.leaving import BY_NAME, PARTS, PROTECTED, Item, applying, left_to_do
from conversations.reckoning import payment


def hers(tx: Tx, request: Request) -> Screen:
    """Her own list; without a grant, where her plan stands."""
    plan = my_plan.her_plan(tx, request)
    if plan is None or plan.state not in LEAVING:
        return my_plan.home(tx, request)
    return page(tx, request, plan)


def opened(tx: Tx, request: Request, number: str, part: str = "") -> Screen:
    """The list of a plan at one of its parts. Raises Refused: "not_found", "not_now"."""
    return page(tx, request, _plan(tx, request, number), part)


def _plan(tx: Tx, request: Request, number: str) -> PlanRow:
    plan = access.seen_by(tx, request.person, decode_id(number), Role.BENEFICIARY, Role.REFERENT)
    if plan.state not in LEAVING:
        raise Refused("not_now")
    return plan


def page(tx: Tx, request: Request, plan: PlanRow, part: str = "") -> Page:
    """One part of the list; the first with something left to do, if none is named."""
    beside = request.person.id != plan.beneficiary_id
    facts, known = leaving_facts(tx, request.moment, plan), departures.of_plan(tx, plan.id)
    items = tuple(applying(facts, beside=beside))
    left = left_to_do(facts, known.ticks, request.moment.today, beside=beside)
    parts = [each for each in PARTS if any(item.part == each for item in items)]
    open_parts = [item.part for item in items if item.name not in known.ticks]
    here = part if part in parts else next(iter(open_parts), parts[0])
    shown = [item for item in items if item.part == here]
    elsewhere = [todo for todo in left if todo.by is not None and todo.item.part != here]
    values = {
        "name": people.by_id(tx, plan.beneficiary_id).name if beside else "",
        "part": here,
        "done": sum(item.name in known.ticks for item in items),
        "total": len(items),
        "lines": lines(todo for todo in left if todo.item.part == here),
        "first": next(iter(lines(elsewhere)), None),
        "elsewhere": elsewhere[0].item.part if elsewhere else "",
        "protected": PROTECTED in facts.traits,
        "cash": payment(facts).cash_needed,
    }
    rows = (*_ticks(plan, shown, known), *_parts(plan, parts, here), *_ways_on(request, plan, facts))
    return Page("departure/list", values, rows, status="")


def _ticks(plan: PlanRow, shown: list[Item], known: Departure) -> Rows:
    number = encode_id(plan.id)
    buttons = []
    for item in shown:
        ready = item.name in known.ticks
        data = f"b:{'untick' if ready else 'tick'}:{number}:{item.name}"
        buttons.append(Button(Word("leaving_item", {"item": item.name}), data, ticked=ready))
    return column(*buttons)


def _parts(plan: PlanRow, parts: list[str], here: str) -> Rows:
    """The part before and the part after, side by side."""
    at = parts.index(here)
    around = [("part_before", parts[at - 1])] if at else []
    around += [("part_after", parts[at + 1])] if at + 1 < len(parts) else []
    number = encode_id(plan.id)
    return (tuple(Button(Word(word, {"part": part}), f"b:list:{number}:{part}") for word, part in around),)


def _ways_on(request: Request, plan: PlanRow, facts: Facts) -> Rows:
    if request.person.id != plan.beneficiary_id:
        return column(Button(Word("open_card"), act(plan, "card")), HOME)
    if flow.current(PLAN, facts, {Need.LEAVE}) is not None and request.person.reach.may_write_first:
        return column(Button(Word("last_question"), "g:last_question"), HOME)
    return column(HOME)


def mark(tx: Tx, request: Request, number: str, name: str, *, ready: bool) -> Screen:
    """Tick a line, or take the tick away; a second tap changes nothing. Raises Refused: "not_found", "not_now"."""
    plan = _plan(tx, request, number)
    beside = request.person.id != plan.beneficiary_id
    if name not in {item.name for item in applying(leaving_facts(tx, request.moment, plan), beside=beside)}:
        raise Refused("not_found")
    known = departures.of_plan(tx, plan.id)
    if (name in known.ticks) != ready:
        ticks = {each: by for each, by in known.ticks.items() if each != name}
        departures.save(tx, known, ticks={**ticks, name: request.person.id} if ready else ticks)
        after = {"state": plan.state.value, "line": name, "ready": ready}
        audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, "tick", None, after, row_key=plan.trail_key)
    return page(tx, request, plan, BY_NAME[name].part)


def answered(tx: Tx, request: Request, form: Form) -> Screen:
    """The last question before leaving is answered."""
    if form.plan is None:
        raise Refused("not_found")
    return page(tx, request, form.plan)
