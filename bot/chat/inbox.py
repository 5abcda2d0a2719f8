"""Updates on their way through the database: kept, handed out one by one, marked as answered or failed.

Nothing is handled here (`queues.py`) and nothing fetched (`receiver.py`).
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from bot.chat.admission import Unread, packed
from bot.chat.updates import chat_of
from bot.storage import inbox as rows
from bot.storage.kernel.store import Store, Tx, Unavailable

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

FLUSH_AFTER: Final = 0.25
"""Seconds in which answered rows gather, to be marked together. A crash in between shows a question twice.

Each marking is a commit in which nobody's answer goes forward, so that a longer wait is fewer commits.
"""
UNAVAILABLE_PAUSE: Final = 1.0
"""Seconds before the database is asked again."""


@dataclass(slots=True, eq=False)
class Arrived:
    """An update to be handled.

    Attributes:
        row_id: its row; 0 while it is not kept, which then happens in the transaction that applies it.
        chat_id: whose queue it stands in.
        content: what Telegram said.
    """

    row_id: int
    chat_id: int
    content: dict[str, Any]
    _kept: asyncio.Future[bool] | None = None

    async def kept(self) -> bool:
        """Wait until it is known whether a fresh update was kept.

        Raises:
            Unavailable: the database cannot do it now.
        """
        return self._kept is None or await self._kept

    def settle(self, refusal: Unavailable | None = None) -> None:
        """Say that it is known; what it is can be told from `row_id`."""
        if self._kept is None or self._kept.done():
            return
        if refusal is not None:
            self._kept.set_exception(refusal)
        else:
            self._kept.set_result(bool(self.row_id))


class NotNew(Exception):  # noqa: N818 - named for what happened
    """An update was not applied as it came: it is known already, or another process holds its chat."""


class Nothing(Enum):
    """Why a chat has no update for us."""

    LEFT = "all are applied"
    OURS = "another process sees to them"


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping updates brought.

    Attributes:
        arrived: those that are ours to handle, in the order they came.
        unclear: chats to be read from the database: there were duplicates, and only it knows which.
    """

    arrived: list[Arrived]
    unclear: set[int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the whole inbox found.

    Attributes:
        waiting: chats with updates to apply, the longest waiting first.
        unanswered: chats, and their rows that were applied but maybe never answered.
    """

    waiting: list[int]
    unanswered: dict[int, list[int]]


class Inbox:
    """The updates of one bot, for one process."""

    def __init__(
        self,
        store: Store,
        *,
        bot_id: int,
        owner: str,
        now: Callable[[], datetime],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Open it.

        Args:
            store: where updates are kept.
            bot_id: whose updates.
            owner: this process's name; keeping it across restarts saves waiting for its own leases to end.
            now: the time.
            sleep: waits for some seconds.
        """
        self._store = store
        self._bot_id = bot_id
        self._owner = owner
        self._now = now
        self._sleep = sleep
        self._marking: dict[int, int] = {}  # answered rows not yet marked, and their chats
        self._flusher: asyncio.Task[None] | None = None

    @property
    def marking(self) -> set[int]:
        """Chats with answered rows that the database does not know of yet."""
        return set(self._marking.values())

    async def keep(self, updates: Sequence[dict[str, Any]]) -> Kept:
        """Save updates; only when this returns may Telegram be told that they were received.

        Raises:
            Unavailable: they could not be saved.
        """
        now = self._now()
        bodies = [(update["update_id"], chat_of(update), packed(update)) for update in updates]
        ids, others = await self._store.run(_keep, self._bot_id, bodies, self._owner, now)
        chats = [chat_id for _, chat_id, _ in bodies]
        if len(ids) < len(updates):
            return Kept([], set(chats) - others if ids else set())
        arrived = [
            Arrived(row_id, chat_id, update)
            for row_id, chat_id, update in zip(ids, chats, updates, strict=True)
            if chat_id not in others
        ]
        return Kept(arrived, set())

    async def put_aside(self, unread: Sequence[Unread]) -> None:
        """Keep as dead what nobody can read, so that it is neither lost nor in anybody's way.

        Raises:
            Unavailable: they could not be saved.
        """
        for each in unread:
            log.error("update %s of chat %s is put aside unread: %s", each.update_id, each.chat_id, each.reason)
        bodies = [(each.update_id, each.chat_id, each.body) for each in unread if each.update_id is not None]
        if bodies:
            await self._store.run(rows.store_updates, self._bot_id, bodies, self._now(), state=rows.UpdateState.DEAD)

    def fresh(self, content: dict[str, Any]) -> Arrived:
        """Return an update to be kept by `apply`."""
        return Arrived(0, chat_of(content), content, asyncio.get_running_loop().create_future())

    async def apply(self, update: Arrived, service: Callable[[Tx], T]) -> T:
        """Save what a service makes of an update and that it is applied, in one transaction.

        Raises:
            NotNew: it was not kept, and is not to be applied now.
            Conflict, Unavailable: nothing was saved.
        """
        if update.row_id:
            return await self._store.run(_applied, update.row_id, service)
        body = (update.content["update_id"], update.chat_id, packed(update.content))
        try:
            update.row_id, result = await self._store.run(
                _kept_applied, self._bot_id, body, self._owner, self._now(), service
            )
        except Unavailable as error:
            update.settle(error)
            raise
        update.settle()
        return result

    async def next_of(self, chat_id: int) -> Arrived | Nothing:
        """Return the oldest update of a chat that is not applied, and hold the chat."""
        received = await self._run(_claim_oldest, chat_id, self._owner, self._now())
        if isinstance(received, Nothing):
            return received
        return Arrived(received.id, received.chat_id, json.loads(received.body))

    async def look(self) -> Found:
        """Keep what this process holds for another lease, and find what nobody else holds."""
        waiting, unanswered = await self._run(_look, self._owner, self._now())
        by_chat: dict[int, list[int]] = {}
        for row_id, chat_id in unanswered:
            by_chat.setdefault(chat_id, []).append(row_id)
        return Found(waiting, by_chat)

    def answered(self, chat_id: int, row_ids: Iterable[int]) -> None:
        """Have rows marked, soon and together with others; nobody waits for it."""
        self._marking |= dict.fromkeys(row_ids, chat_id)
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush_later())

    async def ignored(self, update: Arrived) -> None:
        """Mark an update that had nothing to apply and needs no answer."""
        await self._run(_ignore, update.row_id)

    async def failed(self, row_id: int) -> int:
        """Count a failure and return how many there were; `FAILURES` of them put the row aside."""
        return await self._run(rows.mark_failed, row_id, self._now())

    async def flush(self) -> None:
        """Mark everything answered so far."""
        row_ids = list(self._marking)
        if row_ids:
            await self._run(rows.mark_answered, row_ids)
            for row_id in row_ids:
                self._marking.pop(row_id, None)  # two may flush at once

    async def leave(self) -> None:
        """Mark what was answered and let go of all chats, for the next process to take them at once."""
        if self._flusher is not None:
            self._flusher.cancel()
            await asyncio.wait([self._flusher])
        try:
            await self._store.run(rows.mark_answered, list(self._marking))
            await self._store.run(rows.release, self._owner)
        except Unavailable as error:
            log.warning("the inbox could not be left in order; the next start sees to it: %s", error)

    async def _flush_later(self) -> None:
        while self._marking:
            await self._sleep(FLUSH_AFTER)
            await self.flush()

    async def _run(self, service: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query as soon as the database can."""
        while True:
            try:
                return await self._store.run(service, *args, **kwargs)
            except Unavailable as error:
                log.warning("the inbox waits for the database: %s", error)
                await self._sleep(UNAVAILABLE_PAUSE)


def _keep(
    tx: Tx, bot_id: int, bodies: Sequence[tuple[int, int, bytes]], owner: str, now: datetime
) -> tuple[list[int], set[int]]:
    """Return the ids of the new rows, and the chats another process holds."""
    others = rows.held_elsewhere(tx, {chat_id for _, chat_id, _ in bodies}, owner, now) if bodies else set()
    return rows.store_updates(tx, bot_id, bodies, now, owner=owner, elsewhere=others), others


def _applied(tx: Tx, row_id: int, service: Callable[[Tx], T]) -> T:
    result = service(tx)
    rows.mark_applied(tx, row_id)
    return result


def _kept_applied(
    tx: Tx, bot_id: int, body: tuple[int, int, bytes], owner: str, now: datetime, service: Callable[[Tx], T]
) -> tuple[int, T]:
    if rows.held_elsewhere(tx, {body[1]}, owner, now):
        raise NotNew
    ids = rows.store_updates(tx, bot_id, [body], now, owner=owner, state=rows.UpdateState.APPLIED)
    if not ids:
        raise NotNew
    return ids[0], service(tx)


def _claim_oldest(tx: Tx, chat_id: int, owner: str, now: datetime) -> rows.Received | Nothing:
    if not rows.claim(tx, chat_id, owner, now):
        return Nothing.OURS
    return rows.oldest(tx, chat_id) or Nothing.LEFT


def _look(tx: Tx, owner: str, now: datetime) -> tuple[list[int], list[tuple[int, int]]]:
    rows.extend(tx, owner, now)
    return rows.chats_waiting(tx, owner, now), rows.unanswered(tx, owner, now)


def _ignore(tx: Tx, row_id: int) -> None:
    rows.mark_applied(tx, row_id)
    rows.mark_answered(tx, [row_id])
