"""A change of an endorsed stay: asked, withdrawn, agreed to, declined. No page, no button."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain import events
from bot.domain.people import Refused
from bot.domain.plans import CHANGEABLE, Action
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan import transitions
from bot.storage import audit, departures, outbox, people, plans
from bot.storage.changes import PlanChanges
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.change import CHANGING
from conversations.engine.answers import Facts
from conversations.reckoning import proposal

ASKED_NOTICE = "stay_change"
"""The kind of the notice to the referent, which is withdrawn with the change."""


def may_change(plan: PlanRow) -> tuple[str, ...]:
    """Return what changes by this road; who comes with a group is each household's own."""
    return tuple(what for what in CHANGING if what != "people" or plan.households is None)


def is_changeable(request: Request, plan: PlanRow) -> bool:
    """Return whether the stay can change: it is endorsed, and has not begun."""
    gone = plan.departure is not None and plan.departure <= request.moment.today
    return plan.state in CHANGEABLE and not gone


def need_changeable(request: Request, plan: PlanRow) -> None:
    """Refuse a change of a stay that cannot change now. Raises Refused("not_now")."""
    if not is_changeable(request, plan):
        raise Refused("not_now")


def ask(tx: Tx, request: Request, plan: PlanRow, answers: Mapping[str, Any], names: Iterable[str]) -> PlanRow:
    """Ask for what these answers say, besides what is asked for already; what says the same as the plan is no change.

    The referent is told of what the beneficiary asks for, and reads it before it holds.

    Raises:
        Refused: "not_now" when the stay cannot change.
    """
    need_changeable(request, plan)
    wanted = {**departures.of_plan(tx, plan.id).change, **{name: answers[name] for name in names}}
    change = {name: raw for name, raw in wanted.items() if raw.get("v") != plan.answers.get(name, {}).get("v")}
    plan = _keep(tx, request, plan, change, "ask_change" if change else "withdraw_change")
    if change and plan.beneficiary_id == request.person.id:
        event = events.ChangeAsked(plan.id, plan.version)
        transitions.put_notices(tx, request.moment, plan, event, request.person.id)
    return plan


def withdraw(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Keep the stay as it was. Raises Refused("not_now") when nothing is asked for."""
    _asked_for(tx, plan)
    return _keep(tx, request, plan, {}, "withdraw_change")


def agree(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Let the change hold: figures are worked out again, and what is needed no more goes back.

    Raises:
        Refused: "not_now" when nothing is asked for, and what the table of transitions says.
    """
    change = _asked_for(tx, plan)
    changed = with_change(plan, change)
    granted = still_granted(plan, plan_facts.facts_of(tx, request.moment, changed))
    values: PlanChanges = {"answers": changed.answers, "granted_cents": granted}
    reason = {"changes": ",".join(sorted(change))}
    done = transitions.perform(tx, request.moment, plan, Action.CHANGE_STAY, request.person, reason, **values)
    return _keep(tx, request, done, {}, "change_agreed")


def decline(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Let the stay remain as it was, and tell its person with whom to talk. Raises Refused("not_now")."""
    _asked_for(tx, plan)
    transitions.put_notices(tx, request.moment, plan, events.ChangeKept(plan.id, plan.version), request.person.id)
    return _keep(tx, request, plan, {}, "change_kept")


def _asked_for(tx: Tx, plan: PlanRow) -> dict[str, Any]:
    change = dict(departures.of_plan(tx, plan.id).change)
    if not change:
        raise Refused("not_now")
    return change


def _keep(tx: Tx, request: Request, plan: PlanRow, change: dict[str, Any], action: str) -> PlanRow:
    """Store what is asked for, or that nothing is; a button shown with something else is old from now on."""
    known = departures.of_plan(tx, plan.id)
    asked = {"change_asked_at": request.now, "change_asked_by": request.person.id}
    departures.save(tx, known, change=change, **(asked if change else dict.fromkeys(asked)))
    after = {"state": plan.state.value, "changes": sorted(change)}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, action, None, after, row_key=plan.trail_key)
    outbox.withdraw(tx, plan_id=plan.id, kinds=frozenset({ASKED_NOTICE}))
    return replace(plan, version=plans.save(tx, plan, request.now))


def with_change(plan: PlanRow, change: Mapping[str, Any]) -> PlanRow:
    """Return the plan as it would be with a change."""
    return replace(plan, answers={**plan.answers, **change})


def still_granted(plan: PlanRow, facts: Facts) -> int | None:
    """Return what stays granted: what the new figures give, and no more than was granted."""
    return None if plan.granted_cents is None else min(plan.granted_cents, proposal(facts).aid)


def waiting(tx: Tx, referent_id: int) -> list[PlanRow]:
    """Find the plans of a referent's beneficiaries whose change waits to be read, the oldest first."""
    accompanied = [person.id for person in people.accompanied(tx, referent_id)]
    found = (plans.by_id(tx, plan_id) for plan_id in departures.with_change(tx, accompanied, CHANGEABLE))
    return [plan for plan in found if plan is not None]
