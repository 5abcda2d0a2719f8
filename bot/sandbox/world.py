"""Everything one sandbox holds, put together. Has no rule of its own."""

import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.sandbox import facts
from bot.sandbox.archive import Archive
from bot.sandbox.clock import Clock
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.flood import Flood, Limits
from bot.sandbox.journal import Journal
from bot.sandbox.people import People
from bot.sandbox.profile import Profile
from bot.sandbox.taps import Taps
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

TOKEN = re.compile(r"(\d{1,19}):[A-Za-z0-9_-]+")
UNCLEAN_GAP = 10_000
"""Numbers skipped after a kill: the last second of them may have been given out and not written."""


def new_token() -> str:
    """Return a token as BotFather gives it."""
    return f"{secrets.randbelow(9 * 10**9) + 10**9}:{secrets.token_urlsafe(26)[:35]}"


class World:
    """The state behind the two APIs.

    Args:
        token: The bot's token; the digits before the colon are the bot's id.
        username: The bot's username.
        data: The file (or folder) that remembers, or None.
        limits: What is enforced.
        story: Whatever the page is to show of the people.
        log: Whether good requests are kept in the log.

    Raises:
        ValueError: the token is none.
    """

    def __init__(
        self,
        token: str,
        username: str,
        data: Path | None,
        limits: Limits,
        story: Mapping[str, object] | None,
        *,
        log: bool,
    ) -> None:
        match = TOKEN.fullmatch(token)
        if match is None:
            raise ValueError("a bot token is a number, a colon and letters, as 123456:ABC")
        self.token = token
        self.revoked = False
        self.limits = limits
        self.story: Mapping[str, object] = story or {}
        self.facts = facts.load()
        self.clock = Clock()
        self.archive = Archive(data / "telegram.sqlite3" if data and data.is_dir() else data)
        self.people = People(self.archive, limits.kept_messages)
        self.updates = Updates(self.archive, self.facts.update_kinds)
        self.taps = Taps(self.clock, limits.answer_seconds)
        self.files = Files(self.archive)
        self.profile = Profile(self.archive, int(match.group(1)), username)
        self.webhook = Webhook(self.archive, self.updates, limits.webhook_retry_seconds)
        self.flood = Flood(limits)
        self.faults = Faults()
        self.journal = Journal(self.clock, details=log)
        self.events = Events()

    def open(self) -> None:
        """Take up what the archive remembers and begin to write behind.

        Raises:
            sqlite3.Error: the file is damaged or cannot be written.
            OSError: its folder cannot be made.
        """
        records = self.archive.open()
        for part in (self.people, self.updates, self.files, self.profile, self.webhook):
            part.restore(records)
        numbers = records.get("bot", {}).get("numbers", {})
        self.clock.offset = records.get("bot", {}).get("clock", {}).get("offset", 0.0)
        if records:
            # Closed well, the numbers go on from where they stood; after a kill they leave a gap.
            gap = 0 if numbers else UNCLEAN_GAP
            self.updates.last_id = max(self.updates.last_id, numbers.get("update", 0)) + gap
            self.people.last_message_id = max(self.people.last_message_id, numbers.get("message", 0)) + gap
            self.archive.put("bot", "numbers", None)
        self.archive.put("bot", "opened", {"opened": self.clock.now()})
        self.archive.start()

    async def close(self) -> None:
        """Let go of those who wait, and write everything."""
        self.updates.close()
        self.events.close()
        await self.webhook.stop()
        numbers = {"update": self.updates.last_id, "message": self.people.last_message_id}
        self.archive.put("bot", "numbers", numbers)
        await self.archive.close()

    def tell(self, story: Mapping[str, object]) -> None:
        """Replace what the page shows of the people."""
        self.story = story
        self.events.emit("story")

    def move_clock(self, offset: float) -> None:
        """Set the clock's offset, in seconds."""
        self.clock.offset = offset
        self.archive.put("bot", "clock", {"offset": offset})
        self.events.emit("clock", offset=offset)
