"""Every request with its verdict: exact counts of all, details of the latest. Judges nothing itself."""

from collections import Counter, deque
from typing import Literal

from bot.sandbox.clock import Clock
from bot.sandbox.wire import NOT_MODIFIED, ApiError, Json

Verdict = Literal["ok", "refused", "fault"]
KEPT = 5000
KEPT_REFUSALS = 500
QUIET = frozenset({"getUpdates"})


class Journal:
    """The log of requests.

    Args:
        clock: Dates the entries.
        details: Whether good requests are kept too, or only counted.
    """

    def __init__(self, clock: Clock, *, details: bool) -> None:
        self._clock = clock
        self._details = details
        self._latest: deque[Json] = deque(maxlen=KEPT)
        self._refused: deque[Json] = deque(maxlen=KEPT_REFUSALS)
        self.by_method: Counter[str] = Counter()
        self.requests = 0
        self.refused = 0
        self.faults = 0
        self.downloads = 0
        self.unmodified = 0

    def note(self, method: str, params: Json, verdict: Verdict, error: ApiError | None = None) -> None:
        """Count a request, and keep it where it is worth keeping; a good poll is not."""
        self.requests += 1
        self.by_method[method] += 1
        self.unmodified += bool(error and verdict != "fault" and NOT_MODIFIED in error.description)
        if verdict == "ok" and error is None and (method in QUIET or not self._details):
            return
        entry: Json = {
            "n": self.requests,
            "at": self._clock.now(),
            "method": method,
            "chat_id": params.get("chat_id"),
            "params": params,
            "verdict": verdict,
        }
        if error:
            entry |= {"error_code": error.code, "description": error.description}
        self._latest.append(entry)
        if verdict == "refused":
            self.refused += 1
            self._refused.append(entry)
        elif verdict == "fault":
            self.faults += 1

    def since(self, number: int) -> list[Json]:
        """Return the kept entries after this number."""
        return [entry for entry in self._latest if entry["n"] > number]

    def refusals(self) -> list[Json]:
        """Return the latest refused requests."""
        return list(self._refused)
