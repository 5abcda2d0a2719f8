"""Record what the buttons of this release open, for `test_old_buttons.py` of all later ones.

    .venv/bin/python -P -m tests.recorded.record 0.3.0

A world is built by the real application, and in each of its chats every kind of button is tapped that screens carry
there. Beside this file two others are left: the world as a backup, and the buttons with what each opened.
"""

import asyncio
import gzip
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.features.registry import COMMANDS, DISPATCHER
from bot.interaction.forms import PHASES
from bot.interaction.routes import decode_id
from bot.plan.context import AppContext
from bot.storage import backup, people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.sessions import Session
from tests.recorded.entrance import Opened, buttons_on, commanded, opened, tapped, undone
from tests.recorded.inhabitants import PRESENT, World
from tests.recorded.world import built
from tests.support.town import Town

HERE = Path(__file__).parent
KEY = "a key for tests that is long enough"
"""The key of every town of tests; it opens invented people only."""

AT_MOST: Mapping[str, int] = {"q": 4, "n": 40, "g": 10}
"""Buttons of one kind that people of one role try out together; of any other, what `EACH` tries out in one chat."""
EACH = 60
KEPT: Mapping[str, int] = {"q": 1, "n": 8}
"""Rows that are kept of each form of a button, one for each thing that it opens; of any other, `KEPT_DOORS`."""
KEPT_DOORS = 3
FEW_REFUSED = 2
DEPTHS = 3
"""So many people begin each short conversation and leave it, each a step further than the one before."""

NAVIGATION = ("agree", "back", "edit", "example", "pause", "skip", "stop", "talk", "unknown")


def words() -> dict[str, list[str]]:
    """List every word that this release knows, by letter."""
    held: dict[str, list[str]] = {}
    for letter, word in DISPATCHER.router.routes:
        held.setdefault(letter, []).append(word)
    return {**held, "q": sorted(PHASES), "n": list(NAVIGATION)}


def word_of(data: str) -> tuple[str, str]:
    """Split off the letter and the word of a button; of an answer, the kind of form it is written on."""
    letter, *rest = data.split(":")
    if letter == "q":
        token = rest[0]
        return letter, f"p{token[-1]}" if token[0] == "p" else token[0]
    return letter, rest[-1] if letter == "n" else rest[0]


def kind_of(data: str) -> tuple[str, ...]:
    """Reduce a button to its form: its words, without the numbers of what it is about."""
    letter, word = word_of(data)
    parts = data.split(":")
    if letter == "q":
        return letter, word, parts[3].partition(".")[0]
    if letter == "n":
        return letter, word, parts[1][0]
    if letter == "g" and word != "answer":
        return letter, word, str(len(parts)), *parts[2:3]
    if letter == "b" and word in {"thread", "change"}:
        return letter, word, str(len(parts)), parts[2 if word == "thread" else 3]
    if letter == "d" and word in {"by", "set", "change", "filter", "seen"}:
        return letter, word, str(len(parts)), *(part for part in parts[2:4] if len(part) > 3)
    return letter, word, str(len(parts))


@dataclass
class Recording:
    """All that is tapped in a world, and what it opened."""

    tx: Tx
    app_context: AppContext
    world: World
    chats: Mapping[int, list[str]]
    """Buttons in each chat."""
    found: dict[tuple[int, str], Opened] = field(default_factory=dict)
    begun: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    tried: dict[tuple[str, ...], int] = field(default_factory=lambda: defaultdict(int))

    def made(self) -> None:
        """Leave conversations open, then look at everything from everywhere."""
        for chat in self.chats:
            self._looks(chat, self.chats[chat], begins=True)
        self.found.clear()
        self.tried.clear()
        for chat in self.chats:
            self._looks(chat, self.chats[chat])
        for name, data in self.world.surely:
            self._tap(self.world.phones[name].account, data)

    def _looks(self, chat: int, shown: list[str], *, begins: bool = False) -> None:
        """Tap all that can be reached from what a chat shows, each kind a few times."""
        role = _role(people.by_chat(self.tx, chat))
        waiting, seen = [*self._homes(chat), *reversed(shown)], set[str]()
        while waiting:
            data = waiting.pop(0)
            if data in seen or not self._is_worth_it(chat, role, data):
                continue
            seen.add(data)
            response = self._tap(chat, data)
            waiting += buttons_on(response)
            if begins and any(each.startswith("q:c") for each in buttons_on(response)):
                shown += self._leaves_open(chat, data)

    def _is_worth_it(self, chat: int, role: str, data: str) -> bool:
        """Return whether few of that kind were tried yet, by people of a role together or in a chat."""
        kind = kind_of(data)
        who, most = (role, AT_MOST[kind[0]]) if kind[0] in AT_MOST else (str(chat), EACH)
        self.tried[who, *kind] += 1
        return self.tried[who, *kind] <= most

    def _homes(self, chat: int) -> Iterator[str]:
        person = people.by_chat(self.tx, chat)
        for name in COMMANDS.of(person):
            yield from buttons_on(undone(self.tx, partial(commanded, self.tx, self.app_context, PRESENT, chat, name)))

    def _tap(self, chat: int, data: str) -> Any:
        response = undone(self.tx, lambda: tapped(self.tx, self.app_context, PRESENT, chat, data))
        self.found[chat, data] = opened(response)
        return response

    def _leaves_open(self, chat: int, data: str) -> list[str]:
        """Begin a conversation that few have begun, go some way, and leave it; returns the buttons then shown."""
        person = people.by_chat(self.tx, chat)
        name = undone(self.tx, lambda: self._begun_by(chat, data))
        if person is None or name in _open_to(self.tx, person.id) or self.begun[name] >= DEPTHS:
            return []
        at = sessions.session_of(self.tx, person.id) or Session()
        left = self._goes(chat, data, self.begun[name])
        self.begun[name] += 1
        sessions.save_session(self.tx, person.id, at)
        return left

    def _begun_by(self, chat: int, data: str) -> str:
        """Name the conversation that a button begins."""
        shown = buttons_on(tapped(self.tx, self.app_context, PRESENT, chat, data))
        token = next(each.split(":")[1] for each in shown if each.startswith("q:c"))
        row = sessions.form(self.tx, decode_id(token[1:]))
        return row.conversation if row is not None else ""

    def _goes(self, chat: int, data: str, steps: int) -> list[str]:
        shown = list(buttons_on(tapped(self.tx, self.app_context, PRESENT, chat, data)))
        for _ in range(steps):
            answer = next((each for each in shown if each.startswith("q:c")), "")
            if not answer:
                return shown
            token = answer.split(":")[1]
            then = list(buttons_on(undone(self.tx, partial(tapped, self.tx, self.app_context, PRESENT, chat, answer))))
            if not any(f":{token}:" in each for each in then):  # it would be said, and an act follow
                return shown
            shown = list(buttons_on(tapped(self.tx, self.app_context, PRESENT, chat, answer)))
        return shown

    # Choosing

    def rows(self) -> list[dict[str, Any]]:
        """Choose some buttons of every kind: those that open something first, one for each thing they open."""
        kinds = defaultdict[tuple[str, ...], list[tuple[int, str]]](list)
        for chat, data in self.found:
            kinds[kind_of(data)].append((chat, data))
        chosen = [each for kind in sorted(kinds) for each in self._some_of(kind, kinds[kind])]
        chosen = list(self._with_few_refused(chosen))
        rows = [self._row(chat, data) for chat, data in dict.fromkeys(chosen)]
        return rows + [self._row(chat, data) | {"not_meant": True} for chat, data in self._of_others(chosen)]

    def _with_few_refused(self, chosen: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Keep all that open something, and of each word a few that are refused with the same reason."""
        refused = defaultdict[tuple[str, ...], int](int)
        for chat, data in chosen:
            code = self.found[chat, data].refused
            refused[code, *word_of(data)] += 1
            if not code or refused[code, *word_of(data)] <= FEW_REFUSED:
                yield chat, data

    def _some_of(self, kind: tuple[str, ...], candidates: list[tuple[int, str]]) -> Iterable[tuple[int, str]]:
        first_of = dict[Opened, tuple[int, str]]()
        for chat, data in sorted(candidates, key=self._worth):
            first_of.setdefault(self.found[chat, data], (chat, data))
        return list(first_of.values())[: KEPT.get(kind[0], KEPT_DOORS)]

    def _worth(self, button: tuple[int, str]) -> tuple[bool, bool, int, str]:
        found = self.found[button]
        return bool(found.refused), found.stale, *button

    def _of_others(self, chosen: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Tap every second word where it is not meant to be, in six chats in turn."""
        others = [self.world.phones[name].account for name in ("sent", "omar", "claire", "lea", "looks", "shut")]
        firsts = dict[tuple[str, str], str]()
        for _, data in chosen:
            firsts.setdefault(word_of(data), data)
        told = [(others[number % len(others)], data) for number, data in enumerate(list(firsts.values())[::2])]
        told = [each for each in told if each not in chosen]
        for each in told:
            self._tap(*each)
        return told

    def _row(self, chat: int, data: str) -> dict[str, Any]:
        found, (letter, word) = self.found[chat, data], word_of(data)
        name = next(name for name, phone in self.world.phones.items() if phone.account == chat)
        row = {"who": f"{name} ({_role(people.by_chat(self.tx, chat))})", "chat": chat, "letter": letter, "word": word}
        more = {"refused": found.refused, "stale": found.stale, "notes": list(found.notes)}
        return row | {"data": data, "opens": list(found.screens)} | {key: said for key, said in more.items() if said}


def _open_to(tx: Tx, person_id: int) -> set[str]:
    """Name the conversations that a person has left open: to begin one again would end it."""
    said = sa.text("SELECT conversation FROM sheets WHERE person_id = :person")
    return set(tx.connection.scalars(said, {"person": person_id}))


def _role(person: Person | None) -> str:
    return "+".join(sorted(person.roles)) if person else "stranger"


async def record(release: str, folder: Path = HERE) -> str:
    """Leave the two files; returns what there is to say of them."""
    with tempfile.TemporaryDirectory() as place:
        async with Town.founded(f"sqlite:///{place}/valise.db", Path(place)) as town:
            world = await built(town)
            shown = {phone.account: list(phone.seen) for phone in world.phones.values()}
            rows: list[dict[str, Any]] = await town.does(_recorded, town.app.app_context, world, shown)
            file = folder / f"world_{release}.backup"
            file.unlink(missing_ok=True)
            await town.app.store.read(backup.write, file, PRESENT)
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()), 9, mtime=0))
    head = {"release": release, "now": PRESENT.isoformat(), "key": KEY, "words": words()}
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = f'{json.dumps(head, ensure_ascii=False, indent=1)[:-2]},\n "buttons": [\n{lines}\n]}}\n'
    (folder / f"buttons_{release}.json").write_text(text)
    return _summary(rows, file)


def _recorded(tx: Tx, app_context: AppContext, world: World, shown: dict[int, list[str]]) -> list[dict[str, Any]]:
    recording = Recording(tx, app_context, world, shown)
    recording.made()
    return recording.rows()


def _summary(rows: list[dict[str, Any]], file: Path) -> str:
    known = {(letter, word) for letter, found in words().items() for word in found}
    found = {(row["letter"], row["word"]) for row in rows}
    working = {(row["letter"], row["word"]) for row in rows if not row.get("refused") and "not_meant" not in row}
    return "\n".join(
        [
            f"{len(rows)} buttons, {len(working)} of {len(known)} words open something, {file.stat().st_size} bytes",
            f"never seen: {sorted(known - found)}",
            f"only refused: {sorted(known - working)}",
            f"unknown: {sorted(found - known)}",
        ]
    )


if __name__ == "__main__":
    print(asyncio.run(record(sys.argv[1])))  # noqa: T201 - for the developer who records
