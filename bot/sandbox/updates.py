"""Updates on their way to the bot: numbered, kept until it confirms them, offered again on request."""

import asyncio
import time
from collections import deque
from itertools import islice

from bot.sandbox.archive import Archive, Records
from bot.sandbox.wire import ApiError, ControlError, Json, bad_request

KEPT_SECONDS = 24 * 3600
KEPT_OLD = 5000
MOST_AT_ONCE = 100
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """The queue of one bot.

    Args:
        archive: Remembers what the bot has not confirmed yet.
        kinds: All kinds of update there are.
    """

    def __init__(self, archive: Archive, kinds: frozenset[str]) -> None:
        self._archive = archive
        self._kinds = kinds
        self.allowed = kinds - NOT_BY_DEFAULT
        self.chosen: list[str] | None = None
        self._pending: dict[int, tuple[float, Json]] = {}
        self._again: deque[Json] = deque()
        self._old: dict[int, Json] = {}
        self._bell = asyncio.Event()
        self._poll = 0
        self._closed = False
        # Seeded by the date, as Telegram's are arbitrary: a sandbox that forgot all must not repeat numbers.
        self.last_id = int((time.time() - 1_760_000_000) * 10)

    def __len__(self) -> int:
        return len(self._pending) + len(self._again)

    def allow(self, kinds: list[str] | None) -> None:
        """Set what the bot wants to hear of from now on; an empty list means the usual.

        Raises:
            ApiError: a kind that does not exist.
        """
        if kinds is None:
            return
        unknown = set(kinds) - self._kinds
        if unknown:
            raise bad_request(f"unknown allowed_updates: {', '.join(sorted(unknown))}")
        self.chosen = kinds or None
        self.allowed = frozenset(kinds) if kinds else self._kinds - NOT_BY_DEFAULT

    def add(self, kind: str, body: Json) -> int:
        """Add an update, if the bot wants that kind, and return its id (0 if not)."""
        if kind not in self.allowed:
            return 0
        self.last_id += 1
        update = {"update_id": self.last_id, kind: body}
        self._pending[self.last_id] = (time.time(), update)
        self._old[self.last_id] = update
        if len(self._old) > KEPT_OLD:
            del self._old[next(iter(self._old))]
        self._archive.put("update", self.last_id, {"at": time.time(), "update": update})
        self._bell.set()
        return self.last_id

    def redeliver(self, update_id: int) -> None:
        """Offer an update again, whatever the bot has confirmed.

        Raises:
            ControlError: it is not known any more.
        """
        if update_id not in self._old:
            raise ControlError(404, f"no update {update_id} is remembered")
        self._again.append(self._old[update_id])
        self._bell.set()

    def confirm(self, offset: int) -> None:
        """Forget what is below `offset`; a negative one keeps only so many from the end."""
        if offset < 0:
            keys = list(self._pending)
            offset = keys[offset] if -offset <= len(keys) else 0
        for number in list(self._pending):
            if number >= offset:
                break
            self.done(number)

    def done(self, number: int) -> None:
        """Forget one update, which the bot has."""
        self._pending.pop(number, None)
        self._archive.put("update", number, None)
        self._bell.set()

    def drop_all(self) -> None:
        """Forget every update that waits."""
        self.confirm(self.last_id + 1)
        self._again.clear()

    def waiting(self) -> list[Json]:
        """Return all updates that wait, in order: first those that are offered again."""
        self._expire()
        return [*self._again, *(update for _, update in self._pending.values())]

    def taken(self, update: Json) -> None:
        """Note that the bot took an update that was posted to it."""
        if update in self._again:
            self._again.remove(update)
        else:
            self.done(update["update_id"])
        self._bell.set()

    def _expire(self) -> None:
        """Forget updates after 24 hours of real time, as Telegram does."""
        horizon = time.time() - KEPT_SECONDS
        while self._pending:
            number, (at, _) = next(iter(self._pending.items()))
            if at > horizon:
                return
            self.done(number)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Wait up to so many seconds for updates and return at most `limit` of them.

        Raises:
            ApiError: another poll began meanwhile; the older one loses, as in Telegram.
        """
        self.take_over()
        mine = self._poll
        self.confirm(offset)
        try:
            async with asyncio.timeout(seconds):
                while not (len(self) or self._closed or mine != self._poll):
                    await self.change()
        except TimeoutError:
            return []
        if mine != self._poll:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return self._batch(limit)

    def _batch(self, limit: int) -> list[Json]:
        self._expire()
        again = [self._again.popleft() for _ in range(min(limit, len(self._again)))]
        return again + [update for _, update in islice(self._pending.values(), limit - len(again))]

    def take_over(self) -> None:
        """End a poll that is under way: another begins, or a webhook was set."""
        self._poll += 1
        self._bell.set()

    async def change(self) -> None:
        """Wait until anything happens to the queue."""
        self._bell.clear()
        await self._bell.wait()

    def touch(self) -> None:
        """Wake those who wait for a change."""
        self._bell.set()

    def close(self) -> None:
        """End all polls."""
        self._closed = True
        self._bell.set()

    @property
    def closed(self) -> bool:
        """Whether the sandbox is shutting down."""
        return self._closed

    def restore(self, records: Records) -> None:
        """Take up what the bot had not fetched."""
        for number, record in sorted((int(key), record) for key, record in records.get("update", {}).items()):
            self._pending[number] = (record["at"], record["update"])
            self._old[number] = record["update"]
            self.last_id = max(self.last_id, number)
