"""Updates posted to the bot's own address: in order within a chat, again and again until it takes them."""

import asyncio
import time
from typing import Final

import aiohttp

from bot.sandbox.archive import Archive, Records
from bot.sandbox.updates import Updates
from bot.sandbox.wire import Json, bad_request, encoded

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LOCAL: Final = ("http://127.0.0.1", "http://localhost", "http://[::1]")
LONGEST_PAUSE: Final = 60.0
ANSWER_SECONDS: Final = 60.0


def chat_of(update: Json) -> int:
    """Return the chat an update belongs to."""
    body: Json = next(value for key, value in update.items() if key != "update_id")
    chat: Json = body["chat"] if "chat" in body else body["from"]
    return int(chat["id"])


class Webhook:
    """The bot's address, and the posting to it.

    Args:
        archive: Remembers the address.
        updates: The queue it empties.
        pause: First pause before a repetition, in seconds.
    """

    def __init__(self, archive: Archive, updates: Updates, pause: float) -> None:
        self._archive = archive
        self._updates = updates
        self._pause = pause
        self._task: asyncio.Task[None] | None = None
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._error: Json = {}
        self.url = ""
        self._secret = ""
        self._connections = 40

    def set(self, url: str, secret: str, connections: int) -> None:
        """Post updates to this address from now on; "" stops it.

        Raises:
            ApiError: neither https nor an address on this machine.
        """
        if url and not url.startswith(("https://", *LOCAL)):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._halt()
        self.url, self._secret, self._connections, self._error = url, secret, connections, {}
        state = {"url": url, "secret": secret, "connections": connections}
        self._archive.put("bot", "webhook", state)
        if url:
            self._updates.take_over()
            self.start()

    def info(self) -> Json:
        """Return the `WebhookInfo`."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.url:
            info |= {"max_connections": self._connections, **self._error}
        return info

    def restore(self, records: Records) -> None:
        """Take up the address that was set."""
        state = records.get("bot", {}).get("webhook")
        if state:
            self.url, self._secret, self._connections = state["url"], state["secret"], state["connections"]

    def start(self) -> None:
        """Begin to post, if there is an address."""
        if self.url and self._task is None:
            self._task = asyncio.create_task(self._run(), name="sandbox webhook")

    async def stop(self) -> None:
        """End the posting; what is not taken waits for the next start."""
        task = self._task
        self._halt()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _halt(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        self._under_way = {}
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session:
                while True:
                    self._begin(session)
                    await self._updates.change()
        finally:
            for task in self._under_way.values():
                task.cancel()

    def _begin(self, session: aiohttp.ClientSession) -> None:
        """Post the first waiting update of every chat that has none under way."""
        again = set()
        for update in self._updates.waiting():
            if len(self._under_way) >= self._connections:
                return
            chat, number = chat_of(update), update["update_id"]
            if chat not in self._under_way and number not in again:
                again.add(number)
                task = asyncio.create_task(self._deliver(session, update), name=f"sandbox post {number}")
                self._under_way[chat] = task

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> None:
        pause = self._pause
        try:
            while not await self._taken(session, update):
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            self._updates.taken(update)
        finally:
            self._under_way.pop(chat_of(update), None)
            self._updates.touch()

    async def _taken(self, session: aiohttp.ClientSession, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[SECRET_HEADER] = self._secret
        try:
            async with session.post(self.url, data=encoded(update), headers=headers) as answer:
                if answer.ok:
                    return True
                problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            problem = f"Connection failed: {type(error).__name__}"
        self._error = {"last_error_date": int(time.time()), "last_error_message": problem}
        return False
