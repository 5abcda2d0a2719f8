"""Aid put into somebody's hands: how much, when, by whom, and how its receipt was confirmed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from bot.domain.plans import State
from bot.storage.plans import plans
from bot.storage.schema import Cents, Moment, insert_or_change, metadata
from bot.storage.transaction import Tx


class Receipt(StrEnum):
    """How the person confirmed what she received; nothing is confirmed by silence."""

    NONE = ""
    PHONE = "phone"
    """One tap on her own telephone."""
    PAPER = "paper"
    """A receipt that she signed, noted by whoever keeps it."""
    REFUSED = "refused"
    """She says that it is not right."""


handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("plan_id", sa.ForeignKey("plans.id"), primary_key=True),
    sa.Column("cents", Cents, nullable=False),
    sa.Column("handed_on", sa.Date, nullable=False),
    sa.Column("handed_by", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("receipt", sa.String(10), nullable=False, server_default=""),
    sa.Column("receipt_at", Moment),
)


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover; `cents` is what was handed over."""

    plan_id: int
    cents: int
    handed_on: date
    handed_by: int
    receipt: Receipt
    receipt_at: datetime | None


def note(tx: Tx, plan_id: int, cents: int, handed_on: date, handed_by: int) -> None:
    """Note a handover, or correct it; its receipt is then to be confirmed."""
    values = {
        "plan_id": plan_id, "cents": cents, "handed_on": handed_on, "handed_by": handed_by, "receipt": Receipt.NONE,
        "receipt_at": None,
    }  # fmt: skip
    corrected = ("cents", "handed_on", "handed_by", "receipt", "receipt_at")
    tx.connection.execute(insert_or_change(tx.dialect, handovers, corrected), values)


def of_plan(tx: Tx, plan_id: int) -> Handover | None:
    """The handover of a plan, or None."""
    row = tx.connection.execute(sa.select(handovers).where(handovers.c.plan_id == plan_id)).first()
    if row is None:
        return None
    return Handover(row.plan_id, row.cents, row.handed_on, row.handed_by, Receipt(row.receipt), row.receipt_at)


def unconfirmed(tx: Tx, plan_id: int) -> bool:
    """Whether something was handed over whose receipt nobody has confirmed or refused."""
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
    """Ids of an organisation's plans to hand over, then of those handed over without a confirmed receipt."""
    unconfirmed = handovers.c.receipt.in_((Receipt.NONE, Receipt.REFUSED))
    query = (
        sa.select(plans.c.id)
        .outerjoin(handovers, handovers.c.plan_id == plans.c.id)
        .where(
            plans.c.organisation_id == organisation_id,
            sa.or_(
                plans.c.state == State.GRANTED.value,
                sa.and_(plans.c.state == State.HANDED_OVER.value, unconfirmed),
            ),
        )
        .order_by(plans.c.state, plans.c.departure, plans.c.id)
    )
    return list(tx.connection.scalars(query))
