"""What stays the same while the bot runs, and one moment of it. No decision lives here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.calls import Call, WorkingDays
from bot.domain.distress import Distress
from bot.domain.programmes import Programme
from bot.domain.schooldays import SchoolCalendar
from bot.rendering.renderer import Renderer
from bot.storage.calls import CallRow
from bot.storage.networks import Organisation


@dataclass(frozen=True, slots=True)
class AppContext:
    """What stays the same while the bot runs: programme models, languages, holidays, the bot's own address."""

    programmes: Mapping[str, Programme]
    renderer: Renderer
    working_days: WorkingDays
    zone: ZoneInfo
    schools: SchoolCalendar
    distress: Callable[[str], tuple[Distress, ...]]
    """Hears of what distress a text tells."""
    username: str = ""
    rate: float = 25.0
    """Messages a second, to say how long many of them take."""
    organisations: dict[int, Organisation] = field(default_factory=dict, repr=False, compare=False)
    """Organisations looked up already, by id: reading one again at each tap costs a twentieth of it (measured)."""
    calls: dict[CallRow, Call] = field(default_factory=dict, repr=False, compare=False)
    """Calls put together already, by what is stored of them."""

    @property
    def language_names(self) -> dict[str, str]:
        """The languages there are, each as its readers call it, by its code."""
        return {code: self.renderer.own_name(code) for code in self.renderer.catalogues.languages}

    def link(self, code: str) -> str:
        """Return the deep link that opens the bot with a code."""
        return f"https://t.me/{self.username}?start={code}"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: the application around it, the time, and a code nobody has seen, for a caller who needs a new one."""

    app: AppContext
    now: datetime
    code: str

    @property
    def today(self) -> date:
        """The day it is where the network lives."""
        return self.now.astimezone(self.app.zone).date()
