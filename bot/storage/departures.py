"""Between a grant and the way home: what is ticked, a change that is asked for, whether all is well. One row a plan.

The lines of a person's list say what they live on, so ticks are sealed like answers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.plans import State
from bot.storage.changes import DepartureChanges
from bot.storage.kernel.schema import Moment, Sealed, insert_new, metadata
from bot.storage.kernel.transaction import Conflict, Tx
from bot.storage.plans import plans

departures = sa.Table(
    "departures",
    metadata,
    sa.Column("plan_id", sa.ForeignKey("plans.id"), primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("ticks", Sealed),
    sa.Column("change", Sealed),
    sa.Column("change_asked_at", Moment),
    sa.Column("change_asked_by", sa.ForeignKey("people.id")),
    sa.Column("all_well", sa.Boolean),
    sa.Column("all_well_at", Moment),
)


@dataclass(frozen=True, slots=True)
class Departure:
    """What is stored of one plan; without a row, nothing."""

    plan_id: int
    version: int = 0
    ticks: Mapping[str, int] = field(default_factory=dict)
    """Each line that is ready, and the id of who ticked it."""
    change: Mapping[str, Any] = field(default_factory=dict)
    """Answers that shall replace those of the plan once the referent has read them; empty: no change is asked for."""
    change_asked_at: datetime | None = None
    change_asked_by: int | None = None
    all_well: bool | None = None
    """What the beneficiary answered when asked during the stay."""
    all_well_at: datetime | None = None


_SEALED = ("ticks", "change")
_OF = sa.select(*(departures.c[name] for name in Departure.__dataclass_fields__)).where(
    departures.c.plan_id == sa.bindparam("plan")
)


def of_plan(tx: Tx, plan_id: int) -> Departure:
    """Return what is stored of a plan's departure."""
    row = tx.connection.execute(_OF, {"plan": plan_id}).first()
    if row is None:
        return Departure(plan_id)
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name begins so
    for name in _SEALED:
        values[name] = tx.cipher.open_json(values[name], f"departures.{name}") if values[name] else {}
    return Departure(**values)


def save(tx: Tx, before: Departure, **values: Unpack[DepartureChanges]) -> None:
    """Change columns of a plan's row, which is made by the first change. Raises Conflict when something came first."""
    stored = {
        name: (tx.cipher.seal_json(value, f"departures.{name}") if value else None) if name in _SEALED else value
        for name, value in values.items()
    }
    if before.version == 0:
        row = {"plan_id": before.plan_id, "version": 1, **stored}
        new = insert_new(tx.dialect, departures).returning(departures.c.plan_id)
        written = tx.connection.execute(new, row).first() is not None
    else:
        known = (departures.c.plan_id == before.plan_id, departures.c.version == before.version)
        update = departures.update().where(*known).values(version=before.version + 1, **stored)
        written = bool(tx.connection.execute(update).rowcount)
    if not written:
        raise Conflict(f"departure of plan {before.plan_id}")


def begin_again(tx: Tx, plan_id: int) -> None:
    """Forget what the former stay had, as the plan is begun once more: its list, and any change of it."""
    tx.connection.execute(departures.delete().where(departures.c.plan_id == plan_id))


def with_change(tx: Tx, beneficiaries: Sequence[int], states: frozenset[State]) -> list[int]:
    """Return the ids of these people's plans, in these states, whose change waits to be read; the oldest first."""
    query = (
        sa.select(plans.c.id)
        .join(departures, departures.c.plan_id == plans.c.id)
        .where(
            plans.c.beneficiary_id.in_(beneficiaries),
            plans.c.state.in_(sorted(states)),
            departures.c.change_asked_at.is_not(None),
        )
        .order_by(departures.c.change_asked_at, plans.c.id)
    )
    return list(tx.connection.scalars(query))


def with_problem(tx: Tx, plan_ids: Collection[int]) -> set[int]:
    """Return the ids of those of these plans whose people have said, during the stay, that there is a problem."""
    query = sa.select(departures.c.plan_id).where(
        departures.c.plan_id.in_(list(plan_ids)), departures.c.all_well.is_(False)
    )
    return set(tx.connection.scalars(query))
