"""What a group's plan has to say to its beneficiary is said to each member: one notice becomes many as it leaves.

Whatever queued it (a move, the clock, a call, a handover, a reminder) need not know of groups. Each member is then
reached in an own way and language, or told face to face; what concerns only the writer of the shared part goes to
nobody here.
"""

from bot.domain.notices import GROUP_TOLD
from bot.notices.kinds import KINDS, Telling
from bot.storage import groups, outbox
from bot.storage.outbox import Row
from bot.storage.plans import PlanRow


def to_group(row: Row, plan: PlanRow | None) -> bool:
    """Return whether a notice is for the row that stands for a group, and so for nobody who could read it."""
    return plan is not None and plan.households is not None and row.recipient_id == plan.beneficiary_id


def spread(telling: Telling) -> None:
    """Queue it for each member whom its kind concerns."""
    tx, row, plan, now = telling.tx, telling.row, telling.about, telling.moment.now
    kind = KINDS[row.kind]
    if kind.spread is not None:
        kind.spread(telling)
    concerned = [member for member in groups.of_plan(tx, plan.id) if member.part in kind.members]
    notices = [
        outbox.Outgoing(
            key=f"{row.key}:{plan.id}",
            recipient_id=member.person_id,
            kind=GROUP_TOLD,
            context={**row.context, "plan": plan.id, "kind": row.kind},
            created_at=now,
            due_at=now,
            plan_id=plan.id,
        )
        for member in concerned
        if kind.knows is None or not kind.knows(tx, member, plan)
    ]
    outbox.put(tx, notices)
