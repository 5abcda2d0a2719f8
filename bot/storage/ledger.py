"""What the lines of a call's ledger say together: given, released, held and granted, in people and in cents.

Lines are written by `calls.post` alone; here they are only read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import sqlalchemy as sa

from bot.domain.plans import State
from bot.storage.calls import UNDOING, Account, ledger
from bot.storage.kernel.transaction import Tx
from bot.storage.plans import plans

HELD = frozenset({State.OFFERED, State.CANCELLED})
"""Plans whose places and money are kept for an answer, or for a wrong hand to be repaired."""


@dataclass(frozen=True, slots=True)
class Sum:
    """So many places (people) and so much money (cents)."""

    places: int = 0
    cents: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.places + other.places, self.cents + other.cents)

    def __neg__(self) -> "Sum":
        return Sum(-self.places, -self.cents)

    @classmethod
    def of(cls, rows: Iterable[Any]) -> Self:
        """Sum all lines together."""
        found = list(rows)
        return cls(sum(row.places for row in found), sum(row.cents for row in found))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what moved, when, for which plan, and by which action."""

    plan_id: int
    reference: str | None
    at: datetime
    account: Account
    cause: str
    places: int
    cents: int


@dataclass(frozen=True, slots=True)
class Books:
    """What a call's ledger says now. `given` less `released` is `held` and `granted` together."""

    asked: Sum
    """Endorsed and not decided, or waiting."""
    given: Sum
    """All that was ever granted or offered, without what was undone within two minutes."""
    released: Sum
    """What came back: offers not taken, holds that ended."""
    held: Sum
    granted: Sum


_LINES = (
    sa.select(ledger, plans.c.reference, plans.c.state)
    .outerjoin(plans, plans.c.id == ledger.c.plan_id)
    .where(ledger.c.call_id == sa.bindparam("of"))
    .order_by(ledger.c.id)
)


def lines(tx: Tx, call_id: int, before: datetime | None = None) -> list[Line]:
    """Return the lines of a call, the oldest first; `before` leaves out later ones."""
    query = _LINES if before is None else _LINES.where(ledger.c.at < before)
    return [
        Line(row.plan_id, row.reference, row.at, Account(row.account), row.cause, row.places, row.cents)
        for row in tx.connection.execute(query, {"of": call_id})
    ]


def books(tx: Tx, call_id: int) -> Books:
    """Return the sums of a call's ledger now."""
    found = tx.connection.execute(_LINES, {"of": call_id}).all()
    taken = [row for row in found if row.account == Account.TAKEN.value]
    out = Sum.of(row for row in taken if row.cause in UNDOING or not _back(row))
    return Books(
        asked=Sum.of(row for row in found if row.account == Account.ASKED.value),
        given=out,
        released=-Sum.of(row for row in taken if row.cause not in UNDOING and _back(row)),
        held=Sum.of(row for row in taken if row.state in HELD),
        granted=Sum.of(row for row in taken if row.state not in HELD),
    )


def _back(row: Any) -> bool:
    """Return whether the line gives back: an accepted plan of fewer people does so with one figure only."""
    return bool(row.cents < 0 or row.places < 0)
