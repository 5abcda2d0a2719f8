"""What became of a message: every error of Telegram as a value, in this one place.

Nothing here sends or decides; who may be told what after a failure is for the caller to say.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.chat.request import NotSent

UNREACHABLE_FOR: Final = 30.0
"""Seconds to leave Telegram alone after it could not be reached."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It stands in the chat, new or edited."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Done:
    """Something was done that leaves no message: a keyboard removed, a tap answered."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It stood there already, word for word."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person has blocked the bot, and may unblock it."""


@dataclass(frozen=True, slots=True)
class Deactivated:
    """The person's account is gone for good."""


@dataclass(frozen=True, slots=True)
class NoChat:
    """There is no such chat, or the person never started the bot."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """The chat has another id from now on."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: to be tried again.

    Attributes:
        seconds: how long to wait first.
        asked: Telegram itself asked for it (429); otherwise it could not be reached, or broke, and
            nobody knows whether the message arrived.
        unsent: there was no connection at all, so that it certainly did not arrive.
    """

    seconds: float
    asked: bool = False
    unsent: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """The message to change is not there, or can no longer be changed."""


@dataclass(frozen=True, slots=True)
class TooOld:
    """The tap was too long ago to be answered; its effect stands."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Telegram will never accept it: a mistake of ours. `reason` is for the log."""

    reason: str


Outcome = Sent | Done | Unchanged | Blocked | Deactivated | NoChat | Migrated | Later | Gone | TooOld | Failed

# The Bot API has codes for kinds of errors only; these words of its descriptions tell them apart.
_BAD_REQUESTS: Final[tuple[tuple[str, Outcome], ...]] = (
    ("message is not modified", Unchanged()),
    ("query is too old", TooOld()),
    ("query id is invalid", TooOld()),
    ("message to edit not found", Gone()),
    ("message can't be edited", Gone()),
    ("there is no text in the message", Gone()),
    ("message to delete not found", Gone()),
    ("message can't be deleted", Gone()),
    ("message_id_invalid", Gone()),
    ("message identifier is not specified", Gone()),
    ("chat not found", NoChat()),
    ("user not found", NoChat()),
    ("peer_id_invalid", NoChat()),
)
_FORBIDDEN: Final[tuple[tuple[str, Outcome], ...]] = (
    ("user is deactivated", Deactivated()),
    ("can't initiate conversation", NoChat()),
    ("can't send messages to bots", NoChat()),
)


def understood(error: TelegramError) -> Outcome:
    """Return the value an error stands for."""
    match error:
        case RetryAfter():
            return Later(_seconds(error.retry_after), asked=True)
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden():
            return _by_words(error, _FORBIDDEN, Blocked())
        case BadRequest():  # a subclass of NetworkError in the library, and no trouble of the network
            return _by_words(error, _BAD_REQUESTS, Failed(error.message))
        case NotSent():
            return Later(UNREACHABLE_FOR, unsent=True)
        case NetworkError():
            return Later(UNREACHABLE_FOR)
    return Failed(error.message)


def _by_words(error: TelegramError, known: tuple[tuple[str, Outcome], ...], otherwise: Outcome) -> Outcome:
    description = error.message.lower()
    return next((outcome for words, outcome in known if words in description), otherwise)


def _seconds(given: float | timedelta) -> float:
    return given.total_seconds() if isinstance(given, timedelta) else float(given)
