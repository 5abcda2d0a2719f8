"""Every button there is, about rows of every kind: what the recording holds, and the same about other people's rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.domain.messages import Kind
from bot.domain.people import Role
from bot.features.registry import DISPATCHER, ROUTES
from bot.interaction.routes import REST, AnyRoute, encode_id
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.tables import metadata
from tests.recorded.test_old_buttons import Recording
from tests.recorded.walkers import far, new

ROWS: Mapping[str, str] = {
    "account move": "account_moves",
    "ask": "group_asks",
    "broadcast": "broadcasts",
    "broadcast and a word": "broadcasts",
    "call": "calls",
    "chosen call": "calls",
    "colleague": "people",
    "coordinator": "people",
    "counted call": "calls",
    "decided call": "calls",
    "event": "events",
    "form": "sheets",
    "form and a word": "sheets",
    "group": "plans",
    "guide": "guides",
    "invitee": "people",
    "join request": "requests",
    "kept notice": "outbox",
    "member": "group_members",
    "message": "messages",
    "message of the day": "reminders",
    "minutes": "minutes",
    "note": "notes",
    "open call": "calls",
    "opened call": "calls",
    "organisation": "organisations",
    "own part": "group_members",
    "own person": "people",
    "person": "people",
    "plan": "plans",
    "professional": "people",
    "referent": "people",
    "rule": "calls",
    "sent list": "imports",
    "successor": "people",
    "thread": "threads",
}
"""What an argument of a route can name, by the argument's name, and the table in which it stands."""

NO_ROWS = frozenset(
    {
        "Ground", "Mode", "Only", "Setting", "Theme", "Way", "answer", "before", "choice", "code", "day", "days",
        "decision", "filter", "flag", "held", "hour", "kind of rule", "language", "line", "list", "news", "number",
        "number and a word", "page", "part", "reader",
        "region", "section", "step", "sure", "theme", "version", "what", "where", "whole", "year",
    }
)  # fmt: skip
"""Arguments that name nothing which anybody owns: words, pages, what is on the screen."""

AS_RECORDED = frozenset({"chosen call", "form", "form and a word", "kept notice"})
"""What is not put in another's place here: a form is its writer's, and has a walk of its own."""

NEWER: Mapping[str, str] = {
    "b:hand_save:c1i:1": "Lina",
    "b:paper:m:quote": "Lina",
    "d:add_rule:1:paid_lodging": "Claire",
    "d:bc_stop_surely:4": "Claire",
    "b:copy_household:2:1": "Lina",
    "b:give_paper:m:quote": "Lina",
    "b:give_paper:k:quote": "unpriced",
    "d:forget_now:7": "Claire",
    "d:minors:1": "Claire",
    "d:decides:1:1:1": "Claire",
    "d:invite_decider:1": "Claire",
    "d:mode:1": "Claire",
    "d:mode_now:1:referent": "Claire",
    "d:mode_to:1:referent": "Claire",
    "d:new_rule:1": "Claire",
    "d:days:1": "Claire",
    "d:no_day:1:fv2p": "Claire",
    "d:telephone:1": "Claire",
    "d:telephone_stop:1": "Claire",
    "d:outcomes:1": "Claire",
    "d:professional:1": "Claire",
    "d:remove:1:3": "Claire",
    "d:remove_surely:1:3": "Claire",
    "d:teams": "Claire",
    "g:group:stay:3": "bea",
    "g:hide": "silent",
    "g:papers": "begun",
    "g:group:yes:3": "bea",
    "g:in_need": "begun",
    "g:role:a-code-of-nobody": "Claire",
    "g:telephone:no:1": "Lina",
    "g:telephone:yes:1": "Lina",
    "g:well:yes": "iris",
    "h:alert": "begun",
    "h:back": "begun",
    "h:meant": "begun",
    "l:invite": "Lea",
    "l:remind:1": "Lea",
    "l:reports": "Lea",
    "l:stays": "Lea",
    "l:telephone:1": "Lea",
    "l:telephone_stop:1": "Lea",
    "p:change_again:q:5": "Lina",
    "p:copy_sheet:18:4": "Lina",
    "p:correct:3:7": "Claire",
    "p:keep:1a:4": "Lina",
    "p:new_amount:3:7": "Claire",
    "p:withdraw:3:7": "Claire",
    "d:put_right:c1j:1": "Claire",
    "p:hand_again:4:8": "Lina",
    "p:endorse_without:18:4": "Lina",
    "p:on_condition:18:4": "Lina",
    "p:own_answers:m:4": "Lina",
    "p:price_list:m:4": "Lina",
    "p:reference:18:4": "Lina",
    "p:rework_surely:1f:7": "Lina",
    "p:rules:m:4": "Lina",
    "p:to_check:m:4": "Lina",
    "p:take_back_surely:k:4": "unpriced",
    "r:ask_for:m:dates": "Lina",
    "r:attach_again:10": "Lina",
    "r:detach_surely:10": "Lina",
    "r:name:1w": "Lina",
    "r:said:10:granted": "Lina",
    "r:settle:3:vouchers": "Lina",
}
"""Buttons of routes that the recording has not, or in which nothing of it works any more, and whose they are."""

BENEFICIARIES = ("sent2", "sent", "roses", "third", "Atelier du jeudi", "Gones", "Faye")
AT_WORK = ("Lina", "Uma", "Paul", "Claire", far(Role.LEAD), "Line du Large")
VICTIMS: Mapping[str, tuple[str, ...]] = {
    "colleague": AT_WORK,
    "coordinator": (*AT_WORK, "Clara du Large"),
    "group": ("Sortie d'automne", "Atelier du jeudi"),
    "invitee": BENEFICIARIES,
    "own person": BENEFICIARIES,
    "person": BENEFICIARIES,
    "plan": (
        "begun",
        "sent2",
        "sent",
        "roses",
        "listed3",
        "kim",
        "third",
        "Sortie d'automne",
        "Gones",
        "Faye",
        "Fanny",
    ),
    "professional": AT_WORK,
    "referent": AT_WORK,
    "successor": AT_WORK,
}
"""Whose rows are named, by the argument, where there are too many to name all; the last are another network's."""
IN_TURN = 3
"""So many rows are named in the place of one, each time others of them; the first and the last are named always."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Hold one button: its data, the route, and what each argument says."""

    route: AnyRoute
    data: str
    said: tuple[tuple[str, str], ...]
    """What each argument of the route says, by its name."""
    owner: int = 0
    """The chat of the person who was shown this very button; none for one that was made here."""

    @property
    def key(self) -> str:
        """The letter and the word of the route."""
        return f"{self.route.realm.letter}:{self.route.word}"

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What those arguments say that name a row."""
        return tuple((name, text) for name, text in self.said if name in ROWS)


class Specimens:
    """Write rows of a world into buttons."""

    def __init__(self, tx: Tx, names: Mapping[str, int]) -> None:
        """Look up the rows; `names` are the ids of everybody, by the name before words were planted in it."""
        everybody = people.by_ids(tx, names.values())
        self.chats = {name: everybody[number].chat_id or 0 for name, number in names.items()}
        self.written: dict[str, tuple[str, ...]] = {}
        self._turns: Counter[str] = Counter()
        for name, table in ROWS.items():
            self.written[name] = tuple(_written(tx, name, table, names))

    def attempts(self, recording: Recording) -> Iterator[Attempt]:
        """Give the buttons of every route, each about the rows of several people."""
        known: dict[AnyRoute, dict[str, int]] = {route: {} for route in ROUTES}
        working = [row for row in recording.buttons if not row.get("refused") and not row.get("not_meant")]
        recorded = {row["data"]: row["chat"] for row in reversed(working)}
        for data, owner in {**recorded, **{data: self.chats[name] for data, name in NEWER.items()}}.items():
            known[DISPATCHER.router.find(data)[0]][data] = owner
        for route, recorded_here in known.items():
            found = recorded_here or self._newer(route)
            few = sorted(found)[:2]
            fullest = sorted(few, key=lambda data: -len(_said(route, data)))[:1]
            for data in dict.fromkeys([*few, *(other for each in fullest for other in self._of_others(route, each))]):
                yield Attempt(route, data, tuple(_said(route, data)), found.get(data, 0))

    def _newer(self, route: AnyRoute) -> dict[str, int]:
        """Return a button of a route that no recording has, about the first rows there are: a newcomer's in that role.

        None where a newcomer has none, or words are needed that no table holds: then it stands in `NEWER`.
        """
        owner = self.chats.get(new(route.realm.role), 0) if route.realm.role is not None else 0
        if not owner or not all(argument.name in ROWS for argument in route.arguments):
            return {}
        return {_button(route, [(each.name, self.written[each.name][0]) for each in route.arguments]): owner}

    def _in_turn(self, name: str) -> Iterator[str]:
        """Give a few rows of a kind: the first one, some in turn, and the last one."""
        texts, begin = self.written.get(name, ()), self._turns[name]
        self._turns[name] += IN_TURN
        yield from texts[:1]
        yield from (texts[(begin + each) % len(texts)] for each in range(min(IN_TURN, len(texts))))
        yield from texts[-1:]

    def _of_others(self, route: AnyRoute, data: str) -> Iterator[str]:
        """Give the same button about each other row that one of its arguments can name."""
        said = _said(route, data)
        for place, (name, _) in enumerate(said):
            if name in AS_RECORDED:
                continue
            for text in self._in_turn(name):
                whole = text if route.arguments[place].parts > 1 else text.partition(":")[0]
                yield _button(route, [*said[:place], (name, whole), *said[place + 1 :]])


def _said(route: AnyRoute, data: str) -> list[tuple[str, str]]:
    """Take a button apart: what it says for each argument of its route, as far as it says any."""
    pieces = DISPATCHER.router.find(data)[1]
    said: list[tuple[str, str]] = []
    for argument in route.arguments:
        taken = pieces if argument.parts == REST else pieces[: argument.parts]
        if not taken:
            break
        said.append((argument.name, ":".join(taken)))
        pieces = pieces[len(taken) :]
    return said


def _button(route: AnyRoute, said: Iterable[tuple[str, str]]) -> str:
    return ":".join(filter(None, (route.realm.letter, route.word, *(text for _, text in said))))


def _written(tx: Tx, name: str, table: str, names: Mapping[str, int]) -> Iterator[str]:
    """Give rows of a table as a button says them; of a kind that has `VICTIMS`, theirs in that order."""
    rows = tx.connection.execute(sa.select(metadata.tables[table])).mappings().all()
    if name in VICTIMS:
        of = {row["id" if table == "people" else "beneficiary_id"]: row for row in rows}
        rows = [of[names[each]] for each in VICTIMS[name]]
    for row in rows:
        number = encode_id(row["message_id"] or 0) if table == "reminders" else encode_id(row["id"])
        if name == "form":
            yield f"c{number}"
        elif name == "thread":
            seats = ("p", "r") if row["kind"] == Kind.PERSON.value else ("a", "d")
            yield from (f"{seat}:{number}" for seat in seats)
        elif name == "rule":
            yield f"{number}:0"
        elif table == "plans":
            yield f"{number}:{encode_id(row['version'])}"
        elif number != "0":
            yield number
