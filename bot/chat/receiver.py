"""Where updates come from: long polling or a webhook. Both keep first, and only then tell Telegram.

Neither looks into an update; both hand it to `receive` (`queues.Queues.receive`).
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, NoReturn

from aiohttp import web
from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.chat.depth import loads
from bot.chat.inbox import Sleep
from bot.chat.outcomes import Later, understood
from bot.chat.request import call
from bot.chat.updates import is_number
from bot.storage.kernel.store import Unavailable

log = logging.getLogger(__name__)

Receive = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The updates we ask for; an edited message is no answer, but distress is heard in it."""
POLL: Final = 30
"""Seconds Telegram may hold a getUpdates without news."""
MARGIN: Final = 5.0
"""Seconds more, before we take the connection for dead."""
PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds after the first, second… failed poll in a row; the last goes on."""
HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"


class Polling:
    """The getUpdates loop. It never confirms what is not kept."""

    def __init__(self, bot: Bot, receive: Receive, *, sleep: Sleep = asyncio.sleep) -> None:
        """Prepare; `run` does the work. `sleep` waits for some seconds."""
        self._bot = bot
        self._receive = receive
        self._sleep = sleep
        self._failures = 0
        self.trouble: str | None = "no answer yet"
        """Why nothing comes in at present; None when all is well."""

    async def run(self) -> NoReturn:
        """Fetch and keep updates until cancelled.

        Raises:
            InvalidToken: the token is wrong or was revoked; no waiting helps.
        """
        offset: int | None = None
        while True:
            try:
                updates = await self._fetch(offset)
                await self._receive(updates)
                if updates and _after(updates) is None:
                    raise TelegramError("updates without a number")  # noqa: TRY301 - waited out as any trouble
            except (InvalidToken, EndPointNotFound) as error:  # the library takes its 404 for the latter
                raise InvalidToken(str(error)) from None
            except (TelegramError, Unavailable) as error:
                await self._wait_out(error)
                continue
            self._failures, self.trouble = 0, None
            # The offset confirms once. Sent again it would drop what comes after a week of silence, when
            # Telegram begins anew at a random number, maybe below it.
            offset = _after(updates)

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        # After trouble the first question is answered at once, so that all can be seen to be well again.
        seconds = 0 if self.trouble else POLL
        parameters = {"timeout": seconds, "allowed_updates": list(KINDS), "offset": offset}
        updates: list[dict[str, Any]] = await call(self._bot, "getUpdates", parameters, read_timeout=seconds + MARGIN)
        return updates

    async def _wait_out(self, error: TelegramError | Unavailable) -> None:
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        self.trouble = f"{type(error).__name__}: {error}"
        if isinstance(error, RetryAfter) and isinstance(later := understood(error), Later):
            pause = later.seconds
        log.warning("no updates, next try in %g s: %s", pause, self.trouble)
        if isinstance(error, Conflict) and "webhook" in str(error):  # else another process polls
            await self._forget_webhook()
        await self._sleep(pause)

    async def _forget_webhook(self) -> None:
        try:
            await call(self._bot, "deleteWebhook")
        except TelegramError as error:
            log.warning("the webhook could not be removed: %s", error)


def _after(updates: Sequence[Any]) -> int | None:
    """Return the offset that confirms updates; None for none. One without a number of its own cannot be confirmed."""
    numbers = [update.get("update_id") for update in updates if isinstance(update, dict)]
    return max((number for number in numbers if is_number(number)), default=-1) + 1 or None


def webhook(receive: Receive, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of Telegram's calls: 200 only once the update is kept, else Telegram calls again.

    Args:
        receive: keeps updates.
        secret: what `setWebhook` was told, compared in constant time.

    Raises:
        ValueError: the secret is empty, and anybody could play Telegram.
    """
    if not secret:
        raise ValueError("a webhook needs a secret")

    async def handler(request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()):
            return web.Response(status=403)
        try:
            update = loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        try:
            await receive([update])
        except Unavailable as error:
            log.warning("an update was not kept, Telegram will call again: %s", error)
            return web.Response(status=503)
        return web.Response()

    return handler
