"""Polling and webhook against a Bot API like Telegram's: kept first, confirmed afterwards."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken

from bot.chat.receiver import HEADER, KINDS, PAUSES, Polling, webhook
from bot.chat.request import call
from bot.storage.kernel.store import Unavailable
from tests.chat.conftest import Telegram

SECRET = "hush"


class Keeper:
    """Keeps what it receives, unless told that it cannot."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.update_ids: list[int] = []
        self.refusals = 0

    async def __call__(self, updates: Sequence[dict[str, Any]]) -> None:
        if updates and self.refusals:
            self.refusals -= 1
            raise Unavailable("disk full")
        for update in updates:
            if update["update_id"] not in self.update_ids:
                self.update_ids.append(update["update_id"])
                self.texts.append(update.get("message", {}).get("text", ""))

    async def has(self, *texts: str) -> None:
        await until(lambda: [text for text in self.texts if not text.startswith("/")] == list(texts))


class Naps:
    """Waits for nothing, and remembers how long it should have."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0.001)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(15_000):
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came to be so")


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def naps() -> Naps:
    return Naps()


@asynccontextmanager
async def running(polling: Polling) -> AsyncIterator[None]:
    task = asyncio.create_task(polling.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class TestPolling:
    async def test_updates_come_in_order_and_are_confirmed(
        self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps
    ) -> None:
        awa = await telegram.person()
        polling = Polling(bot, keeper, sleep=naps)

        async with running(polling):
            for text in ("one", "two", "three"):
                await telegram.ask("POST", f"people/{awa}/send", text=text)
            await keeper.has("one", "two", "three")
            await confirmed(telegram)

            assert polling.trouble is None
        assert await telegram.refusals() == 0

    async def test_all_is_well_from_the_first_answer_on_even_without_news(
        self, telegram: Telegram, bot: Bot, keeper: Keeper
    ) -> None:
        polling = Polling(bot, keeper)
        assert polling.trouble == "no answer yet"

        async with running(polling):
            await until(lambda: polling.trouble is None)

    async def test_it_asks_for_what_the_bot_understands_only(
        self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps
    ) -> None:
        polling = Polling(bot, keeper, sleep=naps)
        async with running(polling):
            await until(lambda: polling.trouble is None)

        assert (await call(bot, "getWebhookInfo"))["allowed_updates"] == list(KINDS)

    async def test_what_cannot_be_kept_is_not_confirmed(
        self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps
    ) -> None:
        awa = await telegram.person()
        await telegram.ask("POST", f"people/{awa}/send", text="precious")
        keeper.refusals = 2

        async with running(Polling(bot, keeper, sleep=naps)):
            await keeper.has("precious")

        assert naps.taken == [PAUSES[0], PAUSES[1]]

    async def test_a_poll_cut_off_confirms_nothing(
        self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps
    ) -> None:
        awa = await telegram.person()
        polling = Polling(bot, Keeper(), sleep=naps)
        async with running(polling):
            await until(lambda: polling.trouble is None)
        await telegram.ask("POST", f"people/{awa}/send", text="hello")

        async with running(Polling(bot, keeper, sleep=naps)):
            await keeper.has("hello")

    @pytest.mark.parametrize("kind", ["drop", "500", "502"])
    async def test_trouble_is_waited_out_longer_and_longer(
        self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps, kind: str
    ) -> None:
        awa = await telegram.person()
        await telegram.fault(kind, "getUpdates", times=7)
        polling = Polling(bot, keeper, sleep=naps)

        async with running(polling):
            await until(lambda: len(naps.taken) == 7)
            await telegram.ask("POST", f"people/{awa}/send", text="hello")
            await keeper.has("hello")

            assert naps.taken == [*PAUSES, PAUSES[-1], PAUSES[-1]]
            await until(lambda: polling.trouble is None)

    async def test_asked_to_wait_it_waits(self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps) -> None:
        await telegram.fault("429", "getUpdates", retry_after=17)

        async with running(Polling(bot, keeper, sleep=naps)):
            await until(lambda: naps.taken == [17])

    async def test_a_webhook_left_behind_is_removed(
        self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps
    ) -> None:
        await call(bot, "setWebhook", {"url": "http://127.0.0.1:9/hook"})
        awa = await telegram.person()

        async with running(Polling(bot, keeper, sleep=naps)):
            await telegram.ask("POST", f"people/{awa}/send", text="hello")
            await keeper.has("hello")

        assert naps.taken == [PAUSES[0]]

    async def test_another_process_polling_is_waited_out(
        self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps
    ) -> None:
        await telegram.fault("409", "getUpdates")
        polling = Polling(bot, keeper, sleep=naps)

        async with running(polling):
            await until(lambda: len(naps.taken) == 1)
            assert await telegram.calls("deleteWebhook") == []

    async def test_a_revoked_token_ends_it(self, telegram: Telegram, bot: Bot, keeper: Keeper, naps: Naps) -> None:
        await telegram.ask("PATCH", "bot", revoked=True)

        with pytest.raises(InvalidToken):
            await Polling(bot, keeper, sleep=naps).run()


async def confirmed(telegram: Telegram) -> None:
    """Wait until Telegram holds nothing back for the bot."""
    for _ in range(12_000):
        if not (await telegram.ask("GET", "summary"))["pending_updates"]:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("the updates were never confirmed")


@pytest.fixture
async def listening(keeper: Keeper) -> AsyncIterator[str]:
    """Listen as a webhook; yields its address."""
    application = web.Application()
    application.router.add_post("/hook", webhook(keeper, SECRET))
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}/hook"
    await runner.cleanup()


class TestWebhook:
    async def test_telegram_calls_it(self, telegram: Telegram, bot: Bot, keeper: Keeper, listening: str) -> None:
        await call(bot, "setWebhook", {"url": listening, "secret_token": SECRET})
        awa = await telegram.person()
        for text in ("one", "two"):
            await telegram.ask("POST", f"people/{awa}/send", text=text)

        await keeper.has("one", "two")
        await confirmed(telegram)

    async def test_what_cannot_be_kept_comes_again(self, keeper: Keeper, listening: str) -> None:
        keeper.refusals = 1
        update = {"update_id": 5, "message": {"text": "hello"}}
        assert await post(listening, update) == 503
        assert await post(listening, update) == 200
        assert keeper.texts == ["hello"]

    @pytest.mark.parametrize("secret", [None, "", "wrong", "hush2", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
    async def test_strangers_are_refused(self, keeper: Keeper, listening: str, secret: str | None) -> None:
        assert await post(listening, {"update_id": 5}, secret) == 403
        assert keeper.update_ids == []

    @pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"update_id": "5"}', "\udcff"])
    async def test_what_is_no_update_is_refused(self, keeper: Keeper, listening: str, body: str) -> None:
        assert await post(listening, body.encode(errors="surrogateescape")) == 400
        assert keeper.update_ids == []

    def test_without_a_secret_there_is_no_webhook(self, keeper: Keeper) -> None:
        with pytest.raises(ValueError, match="needs a secret"):
            webhook(keeper, "")


async def post(url: str, body: bytes | dict[str, Any], secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    content: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with aiohttp.ClientSession() as http, http.post(url, headers=headers, **content) as response:
        return response.status
