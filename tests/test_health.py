"""Whether the bot is alive, as a watcher asks, and the whole bot behind a webhook."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot import config
from bot.app import App
from bot.chat.receiver import HEADER
from bot.domain.people import Role
from bot.health import STUCK, STUCK_CHATS, Health
from bot.storage import inbox
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store
from tests.support.town import Town

_numbers = itertools.count(1)
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.founded(sqlite_url, tmp_path) as founded:
        yield founded


@asynccontextmanager
async def watched(health: Health) -> AsyncIterator[Client]:
    application = web.Application()
    health.route(application)
    async with TestClient(TestServer(application)) as client:
        yield client


async def asked(client: Client, path: str = "/health") -> tuple[int, str]:
    async with client.get(path) as answer:
        return answer.status, await answer.text()


async def known(town: Town, count: int) -> list[int]:
    """Return the chats of so many known people, all of whom are answered."""
    residence = await town.organisation()
    phones = [await town.member(f"Lina {number}", Role.REFERENT, residence) for number in range(count)]
    await town.settles()
    return [phone.account for phone in phones]


async def waits(town: Town, chat_id: int) -> None:
    """Let something come from that chat long ago, without an answer: another process has it in hand."""
    update = (next(_numbers), chat_id, b"{}")
    await town.does(inbox.store_updates, 1, [update], town.clock() - 2 * STUCK)
    await town.does(inbox.claim, chat_id, "another process", town.clock())


async def comes_to_say(client: Client, status: int, words: str) -> None:
    """Wait until /health answers so."""
    said: tuple[int, str] = (0, "")
    for _ in range(3_000):
        said = await asked(client)
        if said[0] == status and words in said[1]:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"it says {said}")


class TestHealth:
    async def test_well_when_updates_come_in_and_notices_go_out(self, town: Town) -> None:
        async with watched(town.app.health) as client:
            await comes_to_say(client, 503, "delivery: not begun yet")
            await town.settles()
            await comes_to_say(client, 200, "well")

    async def test_a_failing_poll_is_named_until_it_works_again(self, town: Town) -> None:
        async with watched(town.app.health) as client:
            await town.settles()
            await town.http.post("/sandbox/faults", json={"method": "getUpdates", "kind": "500", "times": 1})
            phone = await town.phone("Awa")
            await town.http.post(f"/sandbox/people/{phone.account}/start", json={})  # ends the poll under way
            await comes_to_say(client, 503, "polling: ")
            await comes_to_say(client, 200, "well")

    async def test_people_whom_nobody_answers_are_named(self, town: Town) -> None:
        async with watched(town.app.health) as client:
            chats = await known(town, STUCK_CHATS)
            for chat_id in chats[:-1]:
                await waits(town, chat_id)
            await comes_to_say(client, 200, "well")
            await waits(town, chats[-1])
            await comes_to_say(client, 503, f"updates: {STUCK_CHATS} chats have waited for 0:05:00 or longer")

    async def test_one_who_wrote_hundreds_of_messages_is_no_trouble(self, town: Town) -> None:
        async with watched(town.app.health) as client:
            [chat_id] = await known(town, 1)
            for _ in range(300):
                await waits(town, chat_id)
            assert await asked(client) == (200, "well\n")

    async def test_nor_is_any_number_of_strangers(self, town: Town) -> None:
        async with watched(town.app.health) as client:
            await town.settles()
            for number in range(300):
                await waits(town, 5_000_000 + number)
            assert await asked(client) == (200, "well\n")
            assert "valise_chats_stuck 0" in (await asked(client, "/metrics"))[1]

    async def test_a_database_that_does_not_answer_is_named(self, town: Town) -> None:
        gone = await Store.open(town.settings.database_url, Cipher(town.settings.secret_keys))
        await gone.close()
        async with watched(Health(gone, town.app.queues, town.app.delivery, None, town.clock)) as client:
            assert await asked(client) == (503, "database: the store is closed\n")
            assert (await asked(client, "/metrics"))[0] == 503


async def test_metrics_are_numbers_by_name(town: Town) -> None:
    awa = await town.phone("Awa")
    await awa.starts()
    async with watched(town.app.health) as client:
        status, text = await asked(client, "/metrics")
    lines = dict(line.rsplit(" ", 1) for line in text.splitlines())
    assert status == 200
    assert lines['valise_updates{state="answered"}'] == "1"
    assert lines['valise_notices{state="dead"}'] == "0"
    assert float(lines["valise_last_update_timestamp_seconds"]) == town.clock().timestamp()
    assert int(lines["valise_database_bytes"]) > 10_000
    assert "Awa" not in text


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@asynccontextmanager
async def behind_a_webhook(settings: config.Settings) -> AsyncIterator[str]:
    """Run the bot as `run` starts it, called by Telegram; yields its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    posted = replace(settings, webhook_url=address, listen=config.Address("127.0.0.1", port))
    stop, ready = asyncio.Event(), asyncio.Event()
    async with App.open(posted) as app:
        running = asyncio.create_task(app.run(stop, ready.set))
        await asyncio.wait([running, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
        yield address
        stop.set()
        await running


class TestWebhook:
    async def test_telegram_calls_with_the_secret_and_is_answered_in_the_chat(self, town: Town) -> None:
        await town.running.aclose()
        async with behind_a_webhook(town.settings) as address, aiohttp.ClientSession(address) as http:
            phone = await town.phone("Awa")
            await town.http.post(f"/sandbox/people/{phone.account}/start", json={})
            for _ in range(3_000):
                if await phone.messages():
                    break
                await asyncio.sleep(0.02)
            assert len(await phone.messages()) == 1

            async with http.get("/health") as answer:
                assert (answer.status, await answer.text()) == (200, "well\n")
            for headers in ({}, {HEADER: "guessed"}):
                async with http.post("/telegram", json={"update_id": 1}, headers=headers) as answer:
                    assert answer.status == 403
        assert (await town.summary())["refused"] == 0
        await town.restart()

    async def test_polling_takes_over_again_after_a_webhook(self, town: Town) -> None:
        await town.running.aclose()
        async with behind_a_webhook(town.settings):
            pass
        await town.restart()
        awa = await town.phone("Awa")
        await awa.starts()
        assert len(await awa.messages()) == 1
