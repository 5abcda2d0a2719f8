"""Notices on their way out: claimed with a lease, rendered at the last moment, sent after those who are chatting.

Delivery is at least once and says so: the Bot API has no idempotency key.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from bot.chat.errors import survived
from bot.chat.messenger import Messenger
from bot.chat.outcomes import Blocked, Deactivated, Later, Migrated, NoChat, Outcome, Sent
from bot.chat.pace import Priority
from bot.chat.showing import outgoing
from bot.notices import delivery
from bot.plan.context import AppContext, Moment
from bot.storage import outbox, people
from bot.storage.kernel.store import Store, Tx, Unavailable
from bot.storage.outbox import Row

log = logging.getLogger(__name__)

AT_ONCE = 30
"""Rows claimed together: about one second of what Telegram takes."""
STOP_WITHIN = 1.5
"""Seconds given to the notices in hand when the process is asked to stop (within 10, replies included)."""
IDLE = 1.0
"""Seconds between two looks at an empty outbox."""


class Delivery:
    """Sends what is due, for one process."""

    def __init__(
        self, store: Store, app_context: AppContext, messenger: Messenger, clock: Callable[[], datetime], owner: str
    ) -> None:
        self._store = store
        self._app_context = app_context
        self._messenger = messenger
        self._clock = clock
        self._owner = owner
        self._looked_at: float | None = None

    @property
    def silence(self) -> float | None:
        """Seconds since it last looked into the outbox and could; None before the first time."""
        return None if self._looked_at is None else asyncio.get_running_loop().time() - self._looked_at

    async def run(self) -> None:
        """Deliver until cancelled; what is in hand then is sent first, as it would be repeated otherwise."""
        while True:
            in_hand = asyncio.create_task(self._delivered())
            try:
                sent = await asyncio.shield(in_hand)
            except asyncio.CancelledError:
                await asyncio.wait([in_hand], timeout=STOP_WITHIN)
                in_hand.cancel()
                raise
            if not sent:
                await asyncio.sleep(IDLE)

    async def _delivered(self) -> int:
        try:
            return await self.deliver()
        except Unavailable as error:
            log.warning("the outbox waits for the database: %s", error)
            return 0

    async def deliver(self) -> int:
        """Claim what is due and send it; returns how many rows were looked at."""
        await self._store.run(outbox.reclaim, self._clock())
        claimed = await self._store.run(outbox.claim, self._owner, self._clock(), AT_ONCE)
        self._looked_at = asyncio.get_running_loop().time()
        # One priority after the other: a message of the day counts what was kept for it a moment before.
        for _, rows in groupby(claimed, key=lambda row: row.priority):
            await asyncio.gather(*(self._one(row) for row in rows))
        return len(claimed)

    async def _one(self, row: Row) -> None:
        """Send a notice; one that cannot be made is put off, and does not keep the others."""
        if not await survived(self._send(row), f"outbox row {row.id}"):
            await self._store.run(delivery.later, row, self._clock(), 60, "failed")

    async def _send(self, row: Row) -> None:
        moment = Moment(self._app_context, self._clock(), "")
        ready = await self._store.run(delivery.prepare, moment, row)
        if ready is None:
            return
        if ready.card_id is not None:
            await self._messenger.strip(ready.chat_id, ready.card_id, Priority.NOTICE)
        message = outgoing(self._app_context.renderer.render(ready.page, ready.reader))
        outcome = await self._messenger.send(ready.chat_id, message, Priority.NOTICE)
        await self._store.run(_record, moment, row, outcome, self._clock())


def _record(tx: Tx, moment: Moment, row: Row, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Sent(message_id):
            outbox.sent(tx, row.id, message_id)
        case Blocked() | Deactivated() | NoChat():
            delivery.unreachable(tx, moment, row, type(outcome).__name__.lower())
        case Migrated(chat_id):
            people.change(tx, row.recipient_id, chat_id=chat_id)
            delivery.later(tx, row, now, 0, "migrated")
        case Later(seconds):
            delivery.later(tx, row, now, seconds, "later")
        case _:
            log.error("outbox row %s (%s): %s", row.id, row.kind, type(outcome).__name__)
            delivery.later(tx, row, now, 60, "failed")
