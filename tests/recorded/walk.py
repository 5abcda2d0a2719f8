"""The recorded world as it is walked: everybody in it, words planted, and what one tap shows and changes."""

import asyncio
import io
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from bot import config
from bot.app import app_context
from bot.commands.upkeep import restore
from bot.features.registry import DISPATCHER
from bot.interaction.dispatcher import Dispatcher
from bot.interaction.request import Incoming, Request, Response, Sender
from bot.plan.context import AppContext, Moment
from bot.storage import outbox, people, sessions
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from bot.storage.sessions import Session
from conversations.engine.screens import Screen
from tests.recorded import changes
from tests.recorded.changes import Change
from tests.recorded.entrance import CODE, name_of, tapped, undone
from tests.recorded.planted import Planted, plant
from tests.recorded.specimens import Attempt, Specimens
from tests.recorded.test_old_buttons import Recording, recorded
from tests.recorded.walkers import Walker, everybody, settle

T = TypeVar("T")


@dataclass(frozen=True)
class Ground:
    """Hold the world: who walks in it, which buttons there are, which words stand where."""

    settings: config.Settings
    recording: Recording
    walkers: dict[str, Walker]
    attempts: tuple[Attempt, ...]
    specimens: Specimens
    planted: Planted

    def walked(self, walk: "Callable[[Walk], T]") -> T:
        """Run something in the world; nothing of it stays."""

        async def run() -> T:
            store = await Store.open(self.settings.database_url, Cipher(self.settings.secret_keys))
            try:
                await store.run(changes.watch)  # by itself: with the schema changed, each savepoint would read it anew
                return await store.run(lambda tx: undone(tx, lambda: walk(Walk(tx, self))))
            finally:
                await store.close()

        return asyncio.run(run())


def prepared(folder: Path) -> Ground:
    """Restore the oldest world into a folder, and plant it."""
    recording = recorded("0.3.0")
    environment = {"VALISE_DATABASE_URL": f"sqlite:///{folder}/walked.db", "VALISE_SECRET_KEY": recording.key}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        restored = CliRunner().invoke(restore, [str(recording.world)], env=environment)
        assert restored.exit_code == 0, restored.output
        settings = config.load(environment, folder)

    def settled(tx: Tx) -> Ground:
        walkers = settle(tx, app_context(settings, username="carnet_bot"), recording.now)
        specimens = Specimens(tx, everybody(tx))
        attempts = tuple(specimens.attempts(recording))
        return Ground(settings, recording, walkers, attempts, specimens, plant(tx))

    async def run() -> Ground:
        store = await Store.open(settings.database_url, Cipher(settings.secret_keys))
        try:
            return await store.run(settled)
        finally:
            await store.close()

    return asyncio.run(run())


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold what a tap led to: why it was refused, the pages, all that stands on them, and what was written.

    `notices` are those that were queued meanwhile: for whom, and what they hold.
    """

    refused: str
    screens: tuple[str, ...]
    text: str
    changes: tuple[Change, ...]
    notices: tuple[tuple[int, str], ...] = ()


class Walk:
    """Tap buttons in the world, in one transaction."""

    def __init__(self, tx: Tx, ground: Ground) -> None:
        self.tx = tx
        self.ground = ground
        self.app: AppContext = app_context(ground.settings, username="carnet_bot")
        self._homes: dict[int, Screen] = {}
        self._drawn: dict[tuple[str, str], str] = {}
        around = replace(DISPATCHER.around, home=self._home)
        self.dispatcher = Dispatcher(DISPATCHER.router, DISPATCHER.listeners, around)

    def taps(self, walker: Walker, data: str) -> Outcome:
        """Tell what a tap leads to; nothing of it stays."""
        now = self.ground.recording.now
        return undone(self.tx, lambda: self.outcome(tapped(self.tx, self.app, now, walker.chat, data, self.dispatcher)))

    def answers(self, walker: Walker, incoming: Incoming) -> Response:
        """Answer what a person does; it stays done."""
        return DISPATCHER.respond(self.tx, self._moment, Sender(walker.chat, "fr"), incoming)

    @property
    def _moment(self) -> Moment:
        return Moment(self.app, self.ground.recording.now, CODE)

    @contextmanager
    def elsewise(self) -> Iterator[None]:
        """Let things be otherwise for a while: what is changed inside does not stay."""
        homes, self._homes = self._homes, {}
        savepoint = self.tx.connection.begin_nested()
        yield
        savepoint.rollback()
        self._homes = homes

    def tells(self, walker: Walker, incoming: Incoming) -> Outcome:
        """Tell what something leads to, of all that was not there before; nothing of it stays."""

        def told() -> Outcome:
            changes.forget(self.tx)
            return self.outcome(self.dispatcher.respond(self.tx, self._moment, Sender(walker.chat, "fr"), incoming))

        return undone(self.tx, told)

    def roles_of(self, walker: Walker) -> frozenset[str]:
        """Return the roles of a person."""
        return frozenset() if walker.id is None else frozenset(people.by_id(self.tx, walker.id).roles)

    def forgets(self, walker: Walker) -> None:
        """Let a person look at nothing."""
        if walker.id is not None:
            sessions.save_session(self.tx, walker.id, Session())

    def _home(self, tx: Tx, request: Request) -> Screen:
        """Show the home of the one who asks, made once for each: nine taps of ten end there, and it is slow to make."""
        if request.person.id not in self._homes:
            self._homes[request.person.id] = DISPATCHER.around.home(tx, request)
        return self._homes[request.person.id]

    def outcome(self, response: Response) -> Outcome:
        """Tell what an answer says, and what was written meanwhile."""
        shown = [self._all_of(screen, response) for screen in response.screens]
        toast = self.app.renderer.toast(response.toast, response.reader) if response.toast else ""
        written = changes.seen(self.tx)
        queued = {each.row["id"] for each in written if each.table == "outbox" and each.how == "INSERT"}
        return Outcome(
            response.toast.code if response.toast else "",
            tuple(map(name_of, response.screens)),
            "\n".join([*shown, toast]),
            tuple(written),
            tuple(self._notices(queued)) if queued else (),
        )

    def _notices(self, ids: Collection[int]) -> Iterator[tuple[int, str]]:
        """Give for whom those notices are, and what they hold."""
        query = sa.select(outbox.outbox).where(outbox.outbox.c.id.in_(ids))
        for row in self.tx.connection.execute(query):
            yield row.recipient_id, self.tx.cipher.open_text(row.context, "outbox.context")

    def _all_of(self, screen: Screen, response: Response) -> str:
        """Return every word of a screen: its text, its buttons, its file. Each is drawn once."""
        key = (repr(screen), repr(response.reader))
        if key not in self._drawn:
            drawn = self.app.renderer.render(screen, response.reader)
            files = [_content(file) for file in (drawn.picture, drawn.document, drawn.voice) if file is not None]
            self._drawn[key] = "\n".join([drawn.text, repr(drawn.keyboard), *files])
        return self._drawn[key]


def _content(file: bytes | str | tuple[str, bytes]) -> str:
    """Return what can be read in a file: of a workbook in each of its sheets."""
    if isinstance(file, str):
        return file
    name, content = file if isinstance(file, tuple) else ("", file)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return f"{name}\n{content.decode('utf-8', 'replace')}"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join([name, *(packed.read(each).decode("utf-8", "replace") for each in packed.namelist())])
