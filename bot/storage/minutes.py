"""Minutes of a committee: which stretch of time each covers. What was decided in it is read from the audit trails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import CallId, MinutesId
from bot.storage import audit, plans
from bot.storage.audit import Line
from bot.storage.kernel.schema import Id, Moment, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.plans import PlanRow

minutes = sa.Table(
    "minutes",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("call_id", sa.ForeignKey("calls.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", sa.ForeignKey("people.id")),
    sa.UniqueConstraint("call_id", "number"),
)


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes number so and so of a call: what was decided from `since` on, and before `until`."""

    id: MinutesId
    call_id: CallId
    number: int
    since: datetime
    until: datetime
    made_at: datetime
    made_by: int | None


def _minutes(row: Any) -> Minutes:
    return Minutes(row.id, row.call_id, row.number, row.since, row.until, row.made_at, row.made_by)


def of_call(tx: Tx, call_id: int) -> list[Minutes]:
    """Return the minutes of a call, the latest first."""
    query = sa.select(minutes).where(minutes.c.call_id == call_id).order_by(minutes.c.number.desc())
    return [_minutes(row) for row in tx.connection.execute(query)]


def by_id(tx: Tx, minutes_id: int) -> Minutes | None:
    """Return the minutes of that id, or None."""
    row = tx.connection.execute(sa.select(minutes).where(minutes.c.id == minutes_id)).first()
    return None if row is None else _minutes(row)


def add(tx: Tx, call_id: int, since: datetime, until: datetime, now: datetime, made_by: int) -> Minutes:
    """Add the next minutes of a call."""
    last = sa.select(sa.func.coalesce(sa.func.max(minutes.c.number), 0)).where(minutes.c.call_id == call_id)
    values = {
        "call_id": call_id, "number": int(tx.connection.execute(last).scalar_one()) + 1, "since": since,
        "until": until, "made_at": now, "made_by": made_by,
    }  # fmt: skip
    return _minutes(tx.connection.execute(minutes.insert().returning(minutes), values).one())


def trails(
    tx: Tx, call_id: int, actions: frozenset[str], since: datetime, until: datetime
) -> Iterator[tuple[PlanRow, list[Line]]]:
    """Yield the plans of a call to which one of these things was done in that time, by rank, with their whole trail."""
    moved = audit.chains_with(tx, actions, since, until)
    for plan in plans.ranked(tx, call_id):
        if f"plan:{plan.id}" in moved:
            yield plan, audit.history(tx, f"plan:{plan.id}", row_key=plan.trail_key)
