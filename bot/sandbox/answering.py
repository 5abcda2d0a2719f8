"""One request of the Bot API, from its form to its answer: token, check, fault, rate, method, log."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox import methods_bot, methods_media, methods_messages, methods_updates
from bot.sandbox.checking import compiled
from bot.sandbox.faults import Fault
from bot.sandbox.flood import counted
from bot.sandbox.forms import loggable, read_form
from bot.sandbox.journal import Verdict
from bot.sandbox.wire import ApiError, Json, Upload, encoded
from bot.sandbox.world import TOKEN, World

METHODS: dict[str, Callable[[World, Json], object]] = {
    **methods_bot.METHODS,
    **methods_media.METHODS,
    **methods_messages.METHODS,
    **methods_updates.METHODS,
}
GATEWAY_PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class FaultedError(Exception):
    """A request that fails on purpose."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


class Answering:
    """The Bot API of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._checkers = compiled()
        self._counted = {method: counted(method) for method in world.facts.methods}

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Answer `/bot<token>/<method>`, `path` being what follows `/bot`."""
        token, _, method = path.partition("/")
        params: Json = {}
        verdict: Verdict = "ok"
        error: ApiError | None = None
        try:
            self._authorize(token)
            params = await read_form(request)
            params = self._checkers[method](params)
            result = await self._carry_out(method, params)
        except ApiError as refusal:
            error = refusal
            verdict = "ok" if refusal.excusable else "refused"
        except FaultedError as faulted:
            error, verdict = faulted.fault.refusal(), "fault"
            if not faulted.fault.has_answer:
                self._note(method, params, verdict, error)
                return await _break(request, faulted.fault)
        self._note(method, params, verdict, error)
        if error:
            return web.Response(status=error.code, body=encoded(error.body()), content_type="application/json")
        return web.Response(body=encoded({"ok": True, "result": result}), content_type="application/json")

    def _note(self, method: str, params: Json, verdict: Verdict, error: ApiError | None) -> None:
        uploads = any(isinstance(value, Upload) for value in params.values())
        self._world.journal.note(method, loggable(params) if uploads else params, verdict, error)

    def _authorize(self, token: str) -> None:
        """Refuse a wrong or revoked token.

        Raises:
            ApiError: 401, or 404 for what is no token at all, as Telegram does.
        """
        if token == self._world.token and not self._world.revoked:
            return
        if TOKEN.fullmatch(token):
            raise ApiError(401, "Unauthorized")
        raise ApiError(404, "Not Found")

    async def _carry_out(self, method: str, params: Json) -> object:
        """Carry out a method.

        Raises:
            ApiError: what Telegram would refuse.
            FaultedError: it was asked to fail.
        """
        fault = self._world.faults.take(method, params.get("chat_id"))
        if fault is not None and fault.kind != "delay":
            if fault.after:
                await self._applied(method, params)
                self._world.taps.doubt(params.get("callback_query_id", ""))
            raise FaultedError(fault)
        if fault is not None:
            await asyncio.sleep(fault.seconds)
        return await self._applied(method, params)

    async def _applied(self, method: str, params: Json) -> object:
        run = METHODS.get(method)
        if run is None:
            raise ApiError(501, f"Not Implemented: the sandbox knows {method} and does not serve it")
        if self._counted[method]:
            self._world.flood.admit(params.get("chat_id"))
        result = run(self._world, params)
        return await result if isinstance(result, Awaitable) else result


async def _break(request: web.BaseRequest, fault: Fault) -> web.StreamResponse:
    """Cut the line, keep silent first, or answer like a gateway whose server is away."""
    if fault.kind == "502":
        return web.Response(status=502, body=GATEWAY_PAGE, content_type="text/html")
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
