"""Calls and their ledger: what was asked, held, taken and freed, to the cent.

The counters of a call and the lines of its ledger are written in the same statement's transaction, under the call's
own condition, so that no crowd of decisions can take more than there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.ids import CallId, NetworkId
from bot.domain.limits import Limit
from bot.programmes.limits import dump_limit, load_limit
from bot.storage.changes import CallChanges
from bot.storage.kernel.schema import Cents, Id, Json, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.networks import networks

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
    sa.Column("aid_form", sa.String(20), nullable=False, server_default="vouchers"),
    sa.Column("regions", Json, nullable=False),
    sa.Column("confirmed", Json, nullable=False),
    sa.Column("confirmed_on", Json, nullable=False, server_default="{}"),
    sa.Column("asked_places", sa.Integer, nullable=False, server_default="0"),
    sa.Column("asked_cents", Cents, nullable=False, server_default="0"),
    sa.Column("taken_places", sa.Integer, nullable=False, server_default="0"),
    sa.Column("taken_cents", Cents, nullable=False, server_default="0"),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("people_directly", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("minors_alone", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("freed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("draft", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("wave_of", sa.BigInteger),
    sa.Column("neutral", Sealed),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("overrides", Json, nullable=False, server_default="{}"),
    sa.Column("lenient", Json, nullable=False, server_default="[]"),
    sa.Column("documents", Json),
    sa.Column("delays", Json, nullable=False, server_default="{}"),
    sa.Column("quotas", Json, nullable=False, server_default="{}"),
    sa.Column("deciders", Json, nullable=False, server_default="[]"),
    sa.Column("committee_days", Json, nullable=False, server_default="[]"),
    sa.Column("referent_cap", Cents),
    sa.Column("early_told_at", Moment),
    sa.Column("closing_told_at", Moment),
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
    sa.Column("cause", sa.String(24), nullable=False, server_default=""),
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

    id: CallId
    network_id: NetworkId
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
    aid_form: str = "vouchers"
    minors_alone: bool = False
    people_directly: bool = False
    """Broadcasts may go to people themselves; otherwise to professionals alone."""
    draft: bool = False
    """Saved and not open yet: no one but its coordinators knows of it."""
    wave_of: int | None = None
    """The call that this one is a further wave of: the same rules, its own dates, places and money."""
    neutral: str = ""
    """The name that people read; empty is the model's."""
    version: int = 1
    """Of its rules: they are `confirmed`, `overrides`, `lenient`, `documents` and the window of stays."""
    overrides: tuple[tuple[str, Limit], ...] = ()
    lenient: tuple[str, ...] = ()
    """Ids of the rules that only warn here."""
    documents: tuple[str, ...] | None = None
    """None is the model's."""
    delays: tuple[tuple[str, int], ...] = ()
    quotas: tuple[tuple[str, int], ...] = ()
    """Most places of a region ("region:BRE") or of an organisation ("organisation:7")."""
    confirmed_on: tuple[tuple[str, date], ...] = ()
    """The day on which the coordinator confirmed a rule, or added it, by its id."""
    deciders: tuple[int, ...] = ()
    """Ids of the coordinators who decide; none is all of them."""
    committee_days: tuple[date, ...] = ()
    """When the committee meets, in their order; none where nobody said."""
    opened_at: datetime | None = None
    referent_cap: int | None = None
    """Cents: the most that one referent may grant where no committee decides; None is all there is."""


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
        aid_form=row.aid_form,
        minors_alone=row.minors_alone,
        people_directly=row.people_directly,
        draft=row.draft,
        wave_of=row.wave_of,
        neutral=tx.cipher.open(row.neutral, "calls.neutral").decode() if row.neutral else "",
        version=row.version,
        overrides=tuple((rule, load_limit(limit)) for rule, limit in sorted(row.overrides.items())),
        lenient=tuple(row.lenient),
        documents=None if row.documents is None else tuple(row.documents),
        delays=tuple(sorted(row.delays.items())),
        quotas=tuple(sorted(row.quotas.items())),
        confirmed_on=tuple((rule, date.fromisoformat(day)) for rule, day in sorted(row.confirmed_on.items())),
        deciders=tuple(row.deciders),
        committee_days=tuple(map(date.fromisoformat, row.committee_days)),
        opened_at=row.opened_at,
        referent_cap=row.referent_cap,
    )


def stored(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as the table takes them: names sealed, limits and pairs as JSON."""
    found = dict(values)
    for name in ("name", "neutral"):
        if name in found:
            found[name] = tx.cipher.seal(found[name], f"calls.{name}") if found[name] else None
    if "overrides" in found:
        found["overrides"] = {rule: dump_limit(limit) for rule, limit in dict(found["overrides"]).items()}
    if "confirmed_on" in found:
        found["confirmed_on"] = {rule: day.isoformat() for rule, day in dict(found["confirmed_on"]).items()}
    for name in ("delays", "quotas"):
        if name in found:
            found[name] = dict(found[name])
    if "committee_days" in found:
        found["committee_days"] = [day.isoformat() for day in sorted(set(found["committee_days"]))]
    return found


def add(tx: Tx, values: CallChanges, now: datetime) -> int:
    """Open a call, or keep a draft of one; `values` are the columns, names in clear. Returns its id."""
    row = {**stored(tx, values), "opened_at": now}
    return int(tx.connection.execute(calls.insert().returning(calls.c.id), row).scalar_one())


def change(tx: Tx, call_id: int, **values: Unpack[CallChanges]) -> bool:
    """Change columns of a call. False, with nothing written, when that would be under what is taken.

    More places or more money than before count as freed.
    """
    update = calls.update().where(calls.c.id == call_id)
    more = [calls.c[name] < values[name] for name in ("places", "envelope") if name in values]
    if more:
        update = update.values(freed=sa.or_(calls.c.freed, *more))
    if "places" in values:
        update = update.where(calls.c.taken_places <= values["places"])
    if "envelope" in values:
        update = update.where(calls.c.taken_cents <= values["envelope"])
    return bool(tx.connection.execute(update.values(**stored(tx, values))).rowcount)


def forget_draft(tx: Tx, call_id: int) -> None:
    """Forget a draft that nobody wants; a call that was opened is never forgotten."""
    tx.connection.execute(calls.delete().where(calls.c.id == call_id, calls.c.draft.is_(True)))


_BY_ID = _SELECT.where(calls.c.id == sa.bindparam("call_id"))


def by_id(tx: Tx, call_id: int) -> CallRow:
    """Return the call of that id; LookupError when there is none."""
    row = tx.connection.execute(_BY_ID, {"call_id": call_id}).first()
    if row is None:
        raise LookupError(f"call {call_id}")
    return _row(tx, row)


def of_network(tx: Tx, network_id: int) -> list[CallRow]:
    """Return the calls that a network has opened, the latest first."""
    query = _SELECT.where(calls.c.network_id == network_id, calls.c.draft.is_(False)).order_by(calls.c.id.desc())
    return [_row(tx, row) for row in tx.connection.execute(query)]


def drafts_of(tx: Tx, network_id: int) -> list[CallRow]:
    """Return the calls that a network prepares, the latest first."""
    query = _SELECT.where(calls.c.network_id == network_id, calls.c.draft.is_(True)).order_by(calls.c.id.desc())
    return [_row(tx, row) for row in tx.connection.execute(query)]


def opened_since(tx: Tx, network_id: int, after: datetime) -> bool:
    """Return whether a call of that network was opened at that moment or later."""
    lately = sa.and_(calls.c.network_id == network_id, calls.c.draft.is_(False), calls.c.opened_at >= after)
    return tx.connection.scalar(sa.select(calls.c.id).where(lately).limit(1)) is not None


def open_now(tx: Tx, network_id: int, now: datetime) -> list[CallRow]:
    """Return the calls of a network that still take endorsements, the first to close first."""
    wanted = (calls.c.network_id == network_id, calls.c.closes_at > now, calls.c.draft.is_(False))
    query = _SELECT.where(*wanted).order_by(calls.c.closes_at, calls.c.id)
    return [_row(tx, row) for row in tx.connection.execute(query)]


UNDOING = frozenset({"undo_decision", "undo_endorsement"})
"""Causes of lines that take back what was posted by mistake: nothing came free."""

MOST_AT_ONCE = 50
"""Calls whose people are told in one go."""


def closed_and_untold(tx: Tx, now: datetime) -> list[CallRow]:
    """Return the closed calls whose people were not told yet what remains possible."""
    wanted = (calls.c.draft.is_(False), calls.c.closes_at <= now, calls.c.closing_told_at.is_(None))
    query = _SELECT.where(*wanted).order_by(calls.c.id).limit(MOST_AT_ONCE)
    return [_row(tx, row) for row in tx.connection.execute(query)]


def open_and_untold(tx: Tx, now: datetime) -> list[CallRow]:
    """Open calls whose referents were not told yet which plans lack something."""
    wanted = (calls.c.draft.is_(False), calls.c.closes_at > now, calls.c.early_told_at.is_(None))
    return [_row(tx, row) for row in tx.connection.execute(_SELECT.where(*wanted).order_by(calls.c.id))]


def post(
    tx: Tx, call_id: int, plan_id: int, account: Account, places: int, cents: int, now: datetime, cause: str = ""
) -> bool:
    """Move places and money of a plan on one account; negative figures give them back.

    `cause` is the action that moved them. What is given back by more than an undoing marks the call as having
    something freed, until the committee was told.

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
        if min(places, cents) < 0 and cause not in UNDOING:
            update = update.values(freed=True)
    moved = tx.connection.execute(update.values({counted[0]: counted[0] + places, counted[1]: counted[1] + cents}))
    if moved.rowcount == 0:
        return False
    line = {
        "call_id": call_id, "plan_id": plan_id, "at": now, "account": account.value, "cause": cause, "places": places,
        "cents": cents,
    }  # fmt: skip
    tx.connection.execute(ledger.insert(), line)
    return True


_SUMS = sa.select(sa.func.coalesce(sa.func.sum(ledger.c.places), 0), sa.func.coalesce(sa.func.sum(ledger.c.cents), 0))
_POSTED = _SUMS.where(ledger.c.plan_id == sa.bindparam("plan"), ledger.c.account == sa.bindparam("account_is"))


def posted(tx: Tx, plan_id: int, account: Account) -> tuple[int, int]:
    """Return the places and cents that a plan has on an account now: the sum of its lines."""
    places, cents = tx.connection.execute(_POSTED, {"plan": plan_id, "account_is": account.value}).one()
    return int(places), int(cents)


_FREED = calls.update().where(calls.c.freed.is_(True)).values(freed=False).returning(calls.c.id)


def take_freed(tx: Tx) -> list[int]:
    """Take the ids of the calls in which places or money came free since this was asked last."""
    return sorted(tx.connection.execute(_FREED).scalars())


def unbalanced(tx: Tx) -> list[int]:
    """Return the ids of calls whose counters are not the sum of their ledger: none, ever."""
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
