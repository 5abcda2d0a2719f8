"""What a feature brings: its routes, its conversations, its notices, its pages that listen, its commands, its homes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType, ModuleType

from bot.domain.people import Role
from bot.interaction.forms import FormKind
from bot.interaction.listening import Listener
from bot.interaction.plan_routes import PlanRoute
from bot.interaction.request import Request
from bot.interaction.routes import AnyRoute, Route
from bot.notices.kinds import NoticeKind
from bot.plan.context import Moment
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Rows
from conversations.engine.screens import Screen


@dataclass(frozen=True, slots=True)
class CommandKind:
    """A command such as /people: for whom, and what it opens. Shown in the menu in the order of `rank`."""

    name: str
    rank: int
    opens: Callable[[Tx, Request], Screen]
    roles: frozenset[Role] = frozenset()
    """Of which one is needed; none for every member."""
    refuses: bool = True
    """Whether it is refused without such a role, and not only left out of the menu."""
    beforehand: bool = False
    """Whether it is open before the privacy notice is read, as it asks and shows nothing of a plan."""

    def is_shown_to(self, roles: frozenset[Role]) -> bool:
        """Return whether the menu of a person with these roles has the command."""
        return not self.roles or bool(self.roles & roles)


class Every(Enum):
    """How often time alone is looked at: what people wait for, and what a minute more does not harm."""

    SECONDS = "seconds"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class Tick:
    """What time alone does, in a transaction of its own; it returns how many things were done."""

    does: Callable[[Tx, Moment], int]
    every: Every = Every.SECONDS


@dataclass(frozen=True, slots=True)
class HomeKind:
    """The first page of a role. A person with several roles sees the one of the lowest `rank`: what awaits most."""

    role: Role
    rank: int
    opens: Callable[[Tx, Request], Screen]


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that the bot can do. The registry names all of them; nothing else does."""

    name: str
    routes: tuple[AnyRoute, ...] = ()
    forms: tuple[FormKind, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    listeners: Mapping[str, Listener] = field(default_factory=lambda: MappingProxyType({}))
    commands: tuple[CommandKind, ...] = ()
    homes: tuple[HomeKind, ...] = ()
    worked_out: Mapping[str, tuple[str, PlanRoute]] = field(default_factory=lambda: MappingProxyType({}))
    """Questions whose answer can be worked out: the word of the button, and where it leads."""
    under_examples: Rows = ()
    """Rows under the example of any question."""
    ticks: tuple[Tick, ...] = ()
    """What happens by time alone."""
    forgets: tuple[Callable[[Tx, datetime], int], ...] = ()
    """What is kept no longer than it is needed; each returns how many rows it forgot."""


def routes_in(module: ModuleType) -> tuple[AnyRoute, ...]:
    """Return every route that a module declares."""
    return tuple(value for value in vars(module).values() if isinstance(value, Route))
