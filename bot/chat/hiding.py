"""Takes away what a discreet person was shown, and what was typed there, once the gate shuts.

A person with power over another may look at the chat without typing a word (docs/decisions.md, Discretion).
"""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from bot.chat.messenger import Messenger
from bot.chat.outcomes import Gone, Later
from bot.storage import sessions, shown
from bot.storage.kernel.store import Store, Tx

log = logging.getLogger(__name__)


class Hiding:
    """Remembers what stands in the chats of discreet people, and takes it away."""

    def __init__(self, store: Store, messenger: Messenger, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock
        self.gone: Callable[[int, Collection[int]], None] = _nobody_minds
        """Who remembers messages of a chat, and is told that these are there no more."""

    async def keep(self, person_id: int, chat_id: int, message_ids: Iterable[int]) -> None:
        """Note messages that go when the gate shuts."""
        await self._store.run(shown.keep, person_id, chat_id, list(message_ids))

    async def hide(self) -> int:
        """Take away what stands in chats whose gate is shut; return in how many there was something."""
        found = await self._store.read(shown.to_hide, self._clock())
        for each in found:
            await self._take_away(each)
        return len(found)

    async def _take_away(self, what: shown.ToHide) -> None:
        """Delete messages; one too old to be deleted says nothing any more, and one that waits is tried again."""
        outcome = await self._messenger.delete(what.chat_id, what.message_ids)
        if isinstance(outcome, Later):
            return
        if isinstance(outcome, Gone):
            for number in what.message_ids:
                await self._messenger.blank(what.chat_id, number)
            log.warning("person %s: not all of %s messages could be deleted", what.person_id, len(what.message_ids))
        self.gone(what.chat_id, what.message_ids)
        await self._store.run(_forget, what)


def _nobody_minds(_chat_id: int, _message_ids: Collection[int]) -> None:
    """Remember nothing, and so forget nothing."""


def _forget(tx: Tx, what: shown.ToHide) -> None:
    shown.forget(tx, what.person_id, what.message_ids)
    sessions.forget_card(tx, what.person_id, what.message_ids)
