"""Days of a stay, sealed for everybody, so that no pattern tells whose life depends on it: opened, then compared here.

SQL narrows by what is plain (states, calls, organisations); what is left is few enough to be opened one by one.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.transaction import Tx

Pair: TypeAlias = tuple[date | None, date | None]
"""The first day and the last one."""

_REMEMBERED: Final = 20_000
"""Values that a process opens once: the clock looks through the same stays again and again."""


def sealed(tx: Tx, days: Sequence[date | None], column: str) -> bytes:
    """Return two days as they are kept in a column."""
    return tx.cipher.seal_json([day and day.isoformat() for day in days], column)


def opened(tx: Tx, kept: bytes | None, column: str) -> Pair:
    """Return the two days that were sealed for a column."""
    return _opened(tx.cipher, kept, column) if kept else (None, None)


def stay(tx: Tx, kept: bytes | None) -> Pair:
    """Return the first and the last day that stand in the column of a plan."""
    return opened(tx, kept, "plans.stay")


def sealed_stay(tx: Tx, departure: date | None, homecoming: date | None) -> bytes:
    """Return the first and the last day as a plan keeps them."""
    return sealed(tx, (departure, homecoming), "plans.stay")


def keys(tx: Tx, plan_id: int, day: date) -> list[bytes]:
    """Return every hash under which a day of a plan may have been kept, the newest first; no other plan's is equal."""
    return tx.cipher.blinds(f"{plan_id}:{day.isoformat()}", "reminders.anchor")


def mark(tx: Tx, plan_id: int, day: date) -> str:
    """Return a word that stands for a day of a plan where a day would be read."""
    return keys(tx, plan_id, day)[0].hex()[:32]


@lru_cache(_REMEMBERED)
def _opened(cipher: Cipher, kept: bytes, column: str) -> Pair:
    first, last = (day and date.fromisoformat(day) for day in cipher.open_json(kept, column))
    return first, last
