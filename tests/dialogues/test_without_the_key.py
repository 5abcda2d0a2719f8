"""Who finds the database, or a backup, and not the key: nothing in it says who is meant."""

import gzip
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.storage import backup, people, plans, reminders
from bot.storage.kernel.store import Tx
from bot.storage.tables import metadata
from tests.dialogues.test_discreet import discreet_plan
from tests.support.phones import Phone
from tests.support.town import MONDAY, Town

OF_AN_ACCOUNT = ("chat", "user", "account", "telegram")
"""Words in the name of a column that would hold whose account something is."""
COUNTED = {"ledger.account"}
"""Accounts of money."""
SAID = ("soleil", "Tilleuls", "Le lac", "Marguerite")
"""What the people of the story wrote: a code, a network, a place; none of them so short that chance could write it."""


def named_for_accounts(tables: sa.MetaData) -> set[str]:
    """Return the plain columns that are named as if they held an account."""
    return {
        f"{table.name}.{column.name}"
        for table in tables.sorted_tables
        for column in table.columns
        if any(word in column.name for word in OF_AN_ACCOUNT) and not isinstance(column.type, sa.LargeBinary)
    }


def test_no_plain_column_is_made_for_an_account() -> None:
    assert named_for_accounts(metadata) == COUNTED
    later = sa.MetaData()
    sa.Table("visits", later, sa.Column("id", sa.Integer), sa.Column("chat_id", sa.BigInteger))
    assert named_for_accounts(later) == {"visits.chat_id"}


def where(tx: Tx, wanted: list[str]) -> list[str]:
    """Return where in the database itself one of these can be read, whatever the code knows of its tables."""
    found = []
    for name in sa.inspect(tx.connection).get_table_names():
        for row in tx.connection.execute(sa.text(f"SELECT * FROM {name}")).mappings():  # noqa: S608
            found += [
                f"{name}.{column}" for column, value in row.items() if any(each in told(value) for each in wanted)
            ]
    return sorted(set(found))


def told(value: Any) -> str:
    """Return a stored value as it can be read, whatever its type."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, datetime) else str(value)


def on_disk(url: str) -> bytes:
    """Return the bytes of a database in a file, and of its journals; PostgreSQL is read by its columns."""
    kind, _, path = url.partition(":///")
    return b"".join(each.read_bytes() for each in Path(path).parent.glob("valise.db*")) if kind == "sqlite" else b""


async def test_neither_the_database_nor_a_backup_says_who_is_meant(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    awa, lina, claire = await discreet_plan(town)
    kim = await town.phone("Kim")
    await kim.says("Marguerite")
    await town.passes(minutes=11)
    await town.passes(days=60)  # reminders hang on the days of the stay
    await town.settles()
    plan = await town.does(plans.by_id, 1)
    referent = (await town.does(people.by_id, plan.beneficiary_id)).referent_id
    assert "meeting" in {each.kind for each in await town.does(reminders.of_person, referent, plan.departure)}
    leaving = [plan.departure.isoformat(), plan.homecoming.isoformat()]
    sought = [*(str(phone.account) for phone in (awa, lina, claire, kim)), *SAID, *leaving]
    assert await town.does(where, sought) == []

    await town.does(backup.write, tmp_path / "kept", MONDAY)
    kept = gzip.decompress((tmp_path / "kept").read_bytes())
    for each in sought:
        assert each.encode() not in kept, each
        assert each.encode() not in on_disk(database_url), each
    assert b"SQLite format" in on_disk(database_url) or database_url.startswith("postgresql")


async def test_a_column_that_held_an_account_would_be_found(town: Town) -> None:
    awa: Phone = await town.phone("Awa")
    await town.does(noted, awa.account)
    assert await town.does(where, [str(awa.account)]) == ["visits.by"]


def noted(tx: Tx, account: int) -> None:
    tx.connection.exec_driver_sql('CREATE TABLE visits ("by" BIGINT)')
    tx.connection.execute(sa.text('INSERT INTO visits ("by") VALUES (:account)'), {"account": account})
