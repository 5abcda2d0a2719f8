"""The request class against a real HTTP server: what goes over the wire, and what becomes of trouble."""

import asyncio
import json
import traceback
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.chat.request import AiohttpRequest, call

TOKEN = "123:a-token-nobody-may-see"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def a_bot(handler: Handler, connections: int = 5) -> AsyncIterator[Bot]:
    """Open a Bot whose API is the handler."""
    application = web.Application(client_max_size=64 * 2**20)
    application.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    request = AiohttpRequest(connections)
    await request.initialize()
    try:
        yield Bot(TOKEN, base_url=f"http://{host}:{port}/bot", request=request)
    finally:
        await request.shutdown()
        await runner.cleanup()


def answer(result: object = True) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def in_a_hurry(bot: Bot) -> None:
    """Ask who the bot is, and wait for 50 milliseconds in all."""
    await bot.do_api_request("getMe_", read_timeout=0.02, write_timeout=0.01, connect_timeout=0.01, pool_timeout=0.01)


async def test_parameters_go_as_json() -> None:
    seen: dict[str, object] = {}

    async def api(request: web.Request) -> web.Response:
        seen.update(await request.json(), path=request.path)
        return answer({"message_id": 7})

    async with a_bot(api) as bot:
        result = await call(bot, "sendMessage", {"chat_id": 1, "text": "é & ü", "more": {"a": [1]}, "none": None})

    assert result == {"message_id": 7}
    assert seen == {"chat_id": 1, "text": "é & ü", "more": {"a": [1]}, "path": f"/bot{TOKEN}/sendMessage"}


async def test_a_big_file_with_an_accent_in_its_name_goes_whole() -> None:
    seen: dict[str, object] = {}
    content = bytes(range(256)) * 8192

    async def api(request: web.Request) -> web.Response:
        form = await request.post()
        file = form["document"]
        assert isinstance(file, web.FileField)
        seen.update(name=file.filename, content=file.file.read(), chat=form["chat_id"])
        return answer()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        async with a_bot(api) as bot:
            document = InputFile(content, filename="été « 1 ».pdf")
            await call(bot, "sendDocument", {"chat_id": 1, "document": document})

    assert seen == {"name": "été « 1 ».pdf", "content": content, "chat": "1"}


async def test_a_file_is_fetched() -> None:
    async def api(request: web.Request) -> web.Response:
        return web.Response(body=b"bytes of " + request.path.encode())

    async with a_bot(api) as bot:
        assert await bot.request.retrieve(f"{bot.base_url}/photos/1.jpg") == b"bytes of " + (
            f"/bot{TOKEN}/photos/1.jpg".encode()
        )


async def test_connections_are_kept() -> None:
    ports: set[object] = set()

    async def api(request: web.Request) -> web.Response:
        assert request.transport is not None
        ports.add(request.transport.get_extra_info("peername"))
        return answer()

    async with a_bot(api) as bot:
        for _ in range(5):
            await call(bot, "getMe")

    assert len(ports) == 1


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, {"description": "Bad Request: chat not found"}, BadRequest),
        (429, {"description": "Too Many Requests", "parameters": {"retry_after": 3}}, RetryAfter),
        (502, None, NetworkError),
    ],
)
async def test_error_answers_reach_the_library_and_not_the_log(
    status: int,
    body: dict[str, object] | None,
    expected: type[TelegramError],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def api(_: web.Request) -> web.Response:
        return web.Response(status=status, text="<html>" if body is None else json.dumps({"ok": False} | body))

    async with a_bot(api) as bot:
        with pytest.raises(expected):
            await call(bot, "sendMessage", {"chat_id": 1})
    assert caplog.text == ""


class TestTrouble:
    """What the library raises, and that the token is nowhere in it, not even in the traceback."""

    async def test_no_answer_in_time(self) -> None:
        release = asyncio.Event()
        release.set()

        async def api(_: web.Request) -> web.Response:
            await release.wait()
            return answer()

        async with a_bot(api) as bot:
            await call(bot, "getMe")  # connected, so that only the answer is late
            release.clear()
            with pytest.raises(TimedOut) as caught:
                await in_a_hurry(bot)
            release.set()

        assert_no_token(caught.value)

    async def test_no_free_connection_in_time(self) -> None:
        release = asyncio.Event()

        async def api(_: web.Request) -> web.Response:
            await release.wait()
            return answer()

        async with a_bot(api, connections=1) as bot:
            first = asyncio.create_task(call(bot, "getMe"))
            await asyncio.sleep(0)
            with pytest.raises(TimedOut):
                await in_a_hurry(bot)
            release.set()
            await first

    async def test_a_broken_connection(self) -> None:
        async def api(request: web.Request) -> web.Response:
            assert request.transport is not None
            request.transport.close()
            return answer()

        async with a_bot(api) as bot:
            with pytest.raises(NetworkError) as caught:
                await call(bot, "getMe")

        assert_no_token(caught.value)

    async def test_nobody_listens(self) -> None:
        request = AiohttpRequest()
        async with request:
            bot = Bot(TOKEN, base_url="http://127.0.0.1:9/bot", request=request)
            with pytest.raises(NetworkError, match="ClientConnectorError") as caught:
                await call(bot, "getMe")

        assert_no_token(caught.value)

    async def test_not_initialized(self) -> None:
        bot = Bot(TOKEN, request=AiohttpRequest())

        with pytest.raises(NetworkError, match="not initialized"):
            await call(bot, "getMe")


async def test_it_can_be_opened_again() -> None:
    async def api(_: web.Request) -> web.Response:
        return answer()

    async with a_bot(api) as bot:
        await bot.request.shutdown()
        await bot.request.shutdown()
        await bot.request.initialize()
        assert await call(bot, "logOut") is True


def assert_no_token(error: BaseException) -> None:
    assert TOKEN not in "".join(traceback.format_exception(error))
