"""One queue a chat: updates of one chat are handled in order, chats side by side.

After a crash anywhere nothing is lost: what was kept and not applied is applied, what was applied and maybe
not answered is shown again. What updates mean is the `Handler`'s matter.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

from bot.chat.admission import parted
from bot.chat.busy import Chat
from bot.chat.handler import Handler, Result
from bot.chat.inbox import Arrived, Inbox, Nothing, Sleep
from bot.chat.updates import chat_of
from bot.storage.inbox import FAILURES

log = logging.getLogger(__name__)

TEND_EVERY: Final = 5.0
"""Seconds between two looks for chats nobody sees to; a sixth of a lease, so that none ends by lateness."""
FAILED_PAUSES: Final = (1.0, 5.0)
"""Seconds before an update that failed once, twice, is tried again."""
UNREACHED_PAUSE: Final = 10.0
"""Seconds before a reply that could not leave is shown again."""
AT_ONCE: Final = 256
"""Updates being handled at the same time."""
OUTSIDE_AT_ONCE: Final = 16
"""Those of them whose senders are not known yet: however many write, a known person waits for so many at most."""
MERGED: Final = 100
"""Updates of one chat applied before anything is shown."""
MOST_HELD: Final = 2000
"""Updates waiting in memory; the others are read from the database when their turn comes."""
STOP_WITHIN: Final = 8.0
"""Seconds given to the updates in hand when the process is asked to stop (within 10)."""


class Queues:
    """Has updates handled."""

    def __init__(
        self, inbox: Inbox, handler: Handler, *, sleep: Sleep = asyncio.sleep, most_held: int = MOST_HELD
    ) -> None:
        """Prepare; nothing is handled before `start`.

        Args:
            inbox: where updates are kept.
            handler: what they mean.
            sleep: waits for some seconds.
            most_held: updates that may wait in memory.
        """
        self._inbox = inbox
        self._handler = handler
        self._sleep = sleep
        self._chats: dict[int, Chat] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._outside = asyncio.Semaphore(OUTSIDE_AT_ONCE)
        self._most_held = most_held
        self._held = 0
        self._touched: set[int] = set()  # chats that were seen to since the last look began
        self._tender: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()

    @property
    def busy(self) -> int:
        """How many chats have something to do."""
        return len(self._chats)

    async def start(self) -> None:
        """Take up what a process before this one left, then look after chats until `stop`."""
        await self.tend()
        self._tender = asyncio.create_task(self._tend_regularly())

    async def stop(self) -> None:
        """Finish the updates in hand, and leave the others for the next process."""
        self._stopped.set()
        if self._tender is not None:
            self._tender.cancel()
        for chat in self._chats.values():
            chat.news.set()
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=STOP_WITHIN)
            for worker in late:
                worker.cancel()
        await self._inbox.leave()

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Keep updates and queue them; only when this returns may Telegram be told that they were received.

        One that cannot be read is put aside, and the others go on.

        Raises:
            Unavailable: they could not be kept.
        """
        readable, unread = parted(updates)
        if unread:
            await self._inbox.put_aside(unread)
        if len(readable) == 1 and await self._at_once(readable[0]):
            return
        kept = await self._inbox.keep(readable)
        for update in kept.arrived:
            if self._held < self._most_held:
                self._held += 1
                self._chat(update.chat_id).waiting.append(update)
            else:
                self._chat(update.chat_id).whole = False
        for chat_id in kept.unclear:
            self._chat(chat_id).whole = False

    async def _at_once(self, content: dict[str, Any]) -> bool:
        """Have an update that comes alone kept and applied in one transaction: its sender waits for one commit less.

        Returns:
            False if it is to be kept first, as others are.
        """
        chat_id = chat_of(content)
        at_rest = chat_id not in self._chats and not self._stopped.is_set()
        if not at_rest or self._lane(chat_id).locked() or not self._handler.is_quick(content):
            return False
        fresh = self._inbox.fresh(content)
        self._chat(chat_id).fresh = fresh
        return await fresh.kept()

    def stir(self, chat_id: int) -> None:
        """Have a chat bring what it has open up to date, after what it has to do before."""
        if not self._stopped.is_set():
            self._chat(chat_id).stirred = True

    async def tend(self) -> None:
        """Keep what this process holds, and take up chats that nobody sees to."""
        self._touched = set(self._chats) | self._inbox.marking
        found = await self._inbox.look()
        # What changed while the database was being asked is not to be judged by its answer.
        fresh = [chat_id for chat_id in [*found.waiting, *found.unanswered] if chat_id not in self._touched]
        for chat_id in dict.fromkeys(fresh):
            chat = self._chat(chat_id)
            chat.whole = False
            chat.unanswered, chat.released = found.unanswered.get(chat_id, []), False

    async def settled(self) -> None:
        """Wait until nothing is in hand and all that is answered is marked."""
        while self._workers:
            await asyncio.wait(self._workers)
        await self._inbox.flush()

    async def _tend_regularly(self) -> None:
        while True:
            await self._sleep(TEND_EVERY)
            await self.tend()

    def _chat(self, chat_id: int) -> Chat:
        """Return a chat that is being worked on from now on."""
        self._touched.add(chat_id)
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Chat(chat_id)
            worker = asyncio.create_task(self._work(chat))
            self._workers.add(worker)
            worker.add_done_callback(self._ended)
        chat.news.set()
        return chat

    def _ended(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        if not worker.cancelled() and (error := worker.exception()):
            log.error("a handler raised; its update is taken up again", exc_info=error)

    def _lane(self, chat_id: int) -> asyncio.Semaphore:
        return self._slots if self._handler.is_known(chat_id) else self._outside

    async def _work(self, chat: Chat) -> None:
        """Handle a chat's updates until none is left and all are answered."""
        try:
            while not self._stopped.is_set():
                update = await self._next(chat)
                if update is not None:
                    await self._handle(chat, update)
                elif not await self._shown(chat):
                    return
            while chat.showing or chat.to_show:
                chat.news.clear()
                await self._shown_or_news(chat)
        finally:
            if chat.showing is not None:
                chat.showing.cancel()
            if chat.fresh is not None:
                chat.fresh.settle()
            self._held -= len(chat.waiting)
            del self._chats[chat.id]

    async def _shown(self, chat: Chat) -> bool:
        """Go on with showing what is to be shown; False when there is nothing."""
        if chat.showing or chat.to_show:
            await self._shown_or_news(chat)
        elif chat.unanswered:
            await self._show_again(chat)
        elif chat.stirred:
            chat.stirred = False
            await self._handler.look_again(chat.id)
        else:
            return False
        return True

    async def _next(self, chat: Chat) -> Arrived | None:
        if chat.fresh is not None:
            fresh, chat.fresh = chat.fresh, None
            return fresh
        while not chat.whole:
            if (update := await self._read(chat)) is not None:
                return update
        while chat.waiting:
            self._held -= 1
            update = chat.waiting.popleft()
            if update.row_id > chat.done:
                return update
        return None

    async def _read(self, chat: Chat) -> Arrived | None:
        """Return the chat's next update as the database has it; None if what is in memory is all there is."""
        chat.whole = True  # before asking, as what comes meanwhile may make it untrue again
        found = await self._inbox.next_of(chat.id)
        if isinstance(found, Arrived):
            chat.whole = False
            return found
        if found is Nothing.OURS:  # the process that holds the chat finds in the database all we know of it
            self._held -= len(chat.waiting)
            chat.waiting.clear()
            chat.unanswered.clear()
        return None

    async def _handle(self, chat: Chat, update: Arrived) -> None:
        fresh = not update.row_id
        async with self._lane(chat.id):
            if chat.unanswered and not chat.released:
                chat.released = True
                await self._handler.release(chat.id)
            try:
                result = await self._handler.handle(update)
            finally:
                update.settle()
        if not update.row_id:  # the receiver keeps it first, and it comes again
            return
        if result is Result.FAILED:
            chat.whole = False  # the update stays the first; the process that holds the chat by then tries it again
            if await self._failed(chat, [update.row_id]):
                chat.done = update.row_id
            return
        if not fresh:  # a fresh one is never read again, and what came meanwhile may have a lower number
            chat.done = update.row_id
        if result is Result.IGNORED:
            await self._inbox.ignored(update)
        else:
            self._applied(chat, update, result)

    def _applied(self, chat: Chat, update: Arrived, result: Result) -> None:
        """Note whether an update that was applied is answered, too."""
        if result is Result.TO_SHOW:
            chat.to_show.append(update.row_id)
            if len(chat.to_show) >= MERGED:
                self._begin_to_show(chat)
        elif result is Result.UNANSWERED:
            chat.unanswered.append(update.row_id)
            chat.pause = UNREACHED_PAUSE
        else:
            self._answered(chat, update.row_id)

    def _begin_to_show(self, chat: Chat) -> None:
        """Have the reply shown that waits, unless another is on its way: it goes then."""
        if chat.showing is None and chat.to_show:
            row_ids, chat.to_show = chat.to_show, []
            chat.showing = asyncio.create_task(self._show(chat, row_ids))

    async def _show(self, chat: Chat, row_ids: list[int]) -> None:
        result = Result.FAILED
        try:
            result = await self._handler.show(chat.id)
        finally:
            chat.showing = None
            if result is Result.ANSWERED:
                self._answered(chat, *row_ids)
            else:
                chat.unanswered += row_ids
                chat.pause = UNREACHED_PAUSE if result is Result.UNANSWERED else 0.0
            chat.news.set()

    async def _shown_or_news(self, chat: Chat) -> None:
        """Wait until the reply is shown or something else is to be handled; begin to show it if it only waits."""
        self._begin_to_show(chat)
        await chat.news.wait()
        chat.news.clear()

    async def _show_again(self, chat: Chat) -> None:
        """Show a chat where it stands, after the pause that is due; a new update ends the pause."""
        chat.news.clear()
        if chat.pause and await self._woken(chat.news, within=chat.pause):
            return
        async with self._slots:
            result = await self._handler.show_again(chat.id)
        if result is Result.UNANSWERED:
            chat.pause = UNREACHED_PAUSE
        elif result is Result.FAILED:
            aside = await self._failed(chat, chat.unanswered)
            chat.unanswered = [row_id for row_id in chat.unanswered if row_id not in aside]
        else:
            self._answered(chat)

    def _answered(self, chat: Chat, *row_ids: int) -> None:
        """Mark rows, and all before them: a person who sees the present question needs no earlier one."""
        self._inbox.answered(chat.id, (*chat.unanswered, *row_ids))
        chat.unanswered.clear()

    async def _failed(self, chat: Chat, row_ids: Sequence[int]) -> list[int]:
        """Count a failure of each row, then pause, or apologise; return those that are put aside."""
        failures = {row_id: await self._inbox.failed(row_id) for row_id in row_ids}
        aside = [row_id for row_id, count in failures.items() if count >= FAILURES]
        if aside:
            await self._handler.give_up(chat.id)
        else:
            await self._woken(self._stopped, within=FAILED_PAUSES[max(failures.values()) - 1])
        return aside

    async def _woken(self, event: asyncio.Event, *, within: float) -> bool:
        """Wait; True if the event came before the time was over."""
        alarm = asyncio.ensure_future(self._sleep(within))
        waiter = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait((alarm, waiter), return_when=asyncio.FIRST_COMPLETED)
        finally:
            alarm.cancel()
            waiter.cancel()
        return event.is_set()
