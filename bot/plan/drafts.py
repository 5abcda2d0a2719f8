"""A plan as it is begun, opened again question by question, or filled beside its person."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.domain import groups
from bot.domain.people import ConsentMode, Refused
from bot.domain.plans import (
    State,
)
from bot.plan.access import need
from bot.plan.context import Moment
from bot.storage import audit
from bot.storage import plans as rows
from bot.storage.groups import in_call
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations.engine.answers import Reopening


def dump_reopened(reopened: Iterable[tuple[str, Reopening]]) -> dict[str, Any]:
    """Return reopened questions as JSON."""
    return {
        name: {"comment": r.comment, "proposed": r.proposed, "done": r.done, "before": r.before} for name, r in reopened
    }


def begin(
    tx: Tx, moment: Moment, beneficiary: Person, call_id: int, word: dict[str, Any] | None = None, *, by: int
) -> PlanRow:
    """Begin a draft for a beneficiary in a call, or return their live plan of that call. `by` is who begins it.

    Raises:
        Refused: "no_organisation", "in_a_group" when they go with a group of that call.
    """
    live = rows.live_of(tx, beneficiary.id)
    if live is not None and live.call_id == call_id:
        return live
    if beneficiary.organisation_id is None:
        raise Refused("no_organisation")
    if in_call(tx, [beneficiary.id], call_id, groups.COUNTED):
        raise Refused("in_a_group")
    values = {
        "network_id": beneficiary.network_id,
        "call_id": call_id,
        "organisation_id": beneficiary.organisation_id,
        "beneficiary_id": beneficiary.id,
        "word": word,
    }
    plan_id = rows.add(tx, values, moment.now)
    plan = need(tx, plan_id)
    begun = {"state": State.DRAFT.value}
    audit.append(tx, f"plan:{plan_id}", moment.now, by, "begin", None, begun, row_key=plan.trail_key)
    return plan


def reopen(tx: Tx, moment: Moment, plan: PlanRow, asked: dict[str, Reopening]) -> PlanRow:
    """Open questions again, each with a comment; keeps the answer of before, to show what changed."""
    reopened = dump_reopened(asked.items())
    version = rows.save(tx, plan, moment.now, reopened=reopened)
    return replace(plan, reopened=reopened, version=version)


def record_consent(tx: Tx, moment: Moment, plan: PlanRow, mode: ConsentMode, referent: Person) -> PlanRow:
    """Record that a beneficiary agreed that the referent fills the plan: how, when, and before whom."""
    consent = {"mode": mode.value, "on": moment.today.isoformat(), "by": referent.id}
    rows.save(tx, plan, moment.now, consent=consent)
    said = {"mode": mode.value}
    audit.append(tx, f"plan:{plan.id}", moment.now, referent.id, "consent", None, said, row_key=plan.trail_key)
    return need(tx, plan.id)
