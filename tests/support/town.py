"""A small town for dialogues: a strict Telegram, the real bot on a real database, a clock, and people with phones.

Nothing of ours is replaced. The renderer is watched, so that a test can name the template a person is looking at.
"""

import asyncio
import contextlib
import re
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any, Self, TypeVar

import aiohttp

from bot import config
from bot.app import LOCALES, TEMPLATES, App, open_store, telegram
from bot.clock import Clock
from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.plan.context import AppContext, Moment
from bot.plan.working_days import add_working_days
from bot.programmes import distress
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Rendered, Renderer
from bot.sandbox import Limits, Sandbox
from bot.storage import calls, hours, people
from bot.storage.hours import Preference
from bot.storage.kernel.migrate import upgrade
from bot.storage.kernel.store import Tx
from conversations.engine.answers import Facts
from conversations.engine.screens import Page, Question, Screen
from conversations.engine.steps import Step
from conversations.engine.widgets import Ear
from tests.support import packaged
from tests.support.acts import FOUNDED, InHand, Progress, act
from tests.support.copies import Copy
from tests.support.phones import Phone
from tests.support.plans import EAGER

T = TypeVar("T")

TOKEN = "1234567:town-of-tests-with-a-token-that-is-long"
FAST = 10_000.0
"""Messages a second: nobody in the town waits for a limit. The pace itself has tests of its own."""

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Monday, November 23, 2026, ten in the morning in Paris: when every story begins."""


class TownClock(Clock):
    """The time of the story; it moves when the story says so."""

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


class WatchedRenderer(Renderer):
    """The renderer, remembering which screen each text came from."""

    def __init__(self) -> None:
        super().__init__(TEMPLATES, Catalogues(LOCALES))
        self.forgets()

    def forgets(self) -> None:
        """Begin a new story."""
        self.screens: dict[str, Screen] = {}
        self.meanwhile: Callable[[], None] | None = None

    def ear(self, section: str, step: Step, facts: Facts, reader: Reader, values: Mapping[str, Any]) -> Ear:
        """Return what the renderer does; a story may let something happen once while words are being understood."""
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            happens()
        return super().ear(section, step, facts, reader, values)

    def render(self, screen: Screen, reader: Reader) -> Rendered:
        rendered = super().render(screen, reader)
        self.screens[words(rendered.text)] = screen
        return rendered


@cache
def the_renderer() -> WatchedRenderer:
    """Return one renderer for all stories of a process: compiling takes longer than most stories."""
    return WatchedRenderer()


def words(html: str) -> str:
    """Return what a person reads of a message as we sent it: no tags, no signs of direction, spaces evened out."""
    return read(unescape(re.sub(r"<[^>]*>", "", html)))


def read(text: str) -> str:
    """Return what a person reads of a message as Telegram has it."""
    return " ".join(re.sub("[\u2028-\u202e]", "", text).split())


def name_of(screen: Screen) -> str:
    """Return the template of a screen."""
    return f"{screen.section}/{screen.step.name}" if isinstance(screen, Question) else screen.template


class Town:
    """Telegram, the bot and its people. `app` is the bot running now; `restart` replaces it."""

    sandbox = InHand[Sandbox]()
    http = InHand[aiohttp.ClientSession]()
    settings = InHand[config.Settings]()
    clock = InHand[TownClock]()
    renderer = InHand[WatchedRenderer]()
    app = InHand[App]()
    running = InHand[contextlib.AsyncExitStack]()

    def __init__(
        self, sandbox: Sandbox, http: aiohttp.ClientSession, settings: config.Settings, renderer: WatchedRenderer
    ) -> None:
        self._sandbox = sandbox
        self._http = http
        self._settings = settings
        self._clock = TownClock()
        self._renderer = renderer
        self._app: App
        self._running = contextlib.AsyncExitStack()
        self.progress = Progress(None)
        self.network = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def founded(
        cls, database_url: str, folder: Path, *, limited: bool = False, played: bool = False
    ) -> AsyncIterator[Self]:
        """Found a town whose bot runs; stopped at the end, when Telegram must have had nothing to refuse.

        `limited`: Telegram limits how much a bot sends, as it does in the world, and the bot keeps its own pace.
        `played`: every act of the story is played, and none copied.
        """
        await asyncio.to_thread(upgrade, database_url)
        sandbox = Sandbox(token=TOKEN, limits=Limits() if limited else Limits.none())
        await sandbox.start()
        environment = {
            "VALISE_TOKEN": TOKEN,
            "VALISE_API_URL": sandbox.url,
            "VALISE_DATABASE_URL": database_url,
            "VALISE_SECRET_KEY": "a key for tests that is long enough",
            "VALISE_RATE": "25" if limited else str(FAST),
            "VALISE_CHAT_RATE": "1" if limited else str(FAST),
        }
        renderer = the_renderer()
        renderer.forgets()
        async with stopped_at_the_end(sandbox), aiohttp.ClientSession(sandbox.url) as http:
            town = cls(sandbox, http, config.load(environment, folder), renderer)
            async with town._running:
                await town._wakes()
                town.network = await town._app.store.run(admin.only_or_new, "Réseau des Tilleuls")
                if not (limited or played):
                    town.progress = Progress((database_url.partition(":")[0], *FOUNDED))
                yield town
                await town.settles()

    async def restart(self) -> None:
        """Stop the bot as an operator does, whatever it has in hand, and start another one on the same database."""
        self.progress.moves()
        await self._running.aclose()
        await self._wakes()

    async def _wakes(self) -> None:
        self._app = await self._running.enter_async_context(awake(self._settings, self._clock, self._renderer))

    def copied(self) -> Copy:
        """Copy where the story stands now."""
        return Copy.of(
            self._settings.database_url, self._sandbox.world, self._app, self._clock.now, self._renderer.screens
        )

    async def becomes(self, copy: Copy) -> None:
        """Stand where another story stood. A bot that has done anything is replaced, as what it has in mind is over."""
        warm, self.progress.warm = self.progress.warm, False
        if warm:
            await self._running.aclose()
        await asyncio.to_thread(copy.rows.load, self._settings.database_url)
        copy.load_world(self._sandbox.world)
        self._clock.now = copy.now
        self._renderer.screens = dict(copy.screens)
        if warm:
            await self._wakes()
        copy.load_mind(self._app)

    @property
    def moment(self) -> Moment:
        """This moment, with a fresh code."""
        return Moment(self._app.app_context, self._clock(), secrets.token_urlsafe(12))

    async def does(self, service: Any, *arguments: Any) -> Any:
        """Run a service as the command line would."""
        self.progress.moves()
        return await self._app.store.run(service, *arguments)

    async def passes(self, **time: float) -> None:
        """Let time go by (`days=1`, `minutes=3`), and what is due by then happen."""
        self._clock.now += timedelta(**time)
        await self.posts("/sandbox/clock", advance=timedelta(**time).total_seconds())
        await self._app.tick()
        await self._app.look_after_readers()
        await self._app.remind()
        await self.settles()

    async def settles(self) -> None:
        """Wait until every update is answered and every due notice has left."""
        while True:
            settled = (await self.gets("/sandbox/settled"))["settled"]
            assert settled, f"an update or a tap has no answer: {await self.summary()}, {self._app.queues.busy} busy"
            await self._app.queues.settled()
            await self._app.talk.flush()
            if not await self._app.delivery.deliver() and not await self._app.broadcasting.step():
                return

    async def posts(self, path: str, **body: Any) -> Any:
        """Have something happen at Telegram."""
        self.progress.moves()
        async with self._http.post(path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def gets(self, path: str) -> Any:
        """Look at something at Telegram."""
        async with self._http.get(path) as answer:
            return await answer.json()

    async def summary(self) -> dict[str, Any]:
        """Return what the strict Telegram counted."""
        found: dict[str, Any] = await self.gets("/sandbox/summary")
        return found

    async def refusals(self) -> str:
        """Return what the strict Telegram refused, and why."""
        async with self._http.get("/sandbox/refused") as answer:
            return await answer.text()

    async def phone(self, first_name: str, language: str = "fr") -> Phone:
        """Make a new account at Telegram."""
        person = await self.posts("/sandbox/people", first_name=first_name, language_code=language)
        return Phone(self, person["id"], first_name)

    # People of the story

    async def opens_call(self, **changes: Any) -> int:
        """Open next summer's call of the network; `changes` are other fields of `admin.NewCall`, or no `committee`."""
        committee = changes.pop("committee", True)
        new = admin.NewCall(
            model="apv",
            name="Séjours d'été 2027",
            people_by=datetime(2027, 6, 1, tzinfo=UTC).date(),
            closes_at=datetime(2027, 6, 15, 16, tzinfo=UTC),
            stay_from=datetime(2027, 6, 20, tzinfo=UTC).date(),
            stay_until=datetime(2027, 9, 15, tzinfo=UTC).date(),
            places=40,
            envelope=2_000_000,
        )
        number: int = await self.does(admin.open_call, self.moment, self.network, replace(new, **changes))
        if not committee:
            await self.does(partial(calls.change, committee=False), number)
        return number

    async def organisation(
        self,
        name: str = "Résidence des Tilleuls",
        kind: OrganisationKind = OrganisationKind.RESIDENCE,
        department: str = "93",
    ) -> int:
        """Add an organisation of the network."""
        number: int = await self.does(admin.add_organisation, self.network, name, kind, department)
        return number

    @act
    async def member(
        self,
        name: str,
        role: Role,
        organisation: int | None = None,
        language: str = "fr",
        told: Preference = EAGER,
    ) -> Phone:
        """Add a referent or a coordinator who joined by invitation, and is told everything as it happens."""
        phone = await self.phone(name, language)
        code = await self.does(admin.invite_member, self.moment, role, self.network, organisation)
        await phone.starts(code)
        person = await self.does(people.by_chat, phone.account)
        await self.does(hours.choose, person.id, told)
        await phone.taps("g:hours:fine")
        return phone

    def screen_of(self, text: str) -> Screen | None:
        """Return the screen that a message's words came from."""
        return self._renderer.screens.get(read(text))


@contextlib.asynccontextmanager
async def stopped_at_the_end(sandbox: Sandbox) -> AsyncIterator[None]:
    """Stop a running sandbox, whatever happens meanwhile."""
    try:
        yield
    finally:
        await sandbox.stop()


@contextlib.asynccontextmanager
async def opened(settings: config.Settings, clock: Clock, renderer: WatchedRenderer) -> AsyncIterator[App]:
    """Open the bot's composition, with the story's clock and the watched renderer."""
    store = await open_store(settings)
    try:
        async with telegram(settings) as bot:
            app_context = AppContext(
                programmes=packaged.models(settings.programmes),
                renderer=renderer,
                working_days=add_working_days,
                zone=settings.timezone,
                schools=packaged.schools(),
                distress=distress.hear,
                username=bot.username,
            )
            yield App(settings, store, bot, app_context, clock)
    finally:
        await store.close()


@contextlib.asynccontextmanager
async def awake(settings: config.Settings, clock: Clock, renderer: WatchedRenderer) -> AsyncIterator[App]:
    """Run the bot, listening; at the end it finishes what is in hand."""
    async with opened(settings, clock, renderer) as app:
        polling = asyncio.create_task(app.polling.run())
        await app.queues.start()
        try:
            yield app
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            await app.queues.stop()
            await app.talk.flush()


__all__ = ["Page", "Phone", "Town", "TownClock", "Tx", "name_of"]
