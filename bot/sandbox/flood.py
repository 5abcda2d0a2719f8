"""How fast a bot may send: Telegram's limits as token buckets. Counts sends and edits; answers to taps are free."""

import math
import time
from dataclasses import dataclass

from bot.sandbox.wire import ApiError

COUNTED_PREFIXES = ("send", "edit", "copy", "forward")
UNCOUNTED = frozenset({"sendChatAction"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What the sandbox enforces.

    Attributes:
        per_second: Messages a second to all chats together; 0 for no limit.
        burst: How many may go at once.
        chat_per_second: Messages a second to one chat, sustained; 0 for no limit.
        chat_burst: How many may go to one chat at once.
        pause_seconds: `retry_after` of a breach of the overall limit; until then everything is refused.
        answer_seconds: How long a tap can be answered.
        delete_seconds: How old a message may be to be deleted.
        webhook_retry_seconds: First pause before an update is posted again; it doubles, up to a minute.
        kept_messages: Messages of one chat that are remembered, so that a long walk does not fill the memory.
    """

    per_second: float = 30
    burst: int = 30
    chat_per_second: float = 1
    chat_burst: int = 20
    pause_seconds: int = 3
    answer_seconds: float = 15
    delete_seconds: int = 48 * 3600
    webhook_retry_seconds: float = 1
    kept_messages: int = 2000

    @classmethod
    def none(cls) -> "Limits":
        """Return limits without any rate, for walks and measurements that are not about rates."""
        return cls(per_second=0, chat_per_second=0)


def counted(method: str) -> bool:
    """Return whether a method counts against the rates."""
    return method.startswith(COUNTED_PREFIXES) and method not in UNCOUNTED


class _Bucket:
    """`burst` tokens, refilled at `rate` a second."""

    __slots__ = ("at", "burst", "rate", "shut_until", "tokens")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.at, self.shut_until = float(burst), now, now

    def refill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now


class Flood:
    """The buckets of a bot: one for all chats, one for each chat."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = _Bucket(limits.per_second, limits.burst, time.monotonic())
        self._chats: dict[object, _Bucket] = {}
        self.breaches = 0

    def admit(self, chat_id: object) -> None:
        """Take one token of both buckets.

        Raises:
            ApiError: 429 with `retry_after` in seconds; a bot that goes on before that is refused again.
        """
        limits, now = self._limits, time.monotonic()
        overall, mine = self._overall, None
        if limits.per_second:
            overall.refill(now)
            self._pass(overall, now, limits.pause_seconds)
        if limits.chat_per_second:
            mine = self._chats.get(chat_id)
            if mine is None:
                mine = self._chats[chat_id] = _Bucket(limits.chat_per_second, limits.chat_burst, now)
            mine.refill(now)
            self._pass(mine, now, math.ceil(1 / limits.chat_per_second))
            mine.tokens -= 1
        overall.tokens -= 1

    def _pass(self, bucket: _Bucket, now: float, pause: int) -> None:
        if bucket.tokens >= 1 and now >= bucket.shut_until:
            return
        if now >= bucket.shut_until:
            bucket.shut_until = now + pause
        self.breaches += 1
        wait = max(1, math.ceil(bucket.shut_until - now))
        raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
