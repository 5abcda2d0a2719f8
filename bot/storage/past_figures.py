"""What a network did before it used this product: people and money a year, for comparison. Nothing is counted here."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.kernel.schema import Cents, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx

past_figures = sa.Table(
    "past_figures",
    metadata,
    sa.Column("network_id", sa.ForeignKey("networks.id"), primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("cents", Cents),
)


@dataclass(frozen=True, slots=True)
class PastFigure:
    """One year: how many people left, and with how much aid where that is known (cents)."""

    year: int
    people: int
    cents: int | None


def enter(tx: Tx, network_id: int, figure: PastFigure) -> None:
    """Note a year; entering it again corrects it."""
    values = {"network_id": network_id, "year": figure.year, "people": figure.people, "cents": figure.cents}
    tx.connection.execute(insert_or_change(tx.dialect, past_figures, ("people", "cents")), values)


def forget(tx: Tx, network_id: int, year: int) -> None:
    """Take a year away."""
    tx.connection.execute(
        past_figures.delete().where(past_figures.c.network_id == network_id, past_figures.c.year == year)
    )


def of_network(tx: Tx, network_id: int) -> list[PastFigure]:
    """Return the years noted, the oldest first."""
    query = sa.select(past_figures).where(past_figures.c.network_id == network_id).order_by(past_figures.c.year)
    return [PastFigure(row.year, row.people, row.cents) for row in tx.connection.execute(query)]
