"""Taps on inline buttons and their answers: each is to be answered once, within Telegram's time."""

import secrets
from collections import deque
from dataclasses import dataclass

from bot.sandbox.clock import Clock
from bot.sandbox.wire import Json, bad_request

KEPT = 500
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Tap:
    """One tap.

    Attributes:
        id: The `callback_query.id`.
        at: When, by the sandbox's clock.
        answer: Parameters of the answer; None until there is one.
    """

    id: str
    chat_id: int
    data: str
    at: float
    answer: Json | None = None

    def shown(self) -> Json:
        """Return the tap as the control API tells it."""
        answer = self.answer or {}
        return {
            "callback_query_id": self.id,
            "data": self.data,
            "at": self.at,
            "answered": self.answer is not None,
            "text": answer.get("text", ""),
            "show_alert": answer.get("show_alert", False),
        }


class Taps:
    """All taps; details of the latest. `repeated` counts second answers.

    Args:
        clock: Tells how old a tap is.
        seconds: How long it can be answered.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._by_chat: dict[int, deque[Tap]] = {}
        self._open: dict[str, Tap] = {}
        self._doubtful: set[str] = set()
        self.repeated = 0

    @property
    def unanswered(self) -> int:
        """How many have no answer, the expired ones included."""
        return len(self._open)

    def add(self, chat_id: int, data: str) -> Tap:
        """Note a tap."""
        tap = Tap(str(secrets.randbits(62)), chat_id, data, self._clock.now())
        self._open[tap.id] = tap
        self._by_chat.setdefault(chat_id, deque(maxlen=KEPT)).append(tap)
        return tap

    def answer(self, query_id: str, params: Json) -> Tap:
        """Note the answer and return the tap.

        Raises:
            ApiError: unknown, answered already, or too late. Lateness is excusable, and a second answer where the
                bot did not hear of the success of its first.
        """
        tap = self._open.get(query_id)
        if tap is None:
            self.repeated += any(query_id == old.id for taps in self._by_chat.values() for old in taps)
            raise bad_request(TOO_OLD, excusable=query_id in self._doubtful)
        if self._clock.now() - tap.at > self._seconds:
            raise bad_request(TOO_OLD, excusable=True)
        tap.answer = {name: value for name, value in params.items() if name != "callback_query_id"}
        del self._open[query_id]
        return tap

    def doubt(self, query_id: str) -> None:
        """Note that the bot did not hear that its answer was taken."""
        self._doubtful.add(query_id)

    def of(self, chat_id: int) -> list[Tap]:
        """Return the latest taps of a person, oldest first."""
        return list(self._by_chat.get(chat_id, ()))
