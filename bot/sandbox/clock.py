"""The sandbox's own time: the machine's, plus an offset that a tester moves. Everything dated here asks this clock."""

import time


class Clock:
    """Seconds since 1970, moved by `offset` seconds."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        """Return Telegram's present moment, in seconds since 1970."""
        return time.time() + self.offset

    def date(self) -> int:
        """Return the moment as messages carry it."""
        return int(self.now())
