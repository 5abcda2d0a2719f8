"""`bench conversation`: how many updates the bot answers on one processor, how fast, and what it needs for it.

Each answer is on the disk before its reply leaves, as always. A tap costs two calls of the Bot API.
"""

import asyncio
import contextlib
import math
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import config
from bot.bench import process, town
from bot.bench.people import BenchError, Crowd, Replies, at_once, thinking, watch
from bot.bench.process import Process
from bot.sandbox import Limits, Sandbox

STARTS = 3
"""How often the bot is started, to say how long its first reply takes; once more before, to compile its files."""
WARM_UP = 2.0
"""Seconds before anything is counted: templates and catalogues are being read."""
INVITED_PER_SECOND = 120
"""More people than any bot here could serve in a second of the closed loop."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the bot is to bear: so many people, so many seconds a phase, and so many updates a second when paced."""

    users: int = 200
    seconds: float = 10.0
    rate: float = 50.0


@dataclass(frozen=True, slots=True)
class Phase:
    """What one phase brought. `cpu_us`, of one update, is None where the system does not tell."""

    updates: int
    seconds: float
    p50_ms: float
    p95_ms: float
    cpu_us: float | None

    @property
    def per_second(self) -> float:
        """Updates answered in a second."""
        return self.updates / self.seconds

    @property
    def share(self) -> float | None:
        """How much of its processor the bot had: below 0.9 under full load, others were at it as well."""
        return None if self.cpu_us is None else self.cpu_us * self.per_second / 1e6


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured. `refused`: requests of the bot that Telegram would refuse; none, or something is wrong."""

    load: Load
    closed: Phase
    paced: Phase
    cold_start_s: float
    peak_mb: float | None
    refused: int


async def measure(load: Load) -> Figures:
    """Start the bot, keep it busy, and stop it.

    Raises:
        BenchError: the bot stopped, or did not answer, or asks questions that the simulated people do not know.
    """
    with tempfile.TemporaryDirectory(prefix="valise-bench-") as name:
        folder = Path(name)
        sandbox = Sandbox(token=town.TOKEN, limits=Limits.none(), log=False)
        await sandbox.start()
        try:
            return await _measured(load, sandbox, folder)
        finally:
            await sandbox.stop()


async def _measured(load: Load, sandbox: Sandbox, folder: Path) -> Figures:
    environment = town.environment(sandbox.url, folder)
    invited = load.users + 1 + STARTS + int((load.seconds + WARM_UP) * (INVITED_PER_SECOND + load.rate))
    referents, codes = await town.furnish(config.load(environment, folder), invited)
    replies = Replies()
    invitations = iter(codes)
    watching = asyncio.create_task(watch(sandbox, replies))
    try:
        _, *starts = [await _cold_start(sandbox, replies, invitations, environment, folder) for _ in range(1 + STARTS)]
        async with process.bot(environment, folder) as bot:
            team = Crowd(sandbox, replies, iter(referents))
            await asyncio.gather(*(team.arrive() for _ in referents))
            crowd = Crowd(sandbox, replies, invitations)
            closed = await _phase(crowd, replies, bot, load, at_once())
            paced = await _phase(crowd, replies, bot, load, thinking(load.users / load.rate))
            peak = bot.peak_mb()
    finally:
        watching.cancel()
    refused = sandbox.world.journal.refused
    return Figures(load, closed, paced, statistics.median(starts), peak, refused)


async def _cold_start(
    sandbox: Sandbox, replies: Replies, codes: Iterator[str], environment: Mapping[str, str], folder: Path
) -> float:
    """Return the seconds from the start of the process to the first reply; the update waits already."""
    arriving = asyncio.create_task(Crowd(sandbox, replies, codes).arrive())
    await asyncio.sleep(0)
    began = time.perf_counter()
    async with process.bot(environment, folder):
        await arriving
        return time.perf_counter() - began


async def _phase(
    crowd: Crowd, replies: Replies, bot: Process, load: Load, pause: Callable[[], Awaitable[None]]
) -> Phase:
    async with _busy(crowd, load.users, pause) as trouble:
        await trouble(WARM_UP)
        replies.clear()
        began, used = time.perf_counter(), bot.cpu_seconds()
        await trouble(load.seconds)
        seconds, spent = time.perf_counter() - began, bot.cpu_seconds()
        waits = sorted(replies.seconds)
    if not waits or not bot.alive:
        raise BenchError("the bot answered nothing; its log says why")
    cpu = None if used is None or spent is None else (spent - used) * 1e6 / len(waits)
    return Phase(len(waits), seconds, 1000 * quantile(waits, 0.5), 1000 * quantile(waits, 0.95), cpu)


@contextlib.asynccontextmanager
async def _busy(
    crowd: Crowd, users: int, pause: Callable[[], Awaitable[None]]
) -> AsyncIterator[Callable[[float], Awaitable[None]]]:
    """Keep so many people going; the function given waits, and raises what went wrong with any of them."""
    tasks = [asyncio.create_task(crowd.live(pause)) for _ in range(users)]

    async def wait(seconds: float) -> None:
        done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()

    try:
        yield wait
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def quantile(ordered: list[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
