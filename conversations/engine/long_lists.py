"""One of very many: shown a few at a time, and narrowed by typing a few letters of its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conversations.engine.answers import Facts, Json
from conversations.engine.choices import Choice, offered
from conversations.engine.keyboard import Button, Pick, Plain, Problem, Rows, answering, column
from conversations.engine.replies import Reply, Said, Tapped
from conversations.engine.widgets import Ear, Half, Read, Taken, plain

AT_ONCE = 8
"""Names shown at a time: as many as a telephone shows without scrolling."""
TURN = ">"
"""In front of the number of a page."""


@dataclass(frozen=True, kw_only=True)
class LongList(Choice):
    """One of `options`, each known by the name that `names` gives it; the order is that of `options`."""

    names: Callable[[Facts], Mapping[str, str]]

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read one that is tapped, the only one with these letters, another page, or those that are left to choose."""
        match reply:
            case Tapped(value) if value.startswith(TURN) and value[1:].isdecimal():
                return Half({"find": self._wanted(scratch), "page": int(value[1:])})
            case Said(text) if plain(text) and ear.choice(text) is None:
                return self._found(plain(text), facts)
            case _:
                return super().read(reply, scratch, facts, ear)

    def _found(self, wanted: str, facts: Facts) -> Read[str]:
        found = self._with_letters(wanted, facts)
        names = self.names(facts)
        called = [option for option in found if plain(names.get(option, "")) == wanted]
        if len(found) == 1 or len(called) == 1:
            return Taken((called or found)[0])
        return Half({"find": wanted, "page": 0}) if found else Problem("nothing_with_these_letters")

    def _with_letters(self, wanted: str, facts: Facts) -> list[str]:
        """Return the options whose names have each typed word somewhere; all of them where nothing was typed."""
        options, names = offered(self.options, facts), self.names(facts)
        if not wanted:
            return list(options)
        return [each for each in options if all(word in plain(names.get(each, "")) for word in wanted.split())]

    @staticmethod
    def _wanted(scratch: Json) -> str:
        return str(scratch.get("find", "")) if isinstance(scratch, dict) else ""

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return one name a row; below them the way to those before and after, where there are any."""
        found = self._with_letters(self._wanted(scratch), facts)
        last = max(0, (len(found) - 1) // AT_ONCE)
        page = min(scratch.get("page", 0), last) if isinstance(scratch, dict) else 0
        shown = [Button(Pick(option), answering(option)) for option in found[page * AT_ONCE : (page + 1) * AT_ONCE]]
        turns = [Button(Plain("◀"), answering(f"{TURN}{page - 1}"))] if page else []
        turns += [Button(Plain("▶"), answering(f"{TURN}{page + 1}"))] if page < last else []
        return (*column(*shown), *((tuple(turns),) if turns else ()))
