"""Broadcasts on their way out: a few recipients claimed at a time, each at its turn after those who are chatting.

What was claimed and not confirmed when the process dies is uncertain and waits for the coordinator's word; nothing here
repeats a message that may have arrived.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.chat.errors import survived
from bot.chat.messenger import Messenger, Outgoing
from bot.chat.outcomes import Blocked, Deactivated, Later, Migrated, NoChat, Outcome, Sent, Unchanged
from bot.chat.pace import Priority
from bot.chat.showing import outgoing
from bot.features.broadcasts import sending
from bot.features.broadcasts.sending import Batch, Ready, Settled, Shown
from bot.plan.context import AppContext, Moment
from bot.storage import broadcasts
from bot.storage.broadcasts import RowState
from bot.storage.kernel.store import Store, Unavailable

log = logging.getLogger(__name__)

IN_FLIGHT: Final = 20
"""Messages that wait for their turn or for Telegram's answer: two thirds of a second of what it takes, so that a slow
answer or two leaves no turn unused, and a crash leaves few of them uncertain."""
CLAIMED_AT_ONCE: Final = 10
IDLE: Final = 1.0
"""Seconds between two looks while there is nothing to send, and between two looks at what time does."""
STOP_WITHIN: Final = 1.5
"""Seconds given to the messages in hand when the process is asked to stop; replies have eight more, of ten in all."""
REST: Final = 10.0
"""Seconds without a new message after Telegram could not be reached."""


class Broadcasting:
    """Sends broadcasts, for one process."""

    def __init__(
        self, store: Store, app_context: AppContext, messenger: Messenger, clock: Callable[[], datetime], owner: str
    ) -> None:
        self._store = store
        self._app_context = app_context
        self._messenger = messenger
        self._clock = clock
        self._owner = owner
        self._flight: dict[asyncio.Task[Settled], Ready] = {}
        self._looks: dict[int, Outgoing] = {}  # what the progress of each broadcast looked like last
        self._shows: asyncio.Task[None] | None = None
        self._stepping: asyncio.Task[bool] | None = None
        self._stopping = False
        self._tended_at = self._showed_at = self._rest_until = float("-inf")

    async def run(self) -> None:
        """Send until cancelled; what is in hand then is settled first, as it would be uncertain otherwise."""
        try:
            while True:
                self._stepping = asyncio.create_task(self._survived_step())
                if not await asyncio.shield(self._stepping):
                    await asyncio.sleep(IDLE)
        finally:
            self._stopping = True
            await self._land()

    async def _survived_step(self) -> bool:
        busy: list[bool] = []

        async def step() -> None:
            busy.append(await self.step())

        try:
            return await survived(step(), "broadcasts") and busy[0]
        except Unavailable as error:
            log.warning("broadcasts wait for the database: %s", error)
            return False

    async def step(self) -> bool:
        """Do what is to be done now, as far as the next answer of Telegram; False when there is nothing to do."""
        if not self._flight and self._shows is None and await self._store.read(broadcasts.at_rest):
            return False
        more = await self._tend()
        claimed = await self._claim()
        await self._show(idle=not (more or claimed or self._flight))
        if self._flight:
            done, _ = await asyncio.wait(self._flight, timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
            await self._record(done)
        return bool(more or claimed or self._flight)

    @property
    def _scene(self) -> Moment:
        return Moment(self._app_context, self._clock(), "")

    async def _tend(self) -> bool:
        """Begin, queue and close broadcasts, now and then; True while there is more of that to do."""
        now = asyncio.get_running_loop().time()
        if self._flight and now < self._tended_at + IDLE:
            return False
        self._tended_at = now
        in_hand: dict[int, list[int]] = {}
        for ready in self._flight.values():
            in_hand.setdefault(ready.broadcast_id, []).append(ready.person_id)
        return await self._store.run(sending.tend, self._scene, in_hand)

    async def _claim(self) -> int:
        """Take the next recipients if there is room for them; returns how many."""
        room = min(IN_FLIGHT - len(self._flight), CLAIMED_AT_ONCE)
        if self._stopping or room < CLAIMED_AT_ONCE or asyncio.get_running_loop().time() < self._rest_until:
            return 0
        batch: Batch = await self._store.run(sending.next_batch, self._scene, self._owner, room)
        self._flight |= {asyncio.create_task(self._send(ready)): ready for ready in batch.ready}
        return batch.claimed

    async def _send(self, ready: Ready) -> Settled:
        """Send one message; one that cannot be made is put aside, and does not keep the others."""
        outcomes: list[Outcome] = []

        async def attempt() -> None:
            message = outgoing(self._app_context.renderer.render(ready.page, ready.reader))
            outcomes.append(await self._messenger.send(ready.chat_id, message, Priority.BROADCAST))

        if not await survived(attempt(), f"broadcast {ready.broadcast_id}"):
            return Settled(ready.broadcast_id, ready.person_id, RowState.FAILED, "unwritten")
        return self._settled(ready, outcomes[0])

    def _settled(self, ready: Ready, outcome: Outcome) -> Settled:
        ids = ready.broadcast_id, ready.person_id
        match outcome:
            case Sent() | Unchanged():
                return Settled(*ids, RowState.SENT)
            case Blocked() | Deactivated() | NoChat():
                return Settled(*ids, RowState.UNREACHABLE, type(outcome).__name__.lower())
            case Migrated(chat_id):
                return Settled(*ids, RowState.QUEUED, chat_id=chat_id)
            case Later(asked=asked, unsent=unsent):
                if not asked:
                    self._rest_until = asyncio.get_running_loop().time() + REST
                return Settled(*ids, RowState.QUEUED if asked or unsent else RowState.UNCERTAIN)
            case _:
                log.error("broadcast %s: %s", ready.broadcast_id, type(outcome).__name__)
                return Settled(*ids, RowState.FAILED, "refused")

    async def _record(self, done: set[asyncio.Task[Settled]]) -> None:
        """Keep what became of these; until that is done they stay in hand."""
        if done:
            await self._store.run(sending.record, self._scene, [task.result() for task in done])
            self._flight = {task: ready for task, ready in self._flight.items() if task not in done}

    async def _land(self) -> None:
        """Settle what is in hand, within the time there is; nobody knows of the rest."""
        time = asyncio.get_running_loop().time
        until = time() + STOP_WITHIN
        if self._shows is not None:
            self._shows.cancel()
        if self._stepping is not None:  # it may be claiming or recording: what it has done must be known
            await asyncio.wait([self._stepping], timeout=STOP_WITHIN)
        if self._flight:
            done, left = await asyncio.wait(self._flight, timeout=max(0.0, until - time()))
            for task in left:
                task.cancel()
            await self._record(done)

    # Progress

    async def _show(self, *, idle: bool) -> None:
        """Begin to show how far broadcasts are, now and then, beside the sending; wait for it when all else rests."""
        now = asyncio.get_running_loop().time()
        if self._shows is None and (idle or now >= self._showed_at + IDLE):
            self._showed_at = now
            self._shows = asyncio.create_task(self._show_all())
        if self._shows is not None and (idle or self._shows.done()):
            shows, self._shows = self._shows, None
            await shows

    async def _show_all(self) -> None:
        for shown in await self._store.run(sending.to_show, self._scene):
            await self._show_one(shown)

    async def _show_one(self, shown: Shown) -> None:
        message = outgoing(self._app_context.renderer.render(shown.page, shown.reader))
        if self._looks.get(shown.broadcast_id) == message and not shown.over:
            return
        self._looks[shown.broadcast_id] = message
        if shown.message_id is None:
            outcome = await self._messenger.send(shown.chat_id, message, Priority.NOTICE)
        else:
            outcome = await self._messenger.edit(shown.chat_id, shown.message_id, message, Priority.NOTICE)
        message_id = outcome.message_id if isinstance(outcome, Sent) else None
        over = shown.over and not isinstance(outcome, Later)
        if over:
            self._looks.pop(shown.broadcast_id, None)
        await self._store.run(broadcasts.shown, shown.broadcast_id, message_id or None, over=over)
