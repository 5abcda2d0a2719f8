"""Calls and their ledger: what was asked, held, taken and freed, to the cent.

The counters of a call and the lines of its ledger are written in the same statement's transaction, under the call's
own condition, so that no crowd of decisions can take more than there is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.storage.networks import networks
from bot.storage.schema import Cents, Id, Json, Moment, Sealed, metadata
from bot.storage.transaction import Tx

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False, index=True),
    sa.Column("model", sa.String(40), nullable=False),
    sa.Column("name", Sealed, nullable=False),
    sa.Column("people_by", sa.Date, nullable=False),
    sa.Column("closes_at", Moment, nullable=False),
    sa.Column("stay_from", sa.Date, nullable=False),
    sa.Column("stay_until", sa.Date, nullable=False),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("envelope", Cents, nullable=False),
    sa.Column("committee", sa.Boolean, nullable=False),
    sa.Column("regions", Json, nullable=False),
    sa.Column("confirmed", Json, nullable=False),
    sa.Column("asked_places", sa.Integer, nullable=False, server_default="0"),
    sa.Column("asked_cents", Cents, nullable=False, server_default="0"),
    sa.Column("taken_places", sa.Integer, nullable=False, server_default="0"),
    sa.Column("taken_cents", Cents, nullable=False, server_default="0"),
    sa.Column("opened_at", Moment, nullable=False),
    sa.CheckConstraint("taken_places >= 0 AND taken_places <= places", name="places"),
    sa.CheckConstraint("taken_cents >= 0 AND taken_cents <= envelope", name="envelope"),
    sa.CheckConstraint("asked_places >= 0 AND asked_cents >= 0", name="asked"),
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("call_id", sa.ForeignKey("calls.id"), nullable=False, index=True),
    sa.Column("plan_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("account", sa.String(10), nullable=False),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("cents", Cents, nullable=False),
)


class Account(StrEnum):
    """Which counters of a call a line of the ledger moves."""

    ASKED = "asked"
    """Endorsed and waiting for the committee: may exceed what there is."""
    TAKEN = "taken"
    """Granted, offered or still held: never more than there is."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call as stored; the service turns it into `bot.domain.calls.Call` with its programme."""

    id: int
    network_id: int
    model: str
    name: str
    people_by: date
    closes_at: datetime
    stay_from: date
    stay_until: date
    places: int
    envelope: int
    committee: bool
    regions: tuple[str, ...]
    confirmed: tuple[str, ...]
    asked_places: int
    asked_cents: int
    taken_places: int
    taken_cents: int
    network: str
    """The network's name."""


_SELECT = sa.select(calls, networks.c.name.label("network")).join(networks, networks.c.id == calls.c.network_id)


def _row(tx: Tx, row: sa.Row[Any]) -> CallRow:
    return CallRow(
        id=row.id,
        network_id=row.network_id,
        model=row.model,
        name=tx.cipher.open(row.name, "calls.name").decode(),
        people_by=row.people_by,
        closes_at=row.closes_at,
        stay_from=row.stay_from,
        stay_until=row.stay_until,
        places=row.places,
        envelope=row.envelope,
        committee=row.committee,
        regions=tuple(row.regions),
        confirmed=tuple(row.confirmed),
        asked_places=row.asked_places,
        asked_cents=row.asked_cents,
        taken_places=row.taken_places,
        taken_cents=row.taken_cents,
        network=tx.cipher.open(row.network, "networks.name").decode(),
    )


def add(tx: Tx, values: dict[str, Any], now: datetime) -> int:
    """Open a call; `values` are the columns, the name in clear. Returns its id."""
    stored = {**values, "name": tx.cipher.seal(values["name"], "calls.name"), "opened_at": now}
    return int(tx.connection.execute(calls.insert().returning(calls.c.id), stored).scalar_one())


def change(tx: Tx, call_id: int, **values: Any) -> bool:
    """Change columns of a call. False, with nothing written, when that would be under what is taken."""
    update = calls.update().where(calls.c.id == call_id)
    if "places" in values:
        update = update.where(calls.c.taken_places <= values["places"])
    if "envelope" in values:
        update = update.where(calls.c.taken_cents <= values["envelope"])
    return bool(tx.connection.execute(update.values(**values)).rowcount)


_BY_ID = _SELECT.where(calls.c.id == sa.bindparam("call_id"))


def by_id(tx: Tx, call_id: int) -> CallRow:
    """The call of that id; LookupError when there is none."""
    row = tx.connection.execute(_BY_ID, {"call_id": call_id}).first()
    if row is None:
        raise LookupError(f"call {call_id}")
    return _row(tx, row)


def of_network(tx: Tx, network_id: int) -> list[CallRow]:
    """The calls of a network, the latest first."""
    query = _SELECT.where(calls.c.network_id == network_id).order_by(calls.c.id.desc())
    return [_row(tx, row) for row in tx.connection.execute(query)]


def open_now(tx: Tx, network_id: int, now: datetime) -> list[CallRow]:
    """The calls of a network that still take endorsements, the first to close first."""
    wanted = (calls.c.network_id == network_id, calls.c.closes_at > now)
    query = _SELECT.where(*wanted).order_by(calls.c.closes_at, calls.c.id)
    return [_row(tx, row) for row in tx.connection.execute(query)]


def post(tx: Tx, call_id: int, plan_id: int, account: Account, places: int, cents: int, now: datetime) -> bool:
    """Move places and money of a plan on one account; negative figures give them back.

    Returns:
        False, with nothing written, when the call has not that much left. Places are people, money is in cents.
    """
    if not places and not cents:
        return True
    counted = (calls.c.taken_places, calls.c.taken_cents)
    if account is Account.ASKED:
        counted = (calls.c.asked_places, calls.c.asked_cents)
    update = calls.update().where(calls.c.id == call_id)
    if account is Account.TAKEN:
        update = update.where(counted[0] + places <= calls.c.places, counted[1] + cents <= calls.c.envelope)
    moved = tx.connection.execute(update.values({counted[0]: counted[0] + places, counted[1]: counted[1] + cents}))
    if moved.rowcount == 0:
        return False
    line = {
        "call_id": call_id, "plan_id": plan_id, "at": now, "account": account.value, "places": places, "cents": cents,
    }  # fmt: skip
    tx.connection.execute(ledger.insert(), line)
    return True


_SUMS = sa.select(sa.func.coalesce(sa.func.sum(ledger.c.places), 0), sa.func.coalesce(sa.func.sum(ledger.c.cents), 0))
_POSTED = _SUMS.where(ledger.c.plan_id == sa.bindparam("plan"), ledger.c.account == sa.bindparam("account_is"))


def posted(tx: Tx, plan_id: int, account: Account) -> tuple[int, int]:
    """Places and cents that a plan has on an account now: the sum of its lines."""
    places, cents = tx.connection.execute(_POSTED, {"plan": plan_id, "account_is": account.value}).one()
    return int(places), int(cents)


def unbalanced(tx: Tx) -> list[int]:
    """Ids of calls whose counters are not the sum of their ledger: none, ever."""
    wrong = []
    for call in tx.connection.execute(sa.select(calls)):
        for account in Account:
            lines = _SUMS.where(ledger.c.call_id == call.id, ledger.c.account == account.value)
            counted = (call.asked_places, call.asked_cents)
            if account is Account.TAKEN:
                counted = (call.taken_places, call.taken_cents)
            if tuple(int(n) for n in tx.connection.execute(lines).one()) != counted:
                wrong.append(call.id)
    return sorted(set(wrong))
