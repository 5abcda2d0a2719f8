"""Commands: those that a person sees, in the order of use, and what each opens.

Each has a name in the code and one in each language, `slash_<name>` of `templates/buttons/slashes.j2`: all of them work
on every telephone, the menu offers those of its language.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from bot.domain.people import Refused
from bot.features.feature import CommandKind
from bot.interaction.request import Command, Request
from bot.rendering.renderer import Reader, Renderer
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.screens import Screen

OF_STRANGERS = ("start", "help")
"""The commands of a stranger: only the way in."""


class Commands:
    """All commands that features declare, in the order of their rank."""

    def __init__(self, kinds: Iterable[CommandKind]) -> None:
        self.kinds = {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.rank)}

    def of(self, person: Person | None) -> tuple[str, ...]:
        """Return the names of the commands to show a person; a stranger has only the way in."""
        if person is None:
            return OF_STRANGERS
        return tuple(kind.name for kind in self.kinds.values() if kind.is_shown_to(person.roles))

    def beforehand(self, name: str) -> bool:
        """Tell whether a command is open before the privacy notice is read."""
        return name in self.kinds and self.kinds[name].beforehand

    def opened(self, tx: Tx, request: Request, command: Command) -> Screen:
        """Open what a command says, typed or chosen. Raises Refused: "unknown_command", "not_for_you"."""
        kind = self.kinds.get(command.name) or self.kinds.get(
            _meant(request.moment.app.renderer, tuple(self.kinds)).get(command.name, "")
        )
        if kind is None:
            raise Refused("unknown_command")
        if kind.refuses and not kind.is_shown_to(request.person.roles):
            raise Refused("not_for_you")
        return kind.opens(tx, request)


@cache
def _meant(renderer: Renderer, names: tuple[str, ...]) -> Mapping[str, str]:
    """Return the commands by their names in all languages, read once."""
    languages = renderer.catalogues.languages
    return {renderer.slash(name, Reader(language=language)): name for language in languages for name in names}
