"""Whether the bot is alive, for whoever watches it: `GET /health` and `GET /metrics`. Counts and codes only."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.chat.queues import Queues
from bot.chat.receiver import Polling
from bot.storage import inbox, outbox
from bot.storage.store import Store, Tx, Unavailable


class Health:
    """Answers for the process."""

    def __init__(self, store: Store, queues: Queues, polling: Polling | None, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._queues = queues
        self._polling = polling
        self._clock = clock

    def route(self, application: web.Application) -> None:
        """Serve both addresses."""
        application.router.add_get("/health", self.health)
        application.router.add_get("/metrics", self.metrics)

    async def health(self, _request: web.Request) -> web.Response:
        """200 when updates come in and the database answers, else 503 with the reason."""
        trouble = self._polling.trouble if self._polling else None
        try:
            await self._store.read(_counts)
        except Unavailable as error:
            trouble = f"database: {error}"
        return web.Response(text=f"{trouble or 'well'}\n", status=503 if trouble else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Counts by state, as Prometheus reads them."""
        updates, notices = await self._store.read(_counts)
        lines = [f'valise_updates{{state="{state}"}} {count}' for state, count in sorted(updates.items())]
        lines += [f'valise_notices{{state="{state}"}} {count}' for state, count in sorted(notices.items())]
        lines.append(f"valise_chats_busy {self._queues.busy}")
        return web.Response(text="\n".join(lines) + "\n", content_type="text/plain")


def _counts(tx: Tx) -> tuple[dict[str, int], dict[str, int]]:
    return (
        {state.value: count for state, count in inbox.counts(tx).items()},
        {state.value: count for state, count in outbox.counts(tx).items()},
    )
