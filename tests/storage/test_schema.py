"""The column types mean the same on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.storage.kernel.schema import Cents, Json, Moment
from bot.storage.kernel.store import Store, Tx

samples = sa.Table(
    "scratch_samples",
    sa.MetaData(),
    sa.Column("at", Moment),
    sa.Column("cents", Cents),
    sa.Column("data", Json),
)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
async def _samples(store: Store) -> None:
    await store.run(lambda tx: samples.create(tx.connection))


def keep(tx: Tx, /, **values: Any) -> Any:
    return tx.connection.execute(samples.insert().values(values).returning(samples)).one()


async def test_a_time_comes_back_aware_in_utc_to_the_microsecond(store: Store) -> None:
    at = datetime(2027, 7, 10, 0, 30, 0, 123456, tzinfo=PARIS)
    row = await store.run(keep, at=at)
    assert row.at == at
    assert row.at.tzinfo is UTC


async def test_times_compare_across_zones_and_around_the_change_of_hour(store: Store) -> None:
    before = datetime(2027, 10, 31, 0, 30, tzinfo=UTC).astimezone(PARIS)
    after = before.astimezone(UTC) + timedelta(hours=1)
    await store.run(keep, at=before)
    found = await store.read(lambda tx: tx.connection.execute(sa.select(samples).where(samples.c.at < after)).all())
    assert len(found) == 1


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        await store.run(keep, at=datetime(2027, 7, 10))  # noqa: DTZ001  the very mistake


async def test_amounts_beyond_32_bits_and_nested_data_come_back_as_they_were(store: Store) -> None:
    data = {"ages": [1, 4, 9], "place": "Saint-Malo 🌊", "known": None}
    row = await store.run(keep, cents=9_999_999_999, data=data)
    assert (row.cents, row.data, row.at) == (9_999_999_999, data, None)
