"""Aid put into a beneficiary's hands: how much, when, by whom, and how its receipt was confirmed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.domain.plans import TAKING, State
from bot.storage.kernel.schema import Cents, Moment, Sealed, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.plans import plans

IN_HAND = frozenset({State.HANDED_OVER, State.AWAY, State.BACK})
"""Vouchers can be noted and confirmed before the stay and afterwards: some people get them at the last minute."""


class Receipt(StrEnum):
    """How the beneficiary confirmed what was received; nothing is confirmed by silence."""

    NONE = ""
    PHONE = "phone"
    """One tap on the beneficiary's own telephone."""
    PAPER = "paper"
    """A receipt that the beneficiary signed, noted by the professional who keeps it."""
    REFUSED = "refused"
    """The beneficiary says that it is not right."""


handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("plan_id", sa.ForeignKey("plans.id"), primary_key=True),
    sa.Column("cents", Cents, nullable=False),
    sa.Column("handed_on", sa.Date, nullable=False),
    sa.Column("handed_by", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("receipt", sa.String(10), nullable=False, server_default=""),
    sa.Column("receipt_at", Moment),
    sa.Column("form", sa.String(10), nullable=False, server_default=""),
    sa.Column("notes", sa.Integer),
    sa.Column("numbers", Sealed),
    sa.Column("returned_on", sa.Date),
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: how much, in which form, and on paper how many notes and their numbers."""

    cents: int
    on: date
    form: str = ""
    notes: int | None = None
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover; `cents` is what was handed over."""

    plan_id: int
    cents: int
    handed_on: date
    handed_by: int
    receipt: Receipt
    receipt_at: datetime | None
    form: str = ""
    notes: int | None = None
    numbers: str = ""
    returned_on: date | None = None
    """The day on which vouchers of a plan that was given up came back."""

    def over(self, granted: int | None) -> int:
        """Return how much of it goes back where so much is granted now, in cents."""
        return max(0, self.cents - (granted or 0))

    def to_give_back(self, state: State, granted: int | None) -> int:
        """Return how much of it is to be given back, in cents: all of it where the plan takes nothing any more."""
        if state in IN_HAND:
            return self.over(granted)
        return self.cents if state not in TAKING and self.returned_on is None else 0


def note(tx: Tx, plan_id: int, handed: Handed, handed_by: int) -> None:
    """Note a handover, or correct it; its receipt is then to be confirmed."""
    values = {
        "plan_id": plan_id, "cents": handed.cents, "handed_on": handed.on, "handed_by": handed_by,
        "receipt": Receipt.NONE, "receipt_at": None, "form": handed.form, "notes": handed.notes,
        "numbers": tx.cipher.seal(handed.numbers, "handovers.numbers") if handed.numbers else None,
        "returned_on": None,
    }  # fmt: skip
    corrected = tuple(name for name in values if name != "plan_id")
    tx.connection.execute(insert_or_change(tx.dialect, handovers, corrected), values)


def returned(tx: Tx, plan_id: int, on: date) -> None:
    """Note that the vouchers came back."""
    tx.connection.execute(handovers.update().where(handovers.c.plan_id == plan_id).values(returned_on=on))


def begin_again(tx: Tx, plan_id: int) -> None:
    """Begin a handover again with its plan: vouchers that came back are to be handed over anew, others stay noted."""
    back = (handovers.c.plan_id == plan_id, handovers.c.returned_on.is_not(None))
    tx.connection.execute(handovers.delete().where(*back))


def to_return(tx: Tx, plan_id: int) -> bool:
    """Return whether vouchers of a plan that takes nothing any more (given up, begun again) are still to come back."""
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


def of_plan(tx: Tx, plan_id: int) -> Handover | None:
    """Return the handover of a plan, or None."""
    return of_plans(tx, [plan_id]).get(plan_id)


def of_plans(tx: Tx, plan_ids: Collection[int]) -> dict[int, Handover]:
    """Return the handovers of these plans, by plan; a plan without one is missing."""
    rows = tx.connection.execute(sa.select(handovers).where(handovers.c.plan_id.in_(plan_ids))) if plan_ids else ()
    return {row.plan_id: _handover(tx, dict(row._mapping)) for row in rows}  # noqa: SLF001 - SQLAlchemy's public name


@dataclass(frozen=True, slots=True)
class Out:
    """What a person still holds of former plans: the first of them, and how much of them all, in cents."""

    plan_id: int
    cents: int


def of_former(tx: Tx, beneficiary_ids: Collection[int], present: Collection[int]) -> dict[int, Out]:
    """Return what these people still hold of plans that take nothing any more, by person.

    Args:
        tx: the transaction.
        beneficiary_ids: whose.
        present: ids of the plans one speaks of with them, which say it themselves.
    """
    query = (
        sa.select(plans.c.beneficiary_id, sa.func.min(plans.c.id).label("first"), sa.func.sum(handovers.c.cents))
        .join(plans, plans.c.id == handovers.c.plan_id)
        .where(
            plans.c.beneficiary_id.in_(beneficiary_ids),
            plans.c.id.not_in(present),
            plans.c.state.not_in(TAKING),
            handovers.c.returned_on.is_(None),
        )
        .group_by(plans.c.beneficiary_id)
    )
    rows = tx.connection.execute(query) if beneficiary_ids else ()
    return {person_id: Out(first, int(cents)) for person_id, first, cents in rows}


def _handover(tx: Tx, values: dict[str, Any]) -> Handover:
    numbers = tx.cipher.open(values["numbers"], "handovers.numbers").decode() if values["numbers"] else ""
    return Handover(**{**values, "receipt": Receipt(values["receipt"]), "numbers": numbers})


def not_back(tx: Tx, call_id: int) -> int:
    """Return what is still in people's hands of a call although nothing is granted for it any more, in cents."""
    query = (
        sa.select(handovers.c.cents, plans.c.state, plans.c.granted_cents)
        .join(plans, plans.c.id == handovers.c.plan_id)
        .where(
            plans.c.call_id == call_id,
            sa.or_(
                sa.and_(plans.c.state.not_in(TAKING), handovers.c.returned_on.is_(None)),
                sa.and_(plans.c.state.in_(IN_HAND), handovers.c.cents > sa.func.coalesce(plans.c.granted_cents, 0)),
            ),
        )
    )
    return sum(
        row.cents - ((row.granted_cents or 0) if row.state in IN_HAND else 0) for row in tx.connection.execute(query)
    )


def unconfirmed(tx: Tx, plan_id: int) -> bool:
    """Return whether a handover has a receipt that nobody has confirmed or refused."""
    done = of_plan(tx, plan_id)
    return done is not None and done.receipt is Receipt.NONE


def confirm(tx: Tx, plan_id: int, receipt: Receipt, now: datetime) -> bool:
    """Note how the receipt was confirmed; False when it was confirmed already, or nothing was handed over."""
    done = tx.connection.execute(
        handovers.update()
        .where(handovers.c.plan_id == plan_id, handovers.c.receipt.in_((Receipt.NONE, Receipt.REFUSED)))
        .values(receipt=receipt, receipt_at=now)
    )
    return bool(done.rowcount)


def awaiting(tx: Tx, organisation_id: int) -> list[int]:
    """Return the ids of an organisation's plans to hand over, to confirm a receipt of, or to get vouchers back from."""
    unconfirmed = sa.or_(handovers.c.plan_id.is_(None), handovers.c.receipt.in_((Receipt.NONE, Receipt.REFUSED)))
    to_return = sa.and_(handovers.c.plan_id.is_not(None), handovers.c.returned_on.is_(None))
    query = (
        sa.select(plans.c.id)
        .outerjoin(handovers, handovers.c.plan_id == plans.c.id)
        .where(
            plans.c.organisation_id == organisation_id,
            sa.or_(
                plans.c.state == State.GRANTED.value,
                sa.and_(plans.c.state.in_((State.HANDED_OVER, State.AWAY)), unconfirmed),
                sa.and_(plans.c.state.not_in(TAKING), to_return),
            ),
        )
        .order_by(plans.c.state, plans.c.departure, plans.c.id)
    )
    return list(tx.connection.scalars(query))
