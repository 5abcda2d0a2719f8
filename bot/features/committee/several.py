"""Several plans granted at once: ticked on the list, each checked again by itself when they are granted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.domain.plans import UNDO_WINDOW
from bot.features.committee import acts, routes, views, worklist
from bot.features.committee.reallocation import left_in
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import calls
from bot.storage import views as kept_views
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.views import View
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page


@routes.SEVERAL.on
def several(tx: Tx, request: Request, number: int | None) -> Page:
    """Show the list with a box before each plan, and one button to grant all that are ticked."""
    view = kept_views.view_of(tx, request.person.id)
    found = worklist.on_page(tx, request, "list", view, number or 0)
    ticked = acts.ticked(tx, request)
    cents = sum(plan.aid_cents or 0 for plan in ticked)
    rows: list[tuple[Button, ...]] = []
    if ticked:
        granting = Word("grant_ticked", {"count": len(ticked), "cents": cents})
        rows.append((Button(granting, routes.GRANT_TICKED.to(), style="success"),))
    rows += column(*(_box(line, view, found.number) for line in found.lines))
    rows += worklist.turning(routes.SEVERAL, found)
    rows += column(Button(Word("tick_page"), routes.TICK_PAGE.to(found.number)), worklist.BACK)
    told = views.Several(
        lines=found.lines,
        ticked=len(ticked),
        people=sum(plan.people or 0 for plan in ticked),
        cents=cents,
        left=_left_of(tx, (line.plan for line in found.lines)),
    )
    return told.page(tuple(rows))


def _left_of(tx: Tx, plans: Iterable[PlanRow]) -> list[views.LeftIn]:
    found = (calls.by_id(tx, each) for each in sorted({plan.call_id for plan in plans}))
    return [(call.name, left_in(call)) for call in found]


def _box(line: views.Line, view: View, number: int) -> Button:
    plan = line.plan
    on = str(plan.id) in view.ticked
    return Button(worklist.label(line), routes.TICK.to(plan.id, plan.version, not on, number), ticked=on)


@routes.TICK.on
def tick(tx: Tx, request: Request, plan: PlanRow, version: int, on: bool, number: int | None) -> Page:
    """Tick a plan, or take the tick away."""
    acts.tick(tx, request, plan, version, on=on)
    return several(tx, request, number)


@routes.TICK_PAGE.on
def tick_page(tx: Tx, request: Request, number: int | None) -> Page:
    """Tick all that this page shows."""
    view = kept_views.view_of(tx, request.person.id)
    found = worklist.on_page(tx, request, "list", view, number or 0)
    acts.tick_all(tx, request, (line.plan for line in found.lines))
    return several(tx, request, number)


@routes.GRANT_TICKED.on
def grant_ticked(tx: Tx, request: Request) -> Page:
    """Grant what is ticked, and say why another was not granted."""
    done = acts.grant_ticked(tx, request)
    told = views.SeveralDone(
        granted=done.granted,
        others=done.others,
        cents=sum(plan.granted_cents or 0 for plan in done.granted),
        left=_left_of(tx, (*done.granted, *(plan for plan, _ in done.others))),
        minutes=UNDO_WINDOW // timedelta(minutes=1),
    )
    rows = [Button(Word("undo_all"), routes.UNDO_ALL.to())] if done.granted else []
    return told.page(column(*rows, worklist.BACK, HOME))


@routes.UNDO_ALL.on
def undo_all(tx: Tx, request: Request) -> Page:
    """Take back what was granted together, as far as the two minutes go."""
    kept = acts.undo_all(tx, request)
    return replace(worklist.page(tx, request, "list"), notes=tuple(Problem(code) for code in kept))
