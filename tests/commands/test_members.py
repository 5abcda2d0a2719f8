"""Who leaves a network, taken out without the chat."""

import asyncio
import sqlite3
from datetime import UTC, datetime

from bot import config
from bot.domain.people import Role
from bot.storage import people
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from tests.commands.conftest import Installation


def _three(tx: Tx) -> None:
    """Add two coordinators and a beneficiary, each with an account."""
    roles = (Role.COORDINATOR, Role.COORDINATOR, Role.BENEFICIARY)
    for chat, role in enumerate(roles, start=11):
        people.add(tx, datetime(2026, 11, 23, tzinfo=UTC), 1, f"Personne {chat}", frozenset({role}), chat_id=chat)


async def _in(valise: Installation) -> None:
    settings = config.load(valise.environment, valise.folder)
    store = await Store.open(f"sqlite:///{valise.database}", Cipher(settings.secret_keys))
    try:
        await store.run(_three)
    finally:
        await store.close()


def test_a_professional_is_taken_out_once_and_the_last_coordinator_stays(valise: Installation) -> None:
    asyncio.run(_in(valise))
    assert valise("member", "remove", "1").out == "Removed. People who were accompanied: 0.\n"
    valise("member", "remove", "1").fails(1, "no professional has that id")
    valise("member", "remove", "2").fails(1, "invite one first")
    valise("member", "remove", "3").fails(1, "no professional has that id")
    with sqlite3.connect(valise.database) as database:
        assert database.execute("SELECT person_id, role FROM roles").fetchall() == [
            (2, "coordinator"),
            (3, "beneficiary"),
        ]
    database.close()
