"""One update from its meaning to its reply: one transaction, then the screens, then the marks.

State is exactly once (the transaction marks the update as applied); what is shown is at least once.
"""

import asyncio
import json
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.chat.errors import caught
from bot.chat.files import Lists, concerns_file
from bot.chat.inbox import Arrived, Inbox
from bot.chat.messenger import Messenger, Outgoing
from bot.chat.outcomes import Later, Outcome, Sent
from bot.chat.profile import Profile
from bot.chat.queues import Result
from bot.chat.updates import Understood, understand
from bot.features.caseload import echoes
from bot.features.registry import DISPATCHER
from bot.interaction.dispatcher import reader_in
from bot.interaction.request import Echo, Incoming, Response, Sender, Tap
from bot.plan.context import AppContext, Moment
from bot.rendering.renderer import Reader, Rendered
from bot.storage import inbox as rows
from bot.storage import sessions
from bot.storage.kernel.store import Conflict, Store
from conversations.engine.keyboard import Problem
from conversations.engine.screens import Page, Question, Screen

TRIES = 5
"""How often one update is applied again when something else was saved at the same moment."""
CARDS_REMEMBERED = 20_000
CODE_BYTES = 18
CARDS_WAIT = 0.25
"""Seconds in which numbers of cards gather, to be kept together. A crash in between costs one old keyboard."""


@dataclass(frozen=True, slots=True)
class _Card:
    """The message with the live buttons; one that is known to be words can be put in another's place."""

    id: int
    worded: bool = False
    showing: str = ""
    """The template of the page it shows; "" for a question."""


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
        self._house = app_context
        self._messenger = messenger
        self._profile = profile
        self._lists = Lists(store, messenger)
        self._clock = clock
        self._cards: OrderedDict[int, _Card] = OrderedDict()
        self._unkept: dict[int, int] = {}
        self._acknowledged: dict[int, set[int]] = {}  # by chat: rows whose tap is answered, but maybe nothing shown
        self._keeping: asyncio.Task[None] | None = None
        self._echoes: dict[int, list[Echo]] = {}
        self.stir: Callable[[int], None] = lambda _chat_id: None
        """Has another chat looked at in its turn; the queues say how."""

    def moment(self) -> Moment:
        """This moment, with a code that nobody has seen."""
        return Moment(self._house, self._clock(), secrets.token_urlsafe(CODE_BYTES))

    # What a queue may ask

    def is_quick(self, content: dict[str, Any]) -> bool:
        """Whether it is applied by one look into the database, without fetching or reading a file first."""
        understood = understand(content)
        return understood is not None and not concerns_file(understood.incoming)

    async def handle(self, update: Arrived) -> Result:
        """Apply an update and reply."""
        understood = understand(update.content)
        if understood is None:
            return Result.IGNORED
        return await caught(self._answer(update, understood), update)

    async def show_again(self, chat_id: int) -> Result:
        """Show where a chat stands: its last reply may never have left."""
        return await caught(self._repeat(chat_id))

    async def release(self, chat_id: int) -> None:
        """Answer the taps that are applied and may never have been answered."""
        await caught(self._still_turning(chat_id))

    async def look_again(self, chat_id: int) -> None:
        """Show on a chat's open card what somebody else has just written on the same plan."""
        heard, card = self._echoes.pop(chat_id, []), self._cards.get(chat_id)
        if heard and card is not None and card.worded:
            await caught(self._overhear(chat_id, card, heard))

    async def _overhear(self, chat_id: int, card: _Card, heard: list[Echo]) -> Result:
        response = await self._store.run(echoes.overheard, self.moment(), card.showing, heard)
        if response is None:
            return Result.IGNORED
        outcome = await self._messenger.edit(chat_id, card.id, self._rendered(response.screens[0], response))
        self._remember(chat_id, response, outcome, card.id)
        return _result(outcome)

    async def give_up(self, chat_id: int) -> None:
        """Apologise, in a language that the person reads; her answers are kept."""
        await caught(self._apologise(chat_id))

    async def _answer(self, update: Arrived, understood: Understood) -> Result:
        incoming = await self._lists.read(self.moment(), understood.sender, understood.incoming)
        response = await self._apply(update, understood.sender, incoming)
        for echo in response.echoes:
            self._echoes.setdefault(echo.chat_id, []).append(echo)
            self.stir(echo.chat_id)
        if understood.callback_id:
            shown = await self._show_and_acknowledge(understood, response)
            if shown is Result.UNANSWERED:
                self._acknowledged.setdefault(update.chat_id, set()).add(update.row_id)
            return shown
        return await self._show(understood, response)

    async def _repeat(self, chat_id: int) -> Result:
        await self._still_turning(chat_id)
        sender = Sender(chat_id, "")
        response = await self._store.run(DISPATCHER.repeat, self.moment(), sender)
        if response is None:
            return Result.ANSWERED
        return await self._show(Understood(sender, Tap("", 0)), response)

    async def _still_turning(self, chat_id: int) -> Result:
        """Answer the taps that a process before this one applied: their buttons may turn until somebody does."""
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
        rendered = self._house.renderer.render(Page("apology"), reader)
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

    # Showing

    async def _show_and_acknowledge(self, understood: Understood, response: Response) -> Result:
        """Both at once, what is to be read a hair before; a task for it, too, would begin after the next poll."""
        acknowledging = asyncio.create_task(self._acknowledge(understood.callback_id, response))
        try:
            return await self._show(understood, response)
        finally:
            await acknowledging

    async def _acknowledge(self, callback_id: str, response: Response) -> None:
        text = self._toast(response.toast, response.reader) if response.toast else None
        await self._messenger.answer(callback_id, text)

    def _toast(self, problem: Problem, reader: Reader) -> str:
        return self._house.renderer.toast(problem, reader)

    async def _show(self, understood: Understood, response: Response) -> Result:
        chat_id = understood.sender.chat_id
        if response.commands is not None:
            await self._profile.show_commands(chat_id, response.reader.language, response.commands)
        if response.erase and understood.message_id is not None:
            await self._messenger.delete(chat_id, [understood.message_id])
        if not response.screens:
            return Result.ANSWERED
        card = self._cards.get(chat_id, _Card(response.card_id or 0))
        tapped = understood.incoming.message_id if isinstance(understood.incoming, Tap) else 0
        if understood.worded and not response.fresh and tapped in {card.id, card.id or tapped}:
            outcome = await self._messenger.edit(chat_id, tapped, self._rendered(response.screens[0], response))
            before = tapped
        else:
            if tapped and tapped != card.id:  # an old question, or a notice that has been followed
                await self._messenger.strip(chat_id, tapped)
            outcome = await self._new_card(chat_id, card, response)
            before = 0
        for screen in response.screens[1:]:
            outcome = await self._messenger.send(chat_id, self._rendered(screen, response))
        self._remember(chat_id, response, outcome, before)
        return _result(outcome)

    async def _new_card(self, chat_id: int, card: _Card, response: Response) -> Outcome:
        """A new message below what was typed; the old card shrinks to what was answered, without buttons.

        A picture, and what this process has not sent itself, only loses its buttons: the new message tells the answer.
        """
        screen = response.screens[0]
        if card.worded and screen.diary is not None:
            section, step, value = screen.diary
            line = self._house.renderer.diary(section, step, value, response.reader, screen.values)
            await self._messenger.edit(chat_id, card.id, Outgoing(line, protected=response.reader.discreet))
            screen = replace(screen, diary=None)
        elif card.id:
            await self._messenger.strip(chat_id, card.id)
        return await self._messenger.send(chat_id, self._rendered(screen, response))

    def _rendered(self, screen: Screen, response: Response) -> Outgoing:
        return outgoing(self._house.renderer.render(screen, response.reader))

    def _remember(self, chat_id: int, response: Response, outcome: Outcome, before: int) -> None:
        if not isinstance(outcome, Sent):
            return
        card = outcome.message_id or before
        if not card:
            return
        shown, person_id = response.screens[-1], response.person_id
        worded = isinstance(shown, Question) or not shown.has_file
        self._cards[chat_id] = _Card(card, worded, "" if isinstance(shown, Question) else shown.template)
        self._cards.move_to_end(chat_id)
        if len(self._cards) > CARDS_REMEMBERED:
            self._cards.popitem(last=False)
        if person_id is not None and card != before:
            self._unkept[person_id] = card
            if self._keeping is None or self._keeping.done():
                self._keeping = asyncio.create_task(self._keep_cards())

    async def _keep_cards(self) -> None:
        await asyncio.sleep(CARDS_WAIT)
        await self.flush()

    async def flush(self) -> None:
        """Keep the numbers of the cards sent so far."""
        kept, self._unkept = list(self._unkept.items()), {}
        if kept:
            await self._store.run(sessions.keep_cards, kept)


def _result(outcome: Outcome) -> Result:
    return Result.UNANSWERED if isinstance(outcome, Later) else Result.ANSWERED


def outgoing(rendered: Rendered) -> Outgoing:
    """A rendered message as the messenger takes it."""
    return Outgoing(
        rendered.text,
        rendered.keyboard,
        photo=rendered.picture,
        document=rendered.document,
        voice=rendered.voice,
        protected=rendered.protected,
    )
