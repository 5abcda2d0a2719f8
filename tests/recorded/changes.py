"""What a tap changed: every row of every table, as triggers of the database tell it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage.kernel.store import Tx
from bot.storage.tables import metadata


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one row that was written: the table, its plain values as they stand now, and which columns are new."""

    table: str
    how: str
    row: Mapping[str, Any]
    columns: frozenset[str]

    def __str__(self) -> str:
        said = {key: value for key, value in self.row.items() if value is not None}
        return f"{self.how} {self.table} {said} {sorted(self.columns)}"


def watch(tx: Tx) -> None:
    """Note from now on what is written on this connection; an update that leaves a row as it is does not count."""
    tx.connection.execute(sa.text("CREATE TEMP TABLE changes (name TEXT, how TEXT, row_now TEXT, new TEXT)"))
    for table in metadata.sorted_tables:
        plain = [each.name for each in table.columns if not isinstance(each.type, sa.LargeBinary)]
        differ = " OR ".join(f'OLD."{each.name}" IS NOT NEW."{each.name}"' for each in table.columns)
        new = " || ".join(
            f"CASE WHEN OLD.\"{each.name}\" IS NOT NEW.\"{each.name}\" THEN '{each.name},' ELSE '' END"
            for each in table.columns
        )
        for how, which, when, changed in (
            ("INSERT", "NEW", "", "''"), ("DELETE", "OLD", "", "''"), ("UPDATE", "NEW", f"WHEN {differ}", new),
        ):  # fmt: skip
            row = ", ".join(f"'{name}', {which}.\"{name}\"" for name in plain)
            tx.connection.exec_driver_sql(
                f'CREATE TEMP TRIGGER watch_{how}_{table.name} AFTER {how} ON main."{table.name}" {when} '  # noqa: S608
                f"BEGIN INSERT INTO changes VALUES ('{table.name}', '{how}', json_object({row}), {changed}); END"
            )


def forget(tx: Tx) -> None:
    """Forget what was written until now."""
    tx.connection.exec_driver_sql("DELETE FROM changes")


def seen(tx: Tx) -> list[Change]:
    """Return what was written since `watch`, or since the savepoint that was rolled back last."""
    found = tx.connection.exec_driver_sql("SELECT name, how, row_now, new FROM changes").all()
    return [
        Change(name, how, json.loads(row), frozenset(filter(None, (new or "").split(","))))
        for name, how, row, new in found
    ]
