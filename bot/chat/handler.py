"""What a queue asks of a handler of updates, and what it is told of each."""

from enum import StrEnum
from typing import Any, Protocol

from bot.chat.inbox import Arrived


class Result(StrEnum):
    """What a handler made of an update."""

    ANSWERED = "answered"
    """Applied, and the reply left, or is not needed."""
    TO_SHOW = "to show"
    """Applied; the reply waits to be shown, and may give way to that of the next update."""
    IGNORED = "ignored"
    """Nothing to apply, nothing to say."""
    UNANSWERED = "unanswered"
    """Applied, but the reply could not leave: the current question is to be shown again later."""
    FAILED = "failed"
    """An unexpected error, logged already: to be tried again."""


class Handler(Protocol):
    """What updates mean. It never raises: unexpected errors are logged where they are caught, and are FAILED."""

    def is_quick(self, content: dict[str, Any]) -> bool:
        """Return whether applying an update takes one transaction and nothing else: it can be kept in the same one."""

    def is_known(self, chat_id: int) -> bool:
        """Return whether a chat is known to be that of a known person: strangers wait among themselves."""

    async def handle(self, update: Arrived) -> Result:
        """Apply an update, unless it is ignored, by `Inbox.apply`; then reply, or say what is TO_SHOW."""

    async def show(self, chat_id: int) -> Result:
        """Show what a chat is due; meanwhile its next updates are handled."""

    async def show_again(self, chat_id: int) -> Result:
        """Show where a chat stands: its last reply may never have left."""

    async def release(self, chat_id: int) -> None:
        """Let go the buttons that may still turn, as the reply to the next update shows where the chat stands."""

    async def look_again(self, chat_id: int) -> None:
        """Bring what a chat has open up to date: something it shows was changed from another chat."""

    async def give_up(self, chat_id: int) -> None:
        """Apologise: an update failed three times and is put aside. To be told to the bot's operator."""
