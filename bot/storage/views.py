"""How each coordinator looks at the list of plans: what is filtered, sorted, ticked. Ids and codes only."""

from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.storage.kernel.schema import Json, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx

views = sa.Table(
    "views",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("looked", Json, nullable=False),
)


@dataclass(frozen=True, slots=True)
class View:
    """What one coordinator chose; the default shows everything in order of arrival."""

    call: int | None = None
    region: str | None = None
    organisation: int | None = None
    first_time: bool = False
    new: bool = False
    """Only what arrived in the last days."""
    up_to: int | None = None
    """Only plans that ask for at most so many cents."""
    order: str = "arrival"
    ticked: dict[str, int] = field(default_factory=dict)
    """Version of each ticked plan, by its id."""
    batch: tuple[int, ...] = ()
    """Plans granted together last, to be undone together."""

    @property
    def filtered(self) -> bool:
        """Whether something may be left out."""
        chosen = self.call or self.organisation or self.first_time or self.new
        return bool(chosen) or self.region is not None or self.up_to is not None


_OF = sa.select(views.c.looked).where(views.c.person_id == sa.bindparam("of"))


def view_of(tx: Tx, person_id: int) -> View:
    """Return how a coordinator looks at the list."""
    looked: dict[str, Any] | None = tx.connection.execute(_OF, {"of": person_id}).scalar()
    return View() if looked is None else View(**{**looked, "batch": tuple(looked["batch"])})


def keep(tx: Tx, person_id: int, view: View) -> None:
    """Remember it."""
    values = {"person_id": person_id, "looked": asdict(view)}
    tx.connection.execute(insert_or_change(tx.dialect, views, ("looked",)), values)
