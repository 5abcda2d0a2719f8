"""What could not be delivered is listed by id, and repeated on request alone."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.storage import outbox
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store
from bot.storage.outbox import Outgoing
from tests.commands.conftest import Installation

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
STATES = ("uncertain", "dead", "unreachable", "sent")


@pytest.fixture
async def waiting(valise: Installation) -> Installation:
    """Make an installation with one notice in each of four states."""
    key = (valise.folder / "data" / "secret.key").read_text().strip()
    store = await Store.open(f"sqlite:///{valise.database}", Cipher([key]))
    notices = [Outgoing(f"plan:{n}:granted", 7, "granted", {"name": "Awa"}, NOW, NOW, plan_id=12) for n in range(4)]
    await store.run(outbox.put, notices)
    await store.close()
    with closing(sqlite3.connect(valise.database)) as connection, connection:
        for number, state in enumerate(STATES, start=1):
            connection.execute("UPDATE outbox SET state = ?, due_at = NULL WHERE id = ?", (state, number))
    return valise


async def test_the_list_has_counts_and_ids_and_no_name(waiting: Installation) -> None:
    shown = waiting("outbox", "list")
    assert shown.status == 0
    counts, *rows = shown.out.splitlines()
    assert "sent 1" in counts
    assert "dead 1" in counts
    assert sorted(row.split()[1] for row in rows) == ["dead", "uncertain", "unreachable"]
    assert all("granted  person 7  plan 12" in row for row in rows)
    assert "Awa" not in shown.out


async def test_rows_are_repeated_when_an_operator_says_so(waiting: Installation) -> None:
    assert waiting("outbox", "repeat", "1", "2").out.startswith("2 queued again")
    assert "queued 2" in waiting("outbox", "list").out


async def test_all_that_are_named_or_none(waiting: Installation) -> None:
    before = waiting.contents()
    waiting("outbox", "repeat", "1", "4", "99").fails(1, "4, 99", "./valise outbox list")
    assert waiting.contents() == before
