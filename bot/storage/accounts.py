"""Numbers of accounts at Telegram, never in plain: a keyed hash to find one again, a sealed value to write to it."""

from collections.abc import Iterable
from typing import Final

from bot.storage.kernel.transaction import Tx

PURPOSE: Final = "people.chat"
"""What the hashes of `people` and of `inbox` are made for: the same, as who waits is compared with who is known."""


def key(tx: Tx, chat_id: int) -> bytes:
    """Return the hash under which an account is kept."""
    return tx.cipher.blind(str(chat_id), PURPOSE)


def keys(tx: Tx, chat_id: int) -> list[bytes]:
    """Return every hash under which an account may have been kept: one for each key, the newest first."""
    return tx.cipher.blinds(str(chat_id), PURPOSE)


def by_key(tx: Tx, chat_ids: Iterable[int]) -> dict[bytes, int]:
    """Return these accounts by the hashes under which they may have been kept."""
    return {hashed: chat_id for chat_id in chat_ids for hashed in keys(tx, chat_id)}


def sealed(tx: Tx, chat_id: int, column: str) -> bytes:
    """Return an account as it is kept in a column, to be written to."""
    return tx.cipher.seal(str(chat_id), column)


def opened(tx: Tx, chat: bytes, column: str) -> int:
    """Return the account that was sealed for a column."""
    return int(tx.cipher.open_text(chat, column))
