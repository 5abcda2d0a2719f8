"""Processes of the bot, as the tests of queues and recovery need them: with a handler that writes everything down."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.chat.handler import Result
from bot.chat.inbox import Arrived, Inbox, NotNew
from bot.chat.queues import Queues
from bot.storage import inbox as rows
from bot.storage.inbox import UpdateState
from bot.storage.kernel.store import Store, Tx, Unavailable

BOT = 4242
AWA, BEN = 1, 2
_update_ids = itertools.count(100)


def says(chat_id: int, text: str) -> dict[str, Any]:
    """Return an update as Telegram writes it."""
    return {
        "update_id": next(_update_ids),
        "message": {"message_id": 1, "chat": {"id": chat_id, "type": "private"}, "text": text},
    }


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Naps:
    """Short waits take no time; long ones end when the test says so."""

    def __init__(self) -> None:
        self.lengths: list[float] = []
        self._end = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        if seconds < 1:
            await asyncio.sleep(0)
            return
        self.lengths.append(seconds)
        await self._end.wait()

    async def begun(self, count: int) -> None:
        """Wait for so many long waits to have begun."""
        await until(lambda: len(self.lengths) == count)

    def end(self) -> None:
        self._end.set()
        self._end = asyncio.Event()


class Notebook:
    """A handler that writes down what it is given, and answers as it is told to."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.handled: list[str] = []
        self.shown: list[int] = []
        self.released: list[int] = []
        self.apologies: list[int] = []
        self.results: dict[str, list[Result]] = defaultdict(list)
        self.shows: list[Result] = []
        self.raises: list[Exception] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.begun: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.effects: dict[str, Callable[[Tx], None]] = {}
        self.replies: dict[str, asyncio.Event] = {}
        self.strangers: set[int] = set()
        self.shown_of: dict[int, list[str]] = defaultdict(list)  # the last update that each show knew of
        self.gate: asyncio.Event | None = None  # of all shows
        self.quick: set[str] = set()  # of those with a gate

    def is_quick(self, content: dict[str, Any]) -> bool:
        return content["message"]["text"] not in self.gates.keys() - self.quick

    async def handle(self, update: Arrived) -> Result:
        text: str = update.content["message"]["text"]
        self.begun[text].set()
        if self.raises:
            raise self.raises.pop()
        if text in self.gates:
            await self.gates[text].wait()
        result = self.results[text].pop(0) if self.results[text] else Result.ANSWERED
        self.handled.append(text)
        if result in {Result.ANSWERED, Result.UNANSWERED, Result.TO_SHOW}:
            try:
                await self.inbox.apply(update, self.effects.get(text, _nothing))
            except (NotNew, Unavailable, ValueError):
                self.handled.pop()
                return Result.FAILED
        if text in self.replies:
            await self.replies[text].wait()
        return result

    def is_known(self, chat_id: int) -> bool:
        return chat_id not in self.strangers

    async def show(self, chat_id: int) -> Result:
        self.shown_of[chat_id].append(self.handled[-1])
        if self.gate is not None:
            await self.gate.wait()
        return self.shows.pop(0) if self.shows else Result.ANSWERED

    async def show_again(self, chat_id: int) -> Result:
        self.shown.append(chat_id)
        return self.shows.pop(0) if self.shows else Result.ANSWERED

    async def release(self, chat_id: int) -> None:
        self.released.append(chat_id)

    async def look_again(self, chat_id: int) -> None:
        self.handled.append(f"look {chat_id}")

    async def give_up(self, chat_id: int) -> None:
        self.apologies.append(chat_id)


def _nothing(_tx: Tx) -> None:
    """Change nothing, as these updates do."""


class Process:
    """A process of the bot, with its own name."""

    def __init__(self, store: Store, clock: Clock, owner: str = "one", *, most_held: int = 100) -> None:
        self.store = store
        self.naps = Naps()
        self.inbox = Inbox(store, bot_id=BOT, owner=owner, now=clock, sleep=self.naps)
        self.notebook = Notebook(self.inbox)
        self.queues = Queues(self.inbox, self.notebook, sleep=self.naps, most_held=most_held)

    async def receives(self, *updates: dict[str, Any]) -> None:
        await self.queues.receive(updates)

    async def receives_and_settles(self, *updates: dict[str, Any]) -> None:
        await self.receives(*updates)
        await self.queues.settled()

    async def states(self) -> dict[UpdateState, int]:
        found = await self.store.run(rows.counts)
        return {state: count for state, count in found.items() if count}


async def until(holds: Callable[[], bool]) -> None:
    """Give the others time until something is so."""
    for _ in range(10_000):
        if holds():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never came to be so")
