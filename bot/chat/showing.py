"""Replies as messages: put in the place of the card that was tapped, or below what was typed; which is whose card.

Nothing is decided here, and nothing of what updates mean is known.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.chat.due import Due
from bot.chat.hiding import Hiding
from bot.chat.messenger import Messenger, Outgoing
from bot.chat.outcomes import Done, Outcome, Sent, Unchanged
from bot.chat.profile import Profile
from bot.interaction.request import Response
from bot.plan.context import AppContext
from bot.rendering.renderer import Rendered
from bot.storage import sessions
from bot.storage.kernel.store import Store
from conversations.engine.keyboard import Problem
from conversations.engine.screens import Question, Screen

CARDS_REMEMBERED = 20_000
CARDS_WAIT = 0.25
"""Seconds in which numbers of cards gather, to be kept together. A crash in between costs one old keyboard."""


@dataclass(frozen=True, slots=True)
class Card:
    """The message with the live buttons; one that is known to be words can be put in another's place."""

    id: int
    worded: bool = False
    showing: str = ""
    """The template of the page it shows; "" for a question."""


class Screens:
    """Shows replies, one after the other in each chat."""

    def __init__(
        self, store: Store, app_context: AppContext, messenger: Messenger, profile: Profile, hiding: Hiding
    ) -> None:
        self._store = store
        self._hiding = hiding
        hiding.gone = self._forget
        self._app_context = app_context
        self._messenger = messenger
        self._profile = profile
        self._cards: OrderedDict[int, Card] = OrderedDict()
        self._unkept: dict[int, int] = {}
        self._keeping: asyncio.Task[None] | None = None

    def card(self, chat_id: int) -> Card | None:
        """Return the card of a chat, if this process has shown it."""
        return self._cards.get(chat_id)

    def _forget(self, chat_id: int, message_ids: Collection[int]) -> None:
        """Forget a card that is gone: nothing is to be taken from it any more."""
        if chat_id in self._cards and self._cards[chat_id].id in message_ids:
            del self._cards[chat_id]

    async def show(self, due: Due) -> Outcome:
        """Show a reply; returns what became of its last message."""
        chat_id, priority = due.chat_id, due.priority
        response = due.response = await self._erased(due)
        if due.commands is not None:
            await self._profile.show_commands(chat_id, response.reader.language, due.commands)
        for tapped in due.tapped.values():
            self._messenger.told(chat_id, tapped)
        card = self._cards.get(chat_id, Card(response.card_id or 0))
        in_place = due.understood.worded and not due.fresh and due.message_id in {card.id, card.id or due.message_id}
        before = due.message_id if in_place else 0
        for number, tapped in due.tapped.items():  # an old question, or a notice that has been followed
            if number not in {card.id, before} and "reply_markup" in tapped:
                await self._messenger.strip(chat_id, number, priority)
        if in_place:
            outcome = await self._messenger.edit(
                chat_id, before, self._rendered(response.screens[0], response), priority
            )
        else:
            outcome = await self._new_card(due, card)
        sent = [outcome]
        sent += [
            await self._messenger.send(chat_id, self._rendered(screen, response), priority)
            for screen in response.screens[1:]
        ]
        await self._hide_later(due, sent, 0 if in_place else card.id)
        self._remember(chat_id, response, sent[-1], before)
        return sent[-1]

    async def _erased(self, due: Due) -> Response:
        """Delete what was typed and must not stay, and return the response; where it stays, that is told."""
        response = due.response
        if not due.erase or isinstance(await self._messenger.delete(due.chat_id, due.erase), Done):
            return response
        first, *others = response.screens
        told = replace(first, notes=(Problem("not_erased"), *first.notes))
        return replace(response, screens=(told, *others))

    async def _hide_later(self, due: Due, sent: list[Outcome], card_before: int) -> None:
        """Note what goes once the gate of a discreet person shuts; where it was shut at once, it goes now.

        The card before goes too: what asked for the code is not to stand there as if it had just been asked.
        """
        response = due.response
        if not response.hides or response.person_id is None:
            return
        numbers = [] if response.stays else [each.message_id for each in sent if isinstance(each, Sent)]
        numbers += [card_before] if card_before else []
        await self._hiding.keep(response.person_id, due.chat_id, [*due.hides, *numbers])
        if response.stays:
            await self._hiding.hide()

    async def replace(self, chat_id: int, card: Card, response: Response) -> Outcome:
        """Put a screen in the place of a card that nobody tapped."""
        outcome = await self._messenger.edit(chat_id, card.id, self._rendered(response.screens[0], response))
        self._remember(chat_id, response, outcome, card.id)
        return outcome

    def line(self, due: Due) -> str:
        """Return the answer that a reply tells above its question, in one line; "" for none."""
        screen = due.response.screens[0]
        if screen.diary is None:
            return ""
        section, step, value = screen.diary
        return self._app_context.renderer.diary(section, step, value, due.response.reader, screen.values)

    async def _new_card(self, due: Due, card: Card) -> Outcome:
        """Send a new message below what was typed; the old card shrinks to what was answered, without buttons.

        A picture, and what this process has not sent itself, only loses its buttons: the new message tells the answer.
        """
        chat_id, response, priority = due.chat_id, due.response, due.priority
        screen = response.screens[0]
        line = self.line(due)
        lines = [*due.lines, line] if line else due.lines
        if card.worded and lines:
            told = Outgoing("\n".join(lines), protected=response.reader.discreet)
            await self._messenger.edit(chat_id, card.id, told, priority)
            screen = replace(screen, diary=None)
        elif card.id:
            await self._messenger.strip(chat_id, card.id, priority)
        return await self._messenger.send(chat_id, self._rendered(screen, response), priority)

    def _rendered(self, screen: Screen, response: Response) -> Outgoing:
        return outgoing(self._app_context.renderer.render(screen, response.reader))

    def _remember(self, chat_id: int, response: Response, outcome: Outcome, before: int) -> None:
        if not isinstance(outcome, Sent | Unchanged):
            return
        card = outcome.message_id if isinstance(outcome, Sent) else before
        if not card:
            return
        shown, person_id = response.screens[-1], response.person_id
        worded = isinstance(shown, Question) or not shown.has_file
        self._cards[chat_id] = Card(card, worded, "" if isinstance(shown, Question) else shown.template)
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


def outgoing(rendered: Rendered) -> Outgoing:
    """Return a rendered message as the messenger takes it."""
    return Outgoing(
        rendered.text,
        rendered.keyboard,
        photo=rendered.picture,
        document=rendered.document,
        voice=rendered.voice,
        protected=rendered.protected,
    )
