"""A running sandbox, and hands for both its sides: the bot's and the people's."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Limits, Sandbox

TOKEN = "123456:AAF-test_token"
Json = dict[str, Any]


class RefusedError(AssertionError):
    """The Bot API refused a request that a test expected to go well."""


class Hands:
    """Calls the Bot API as a bot and the control API as a person."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session
        self.path = f"/bot{sandbox.token}/"

    async def raw(self, method: str, **params: object) -> Json:
        """Send a form, as most bots do, and return the whole answer."""
        form = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in params.items()
            if value is not None
        }
        async with self.session.post(self.path + method, data=form) as answer:
            body: Json = await answer.json()
            assert body["ok"] or body["error_code"] == answer.status
            return body

    async def api(self, method: str, **params: object) -> Any:
        """Return the result of a call that goes well."""
        body = await self.raw(method, **params)
        if not body["ok"]:
            raise RefusedError(body["description"])
        return body["result"]

    async def refusal(self, method: str, **params: object) -> str:
        """Return the words with which a call is refused."""
        body = await self.raw(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def control(self, verb: str, path: str, **wish: object) -> Any:
        """Call the control API."""
        async with self.session.request(verb, f"/sandbox/{path}", json=wish or None) as answer:
            body = await answer.json()
            assert answer.ok, body
            return body

    async def misuse(self, verb: str, path: str, **wish: object) -> tuple[int, str]:
        """Return status and sentence of a control call that is refused."""
        async with self.session.request(verb, f"/sandbox/{path}", json=wish or None) as answer:
            return answer.status, (await answer.json())["error"]

    async def person(self, name: str = "Awa", *, started: bool = True, **more: object) -> int:
        """Make a person, who has written already unless said otherwise; the bot has seen that."""
        number = int((await self.control("POST", "people", first_name=name, **more))["id"])
        if started:
            await self.control("POST", f"people/{number}/start")
            await self.updates()
        return number

    async def updates(self) -> list[Json]:
        """Fetch and confirm all that waits."""
        found: list[Json] = await self.api("getUpdates")
        if found:
            await self.api("getUpdates", offset=found[-1]["update_id"] + 1, limit=1)
        return found

    async def chat(self, person: int) -> Json:
        """Return what the person sees."""
        seen: Json = await self.control("GET", f"people/{person}/chat")
        return seen

    async def summary(self) -> Json:
        """Return the counts."""
        counts: Json = await self.control("GET", "summary")
        return counts


Opening = Callable[..., AbstractAsyncContextManager[Hands]]


@asynccontextmanager
async def opened(limits: Limits | None = None, data: Path | None = None, **more: Any) -> AsyncIterator[Hands]:
    """Run a sandbox for a while."""
    sandbox = Sandbox(token=TOKEN, limits=limits or Limits.none(), data=data, **more)
    await sandbox.start()
    try:
        async with aiohttp.ClientSession(sandbox.url) as session:
            yield Hands(sandbox, session)
    finally:
        await sandbox.stop()


@pytest.fixture
async def hands() -> AsyncIterator[Hands]:
    """Run a sandbox without rates that forgets everything."""
    async with opened() as running:
        yield running
