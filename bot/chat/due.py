"""What a chat is still to be shown: of what comes faster than it can be shown, the last, and all that has to be seen.

Every update is applied before it stands here: nothing that anybody typed or tapped is lost with a screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.chat.pace import Priority
from bot.chat.updates import Understood
from bot.interaction.request import Response, Tap
from conversations.engine.screens import Page, Question, Screen

MANY: Final = 20
"""Screens that give way to one: the person who wrote so many at once is asked to slow down."""
MOST_LINES: Final = 20
"""Answers told in one line each above the present question, and old messages that lose their buttons."""
TOLD_ONCE: Final = frozenset({"code/chosen"})
"""Pages that nothing shows a second time, besides those with a file, a link or a page that follows."""


@dataclass(slots=True)
class Due:
    """A reply that has not left, and what is left to do of those that gave way to it.

    Attributes:
        understood: the update it answers.
        response: what to show.
        count: how many updates it answers.
        fresh: it belongs below what was typed, or answered in another message.
        taps: taps nobody has answered, with what to tell; all others are answered already.
        rows: of updates whose taps are answered.
        tapped: messages that were tapped, as they were then.
        erase: what was typed and must not stay in the chat.
        hides: what was typed or tapped, and goes once the gate of a discreet person shuts.
        lines: what was answered before, a line each.
        commands: those to show from now on.
    """

    understood: Understood
    response: Response
    count: int = 1
    fresh: bool = False
    taps: dict[str, Response] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    tapped: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    erase: list[int] = field(default_factory=list)
    hides: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    commands: tuple[str, ...] | None = None

    @classmethod
    def of(cls, understood: Understood, response: Response, row_id: int = 0) -> "Due":
        """Make the reply to one update."""
        due = cls(understood, response, fresh=response.fresh, commands=response.commands)
        if understood.callback_id:
            due.taps[understood.callback_id] = response
            due.rows.add(row_id)
        if understood.tapped:
            due.tapped[understood.tapped["message_id"]] = understood.tapped
        if response.erase and understood.message_id is not None:
            due.erase.append(understood.message_id)
        elif response.hides and understood.message_id is not None:
            due.hides.append(understood.message_id)
        return due

    @property
    def chat_id(self) -> int:
        """Return the chat it is for."""
        return self.understood.sender.chat_id

    @property
    def priority(self) -> Priority:
        """Return who goes first: a known person before any stranger."""
        return Priority.STRANGER if self.response.person_id is None else Priority.REPLY

    @property
    def message_id(self) -> int:
        """Return the message whose button was tapped; 0 where something else was done."""
        return self.understood.incoming.message_id if isinstance(self.understood.incoming, Tap) else 0

    def follow(self, before: "Due", line: str) -> None:
        """Take the place of a reply that nobody has seen; `line` tells the answer on it, if there was one."""
        self.count += before.count
        self.fresh = self.fresh or before.fresh
        self.rows |= before.rows
        self.tapped = dict([*before.tapped.items(), *self.tapped.items()][-MOST_LINES:])
        self.erase = [*before.erase, *self.erase]
        self.hides = [*before.hides, *self.hides]
        self.lines = [*before.lines, *([line] if line else []), *self.lines][-MOST_LINES:]
        self.commands = before.commands if self.commands is None else self.commands

    def gives_way(self, later: "Due") -> bool:
        """Return whether nobody misses it once the later one is shown."""
        screens = self.response.screens
        return screens == later.response.screens or (len(screens) == 1 and not _stays(screens[0]))


def _stays(screen: Screen) -> bool:
    """Return whether it holds something that the next screen would not show."""
    if isinstance(screen, Question):
        return False
    return screen.has_file or screen.then is not None or bool(screen.values.get("link")) or _is_told_once(screen)


def _is_told_once(page: Page) -> bool:
    return page.template in TOLD_ONCE
