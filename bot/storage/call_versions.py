"""Rules of a call that no longer hold for new plans: those sent under them keep them. Nothing is decided here."""

from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from bot.domain.limits import Limit
from bot.domain.plans import State
from bot.programmes.limits import dump_limit, load_limit
from bot.storage.calls import CallRow
from bot.storage.kernel.schema import Json, Moment, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.plans import plans

call_versions = sa.Table(
    "call_versions",
    metadata,
    sa.Column("call_id", sa.ForeignKey("calls.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("rules", Json, nullable=False),
    sa.Column("replaced_at", Moment, nullable=False),
)


def keep(tx: Tx, call: CallRow, now: datetime) -> None:
    """Keep the rules that hold now, before others take their place."""
    rules = {
        "confirmed": list(call.confirmed),
        "overrides": {rule: dump_limit(limit) for rule, limit in call.overrides},
        "lenient": list(call.lenient),
        "documents": None if call.documents is None else list(call.documents),
        "stay_from": call.stay_from.isoformat(),
        "stay_until": call.stay_until.isoformat(),
    }
    line = {"call_id": call.id, "version": call.version, "rules": rules, "replaced_at": now}
    tx.connection.execute(call_versions.insert(), line)


def as_of(tx: Tx, call: CallRow, version: int) -> CallRow:
    """Return the call with the rules of that version; as it is now for the current one."""
    if version == call.version:
        return call
    query = sa.select(call_versions.c.rules).where(
        call_versions.c.call_id == call.id, call_versions.c.version == version
    )
    rules = tx.connection.execute(query).scalar_one()
    overrides: tuple[tuple[str, Limit], ...] = tuple(
        (rule, load_limit(limit)) for rule, limit in sorted(rules["overrides"].items())
    )
    return replace(
        call,
        version=version,
        confirmed=tuple(rules["confirmed"]),
        overrides=overrides,
        lenient=tuple(rules["lenient"]),
        documents=None if rules["documents"] is None else tuple(rules["documents"]),
        stay_from=date.fromisoformat(rules["stay_from"]),
        stay_until=date.fromisoformat(rules["stay_until"]),
    )


_SENT_AND_OPEN = (State.TO_REVIEW, State.TO_COMPLETE)
_UNDER_WAY = (State.DRAFT, *_SENT_AND_OPEN)


def is_used(tx: Tx, call: CallRow) -> bool:
    """Return whether a plan was sent under the rules that hold now."""
    query = sa.select(plans.c.id).where(plans.c.call_id == call.id, plans.c.rules_version == call.version).limit(1)
    return tx.connection.execute(query).first() is not None


def movable(tx: Tx, call: CallRow) -> list[int]:
    """Return the ids of the plans sent under earlier rules that nobody has endorsed yet."""
    query = sa.select(plans.c.id).where(
        plans.c.call_id == call.id, plans.c.state.in_(_SENT_AND_OPEN), plans.c.rules_version < call.version
    )
    return list(tx.connection.scalars(query.order_by(plans.c.id)))


def under_way(tx: Tx, call_id: int) -> dict[int, int]:
    """Return the owners of the plans, never endorsed, that no longer count once the call is closed, by plan."""
    query = sa.select(plans.c.id, plans.c.beneficiary_id).where(
        plans.c.call_id == call_id, plans.c.state.in_(_UNDER_WAY), plans.c.rank_at.is_(None)
    )
    return {row.id: row.beneficiary_id for row in tx.connection.execute(query.order_by(plans.c.id))}
