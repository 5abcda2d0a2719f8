"""The server: one port for the Bot API, the files, the control API and the page."""

import asyncio
import errno
import mimetypes
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader
from aiohttp.web_protocol import RequestHandler

from bot.sandbox.answering import Answering
from bot.sandbox.control import Control
from bot.sandbox.files import MOST_UPLOAD
from bot.sandbox.flood import Limits
from bot.sandbox.stream import stream
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
MOST_BODY = MOST_UPLOAD + (1 << 20)
SECURITY = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob: data:",
    "X-Content-Type-Options": "nosniff",
}


OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
"""What this machine calls itself."""
OWN_SITES = frozenset({"same-origin", "none"})
"""Where a browser says that a request comes from, if it is the page's own or the address was typed."""


class Sandbox:
    """A local Telegram with one bot.

    Args:
        token: The bot's token; the number before the colon becomes the bot's id.
        username: The bot's username, without @.
        host: Where to listen.
        port: 0 takes a free one.
        data: The SQLite file that remembers people, chats and files, or a folder for it; None forgets all.
        limits: What is enforced.
        story: Whatever JSON the page is to show of the people.
        log: Whether good requests are kept in the log; refused ones always are.
    """

    def __init__(
        self,
        *,
        token: str,
        username: str = "carnet_bot",
        host: str = "127.0.0.1",
        port: int = 0,
        data: Path | None = None,
        limits: Limits | None = None,
        story: Mapping[str, object] | None = None,
        log: bool = True,
    ) -> None:
        self._host = host
        self._port = port
        self.world = World(token, username, data, limits or Limits(), story, log=log)
        self._answering = Answering(self.world)
        self._control = Control(self.world)
        self._runner: web.ServerRunner | None = None

    @property
    def url(self) -> str:
        """The address, as http://127.0.0.1:PORT; the port is known after `start`."""
        return f"http://{self._host}:{self._port}"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    def tell(self, story: Mapping[str, object]) -> None:
        """Give the page another story of the people; call it on the loop that serves."""
        self.world.tell(story)

    async def start(self) -> None:
        """Take up what is remembered and listen.

        Raises:
            OSError: the port is taken, or the data file is damaged or cannot be written.
        """
        try:
            self.world.open()
        except sqlite3.Error as error:
            raise OSError(f"the sandbox's data file cannot be used: {error}") from error
        server = web.Server(self._handle, request_factory=_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await self.stop()
            if error.errno == errno.EADDRINUSE:
                raise OSError(error.errno, f"port {self._port} is in use: choose another") from error
            raise
        self._port = int(self._runner.addresses[0][1])
        self.world.webhook.start()

    async def stop(self) -> None:
        """Let everybody go, write everything, and stop listening."""
        self.world.updates.close()
        self.world.events.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self.world.close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if self._is_foreign(request):
            return web.Response(status=403, text="Another site's page may not read or play here")
        if path.startswith("/bot"):
            return await self._answering.answer(request, path[4:])
        if path == "/sandbox/events":
            return await stream(request, self.world.events)
        if path.startswith("/sandbox/files/"):
            return self._file(path.removeprefix("/sandbox/files/"))
        if path.startswith("/sandbox/"):
            return await self._control.answer(request, path.removeprefix("/sandbox/"))
        if path.startswith(f"/file/bot{self.world.token}/"):
            name = path.rpartition("/")[2].partition(".")[0]
            self.world.journal.downloads += 1
            return self._file(name)
        return await _page(path)

    def _is_foreign(self, request: web.BaseRequest) -> bool:
        """Return whether a page of another site asks: any page can send requests to this machine's ports.

        A name of another site's that leads to this machine (DNS rebinding) makes its page one of the same origin, so
        that the name it asked for counts too. To follow a link to the page is no reading of it by another site.
        """
        asked = _host_of(f"//{request.headers.get('Host', '')}")
        origin = request.headers.get("Origin")
        if asked not in {*OWN_NAMES, self._host} or (origin is not None and urlsplit(origin).netloc != request.host):
            return True
        site = request.headers.get("Sec-Fetch-Site", "none")
        follows = request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"
        return site not in OWN_SITES and not follows

    def _file(self, file_id: str) -> web.StreamResponse:
        file = self.world.files.find(file_id)
        if file is None:
            return web.Response(status=404, text="Not Found")
        return web.Response(body=self.world.files.content(file), headers={**SECURITY, "Content-Type": file.mime_type})


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    """Make a request that may carry a file of Telegram's largest size."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MOST_BODY)


def _host_of(address: str) -> str | None:
    """Return the name in an address; None where there is none that can be read."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


async def _page(path: str) -> web.StreamResponse:
    """Serve the page and what lies beside it; nothing outside its folder."""
    name = "index.html" if path == "/" else path.removeprefix("/page/")
    file = (PAGE / name).resolve()
    if not file.is_relative_to(PAGE) or not await asyncio.to_thread(file.is_file):
        return web.Response(status=404, text="Not Found")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    body = await asyncio.to_thread(file.read_bytes)
    return web.Response(body=body, headers={**SECURITY, "Content-Type": kind + charset})
