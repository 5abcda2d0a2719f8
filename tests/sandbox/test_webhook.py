"""Updates reach the bot by webhook: with the secret, in order within a chat, until it takes them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.sandbox import Limits
from tests.sandbox.conftest import Hands, Json, opened


@dataclass
class Receiver:
    """A bot's own server, which fails as often as it is told to."""

    url: str = ""
    failures: int = 0
    secrets: list[str | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    calls: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)

    async def handle(self, request: web.BaseRequest) -> web.Response:
        await self.gate.wait()
        update: Json = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.texts.append(update["message"]["text"])
        self.calls.put_nowait(update)
        return web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    receiver.gate.set()
    runner = web.ServerRunner(web.Server(receiver.handle), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def eager() -> AsyncIterator[Hands]:
    """Run a sandbox that repeats what failed at once."""
    async with opened(Limits(per_second=0, chat_per_second=0, webhook_retry_seconds=0)) as running:
        yield running


async def test_updates_are_posted_with_the_secret(eager: Hands, receiver: Receiver) -> None:
    awa = await eager.person()
    await eager.api("setWebhook", url=receiver.url, secret_token="s3cret", allowed_updates=["message"])
    await eager.control("POST", f"people/{awa}/send", text="hello")
    await receiver.calls.get()
    assert receiver.secrets == ["s3cret"]
    assert await eager.control("GET", "settled") == {"settled": True}
    info = await eager.api("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["allowed_updates"]) == (receiver.url, 0, ["message"])


async def test_a_failing_bot_gets_the_same_update_again_and_in_order(eager: Hands, receiver: Receiver) -> None:
    awa = await eager.person()
    receiver.failures = 2
    await eager.api("setWebhook", url=receiver.url)
    for text in ("1", "2", "3"):
        await eager.control("POST", f"people/{awa}/send", text=text)
    for _ in range(3):
        await receiver.calls.get()
    assert receiver.texts == ["1", "2", "3"]
    assert (await eager.api("getWebhookInfo"))["last_error_message"].startswith("Wrong response from the webhook: 500")


async def test_chats_do_not_wait_for_each_other_but_connections_are_limited(eager: Hands, receiver: Receiver) -> None:
    people = [await eager.person(name) for name in ("Awa", "Lina", "Max")]
    receiver.gate.clear()
    await eager.api("setWebhook", url=receiver.url, max_connections=2)
    for person in people:
        for text in ("1", "2"):
            await eager.control("POST", f"people/{person}/send", text=text)
    receiver.gate.set()
    taken = [await receiver.calls.get() for _ in range(6)]
    for person in people:
        mine = [call["message"]["text"] for call in taken if call["message"]["chat"]["id"] == person]
        assert mine == ["1", "2"]


async def test_polling_conflicts_with_a_webhook(eager: Hands, receiver: Receiver) -> None:
    await eager.api("setWebhook", url=receiver.url)
    body = await eager.raw("getUpdates")
    assert body["error_code"] == 409
    assert "while webhook is active" in body["description"]
    awa = await eager.person(started=False)
    receiver.gate.clear()
    await eager.control("POST", f"people/{awa}/start")
    await eager.api("deleteWebhook")
    receiver.gate.set()
    assert [update["message"]["text"] for update in await eager.updates()] == ["/start"]
    await eager.control("POST", f"people/{awa}/send", text="dropped")
    await eager.api("deleteWebhook", drop_pending_updates=True)
    assert await eager.updates() == []


async def test_a_duplicate_is_posted_too(eager: Hands, receiver: Receiver) -> None:
    awa = await eager.person()
    await eager.api("setWebhook", url=receiver.url)
    sent = await eager.control("POST", f"people/{awa}/send", text="twice")
    first = await receiver.calls.get()
    await eager.control("POST", "redeliver", update_id=sent["update_id"])
    assert await receiver.calls.get() == first
    assert await eager.control("GET", "settled") == {"settled": True}
