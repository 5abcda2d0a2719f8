"""Whether the database itself is sound: its file, its references. What the rows mean is `services/checkup.py`'s."""

from bot.storage.kernel.transaction import Tx

MOST_LINES = 10


def damages(tx: Tx) -> list[str]:
    """Return one line for each damage, ten at most. PostgreSQL checks its own pages and references as it goes."""
    if tx.dialect != "sqlite":
        return []
    said = tx.connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_LINES})").scalars().all()
    lines = [f"database: {line}" for line in said if line != "ok"]
    lines += [
        f"database: {row[0]} row {row[1]} refers to a row of {row[2]} that is not there"
        for row in tx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST_LINES)
    ]
    return lines[:MOST_LINES]
