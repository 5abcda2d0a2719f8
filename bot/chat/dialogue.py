"""One update from its meaning to its reply: one transaction, then the screens, then the marks.

State is exactly once (the transaction marks the update as applied); what is shown is at least once, but for screens
that a person went past before they could be shown.
"""

import asyncio
import json
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.chat.due import MANY, Due
from bot.chat.errors import caught
from bot.chat.files import Files, concerns_file
from bot.chat.handler import Result
from bot.chat.hiding import Hiding
from bot.chat.inbox import Arrived, Inbox
from bot.chat.messenger import Messenger
from bot.chat.outcomes import Done, Later, Outcome
from bot.chat.pace import Priority
from bot.chat.profile import Profile
from bot.chat.showing import Card, Screens, outgoing
from bot.chat.updates import Understood, joined, understand
from bot.features.caseload import echoes
from bot.features.registry import DISPATCHER
from bot.interaction.dispatcher import reader_in
from bot.interaction.request import Echo, Incoming, Response, Sender, Tap
from bot.interaction.views import View
from bot.plan.context import AppContext, Moment
from bot.storage import inbox as rows
from bot.storage.kernel.store import Conflict, Store
from conversations.engine.keyboard import Problem

log = logging.getLogger(__name__)

TRIES = 5
"""How often one update is applied again when something else was saved at the same moment."""
CODE_BYTES = 18
STRANGERS_AT_ONCE = 16
"""Replies to strangers on their way to Telegram at the same time."""
STRANGERS_WAITING = 1_000
"""Replies to strangers that wait for a turn, some five minutes of them; a stranger who comes then writes once more."""
KNOWN_REMEMBERED = 50_000
"""Chats remembered as those of people we know, a hundred bytes each."""
MOST_KEPT = 20
"""Replies of one chat that give way to no other."""
HURRY_TOLD = timedelta(minutes=10)
"""How long a person who was asked to slow down is not asked again."""


@dataclass(frozen=True)
class Apology(View, template="apology"):
    """Something went wrong on our side."""


class Talk:
    """The handler of updates."""

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        app_context: AppContext,
        messenger: Messenger,
        profile: Profile,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._app_context = app_context
        self._messenger = messenger
        self.hiding = Hiding(store, messenger, clock)
        self._screens = Screens(store, app_context, messenger, profile, self.hiding)
        self._files = Files(store, messenger)
        self._clock = clock
        self._due: dict[int, list[Due]] = {}
        self._showing: set[int] = set()
        self._known: OrderedDict[int, None] = OrderedDict()
        self._hurried: OrderedDict[int, datetime] = OrderedDict()
        self._strangers = self._turned_away = 0
        self._outside = asyncio.Semaphore(STRANGERS_AT_ONCE)
        self._answering: set[asyncio.Task[None]] = set()
        self._acknowledged: dict[int, set[int]] = {}  # by chat: rows whose tap is answered, but maybe nothing shown
        self._echoes: dict[int, list[Echo]] = {}
        self.stir: Callable[[int], None] = lambda _chat_id: None
        """Has another chat looked at in its turn; the queues say how."""

    def moment(self) -> Moment:
        """Return this moment, with a code that nobody has seen."""
        return Moment(self._app_context, self._clock(), secrets.token_urlsafe(CODE_BYTES))

    # What a queue may ask

    def is_quick(self, content: dict[str, Any]) -> bool:
        """Return whether an update is applied by one look into the database, with no file to fetch or read first."""
        understood = understand(content)
        return understood is not None and not concerns_file(understood.incoming)

    def is_known(self, chat_id: int) -> bool:
        """Return whether a known person has written in that chat since the start."""
        return chat_id in self._known

    async def handle(self, update: Arrived) -> Result:
        """Apply an update; what it is to show is shown by `show`, unless it has given way to what comes after."""
        return await caught(self._handled(update), update)

    async def _handled(self, update: Arrived) -> Result:
        understood, group = understand(update.content), joined(update.content)
        if group is not None:  # what is said here is for one person's eyes
            await self._messenger.leave(group)
        return Result.IGNORED if understood is None else await self._answer(update, understood)

    async def show(self, chat_id: int) -> Result:
        """Show what a chat is due."""
        self._showing.add(chat_id)
        try:
            return await caught(self._show_due(chat_id))
        finally:
            self._showing.discard(chat_id)

    async def show_again(self, chat_id: int) -> Result:
        """Show where a chat stands: its last reply may never have left."""
        return await caught(self._repeat(chat_id))

    async def release(self, chat_id: int) -> None:
        """Answer the taps that are applied and may never have been answered."""
        await caught(self._still_turning(chat_id))

    async def look_again(self, chat_id: int) -> None:
        """Show on a chat's open card what another person has just written on the same plan."""
        heard, card = self._echoes.pop(chat_id, []), self._screens.card(chat_id)
        if heard and card is not None and card.worded:
            await caught(self._overhear(chat_id, card, heard))

    async def _overhear(self, chat_id: int, card: Card, heard: list[Echo]) -> Result:
        response = await self._store.run(echoes.overheard, self.moment(), card.showing, heard)
        if response is None:
            return Result.IGNORED
        return _result(await self._screens.replace(chat_id, card, response))

    async def give_up(self, chat_id: int) -> None:
        """Apologise, in a language that the person reads; the answers are kept."""
        await caught(self._apologise(chat_id))

    async def _answer(self, update: Arrived, understood: Understood) -> Result:
        incoming = await self._files.read(self.moment(), understood.sender, understood.incoming)
        response = await self._apply(update, understood.sender, incoming)
        for echo in response.echoes:
            self._echoes.setdefault(echo.chat_id, []).append(echo)
            self.stir(echo.chat_id)
        self._know(update.chat_id, response)
        due = Due.of(understood, response, update.row_id)
        if not response.screens:
            self._answer_now(due)
            return Result.ANSWERED
        self._put(due)
        return Result.TO_SHOW

    def _know(self, chat_id: int, response: Response) -> None:
        if response.person_id is None:
            return
        self._known[chat_id] = None
        self._known.move_to_end(chat_id)
        if len(self._known) > KNOWN_REMEMBERED:
            self._known.popitem(last=False)

    def _put(self, due: Due) -> None:
        """Have a reply shown after those that must be seen, and in the place of one that need not.

        A tap is answered with its screen, or at once where the screen has to wait or gives way.
        """
        waiting = self._due.setdefault(due.chat_id, [])
        if waiting or due.chat_id in self._showing:
            self._answer_now(due)
        if waiting and (waiting[-1].gives_way(due) or len(waiting) > MOST_KEPT):
            before = waiting.pop()
            self._answer_now(before)
            due.follow(before, self._screens.line(before))
        waiting.append(due)

    def _answer_now(self, due: Due) -> None:
        if due.taps:
            answering = asyncio.create_task(self._acknowledge(due))
            self._answering.add(answering)
            answering.add_done_callback(self._answering.discard)

    async def _acknowledge(self, due: Due) -> None:
        taps, due.taps = due.taps, {}
        for callback_id, response in taps.items():
            text = self._app_context.renderer.toast(response.toast, response.reader) if response.toast else None
            await self._messenger.answer(callback_id, text)

    async def _repeat(self, chat_id: int) -> Result:
        await self._still_turning(chat_id)
        sender = Sender(chat_id, "")
        response = await self._store.run(DISPATCHER.repeat, self.moment(), sender)
        if response is None:
            return Result.ANSWERED
        return await self._show_one(Due.of(Understood(sender, Tap("", 0)), response))

    async def _still_turning(self, chat_id: int) -> Result:
        """Answer the taps that a process before this one applied: until then their buttons may turn."""
        before = self._acknowledged.get(chat_id, set())
        applied = await self._store.run(rows.applied, chat_id)
        self._acknowledged[chat_id] = {row_id for row_id, _ in applied}
        for row_id, body in applied:
            understood = understand(json.loads(body))
            if row_id not in before and understood is not None and understood.callback_id:
                await self._messenger.answer(understood.callback_id)
        return Result.ANSWERED

    async def _apologise(self, chat_id: int) -> Result:
        reader = await self._store.run(reader_in, self.moment(), chat_id)
        rendered = self._app_context.renderer.render(Apology().page(), reader)
        return _result(await self._messenger.send(chat_id, outgoing(rendered)))

    async def _apply(self, update: Arrived, sender: Sender, incoming: Incoming) -> Response:
        moment = self.moment()
        for left in reversed(range(TRIES)):
            try:
                return await self._inbox.apply(update, lambda tx: DISPATCHER.respond(tx, moment, sender, incoming))
            except Conflict:
                if not left:
                    raise
        raise AssertionError("unreachable")

    async def _show_due(self, chat_id: int) -> Result:
        result, dues = Result.FAILED, self._due.pop(chat_id, [])
        try:
            for due in dues:
                result = await self._show_one(due)
        finally:
            if result is not Result.ANSWERED:
                self._acknowledged.setdefault(chat_id, set()).update(*(due.rows for due in dues))
        return result

    async def _show_one(self, due: Due) -> Result:
        """Show a reply, and answer the taps that wait for it, what is to be read a hair before."""
        acknowledging = asyncio.create_task(self._acknowledge(due))
        try:
            outcome = await self._in_turn(self._unhurried(due))
        finally:
            await acknowledging
        return _result(outcome)

    async def _in_turn(self, due: Due) -> Outcome:
        """Show it; strangers wait among themselves, and when too many do, nobody waits at their end."""
        if due.priority is not Priority.STRANGER:
            return await self._screens.show(due)
        if self._strangers >= STRANGERS_WAITING:
            self._turned_away += 1
            if self._turned_away == 1:
                log.warning("too many strangers write at once: some get no answer, until they write again")
            return Done()
        self._strangers += 1
        try:
            async with self._outside:
                return await self._screens.show(due)
        finally:
            self._strangers -= 1
            if not self._strangers:
                self._turned_away = 0

    def _unhurried(self, due: Due) -> Due:
        """Return the due reply; a person who was much too fast is told so in it, once in a while."""
        now = self._clock()
        told = self._hurried.get(due.chat_id)
        if due.count < MANY or (told is not None and now - told < HURRY_TOLD):
            return due
        self._hurried[due.chat_id] = now
        if len(self._hurried) > KNOWN_REMEMBERED:
            self._hurried.popitem(last=False)
        last = due.response.screens[-1]
        slower = replace(last, notes=(Problem("slow_down"), *last.notes))
        due.response = replace(due.response, screens=(*due.response.screens[:-1], slower))
        return due

    async def flush(self) -> None:
        """Finish answering taps, and keep the numbers of the cards sent so far."""
        while self._answering:
            await asyncio.wait(self._answering)
        await self._screens.flush()


def _result(outcome: Outcome) -> Result:
    return Result.UNANSWERED if isinstance(outcome, Later) else Result.ANSWERED
