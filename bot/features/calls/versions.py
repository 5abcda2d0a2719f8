"""Versions of a call's rules: who keeps which, and moving plans to the newest with everyone told what changed."""

from typing import Any

from bot.domain.calls import Call
from bot.domain.notices import RULES_CHANGED
from bot.domain.rules import Rule
from bot.features.calls import routes, views
from bot.features.calls.pages import note, page
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import audit, call_versions, calls, outbox, people, plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page
from conversations.reckoning import costed, proposal


def amend(tx: Tx, request: Request, row: CallRow, **rules: Any) -> CallRow:
    """Change rules of a call. Those that a plan was sent under are kept for it, under their version's number."""
    version = row.version
    if call_versions.is_used(tx, row):
        call_versions.keep(tx, row, request.now)
        version += 1
    note(tx, request, row, **rules, version=version)
    return calls.by_id(tx, row.id)


@routes.MOVE.on
def moving(tx: Tx, request: Request, row: CallRow) -> Page:
    """What would change for the plans sent under earlier rules; those endorsed already keep theirs in any case."""
    found = [plan for plan_id in call_versions.movable(tx, row) if (plan := plans.by_id(tx, plan_id))]
    points: dict[str, Rule] = {}
    for plan in found:
        points |= {rule.id: rule for rule in changed_for(tx, request.moment, row, plan)}
    rows = column(
        Button(Word("apply_rules_now"), routes.MOVE_SURELY.to(row.id), style="primary"),
        Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id)),
    )
    return views.NewRules(row, len(found), list(points.values())).page(rows)


def changed_for(tx: Tx, moment: Moment, row: CallRow, plan: PlanRow, version: int | None = None) -> tuple[Rule, ...]:
    """The rules that say something else now than those of a version, or than those the plan was sent under."""
    before = call_versions.as_of(tx, row, version or plan.rules_version or row.version)
    now: Call = plan_facts.call_of(moment.app, row)
    return now.changes_since(plan_facts.call_of(moment.app, before))


@routes.MOVE_SURELY.on
def move(tx: Tx, request: Request, row: CallRow) -> Page:
    """Move them: each plan's figures are worked out again, and the person and her referent are told what changed."""
    for plan_id in call_versions.movable(tx, row):
        plan = plans.by_id(tx, plan_id)
        if plan is not None:
            _move_one(tx, request, row, plan)
    return page(tx, request, calls.by_id(tx, row.id))


def _move_one(tx: Tx, request: Request, row: CallRow, plan: PlanRow) -> None:
    before = plan.rules_version
    plans.save(tx, plan, request.now, rules_version=row.version)
    moved = access.need(tx, plan.id)
    facts = plan_facts.facts_of(tx, request.moment, moved)
    if costed(facts):
        plans.save(tx, moved, request.now, aid_cents=proposal(facts).aid)
    audit.append(
        tx,
        f"plan:{plan.id}",
        request.now,
        request.person.id,
        "move_to_new_rules",
        {"state": plan.state.value, "rules": before},
        {"state": plan.state.value, "rules": row.version},
        row_key=plan.trail_key,
    )
    referent = people.reader_for(tx, plan.beneficiary_id)
    changed = changed_for(tx, request.moment, row, plan)
    hers = not changed or any(rule.about_person for rule in changed)
    queued = [
        outbox.Outgoing(
            key=f"plan:{plan.id}:rules:{row.version}:{kind}",
            recipient_id=recipient,
            kind=kind,
            context={"plan": plan.id, "since": before},
            created_at=request.now,
            due_at=request.now,
            plan_id=plan.id,
        )
        for kind, recipient in zip(RULES_CHANGED, (plan.beneficiary_id if hers else None, referent), strict=True)
        if recipient is not None
    ]
    outbox.put(tx, queued)
