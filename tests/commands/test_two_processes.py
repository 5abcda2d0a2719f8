"""Two processes of the bot on one database: the first takes a notice or an update, and nobody reads it twice."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.domain.people import Role
from bot.sandbox.server import Sandbox
from bot.storage import hours, networks, outbox, people
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from bot.storage.outbox import Outgoing
from tests.commands.conftest import TOKEN, Installation, stops
from tests.support.plans import EAGER

KEY = "a key for two processes on one database"
COUNT = 40


def owe(tx: Tx, accounts: list[int], now: datetime) -> None:
    """Owe one notice to each of these people."""
    network = networks.add_network(tx, "Tilleuls")
    notices = []
    for account in accounts:
        person = people.add(tx, now, network, "Lina", frozenset({Role.REFERENT}), chat_id=account, language="fr")
        hours.choose(tx, person, EAGER)
        notices.append(Outgoing(f"test:{person}", person, "joined", {}, now, now))
    outbox.put(tx, notices)


async def people_of(http: aiohttp.ClientSession, count: int) -> list[int]:
    accounts = []
    for _ in range(count):
        async with http.post("/sandbox/people", json={"first_name": "Lina", "language_code": "fr"}) as answer:
            accounts.append((await answer.json())["id"])
        async with http.post(f"/sandbox/people/{accounts[-1]}/start", json={}):
            pass
    return accounts


async def sent(http: aiohttp.ClientSession) -> Counter[int]:
    """Count the messages that each chat was sent."""
    async with http.get("/sandbox/log") as answer:
        log: list[dict[str, Any]] = await answer.json()
    return Counter(entry["chat_id"] for entry in log if entry["method"] == "sendMessage" and entry["verdict"] == "ok")


async def settled(store: Store) -> bool:
    found = await store.read(outbox.counts)
    return found[outbox.NoticeState.SENT] == COUNT


@pytest.mark.slow
async def test_each_notice_leaves_once(empty: Installation, telegram: Sandbox, database_url: str) -> None:
    empty.environment = {
        "VALISE_TOKEN": TOKEN,
        "VALISE_API_URL": telegram.url,
        "VALISE_DATABASE_URL": database_url,
        "VALISE_SECRET_KEY": KEY,
        "VALISE_LISTEN": "127.0.0.1:0",
    }
    store = await Store.open(database_url, Cipher([KEY]))
    async with aiohttp.ClientSession(telegram.url) as http:
        accounts = await people_of(http, COUNT)
        # Their /start is confirmed unread, so that all that is sent below is notices.
        async with http.get(f"/bot{TOKEN}/getUpdates?offset=-1") as answer:
            last = (await answer.json())["result"][-1]["update_id"]
        async with http.get(f"/bot{TOKEN}/getUpdates?offset={last + 1}"):
            pass
        await store.run(owe, accounts, datetime.now(UTC))

        both = [empty.starts("run"), empty.starts("run")]
        for _ in range(1_200):
            if await settled(store) or any(process.poll() is not None for process in both):
                break
            await asyncio.sleep(0.05)
        for process in both:
            stopped = await asyncio.to_thread(stops, process)
            assert stopped.status == 0, stopped
            assert "Traceback" not in stopped.err

        assert await sent(http) == dict.fromkeys(accounts, 1)
    await store.close()
