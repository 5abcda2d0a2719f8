"""Several plans granted at once: ticked on the list, each checked again by itself when they are granted."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.people import Refused, Role
from bot.domain.plans import UNDO_WINDOW, Action, State
from bot.features.committee import worklist
from bot.features.committee.reallocation import left_in
from bot.features.committee.worklist import number_in
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access, transitions
from bot.storage import calls, plans, views
from bot.storage.kernel.store import Conflict, Tx
from bot.storage.plans import PlanRow
from bot.storage.views import View
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.screens import Page


def several(tx: Tx, request: Request, number: int = 0) -> Page:
    """The list with a box before each plan, and one button to grant all that are ticked."""
    view = views.view_of(tx, request.person.id)
    found = worklist.on_page(tx, request, "list", view, number)
    ticked = [plan for each in view.ticked if (plan := plans.by_id(tx, int(each))) is not None]
    cents = sum(plan.aid_cents or 0 for plan in ticked)
    rows: list[tuple[Button, ...]] = []
    if ticked:
        granting = Word("grant_ticked", {"count": len(ticked), "cents": cents})
        rows.append((Button(granting, "d:grant_ticked", style="success"),))
    rows += column(*(_box(line["plan"], view, found.number, worklist.label(line)) for line in found.lines))
    rows += worklist.turning("several", found)
    rows += column(Button(Word("tick_page"), f"d:tick_page:{found.number}"), Button(Word("back_to_list"), "d:list"))
    values = {
        "lines": found.lines,
        "count": found.counted.plans,
        "ticked": len(ticked),
        "people": sum(plan.people or 0 for plan in ticked),
        "cents": cents,
        "left": [(call.name, left_in(call)) for call in _calls_of(tx, found.lines)],
    }
    return Page("committee/several", values, tuple(rows))


def _calls_of(tx: Tx, lines: list[dict[str, Any]]) -> list[calls.CallRow]:
    return [calls.by_id(tx, each) for each in sorted({line["plan"].call_id for line in lines})]


def _box(plan: PlanRow, view: View, number: int, label: Plain) -> Button:
    on = str(plan.id) in view.ticked
    data = f"d:tick:{encode_id(plan.id)}:{encode_id(plan.version)}:{int(not on)}:{number}"
    return Button(label, data, ticked=on)


def tick(tx: Tx, request: Request, plan_id: int, version: int, *, on: bool, number: int) -> Page:
    """Tick a plan as it was seen, or take the tick away; tapped twice it stays as it is."""
    view = views.view_of(tx, request.person.id)
    ticked = {each: seen for each, seen in view.ticked.items() if each != str(plan_id)}
    views.keep(tx, request.person.id, replace(view, ticked={**ticked, str(plan_id): version} if on else ticked))
    return several(tx, request, number)


def tick_page(tx: Tx, request: Request, number: int) -> Page:
    """Tick all that this page shows."""
    view = views.view_of(tx, request.person.id)
    found = worklist.on_page(tx, request, "list", view, number)
    more = {str(line["plan"].id): line["plan"].version for line in found.lines}
    views.keep(tx, request.person.id, replace(view, ticked={**view.ticked, **more}))
    return several(tx, request, number)


def grant_ticked(tx: Tx, request: Request) -> Page:
    """Grant each ticked plan that can be granted, in the order of arrival; say why another was not."""
    view = views.view_of(tx, request.person.id)
    chosen = [plan for each in view.ticked if (plan := plans.by_id(tx, int(each))) is not None]
    granted: list[PlanRow] = []
    others: list[tuple[PlanRow, str]] = []
    for plan in sorted(chosen, key=lambda each: (each.rank_at or request.now, each.id)):
        try:
            with tx.all_or_nothing():
                granted.append(_grant(tx, request, plan, view.ticked[str(plan.id)]))
        except Refused as refused:
            others.append((plan, refused.code))
        except Conflict:
            others.append((plan, "changed_since"))
    views.keep(tx, request.person.id, replace(view, ticked={}, batch=tuple(plan.id for plan in granted)))
    rows = [Button(Word("undo_all"), "d:undo_all")] if granted else []
    values = {
        "granted": granted,
        "others": others,
        "cents": sum(plan.granted_cents or 0 for plan in granted),
        "left": [(c.name, left_in(c)) for c in _calls_of(tx, [{"plan": plan} for plan in chosen])],
        "minutes": UNDO_WINDOW // timedelta(minutes=1),
    }
    rows += [Button(Word("back_to_list"), "d:list"), HOME]
    return Page("committee/several_done", values, column(*rows))


def _grant(tx: Tx, request: Request, plan: PlanRow, seen: int) -> PlanRow:
    """Grant one in full, if it still is what was ticked; that the clock has passed it on meanwhile is no news."""
    passed_on = plan.state is State.IN_COMMITTEE and plan.before_state is State.ENDORSED and seen == plan.version - 1
    access.seen_by(tx, request.person, plan.id, Role.COORDINATOR)
    if seen != plan.version and not passed_on:
        raise Refused("changed_since")
    return transitions.perform(tx, request.moment, plan, Action.GRANT, request.person, granted_cents=plan.aid_cents)


def undo_all(tx: Tx, request: Request) -> Page:
    """Take back what was granted together, as far as the two minutes go."""
    view = views.view_of(tx, request.person.id)
    kept: dict[str, Problem] = {}
    for each in view.batch:
        plan = access.need(tx, each)
        try:
            with tx.all_or_nothing():
                transitions.perform(tx, request.moment, plan, Action.UNDO_DECISION, request.person, granted_cents=None)
        except Refused as refused:
            kept[refused.code] = Problem(refused.code)
    views.keep(tx, request.person.id, replace(view, batch=()))
    return replace(worklist.page(tx, request, "list"), notes=tuple(kept.values()))


DOORS: dict[str, Door] = {
    "several": lambda tx, request, more: several(tx, request, number_in(more)),
    "tick": lambda tx, request, more: tick(
        tx, request, decode_id(more[0]), decode_id(more[1]), on=more[2] == "1", number=number_in(more[3:])
    ),
    "tick_page": lambda tx, request, more: tick_page(tx, request, number_in(more)),
    "grant_ticked": lambda tx, request, _more: grant_ticked(tx, request),
    "undo_all": lambda tx, request, _more: undo_all(tx, request),
}
