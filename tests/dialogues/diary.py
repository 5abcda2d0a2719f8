"""What arrives on a person's telephone by itself while time goes by: the day, the local hour, what it says."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.features.reminders.views import Awaiting
from conversations.engine.screens import Page
from tests.support.phones import Message, Phone
from tests.support.town import Town, name_of


class Diary:
    """Watches telephones: `pages` are the messages that came while nobody but the clock acted, the oldest first."""

    def __init__(self, town: Town, **phones: Phone) -> None:
        self.town = town
        self.phones = phones
        self.pages: dict[str, list[tuple[datetime, str]]] = {name: [] for name in phones}

    async def days(self, count: int, *, until: datetime | None = None) -> None:
        """Let days go by, one look a day at the same hour of the clock in UTC."""
        for _ in range(count):
            await self.passes(days=1)
            if until is not None and self.town.clock() >= until:
                return

    async def passes(self, **time: float) -> None:
        """Let time go by at once, and write down what came."""
        before = {name: len(await phone.messages()) for name, phone in self.phones.items()}
        await self.town.passes(**time)
        for name, phone in self.phones.items():
            for message in (await phone.messages())[before[name] :]:
                self.pages[name].append((self.town.clock(), self._told(message)))

    def _told(self, message: Message) -> str:
        """Tell the template; of a professional's message of the day also what it counts."""
        screen = self.town.screen_of(str(message.get("text") or message.get("caption") or ""))
        if screen is None:
            return "?"
        if name_of(screen) != "summary/day" or not isinstance(screen, Page):
            return name_of(screen)
        found: Awaiting = screen.values["awaiting"]
        recalled = [f"{count} {kind}" for kind, count in found.recalled]
        counts = {"to read": found.to_read, "to decide": found.to_decide, "aloud": found.aloud, "news": found.news}
        dated = [f"{each.count} {each.what} {each.until}{chr(33) * each.pressed}" for each in found.dated]
        counts |= {"messages": found.letters, "questions": found.questions, "to go again": found.again}
        said = [f"{count} {what}" for what, count in counts.items() if count]
        return ", ".join([*said, *recalled, *dated, *(["the week"] if screen.values["week"] else [])])

    def of(self, name: str, zone: ZoneInfo | None = None) -> list[str]:
        """Return day, hour and template of what came to a person, by the clock of a place."""
        there = zone or self.town.app.app_context.zone
        return [f"{at.astimezone(there):%Y-%m-%d %H} {template}" for at, template in self.pages[name]]

    async def hour(self, hour: int, minute: int = 0, zone: ZoneInfo | None = None) -> None:
        """Go on to the next time it is that hour there."""
        here = self.town.clock().astimezone(zone or self.town.app.app_context.zone)
        there = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if there <= here:
            there += timedelta(days=1)
        await self.passes(seconds=(there - here).total_seconds())
