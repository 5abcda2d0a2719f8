"""What happened, for those who watch (the page): a ring of bounded length that each watcher reads at its own pace."""

import asyncio
from collections import deque
from itertools import islice

from bot.sandbox.wire import Json

KEPT = 2000


class Events:
    """Numbered events; who falls too far behind is told to start anew."""

    def __init__(self) -> None:
        self._ring: deque[Json] = deque(maxlen=KEPT)
        self._bell = asyncio.Event()
        self.last = 0
        self.closed = False

    def emit(self, kind: str, chat: int | None = None, **payload: object) -> None:
        """Add an event and wake the watchers."""
        self.last += 1
        self._ring.append({"id": self.last, "type": kind, "chat": chat, **payload})
        self._bell.set()

    def close(self) -> None:
        """Let every watcher go."""
        self.closed = True
        self._bell.set()

    def since(self, seen: int) -> list[Json]:
        """Return the events after number `seen`; a single `reset` when some of them are gone already."""
        if seen > self.last or self.last - seen > len(self._ring):
            return [{"id": self.last, "type": "reset", "chat": None}]
        return list(islice(self._ring, len(self._ring) - (self.last - seen), None))

    async def next(self, seen: int, seconds: float) -> list[Json]:
        """Wait for events after number `seen`; returns none after so many seconds."""
        if seen == self.last and not self.closed:
            self._bell.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._bell.wait()
            except TimeoutError:
                return []
        return self.since(seen)
