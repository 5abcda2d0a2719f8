"""Sending: messages, edits and answers to taps, each at its turn, each with a value as its outcome.

It knows Telegram's methods and nothing of what the messages say: every text comes rendered.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from telegram import Bot, InputFile
from telegram.error import TelegramError

from bot.chat.looks import Looks
from bot.chat.outcomes import Done, Failed, Gone, Later, Outcome, Sent, Unchanged, understood
from bot.chat.pace import Pace, Priority
from bot.chat.request import call, pieces
from bot.rendering.renderer import Key

log = logging.getLogger(__name__)

RETRIES_AFTER: Final = (0.5, 2.0)
"""Seconds before each new try when Telegram cannot be reached; then it is the caller's to try later."""
LONGEST_PAUSE: Final = 60.0
"""Seconds Telegram may ask us to wait before we hand the message back instead of holding it."""
DELETED_AT_ONCE: Final = 100
BLANK: Final = "·"
"""What a message says of which nothing may be read."""
"""Messages one deleteMessages may name."""

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message, rendered: at most one of photo, document and voice, whose caption the text then is.

    Attributes:
        text: in Telegram's HTML; 4,096 characters as people see them, 1,024 as a caption.
        keyboard: rows of keys.
        photo: its bytes, or the id of a file Telegram has.
        document: its name and bytes, or the id of a file Telegram has.
        voice: the id of a file Telegram has.
        protected: it cannot be forwarded or saved.
        silent: it arrives without a sound.
    """

    text: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    photo: bytes | str | None = None
    document: tuple[str, bytes] | str | None = None
    voice: str | None = None
    protected: bool = False
    silent: bool = False

    @property
    def has_file(self) -> bool:
        """Whether it is more than words."""
        return not (self.photo is None and self.document is None and self.voice is None)


class Messenger(Protocol):
    """What brings messages to people. Telegram is slow, foreign and limited, so this is the one protocol."""

    async def send(self, chat_id: int, message: Outgoing, priority: Priority = Priority.REPLY) -> Outcome:
        """Send a message: Sent, or why not."""

    async def edit(
        self, chat_id: int, message_id: int, message: Outgoing, priority: Priority = Priority.REPLY
    ) -> Outcome:
        """Put a message in the place of another: Sent, Unchanged where it stands there, or why not.

        Where that is impossible it is sent.
        """

    async def strip(self, chat_id: int, message_id: int, priority: Priority = Priority.REPLY) -> Outcome:
        """Take the keyboard off a message: Done, Gone, or why not."""

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        """Take messages away: Done, Gone where one is too old, or why not."""

    async def blank(self, chat_id: int, message_id: int) -> Outcome:
        """Leave nothing to be read of a message that cannot be deleted: Done, Gone, or why not."""

    async def answer(self, callback_id: str, text: str | None = None, *, alert: bool = False) -> Outcome:
        """Answer a tap, once, so that the button stops turning: Done, TooOld, or why not."""

    async def leave(self, chat_id: int) -> Outcome:
        """Go out of a group or a channel: Done, or why not."""

    def told(self, chat_id: int, message: Mapping[str, Any]) -> None:
        """Take note of how a message looks by Telegram's own word, so that it is not put in its own place."""

    def download(self, file_id: str) -> AsyncGenerator[bytes, None]:
        """Yield the bytes of a file that a person sent, piece by piece. Raises TelegramError."""
        ...


class TelegramMessenger:
    """The Messenger over the Bot API."""

    def __init__(self, bot: Bot, pace: Pace, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Send as this bot, at this pace; `sleep` waits between tries."""
        self._bot = bot
        self._pace = pace
        self._sleep = sleep
        self._looks = Looks()

    async def send(self, chat_id: int, message: Outgoing, priority: Priority = Priority.REPLY) -> Outcome:
        """See `Messenger.send`. Delivery is at least once: the Bot API knows no idempotency key."""
        method, parameters = _sending(chat_id, message)
        outcome = _sent(await self._call(method, parameters, turn=(chat_id, priority)))
        if isinstance(outcome, Sent):
            self._looks.shown(chat_id, outcome.message_id, message.text, message.keyboard)
        return outcome

    async def edit(
        self, chat_id: int, message_id: int, message: Outgoing, priority: Priority = Priority.REPLY
    ) -> Outcome:
        """See `Messenger.edit`."""
        if message.has_file:  # words cannot become a file in place
            await self.strip(chat_id, message_id, priority)
            return await self.send(chat_id, message, priority)
        if self._looks.is_so(chat_id, message_id, message.text, message.keyboard):
            return Unchanged()
        self._looks.forget(chat_id, message_id)
        parameters = {"chat_id": chat_id, "message_id": message_id} | _worded(message)
        outcome = await self._call("editMessageText", parameters, turn=(chat_id, priority))
        if isinstance(outcome, Gone):
            return await self.send(chat_id, message, priority)
        outcome = _sent(outcome)
        if isinstance(outcome, Sent | Unchanged):
            self._looks.shown(chat_id, message_id, message.text, message.keyboard)
        return outcome

    async def strip(self, chat_id: int, message_id: int, priority: Priority = Priority.REPLY) -> Outcome:
        """See `Messenger.strip`."""
        if self._looks.is_bare(chat_id, message_id):
            return Done()
        before = self._looks.forget(chat_id, message_id)
        parameters = {"chat_id": chat_id, "message_id": message_id}
        outcome = _done(await self._call("editMessageReplyMarkup", parameters, turn=(chat_id, priority)))
        if isinstance(outcome, Done):
            self._looks.stripped(chat_id, message_id, before)
        return outcome

    def told(self, chat_id: int, message: Mapping[str, Any]) -> None:
        """See `Messenger.told`."""
        self._looks.told(chat_id, message)

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        """See `Messenger.delete`; one that is too old does not keep the others."""
        outcome: Outcome = Done()
        for start in range(0, len(message_ids), DELETED_AT_ONCE):
            chunk = list(message_ids[start : start + DELETED_AT_ONCE])
            deleted = await self._delete("deleteMessages", chat_id, message_ids=chunk)
            if isinstance(deleted, Gone):
                one_by_one = [await self._delete("deleteMessage", chat_id, message_id=number) for number in chunk]
                deleted = next((each for each in one_by_one if not isinstance(each, Done)), Done())
            if not isinstance(deleted, Done):
                outcome = deleted
        return outcome

    async def blank(self, chat_id: int, message_id: int) -> Outcome:
        """See `Messenger.blank`. Of a file only the words go; no other message is sent in its place."""
        self._looks.forget(chat_id, message_id)
        turn, which = (chat_id, Priority.REPLY), {"chat_id": chat_id, "message_id": message_id}
        outcome = _done(await self._call("editMessageText", which | {"text": BLANK}, turn=turn))
        if isinstance(outcome, Done):
            return outcome
        return _done(await self._call("editMessageCaption", which | {"caption": ""}, turn=turn))

    async def answer(self, callback_id: str, text: str | None = None, *, alert: bool = False) -> Outcome:
        """See `Messenger.answer`. It waits for no turn: Telegram does not count it."""
        parameters: Parameters = {"callback_query_id": callback_id}
        if text:
            parameters |= {"text": text, "show_alert": alert}
        return _done(await self._call("answerCallbackQuery", parameters))

    async def leave(self, chat_id: int) -> Outcome:
        """See `Messenger.leave`. It waits for no turn: nobody reads it."""
        return _done(await self._call("leaveChat", {"chat_id": chat_id}))

    async def download(self, file_id: str) -> AsyncGenerator[bytes, None]:
        """See `Messenger.download`. At most 20 MB, as Telegram gives no more to a bot."""
        file = await self._bot.get_file(file_id)
        async for piece in pieces(self._bot, file.file_path or ""):
            yield piece

    async def _delete(self, method: str, chat_id: int, **which: int | list[int]) -> Outcome:
        return _done(await self._call(method, {"chat_id": chat_id, **which}))

    async def _call(self, method: str, parameters: Parameters, *, turn: tuple[int, Priority] | None = None) -> Any:
        """Call a method, at the chat's turn where it counts; wait and try again as long as that makes sense.

        Returns:
            The result as the Bot API gave it, or the Outcome that stands for the error.
        """
        place: int | None = None
        # What goes to many is repeated on the coordinator's word only: it may have arrived.
        pauses = iter(() if turn is not None and turn[1] is Priority.BROADCAST else RETRIES_AFTER)
        while True:
            if turn is not None:
                place = await self._pace.turn(*turn, place=place)
            try:
                return await call(self._bot, method, parameters)
            except TelegramError as error:
                outcome = understood(error)
            if isinstance(outcome, Failed):
                log.warning("%s was refused: %s", method, outcome.reason)
            if not isinstance(outcome, Later) or not await self._waited(outcome, pauses, turn):
                return outcome

    async def _waited(self, outcome: Later, pauses: Iterator[float], turn: tuple[int, Priority] | None) -> bool:
        """Wait before a new try; False if that is not for us to wait out.

        A pause Telegram asked for is no failed try: it is waited out as often as it is asked for, and
        a caller that waits for turns need not be held here, as no turn comes before its end.
        """
        pause: float | None
        if outcome.asked:
            self._pace.pause(outcome.seconds, turn[1] if turn is not None else Priority.REPLY)
            pause = outcome.seconds if outcome.seconds <= LONGEST_PAUSE else None
        else:
            pause = next(pauses, None)
        if pause is not None and not (outcome.asked and turn is not None):
            await self._sleep(pause)
        return pause is not None


def _sending(chat_id: int, message: Outgoing) -> tuple[str, Parameters]:
    """Return the method that sends it and its parameters."""
    parameters: Parameters = {"chat_id": chat_id}
    if message.protected:
        parameters["protect_content"] = True
    if message.silent:
        parameters["disable_notification"] = True
    if not message.has_file:
        return "sendMessage", parameters | _worded(message)
    if message.text:
        parameters |= {"caption": message.text, "parse_mode": "HTML"}
    parameters |= _keyed(message)
    if message.photo is not None:
        photo = InputFile(message.photo, filename="photo") if isinstance(message.photo, bytes) else message.photo
        return "sendPhoto", parameters | {"photo": photo}
    if message.document is not None:
        return "sendDocument", parameters | {"document": _document(message.document)}
    return "sendVoice", parameters | {"voice": message.voice}


def _document(document: tuple[str, bytes] | str) -> InputFile | str:
    if isinstance(document, str):
        return document
    name, content = document
    return InputFile(content, filename=name)


def _worded(message: Outgoing) -> Parameters:
    # No previews: Telegram would fetch the pages, and the card would hide what counts.
    words = {"text": message.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return words | _keyed(message)


def _keyed(message: Outgoing) -> Parameters:
    """Return the keyboard as plain data: building the library's objects for it costs as much as a send."""
    if not message.keyboard:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_key(key) for key in row] for row in message.keyboard]}}


def _key(key: Key) -> Parameters:
    if key.url:
        return {"text": key.label, "url": key.url}
    if key.copied:
        return {"text": key.label, "copy_text": {"text": key.copied}}
    styled = {"style": key.style} if key.style else {}
    return {"text": key.label, "callback_data": key.data, **styled}


def _sent(answer: Any) -> Outcome:
    return answer if isinstance(answer, Outcome) else Sent(answer["message_id"])


def _done(answer: Any) -> Outcome:
    """Read an answer that is of no use but for being one; `Unchanged` is what was wished for, too."""
    return answer if isinstance(answer, Outcome) and not isinstance(answer, Unchanged) else Done()
