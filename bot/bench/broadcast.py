"""`bench broadcast`: how near to Telegram's limits a message to many goes, and what those who chat feel of it.

The sandbox, in this process, enforces 30 messages a second overall and one a second in a chat; the bot is a process of
its own. Everything it sends or edits counts, for any chat.
"""

import asyncio
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot import config
from bot.app import app_context, open_store
from bot.bench import process, readers, town
from bot.bench.conversation import quantile
from bot.bench.people import BenchError, Crowd, thinking, watch
from bot.bench.process import Process
from bot.bench.readers import Got
from bot.demo import NETWORK
from bot.domain.people import Role
from bot.features.administration import admin
from bot.features.broadcasts import sending
from bot.plan.context import Moment
from bot.sandbox import Limits, Sandbox
from bot.sandbox.flood import counted
from bot.sandbox.people import Chat
from bot.storage import inbox, networks, people
from bot.storage.kernel.migrate import upgrade
from bot.storage.kernel.store import Store, Tx

RATE = 29.9
"""Messages a second of the bot: Telegram's thirty, with a hair's breadth between them (perf: GCRA at 29.9)."""
THINK = 2.0
"""Seconds between a reply and the next act, on average: one chat bears one message a second."""
SLOW_SECONDS = 2.0
FLOOD_SECONDS = 1
FLOOD_EVERY = 8.0
"""Seconds between two 429s that are not the bot's fault."""
SETTLING = 20.0
"""Seconds, from the first reply on, in which the crowd sees most questions once: their templates are read by then, and
memory no longer grows by them."""
PATIENCE = 20.0
"""Seconds without any message to a reader after which the rest is lost."""
WALKS = 400
"""Invitations for those who walk: more than they can use."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be borne; `blocked` and `slow` in hundredths of the recipients.

    `database` is where the larger message is queued: the address of an empty database; none is a file of its own.
    """

    recipients: int = 1_000
    users: int = 10
    blocked: float = 0.0
    slow: float = 0.0
    floods: int = 0
    prepare: int = 100_000
    database: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of the message. `share` is that of Telegram's limit, everything counted in; times in seconds.

    `asked` are the seconds for which Telegram asked for a pause: in them its limit is none.
    """

    seconds: float
    asked: float
    share: float
    self_inflicted: int
    dropped: int
    twice: int
    interactive: int
    interactive_p95: float | None
    extra_mb: float | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """How long queueing took, and how long others waited for the database meanwhile."""

    seconds: float
    wait_p95: float
    wait_most: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured."""

    load: Load
    sent: Sent
    prepared: Prepared | None


async def measure(load: Load) -> Figures:
    """Measure a broadcast as it is sent, then a larger one as it is queued, apart.

    Raises:
        BenchError: the bot stopped, nobody got anything, or the database is in use.
    """
    with tempfile.TemporaryDirectory(prefix="valise-bench-") as name:
        folder = Path(name)
        sandbox = Sandbox(token=town.TOKEN, limits=Limits(), log=False)
        await sandbox.start()
        try:
            sent = await _sent(load, sandbox, folder)
        finally:
            await sandbox.stop()
    return Figures(load, sent, await _prepared(load) if load.prepare else None)


async def _sent(load: Load, sandbox: Sandbox, folder: Path) -> Sent:
    paced = {"VALISE_RATE": str(RATE), "VALISE_CHAT_RATE": "1"}
    environment = {**town.environment(sandbox.url, folder), **paced}
    settings = config.load(environment, folder)
    _, codes = await town.furnish(settings, WALKS)
    chats = readers.accounts(sandbox, load.recipients)
    got = Got(counts={chat.id: 0 for chat in chats})
    store = await open_store(settings)
    watching = asyncio.create_task(watch(sandbox, got))
    try:
        network_id = await store.run(admin.only_or_new, NETWORK)
        await readers.enrol(store, network_id, got.counts)
        (claire,) = readers.accounts(sandbox, 1)
        author_id = await store.run(_coordinator, network_id, claire.id)
        async with process.bot(environment, folder) as bot:
            crowd = Crowd(sandbox, got, iter(codes))
            walking = [asyncio.create_task(crowd.live(thinking(THINK))) for _ in range(load.users)]
            try:
                await _settled(crowd, walking)
                _trouble(load, sandbox, chats)
                await store.run(readers.announce, network_id, author_id)
                return await _watched(load, sandbox, got, bot)
            finally:
                for task in walking:
                    task.cancel()
                await asyncio.gather(*walking, return_exceptions=True)
    finally:
        watching.cancel()
        await store.close()


async def _settled(crowd: Crowd, walking: list["asyncio.Task[None]"]) -> None:
    """Wait until the bot answers, and some time more."""
    await crowd.arrive()
    done, _ = await asyncio.wait(
        [asyncio.create_task(asyncio.sleep(SETTLING)), *walking], return_when="FIRST_COMPLETED"
    )
    for task in done:
        task.result()


def _coordinator(tx: Tx, network_id: int, chat_id: int) -> int:
    now = datetime.now(UTC)
    held = frozenset({Role.COORDINATOR})
    return people.add(tx, now, network_id, "Claire", held, chat_id=chat_id, language="fr")


def _trouble(load: Load, sandbox: Sandbox, chats: list[Chat]) -> None:
    """Close some of the chats and slow some down, spread evenly."""
    for chat in _some(chats, load.blocked, first=0):
        chat.blocked = True
    for chat in _some(chats, load.slow, first=1):
        sandbox.world.faults.add(
            {"method": "sendMessage", "kind": "delay", "chat_id": chat.id, "seconds": SLOW_SECONDS}
        )


def _some(chats: list[Chat], percent: float, first: int) -> list[Chat]:
    return chats[first :: max(1, round(100 / percent))] if percent else []


async def _watched(load: Load, sandbox: Sandbox, got: Got, bot: Process) -> Sent:
    """Look on until everybody has it who can."""
    reachable = sum(not chat.blocked for chat in sandbox.world.people if chat.id in got.counts)
    before, memory = _admitted(sandbox), bot.memory_mb()
    got.clear()
    peak, floods, next_flood = memory, load.floods, time.perf_counter() + FLOOD_EVERY
    while (come := sum(count > 0 for count in got.counts.values())) < reachable:
        await asyncio.sleep(0.2)
        now = time.perf_counter()
        if not bot.alive or (got.last and now > got.last + PATIENCE):
            break
        if got.first == 0.0:  # what was sent before the first of them does not count
            before = _admitted(sandbox)
            got.clear()
        if floods and now >= next_flood:
            floods, next_flood = floods - 1, now + FLOOD_EVERY
            sandbox.world.faults.add({"method": "sendMessage", "kind": "429", "retry_after": FLOOD_SECONDS})
        held = bot.memory_mb()
        peak = max(peak, held) if peak is not None and held is not None else None
    if not got.last:
        raise BenchError("nobody got anything; the bot's log says why")
    seconds = got.last - got.first
    waits = sorted(got.seconds)
    asked = float(FLOOD_SECONDS * (load.floods - floods))
    most = Limits().per_second * (seconds - asked)
    return Sent(
        seconds=seconds,
        asked=asked,
        share=(_admitted(sandbox) - before) / most if most > 0 else 0.0,
        self_inflicted=sandbox.world.flood.breaches,
        dropped=reachable - come,
        twice=sum(count > 1 for count in got.counts.values()),
        interactive=len(waits),
        interactive_p95=quantile(waits, 0.95) if waits else None,
        extra_mb=peak - memory if peak is not None and memory is not None else None,
    )


def _admitted(sandbox: Sandbox) -> int:
    """Count the requests so far that count against Telegram's limits and were let through."""
    asked = sum(number for method, number in sandbox.world.journal.by_method.items() if counted(method))
    return asked - sandbox.world.flood.breaches


async def _prepared(load: Load) -> Prepared:
    """Queue so many recipients, while another writer saves something all the time."""
    recipients, elsewhere = load.prepare, {"VALISE_DATABASE_URL": load.database} if load.database else {}
    with tempfile.TemporaryDirectory(prefix="valise-bench-") as name:
        folder = Path(name)
        settings = config.load({**town.environment("http://127.0.0.1:1", folder), **elsewhere}, folder)
        await asyncio.to_thread(upgrade, settings.database_url)
        store = await open_store(settings)
        try:
            if await store.run(networks.all_networks):
                raise BenchError("the database is not empty: name one made for this")
            network_id = await store.run(admin.only_or_new, NETWORK)
            await readers.enrol(store, network_id, range(1, recipients + 1))
            author_id = await store.run(_coordinator, network_id, recipients + 1)
            await store.run(readers.announce, network_id, author_id)
            home = app_context(settings)
            waits: list[float] = []
            chatting = asyncio.create_task(chat(store, waits))
            began = time.perf_counter()
            queued = True
            while queued:
                queued = await store.run(sending.tend, Moment(home, datetime.now(UTC), ""))
            seconds = time.perf_counter() - began
            chatting.cancel()
            with suppress(asyncio.CancelledError):
                await chatting
        finally:
            await store.close()
    waits.sort()
    return Prepared(seconds, quantile(waits, 0.95), waits[-1])


async def chat(store: Store, waits: list[float]) -> None:
    """Save a little thing fifty times a second, as replies do, and note how long each took."""
    while True:
        began = time.perf_counter()
        await store.run(inbox.counts)
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.02)


# What it says


def keys_of(figures: Figures) -> Mapping[str, float | None]:
    """Return the figures by their lasting names."""
    sent, prepared = figures.sent, figures.prepared
    keys: dict[str, float | None] = {
        "recipients": figures.load.recipients,
        "seconds": round(sent.seconds, 2),
        "asked_to_pause_seconds": sent.asked,
        "share_of_limit": round(sent.share, 4),
        "self_inflicted_429": sent.self_inflicted,
        "dropped": sent.dropped,
        "twice": sent.twice,
        "interactive": sent.interactive,
        "interactive_p95_ms": None if sent.interactive_p95 is None else round(1000 * sent.interactive_p95, 1),
        "extra_mb": None if sent.extra_mb is None else round(sent.extra_mb, 1),
    }
    if prepared is not None:
        keys |= {
            "prepared": figures.load.prepare,
            "prepare_seconds": round(prepared.seconds, 2),
            "prepare_wait_p95_ms": round(1000 * prepared.wait_p95, 1),
            "prepare_wait_most_ms": round(1000 * prepared.wait_most, 1),
        }
    return keys


NOTES: Mapping[str, str] = {
    "recipients": "who were to get the message",
    "seconds": "from the first to the last of them",
    "asked_to_pause_seconds": "of them, for which Telegram asked for a pause",
    "share_of_limit": "of 30 messages a second outside those pauses, replies counted in",
    "self_inflicted_429": "refusals that the bot's own pace provoked",
    "dropped": "who could get it and did not",
    "twice": "who got it more than once",
    "interactive": "replies to those who walked meanwhile",
    "interactive_p95_ms": "from their act to the reply",
    "extra_mb": "memory of the bot beyond what it had before",
    "prepared": "recipients queued apart, in a database of their own or the one named",
    "prepare_seconds": "for all of them",
    "prepare_wait_p95_ms": "that others waited to save something meanwhile",
    "prepare_wait_most_ms": "the longest of these waits",
}


def table(figures: Figures) -> str:
    """Return the figures as people read them."""
    shown = {name: "?" if value is None else f"{value:g}" for name, value in keys_of(figures).items()}
    return "\n".join(f"{name:<20} {value:>9}  {NOTES[name]}" for name, value in shown.items())
