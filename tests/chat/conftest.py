"""A Telegram on this machine, and those who use it, for every test of the chat layer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.chat.request import AiohttpRequest
from bot.sandbox import Sandbox
from bot.storage.kernel.store import Store
from tests.chat.processes import Clock, Process

TOKEN = "4242:a-token-for-tests"


@dataclass(frozen=True)
class Telegram:
    """The sandbox, by its control API."""

    url: str
    http: aiohttp.ClientSession

    async def ask(self, verb: str, path: str, /, **wish: object) -> Any:
        async with self.http.request(verb, f"{self.url}/sandbox/{path}", json=wish) as response:
            body = await response.json()
            assert response.status == 200, body
            return body

    async def person(self, *, started: bool = True, **about: object) -> int:
        """Add a new person, whose id is that of the chat with the bot."""
        chat_id: int = (await self.ask("POST", "people", first_name="Awa", **about))["id"]
        if started:
            await self.ask("POST", f"people/{chat_id}/start")
        return chat_id

    async def sees(self, chat_id: int) -> list[dict[str, Any]]:
        """Return the messages of the bot in that chat."""
        chat = await self.ask("GET", f"people/{chat_id}/chat")
        return [message for message in chat["messages"] if not message["outgoing"]]

    async def fault(self, kind: str, method: str = "*", **how: object) -> None:
        await self.ask("POST", "faults", kind=kind, method=method, **how)

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """Return what the bot asked for by this method, good or not."""
        return [entry for entry in await self.ask("GET", "log") if entry["method"] == method]

    async def refusals(self) -> int:
        """Count how often the bot asked for something Telegram refuses and the bot could have known."""
        summary = await self.ask("GET", "summary")
        count: int = summary["refused"] + summary["flood"]
        return count


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    sandbox = Sandbox(token=TOKEN)
    await sandbox.start()
    try:
        async with aiohttp.ClientSession() as http:
            yield Telegram(sandbox.url, http)
    finally:
        await sandbox.stop()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    polling, sending = AiohttpRequest(1), AiohttpRequest()
    async with Bot(
        TOKEN,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        get_updates_request=polling,
        request=sending,
    ) as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def one(store: Store, clock: Clock) -> Process:
    return Process(store, clock)
