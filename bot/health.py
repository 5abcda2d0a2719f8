"""Whether the bot is alive, for its operator: `GET /health` and `GET /metrics`. Counts and codes only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.chat.delivery import Delivery
from bot.chat.queues import Queues
from bot.chat.receiver import Polling
from bot.storage import inbox, measures, outbox
from bot.storage.kernel.store import Store, Tx, Unavailable

STUCK: Final = timedelta(minutes=5)
"""How long an update may wait for its answer, and delivery be busy with one batch, before something is wrong."""
STUCK_CHATS: Final = 3
"""Chats of people we know that have waited so long. One may wait for a reason of its own, and a stranger may write as
much as he likes: neither is a reason to have the bot restarted."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the database says of updates and notices."""

    updates: dict[str, int]
    notices: dict[str, int]
    last_update: datetime | None
    unanswered: timedelta
    stuck: int
    overdue: timedelta
    size: int


class Health:
    """Answers for the process."""

    def __init__(
        self,
        store: Store,
        queues: Queues,
        delivery: Delivery,
        polling: Polling | None,
        clock: Callable[[], datetime],
    ) -> None:
        """Watch a bot; without `polling` updates come by webhook, and only what is stuck shows that they do not."""
        self._store = store
        self._queues = queues
        self._delivery = delivery
        self._polling = polling
        self._clock = clock

    def route(self, application: web.Application) -> None:
        """Serve both addresses."""
        application.router.add_get("/health", self.health)
        application.router.add_get("/metrics", self.metrics)

    async def health(self, _request: web.Request) -> web.Response:
        """Answer 200 when updates come in, the database answers and notices go out, else 503 with the reasons."""
        trouble = await self._trouble()
        return web.Response(text=f"{'; '.join(trouble) or 'well'}\n", status=503 if trouble else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Answer with counts, waits and sizes, as Prometheus reads them."""
        try:
            waiting = await self._store.read(_waiting, self._clock())
        except Unavailable:
            return web.Response(text="# the database does not answer\n", status=503)
        lines = [f"valise_{name} {value}" for name, value in self._measured(waiting).items()]
        return web.Response(text="\n".join(lines) + "\n", content_type="text/plain")

    async def _trouble(self) -> list[str]:
        """Return why something does not go on, in short; empty when all is well."""
        try:
            waiting = await self._store.read(_waiting, self._clock())
        except Unavailable as error:
            return [f"database: {error}"]
        silence = self._delivery.silence
        found = {
            f"polling: {self._polling and self._polling.trouble}": bool(self._polling and self._polling.trouble),
            f"updates: {waiting.stuck} chats have waited for {STUCK} or longer": waiting.stuck >= STUCK_CHATS,
            "delivery: not begun yet": silence is None,
            "delivery: it has not looked for notices any more": (silence or 0) > STUCK.total_seconds(),
        }
        return [reason for reason, holds in found.items() if holds]

    def _measured(self, waiting: Waiting) -> dict[str, float]:
        figures: dict[str, float] = {
            "chats_busy": self._queues.busy,
            "oldest_update_seconds": waiting.unanswered.total_seconds(),
            "chats_stuck": waiting.stuck,
            "oldest_notice_overdue_seconds": waiting.overdue.total_seconds(),
            "database_bytes": waiting.size,
        }
        if waiting.last_update is not None:
            figures["last_update_timestamp_seconds"] = waiting.last_update.timestamp()
        figures |= {f'updates{{state="{state}"}}': count for state, count in sorted(waiting.updates.items())}
        return figures | {f'notices{{state="{state}"}}': count for state, count in sorted(waiting.notices.items())}


def _waiting(tx: Tx, now: datetime) -> Waiting:
    return Waiting(
        updates={state.value: count for state, count in inbox.counts(tx).items()},
        notices={state.value: count for state, count in outbox.counts(tx).items()},
        last_update=measures.last_arrival(tx),
        unanswered=measures.unanswered_for(tx, now),
        stuck=measures.stuck_chats(tx, now - STUCK),
        overdue=measures.overdue_for(tx, now),
        size=measures.size(tx),
    )
