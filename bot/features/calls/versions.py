"""Versions of a call's rules: who keeps which, and moving plans to the newest with everyone told what changed."""

from typing import Unpack

from bot.domain.calls import Call
from bot.domain.limits import Limit
from bot.domain.notices import RULES_CHANGED
from bot.domain.rules import Rule
from bot.features.calls import acts
from bot.features.calls.call_rules import RuleOfCall
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import audit, call_versions, outbox, people, plans
from bot.storage.calls import CallRow
from bot.storage.changes import CallChanges
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.reckoning import costed, proposal
from conversations.rules import Told, kind_of


def amend(tx: Tx, request: Request, row: CallRow, **rules: Unpack[CallChanges]) -> CallRow:
    """Change rules of a call. Those that a plan was sent under are kept for it, under their version's number."""
    rules["version"] = row.version
    if call_versions.is_used(tx, row):
        call_versions.keep(tx, row, request.now)
        rules["version"] += 1
    return acts.change(tx, request, row, **rules)


def confirm(tx: Tx, request: Request, of: RuleOfCall) -> CallRow:
    """Let the coordinator answer for a figure as it is: from now on it may refuse."""
    confirmed = list(dict.fromkeys((*of.call.confirmed, of.rule.id)))
    days = {**dict(of.call.confirmed_on), of.rule.id: request.moment.today}
    return amend(tx, request, of.call, confirmed=confirmed, confirmed_on=days)


def turn_lenient(tx: Tx, request: Request, of: RuleOfCall) -> CallRow:
    """Let a rule only warn in a call, or refuse again."""
    others = [each for each in of.call.lenient if each != of.rule.id]
    lenient = others if of.rule.id in of.call.lenient else [*others, of.rule.id]
    return amend(tx, request, of.call, lenient=lenient)


def follow_model(tx: Tx, request: Request, of: RuleOfCall) -> CallRow:
    """Take the model's figure again, as sure or unsure as the model has it."""
    row, rule_id = of.call, of.rule.id
    return amend(
        tx, request, row,
        confirmed=[each for each in row.confirmed if each != rule_id],
        overrides={each: limit for each, limit in row.overrides if each != rule_id},
        lenient=[each for each in row.lenient if each != rule_id],
    )  # fmt: skip


def override(tx: Tx, request: Request, row: CallRow, rule_id: str, limit: Limit) -> CallRow:
    """Put the coordinator's own figure in the place of the model's."""
    return amend(tx, request, row, overrides={**dict(row.overrides), rule_id: limit})


def add(tx: Tx, request: Request, row: CallRow, kind: str, limit: Limit) -> CallRow:
    """Add a rule of a kind that the model has none of: it has the name of its kind, and the day is noted."""
    days = {**dict(row.confirmed_on), kind: request.moment.today}
    return amend(tx, request, row, overrides={**dict(row.overrides), kind: limit}, confirmed_on=days)


def changed_for(tx: Tx, moment: Moment, row: CallRow, plan: PlanRow, version: int | None = None) -> tuple[Rule, ...]:
    """Return the rules that say something else now than those of a version, or than those the plan was sent under."""
    before = call_versions.as_of(tx, row, version or plan.rules_version or row.version)
    now: Call = plan_facts.call_of(moment.app, row)
    return now.changes_since(plan_facts.call_of(moment.app, before))


def move(tx: Tx, request: Request, row: CallRow) -> None:
    """Move plans to the newest rules: figures are worked out again, beneficiaries and referents told what changed."""
    for plan_id in call_versions.movable(tx, row):
        plan = plans.by_id(tx, plan_id)
        if plan is not None:
            _move_one(tx, request, row, plan)


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
    told = not changed or any(kind_of(rule).told is not Told.NEVER for rule in changed)
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
        for kind, recipient in zip(RULES_CHANGED, (plan.beneficiary_id if told else None, referent), strict=True)
        if recipient is not None
    ]
    outbox.put(tx, queued)
