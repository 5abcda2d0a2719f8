"""Aid handed over for a plan: how much, when, by whom, in one time or several, and how each receipt was confirmed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.aid import AidForm
from bot.domain.handovers import IN_HAND, PROVIDER, VOUCHERS, Booklet, Handed, Handover, Holding, Receipt
from bot.domain.ids import HandoverId
from bot.domain.plans import LIVE, TAKING, State
from bot.storage.calls import calls
from bot.storage.days import stay
from bot.storage.kernel.schema import Cents, Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.plans import plans

handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("plan_id", sa.ForeignKey("plans.id"), nullable=False, index=True),
    sa.Column("member_id", sa.ForeignKey("group_members.id")),
    sa.Column("cents", Cents, nullable=False),
    sa.Column("handed_on", sa.Date, nullable=False),
    sa.Column("handed_by", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("receipt", sa.String(10), nullable=False, server_default=""),
    sa.Column("receipt_at", Moment),
    sa.Column("form", sa.String(10), nullable=False, server_default=""),
    sa.Column("notes", sa.Integer),
    sa.Column("numbers", Sealed),
    sa.Column("issuer", Sealed),
    sa.Column("issue_year", sa.Integer),
    sa.Column("returned_on", sa.Date),
)


_ENDORSED = sa.and_(plans.c.rank_at.is_not(None), plans.c.state != State.DRAFT)
"""Plans that anybody but their referent may know of (docs/decisions.md, Who reads what)."""


def note(tx: Tx, plan_id: int, handed: Handed, handed_by: int) -> HandoverId:
    """Note a handover, one more where there are some; its receipt is to be confirmed."""
    values = {"plan_id": plan_id, "handed_by": handed_by, **_stored(tx, handed)}
    return HandoverId(tx.connection.execute(handovers.insert().returning(handovers.c.id), values).scalar_one())


def correct(tx: Tx, handover_id: HandoverId, handed: Handed, handed_by: int) -> None:
    """Correct a handover; its receipt is then to be confirmed again."""
    values = {"handed_by": handed_by, **_stored(tx, handed), "receipt": Receipt.NONE, "receipt_at": None}
    tx.connection.execute(handovers.update().where(handovers.c.id == handover_id).values(values))


def _stored(tx: Tx, handed: Handed) -> dict[str, Any]:
    sealed = {name: getattr(handed.booklet, name) for name in ("numbers", "issuer")}
    return {
        "member_id": handed.member_id, "cents": handed.cents, "handed_on": handed.on, "form": handed.form,
        "notes": handed.notes, "issue_year": handed.booklet.issue_year,
        **{name: tx.cipher.seal(said, f"handovers.{name}") if said else None for name, said in sealed.items()},
    }  # fmt: skip


def returned(tx: Tx, plan_id: int, on: date) -> None:
    """Note that what was handed over for a plan came back."""
    out = (handovers.c.plan_id == plan_id, handovers.c.returned_on.is_(None))
    tx.connection.execute(handovers.update().where(*out).values(returned_on=on))


def begin_again(tx: Tx, plan_id: int) -> None:
    """Begin handing over again with its plan: what came back is to be handed over anew, the rest stays noted."""
    back = (handovers.c.plan_id == plan_id, handovers.c.returned_on.is_not(None))
    tx.connection.execute(handovers.delete().where(*back))


def to_return(tx: Tx, plan_id: int) -> bool:
    """Return whether something of a plan that takes nothing any more (given up, begun again) is still to come back."""
    query = (
        sa.select(handovers.c.plan_id)
        .join(plans, plans.c.id == handovers.c.plan_id)
        .where(
            handovers.c.plan_id == plan_id,
            handovers.c.returned_on.is_(None),
            plans.c.state.not_in(TAKING),
        )
    )
    return tx.connection.execute(query).first() is not None


def by_id(tx: Tx, handover_id: int) -> Handover | None:
    """Return a handover, or None."""
    return next(iter(_found(tx, handovers.c.id == handover_id)), None)


def of_plan(tx: Tx, plan_id: int) -> Holding | None:
    """Return what was handed over for a plan; None where nothing was."""
    return of_plans(tx, [plan_id]).get(plan_id)


def of_plans(tx: Tx, plan_ids: Collection[int]) -> dict[int, Holding]:
    """Return what was handed over for these plans, by plan; a plan without anything is missing."""
    return _by_plan(_found(tx, handovers.c.plan_id.in_(plan_ids)) if plan_ids else [])


def _found(tx: Tx, *where: sa.ColumnElement[bool]) -> list[Handover]:
    rows = tx.connection.execute(sa.select(handovers).where(*where).order_by(handovers.c.id))
    return [_handover(tx, row) for row in rows]


def _by_plan(found: Iterable[Handover]) -> dict[int, Holding]:
    parts: dict[int, list[Handover]] = {}
    for each in found:
        parts.setdefault(each.plan_id, []).append(each)
    return {plan_id: Holding(tuple(them)) for plan_id, them in parts.items()}


def _handover(tx: Tx, row: sa.Row[Any]) -> Handover:
    opened = {
        name: tx.cipher.open(sealed, f"handovers.{name}").decode() if sealed else ""
        for name, sealed in (("numbers", row.numbers), ("issuer", row.issuer))
    }
    return Handover(
        id=HandoverId(row.id),
        plan_id=row.plan_id,
        cents=row.cents,
        handed_on=row.handed_on,
        handed_by=row.handed_by,
        receipt=Receipt(row.receipt),
        receipt_at=row.receipt_at,
        form=row.form,
        notes=row.notes,
        booklet=Booklet(**opened, issue_year=row.issue_year),
        member_id=row.member_id,
        returned_on=row.returned_on,
    )


@dataclass(frozen=True, slots=True)
class Out:
    """What is still out of a person's former plans: the first of them, how much of them all, in cents."""

    plan_id: int
    cents: int
    theirs: int
    """How much of it the person holds: not what a provider got."""
    in_vouchers: bool


def of_former(tx: Tx, beneficiary_ids: Collection[int], present: Collection[int]) -> dict[int, Out]:
    """Return what is still out of plans of these people that take nothing any more, by person.

    Args:
        tx: the transaction.
        beneficiary_ids: whose.
        present: ids of the plans one speaks of with them, which say it themselves.
    """
    query = sa.select(plans.c.id, plans.c.beneficiary_id).where(
        plans.c.beneficiary_id.in_(beneficiary_ids),
        plans.c.id.not_in(present),
        plans.c.state.not_in(TAKING),
        sa.exists().where(handovers.c.plan_id == plans.c.id, handovers.c.returned_on.is_(None)),
    )
    whose = {row.id: row.beneficiary_id for row in tx.connection.execute(query)} if beneficiary_ids else {}
    parts: dict[int, list[Handover]] = {}
    for plan_id, held in of_plans(tx, sorted(whose)).items():
        parts.setdefault(whose[plan_id], []).extend(part for part in held.parts if part.returned_on is None)
    return {person_id: _out(them) for person_id, them in parts.items()}


def _out(parts: list[Handover]) -> Out:
    return Out(
        plan_id=min(part.plan_id for part in parts),
        cents=sum(part.cents for part in parts),
        theirs=sum(part.cents for part in parts if part.form != PROVIDER),
        in_vouchers=all(part.form in VOUCHERS for part in parts),
    )


_SUMS = (
    sa.select(
        handovers.c.plan_id,
        sa.func.sum(handovers.c.cents).label("cents"),
        sa.func.max(sa.case((handovers.c.receipt.in_((Receipt.NONE, Receipt.REFUSED)), 1), else_=0)).label("open"),
        sa.func.max(sa.case((handovers.c.returned_on.is_(None), 1), else_=0)).label("is_out"),
    )
    .group_by(handovers.c.plan_id)
    .subquery()
)
"""Of each plan with handovers: how much, and whether one is not confirmed, and one is not back."""


def not_back(tx: Tx, call_id: int) -> int:
    """Return what is still out of a call although nothing is granted for it any more, in cents."""
    held = (plans.c.state.in_(IN_HAND)) & (_SUMS.c.cents > sa.func.coalesce(plans.c.granted_cents, 0))
    query = (
        sa.select(_SUMS.c.cents, plans.c.state, plans.c.granted_cents)
        .join(plans, plans.c.id == _SUMS.c.plan_id)
        .where(plans.c.call_id == call_id, (plans.c.state.not_in(TAKING) & (_SUMS.c.is_out == 1)) | held)
    )
    rows = tx.connection.execute(query)
    return sum(int(row.cents) - ((row.granted_cents or 0) if row.state in IN_HAND else 0) for row in rows)


def confirm(tx: Tx, handover_id: HandoverId, receipt: Receipt, now: datetime) -> bool:
    """Note how a receipt was confirmed; False when it was confirmed already."""
    done = tx.connection.execute(
        handovers.update()
        .where(handovers.c.id == handover_id, handovers.c.receipt.in_((Receipt.NONE, Receipt.REFUSED)))
        .values(receipt=receipt, receipt_at=now)
    )
    return bool(done.rowcount)


def awaiting(tx: Tx, organisation_id: int) -> list[int]:
    """Return the ids of an organisation's plans to hand over, to confirm a receipt of, or to get something back from.

    Of a refund nothing is awaited before the stay, when the receipts are there. Where nothing was handed over, it
    stays in sight until the report says what became of it.
    """
    refund = calls.c.aid_form == AidForm.REFUND.value
    some_left = sa.func.coalesce(_SUMS.c.cents, 0) < sa.func.coalesce(plans.c.granted_cents, 0)
    before, after = (State.HANDED_OVER, State.AWAY), (State.BACK, State.REPORTED)
    query = (
        sa.select(plans.c.state, plans.c.stay, plans.c.id)
        .join(calls, calls.c.id == plans.c.call_id)
        .outerjoin(_SUMS, _SUMS.c.plan_id == plans.c.id)
        .where(
            plans.c.organisation_id == organisation_id,
            sa.or_(
                sa.and_(plans.c.state == State.GRANTED, ~refund),
                sa.and_(plans.c.state.in_((*before, *after)), _SUMS.c.open == 1, plans.c.state.in_(before) | refund),
                sa.and_(plans.c.state.in_(before), some_left, ~refund),
                sa.and_(plans.c.state == State.BACK, _SUMS.c.cents.is_(None), ~refund),
                sa.and_(plans.c.state.in_(after), some_left, refund),
                sa.and_(plans.c.state.not_in(TAKING), _SUMS.c.is_out == 1),
            ),
        )
    )
    found = ((row.state, stay(tx, row.stay)[0] or date.max, row.id) for row in tx.connection.execute(query))
    return [number for *_, number in sorted(found)]


def stays_of(tx: Tx, organisation_id: int) -> list[int]:
    """Return the ids of an organisation's plans that were endorsed: the first to leave first, what is over last."""
    query = sa.select(plans.c.state, plans.c.stay, plans.c.id)
    found = tx.connection.execute(query.where(plans.c.organisation_id == organisation_id, _ENDORSED))
    to_come = LIVE - {State.BACK, State.REPORTED}
    ordered = sorted((row.state not in to_come, stay(tx, row.stay)[0] or date.max, row.id) for row in found)
    return [number for *_, number in ordered]


def on_their_way(tx: Tx, organisation_id: int) -> int:
    """Count an organisation's plans that are written, read or changed, and were never endorsed."""
    written = plans.c.state.in_((State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE))
    query = sa.select(sa.func.count()).where(plans.c.organisation_id == organisation_id, written, ~_ENDORSED)
    return int(tx.connection.execute(query).scalar_one())


def last_issuer(tx: Tx, organisation_id: int) -> str:
    """Return the number of the organisation that gave the vouchers noted last there; empty where none was."""
    query = (
        sa.select(handovers.c.issuer)
        .join(plans, plans.c.id == handovers.c.plan_id)
        .where(plans.c.organisation_id == organisation_id, handovers.c.issuer.is_not(None))
        .order_by(handovers.c.id.desc())
        .limit(1)
    )
    sealed = tx.connection.scalar(query)
    return tx.cipher.open(sealed, "handovers.issuer").decode() if sealed else ""
