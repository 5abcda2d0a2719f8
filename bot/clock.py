"""The one place where the time is read: the machine's, plus an offset that only demos and tests set."""

import logging
from datetime import UTC, datetime, timedelta

import aiohttp

log = logging.getLogger(__name__)

SECONDS_TO_ANSWER = 2.0


class Clock:
    """The time, in UTC."""

    def __init__(self, url: str | None = None) -> None:
        """Read the machine's time; with `url`, add the offset in seconds that is found there."""
        self._url = url
        self._offset = timedelta(0)

    def __call__(self) -> datetime:
        """Return the time now."""
        return datetime.now(UTC) + self._offset

    async def look(self) -> None:
        """Read the offset again; without an address, or an answer, it stays as it is."""
        if self._url is None:
            return
        try:
            timeout = aiohttp.ClientTimeout(total=SECONDS_TO_ANSWER)
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(self._url) as answer:
                self._offset = timedelta(seconds=float((await answer.json())["offset"]))
        except (TimeoutError, aiohttp.ClientError, ValueError, KeyError) as error:
            log.warning("the clock's offset could not be read: %s", type(error).__name__)
