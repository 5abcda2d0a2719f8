"""Which updates can be handled at all: one that cannot be read is put aside, and neither stops nor delays another.

Telegram writes none such; a proxy in between, or a mistake of ours, might.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from bot.chat.updates import Unreadable, chat_of, is_number, understand

LONGEST_KEPT: Final = 2**16
"""Bytes of an unreadable update that are kept, to be looked at."""
_TROUBLES: Final = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""All that reading plain data can raise."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Hold an update that cannot be handled. `update_id` is None where it has none that can be kept."""

    update_id: int | None
    chat_id: int
    body: bytes
    reason: str


def parted(updates: Iterable[Any]) -> tuple[list[dict[str, Any]], list[Unread]]:
    """Return the updates that can be handled, in their order, and the others."""
    readable: list[dict[str, Any]] = []
    unread: list[Unread] = []
    for update in updates:
        reason = _trouble(update)
        if reason is None:
            readable.append(update)
        else:
            unread.append(_unread(update, reason))
    return readable, unread


def packed(update: dict[str, Any]) -> bytes:
    """Return an update as it is kept."""
    return json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode()


def _trouble(update: Any) -> str | None:
    """Return why an update cannot be handled, in words of ours: those of an unexpected error may repeat a person's."""
    try:
        if not isinstance(update, dict) or not is_number(update.get("update_id")):
            raise Unreadable("update_id is no number")  # noqa: TRY301 - all reasons end in one place
        chat_of(update)
        understand(update)
        packed(update)
    except Unreadable as error:
        return str(error)
    except _TROUBLES as error:
        return type(error).__name__
    return None


def _unread(update: Any, reason: str) -> Unread:
    number = update.get("update_id") if isinstance(update, dict) else None
    chat_id = 0
    with suppress(Unreadable, AttributeError):
        chat_id = chat_of(update)
    try:
        body = json.dumps(update).encode()
    except _TROUBLES:
        body = b""
    return Unread(number if is_number(number) else None, chat_id, body if len(body) <= LONGEST_KEPT else b"", reason)
