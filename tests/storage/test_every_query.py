"""Every named query is built, sent to PostgreSQL and explained there, with each kind of argument that it takes.

What counts is the place that sends a statement: one that nothing reaches is named, and needs a sample here.
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any, Final

import sqlalchemy as sa

from bot import config
from bot.app import app_context
from bot.domain.audience import Audience, To
from bot.domain.plans import State
from bot.domain.reminders import REMINDERS, Reminder
from bot.plan.context import Moment
from bot.storage import broadcasts, calls, departures, people, plans, sealed, worklist
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Tx, parse
from bot.storage.tables import metadata
from tests.support.databases import KEY
from tests.support.made_up import NothingFits, calls_of
from tests.support.plans import endorsed, next_summer, sent, team

FOLDER: Final = Path(plans.__file__).parent
NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENDING: Final = {"execute", "scalar", "scalars", "exec_driver_sql"}
OTHERS: Final = {
    "sqlite": "the other database",
    "postgres": "opens connections",
    "store": "opens connections",
    "transaction": "opens connections",
    "migrate": "the migrations have tests of their own on both databases",
    "backup": "copies whole tables; tested on both databases by test_backup.py",
    "integrity": "looks for rows without a parent, tested on both databases by test_schema.py",
}
"""Modules without named queries."""
MISTAKES: Final = (sa.exc.ProgrammingError, sa.exc.CompileError, sa.exc.ArgumentError)


VALUES: Final[dict[str, dict[str, Any]]] = {
    "broadcasts.move": {"ended_at": NOW},
    "calls.change": {"places": 3, "envelope": 3},
    "departures.save": {"ticks": {}},
    "events.change": {"seats": 3},
    "groups.change": {"answers": {}},
    "guides.add": {"theme": "1", "language": "fr", "title": "1", "content": {}},
    "guides.change": {"theme": "1"},
    "member_stays.note": {"all_well": True},
    "outbox._settle": {"attempts": 1},
    "people.change": {"name": "1", "support": "1"},
    "plans.save": {"word": None},
    "requests.save": {"answers": {}, "code": "1"},
    "stories.note": {"answers": {}},
}
"""What those are given besides, that take columns by their names."""
CHOSEN: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "call_versions.as_of": {"version": (99,)},
    "networks.find_or_add_organisation": {"name": ("Une autre",), "department": ("93",)},
    "worklist.due_for_clock": {
        "column": ("decided_at", "held_until", "departure"),
        "before": (NOW, NOW.date()),
    },
    "sealed.reseal": {"name": tuple(name for name in sealed.SEALED if len(metadata.tables[name].primary_key) == 1)},
}
"""Arguments of those that ask nothing for others. Keys of several columns go on chunk by chunk in test_sealed.py."""


def places() -> Iterator[tuple[str, str, range]]:
    """Yield where statements are sent: module, function and lines."""
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem in OTHERS:
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and _sends(call.func):
                        assert call.end_lineno is not None
                        yield path.stem, function.name, range(call.lineno, call.end_lineno + 1)


def _sends(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and called.attr in SENDING and "connection" in ast.unparse(called.value)


def queries() -> Iterator[Callable[..., Any]]:
    """Yield every function of the storage that is handed a transaction."""
    for path in sorted(FOLDER.glob("*.py")):
        module = importlib.import_module(f"bot.storage.{path.stem}")
        for function in list(vars(module).values()):
            own = inspect.isfunction(function) and function.__module__ == module.__name__
            if own and path.stem not in OTHERS and next(iter(inspect.signature(function).parameters), "") == "tx":
                yield function


@dataclass
class Watch:
    """Explains each statement before it is sent, and notes which place sent it."""

    seen: set[tuple[str, int]] = field(default_factory=set)
    explained: int = 0

    def before(
        self, connection: sa.Connection, cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            return
        values = parameters[0] if many and parameters else parameters
        with cursor.connection.cursor() as another:
            another.execute(f"EXPLAIN {statement}", values)
        self.explained += 1
        frame: FrameType | None = sys._getframe()
        while frame is not None:
            path = Path(frame.f_code.co_filename)
            if path.parent == FOLDER:
                self.seen.add((path.stem, frame.f_lineno))
            frame = frame.f_back


@contextmanager
def undone(tx: Tx) -> Iterator[None]:
    nested = tx.connection.begin_nested()
    try:
        yield
    finally:
        nested.rollback()


def begun(tx: Tx, scene: Moment) -> dict[object, tuple[Any, ...]]:
    """Begin a team with plans and a message on its way; returns the values that speak of them."""
    the_team = team(tx, scene, next_summer(NOW))
    row = plans.by_id(tx, endorsed(tx, scene, the_team, "Awa"))
    sent(tx, replace(scene, code="another"), the_team, "Léo")
    message = {"network_id": the_team.network, "author_id": the_team.coordinator, "message": "closing", "due_at": NOW}
    number = broadcasts.add(
        tx, {**message, "state": broadcasts.BroadcastState.SENDING}, Audience(To.REFERENTS), b"", NOW
    )
    waits = {"broadcast_id": number, "recipient_id": the_team.referent, "state": broadcasts.RowState.QUEUED}
    tx.connection.execute(broadcasts.rows.insert(), waits)
    assert row is not None
    states = frozenset({State.ENDORSED})
    orders = (worklist.Wanted(states, order=order) for order in worklist.ORDERS)
    return {
        calls.CallRow: (calls.by_id(tx, the_team.call),),
        departures.Departure: (departures.Departure(row.id), departures.Departure(row.id, version=1)),
        worklist.Wanted: (*orders, worklist.Wanted(states, frozenset({1}), "IDF", 1, True, NOW, 1, NOW)),
        people.Person: (people.by_id(tx, the_team.referent),),
        plans.PlanRow: (row, replace(row, state=State.WAITING)),
        Reminder: REMINDERS,
    }


def asked(tx: Tx, given: dict[object, tuple[Any, ...]]) -> list[str]:
    """Call every named query; returns what no database could have answered."""
    wrong = []
    for function in queries():
        try:
            every = list(calls_of(function, tx, given, CHOSEN.get(_name(function), {})))
        except NothingFits:  # reads what another one has found
            continue
        wrong += [
            f"{_name(function)}: {mistake}" for arguments in every if (mistake := _mistake(tx, function, arguments))
        ]
    return wrong


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"


def _mistake(tx: Tx, function: Callable[..., Any], given: inspect.BoundArguments) -> Exception | None:
    try:
        with undone(tx):
            answer = function(*given.args, **given.kwargs, **VALUES.get(_name(function), {}))
            if isinstance(answer, Iterator):
                list(answer)
    except MISTAKES as mistake:
        return mistake
    except Exception:  # noqa: BLE001  what is made up may be refused; that it was asked is what counts
        return None
    return None


def test_every_query_is_explained_by_postgresql(postgres_url: str, cipher: Cipher, tmp_path: Path) -> None:
    engine = sa.create_engine(parse(postgres_url).set(drivername="postgresql+psycopg"))
    watch = Watch()
    scene = Moment(
        app_context(config.load({"VALISE_TOKEN": "1:token-of-a-house-without-telegram"}, tmp_path)), NOW, "a code"
    )
    with engine.connect() as connection:
        given = begun(Tx(connection, cipher), scene)
        sa.event.listen(connection, "before_cursor_execute", watch.before)
        wrong = asked(Tx(connection, Cipher(["a newer key", KEY])), given)
    engine.dispose()
    unseen = [
        f"{module}.{function}, line {lines[0]}"
        for module, function, lines in places()
        if not any((module, line) in watch.seen for line in lines)
    ]
    assert not wrong, "\n".join(wrong)
    assert not unseen, "\n".join(unseen)
