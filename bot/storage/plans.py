"""Plans: where each stands, its sealed answers, and the few plain figures that lists and counts select on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.ids import CallId, NetworkId, OrganisationId, PersonId, PlanId
from bot.domain.plans import LIVE, State
from bot.storage import days
from bot.storage.calls import calls
from bot.storage.changes import PlanChanges
from bot.storage.kernel.cipher import new_row_key
from bot.storage.kernel.schema import Cents, Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Conflict, Tx

plans = sa.Table(
    "plans",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("reference", sa.String(20), unique=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False),
    sa.Column("call_id", sa.ForeignKey("calls.id"), nullable=False, index=True),
    sa.Column("organisation_id", sa.ForeignKey("organisations.id"), nullable=False, index=True),
    sa.Column("beneficiary_id", sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("before_state", sa.String(16)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("answers", Sealed, nullable=False),
    sa.Column("reopened", Sealed),
    sa.Column("consent", Sealed),
    sa.Column("word", Sealed),
    sa.Column("households", Sealed),
    sa.Column("trail_key", Sealed, nullable=False),
    sa.Column("stay", Sealed),
    sa.Column("people", sa.Integer),
    sa.Column("children", sa.Integer),
    sa.Column("cost_cents", Cents),
    sa.Column("aid_cents", Cents),
    sa.Column("granted_cents", Cents),
    sa.Column("left_cents", Cents),
    sa.Column("first_time", sa.Boolean),
    sa.Column("ancv_reference", Sealed),
    sa.Column("rank_at", Moment),
    sa.Column("sent_at", Moment),
    sa.Column("decided_at", Moment),
    sa.Column("decided_by", sa.ForeignKey("people.id")),
    sa.Column("held_until", Moment),
    sa.Column("snoozed_until", Moment),
    sa.Column("rules_version", sa.Integer),
    sa.Column("papers_asked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)
sa.Index(
    "one_live_plan",
    plans.c.beneficiary_id,
    plans.c.call_id,
    unique=True,
    sqlite_where=plans.c.state.in_(sorted(LIVE)),
)
sa.Index("ix_plans_updated_at", plans.c.updated_at)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as stored; answers are JSON that `conversations.engine.flow.load_answers` understands."""

    id: PlanId
    reference: str | None
    network_id: NetworkId
    call_id: CallId
    organisation_id: OrganisationId
    beneficiary_id: PersonId
    state: State
    before_state: State | None
    version: int
    answers: Mapping[str, Any]
    reopened: dict[str, Any]
    consent: dict[str, Any] | None
    word: dict[str, Any] | None
    trail_key: bytes = field(repr=False)
    """The key of this plan's audit lines: once it is forgotten they are unreadable, and their chain stays valid."""
    departure: date | None
    homecoming: date | None
    people: int | None
    children: int | None
    cost_cents: int | None
    aid_cents: int | None
    granted_cents: int | None
    rank_at: datetime | None
    sent_at: datetime | None
    decided_at: datetime | None
    decided_by: int | None
    held_until: datetime | None
    snoozed_until: datetime | None
    updated_at: datetime
    rules_version: int | None = None
    """Of its call's rules, when it was sent: a draft follows those that hold now."""
    papers_asked: bool = False
    """Its call's papers were asked for when it was endorsed: those that lack are conditions."""
    left_cents: int | None = None
    """What was offered last and not taken: as little is not offered again by itself."""
    first_time: bool | None = None
    """Nobody of them has ever been on holiday; None as long as nobody has said."""
    ancv_reference: str | None = None
    """The reference that ANCV's own tool (APV-Web) gave."""
    households: Mapping[str, Any] | None = None
    """What the households of a group sum up to; None for a plan that is no group's."""


_SEALED = ("answers", "reopened", "consent", "word", "households", "ancv_reference")
DAYS_OF_STAY = ("departure", "homecoming")
"""Of a plan, together in one sealed column."""
_FIELDS = tuple(name for name in PlanRow.__dataclass_fields__ if name not in DAYS_OF_STAY)
_COLUMNS: sa.Select[Any] = sa.select(*(plans.c[name] for name in (*_FIELDS, "stay")))


def _row(tx: Tx, row: sa.Row[Any] | None) -> PlanRow | None:
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name begins so
    for name in _SEALED:
        sealed = values[name]
        values[name] = tx.cipher.open_json(sealed, f"plans.{name}") if sealed else None
    values["departure"], values["homecoming"] = days.stay(tx, values.pop("stay"))
    values["trail_key"] = tx.cipher.open(values["trail_key"], "plans.trail_key")
    values["state"] = State(values["state"])
    values["before_state"] = State(values["before_state"]) if values["before_state"] else None
    values["reopened"] = values["reopened"] or {}
    return PlanRow(**values)


def _sealed(tx: Tx, values: dict[str, Any], before: days.Pair = (None, None)) -> dict[str, Any]:
    """Return columns as they are stored; of the days, one that does not change stays as it was before."""
    stored = dict(values)
    if values.keys() & set(DAYS_OF_STAY):
        departure, homecoming = (stored.pop(name, day) for name, day in zip(DAYS_OF_STAY, before, strict=True))
        stored["stay"] = days.sealed_stay(tx, departure, homecoming)
    for name in _SEALED:
        if name in stored:
            value = stored[name]
            stored[name] = tx.cipher.seal_json(value, f"plans.{name}") if value is not None else None
    return stored


def add(tx: Tx, values: dict[str, Any], now: datetime) -> int:
    """Add a draft; returns its id."""
    stored = {"answers": {}, "state": State.DRAFT.value, "version": 1, "created_at": now, "updated_at": now, **values}
    row = {**_sealed(tx, stored), "trail_key": tx.cipher.seal(new_row_key(), "plans.trail_key")}
    return int(tx.connection.execute(plans.insert().returning(plans.c.id), row).scalar_one())


_BY_ID = _COLUMNS.where(plans.c.id == sa.bindparam("plan_id"))


def by_id(tx: Tx, plan_id: int) -> PlanRow | None:
    """Return the plan of that id, or None."""
    return _row(tx, tx.connection.execute(_BY_ID, {"plan_id": plan_id}).first())


def references(tx: Tx, plan_ids: Iterable[int]) -> dict[int, str]:
    """Return the references of these plans, by id; "" for one that has none yet."""
    query = sa.select(plans.c.id, plans.c.reference).where(plans.c.id.in_(list(plan_ids)))
    return {row.id: row.reference or "" for row in tx.connection.execute(query)}


_LATEST = _COLUMNS.where(plans.c.beneficiary_id == sa.bindparam("person_id")).order_by(plans.c.id.desc()).limit(1)
_LIVE = (
    _COLUMNS.where(plans.c.beneficiary_id == sa.bindparam("person_id"), plans.c.state.in_(sorted(LIVE)))
    .order_by(plans.c.id.desc())
    .limit(1)
)


def live_of(tx: Tx, person_id: int) -> PlanRow | None:
    """Return the person's live plan, or None."""
    return _row(tx, tx.connection.execute(_LIVE, {"person_id": person_id}).first())


def latest_of(tx: Tx, person_id: int) -> PlanRow | None:
    """Return the person's latest plan, live or over, or None."""
    return _row(tx, tx.connection.execute(_LATEST, {"person_id": person_id}).first())


def references_beside(tx: Tx, plan: PlanRow, most: int = 30) -> list[str]:
    """Return the references of ANCV's tool that other plans of the organisation have in the call, the latest first."""
    query = (
        sa.select(plans.c.ancv_reference)
        .where(
            plans.c.organisation_id == plan.organisation_id,
            plans.c.call_id == plan.call_id,
            plans.c.id != plan.id,
            plans.c.ancv_reference.is_not(None),
        )
        .order_by(plans.c.updated_at.desc(), plans.c.id.desc())
        .limit(most)
    )
    return [str(tx.cipher.open_json(each, "plans.ancv_reference")) for each in tx.connection.scalars(query)]


def of_people(tx: Tx, person_ids: Iterable[int]) -> dict[int, PlanRow]:
    """Return the plan to speak of with each of these people: the live one, else the latest; none for who has none."""
    query = _COLUMNS.where(plans.c.beneficiary_id.in_(list(person_ids))).order_by(plans.c.id)
    found: dict[int, PlanRow] = {}
    for each in tx.connection.execute(query):
        known = found.get(each.beneficiary_id)
        if (known is None or known.state not in LIVE or State(each.state) in LIVE) and (row := _row(tx, each)):
            found[each.beneficiary_id] = row
    return found


def calls_of(tx: Tx, person_id: int) -> set[int]:
    """Return the ids of the calls in which a person has, or had, a plan."""
    return set(tx.connection.scalars(sa.select(plans.c.call_id).where(plans.c.beneficiary_id == person_id)))


def sent_before(tx: Tx, row: PlanRow) -> PlanRow | None:
    """Return the person's latest plan in another call that was sent before this one was begun, or None."""
    wanted = (
        plans.c.beneficiary_id == row.beneficiary_id,
        plans.c.id < row.id,
        plans.c.call_id != row.call_id,
        plans.c.sent_at.is_not(None),
    )
    return _row(tx, tx.connection.execute(_COLUMNS.where(*wanted).order_by(plans.c.id.desc()).limit(1)).first())


_SAVE_ANSWERS = (
    plans.update()
    .where(plans.c.id == sa.bindparam("of"), plans.c.version == sa.bindparam("seen"))
    .values(
        answers=sa.bindparam("sealed"), reopened=sa.bindparam("opened"), version=sa.bindparam("next"),
        updated_at=sa.bindparam("at"),
    )
)  # fmt: skip


def save_answers(tx: Tx, row: PlanRow, answers: Mapping[str, Any], reopened: Mapping[str, Any], now: datetime) -> int:
    """Keep the answers; returns the new version. Raises Conflict when something else came first."""
    values = {
        "of": row.id,
        "seen": row.version,
        "sealed": tx.cipher.seal_json(answers, "plans.answers"),
        "opened": tx.cipher.seal_json(reopened, "plans.reopened") if reopened else None,
        "next": row.version + 1,
        "at": now,
    }
    if tx.connection.execute(_SAVE_ANSWERS, values).rowcount == 0:
        raise Conflict(f"plan {row.id}")
    return row.version + 1


def save(tx: Tx, row: PlanRow, now: datetime, **values: Unpack[PlanChanges]) -> int:
    """Change columns of a plan; returns the new version. Raises Conflict when something else came first."""
    stored = _sealed(tx, {**values, "version": row.version + 1, "updated_at": now}, (row.departure, row.homecoming))
    done = tx.connection.execute(
        plans.update().where(plans.c.id == row.id, plans.c.version == row.version).values(**stored)
    )
    if done.rowcount == 0:
        raise Conflict(f"plan {row.id}")
    return row.version + 1


def to_review(tx: Tx, beneficiaries: Iterable[int], now: datetime) -> list[PlanRow]:
    """Return the plans that await the referent of these people, the oldest first; which are urgent the caller says.

    What the closing of its call has stopped is not read any more.
    """
    open_calls = sa.select(calls.c.id).where(calls.c.closes_at > now)
    query = (
        _COLUMNS.where(
            sa.or_(plans.c.rank_at.is_not(None), plans.c.call_id.in_(open_calls)),
            plans.c.beneficiary_id.in_(list(beneficiaries)),
            plans.c.state == State.TO_REVIEW.value,
            sa.or_(plans.c.snoozed_until.is_(None), plans.c.snoozed_until <= now),
        )
        .order_by(plans.c.sent_at, plans.c.id)
    )  # fmt: skip
    return [row for found in tx.connection.execute(query) if (row := _row(tx, found))]


def to_decide(tx: Tx, network_id: int, states: Iterable[State], call_id: int | None = None) -> list[PlanRow]:
    """Return the plans of a network in these states, in the order of their rank."""
    query = _COLUMNS.where(plans.c.network_id == network_id, plans.c.state.in_([state.value for state in states]))
    if call_id is not None:
        query = query.where(plans.c.call_id == call_id)
    found = tx.connection.execute(query.order_by(plans.c.rank_at, plans.c.id))
    return [row for each in found if (row := _row(tx, each))]


def ranked(tx: Tx, call_id: int) -> list[PlanRow]:
    """Return the plans of a call that were ever endorsed for its committee, in the order of their rank."""
    query = _COLUMNS.where(plans.c.call_id == call_id, plans.c.rank_at.is_not(None))
    found = tx.connection.execute(query.order_by(plans.c.rank_at, plans.c.id))
    return [row for each in found if (row := _row(tx, each))]


def fetch(tx: Tx, narrowed: Callable[[sa.Select[Any]], sa.Select[Any]]) -> list[PlanRow]:
    """Fetch the plans that a query over all of them finds once it is narrowed."""
    return [row for each in tx.connection.execute(narrowed(_COLUMNS)) if (row := _row(tx, each))]


_AHEAD = sa.select(sa.func.count(plans.c.id)).where(
    plans.c.call_id == sa.bindparam("call"),
    plans.c.state == State.WAITING.value,
    sa.or_(
        plans.c.rank_at < sa.bindparam("rank", type_=Moment),
        sa.and_(plans.c.rank_at == sa.bindparam("rank", type_=Moment), plans.c.id < sa.bindparam("plan")),
    ),
)


def rank_of(tx: Tx, row: PlanRow) -> int | None:
    """Return the place of a plan on its call's waiting list, from 1; None when it is not on it."""
    if row.state is not State.WAITING:
        return None
    values = {"call": row.call_id, "rank": row.rank_at, "plan": row.id}
    return 1 + int(tx.connection.execute(_AHEAD, values).scalar_one())


def states(tx: Tx) -> list[tuple[int, State, bytes]]:
    """Return id, state and trail key of every plan, for a check against their audit trails."""
    rows = tx.connection.execute(sa.select(plans.c.id, plans.c.state, plans.c.trail_key).order_by(plans.c.id))
    return [(row.id, State(row.state), tx.cipher.open(row.trail_key, "plans.trail_key")) for row in rows]


def changed_since(tx: Tx, moment: datetime, limit: int) -> list[int]:
    """Return the ids of the plans that changed since then, up to a number."""
    query = sa.select(plans.c.id).where(plans.c.updated_at >= moment).limit(limit)
    return list(tx.connection.scalars(query))


def count_by_state(tx: Tx, network_id: int) -> dict[State, int]:
    """Count the plans of a network in each state."""
    query = sa.select(plans.c.state, sa.func.count()).where(plans.c.network_id == network_id).group_by(plans.c.state)
    return dict.fromkeys(State, 0) | {State(state): count for state, count in tx.connection.execute(query)}
