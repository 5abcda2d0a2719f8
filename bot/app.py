"""The composition root: settings become a running bot, and a running bot stops in order."""

import asyncio
import contextlib
import gc
import json
import logging
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from aiohttp import web
from telegram import Bot

from bot.chat.broadcasting import Broadcasting
from bot.chat.delivery import Delivery
from bot.chat.dialogue import Talk
from bot.chat.inbox import Inbox
from bot.chat.messenger import TelegramMessenger
from bot.chat.pace import Pace
from bot.chat.profile import Profile
from bot.chat.queues import Queues
from bot.chat.receiver import KINDS, Polling, webhook
from bot.chat.request import AiohttpRequest, call
from bot.chat.succession import inherit, own_name
from bot.clock import Clock
from bot.config import Settings
from bot.features.feature import Every
from bot.features.questions import finding
from bot.features.registry import COMMANDS, FORGETS, TICKS
from bot.health import Health
from bot.jobs import Job, remind, schedule
from bot.plan import transitions
from bot.plan.context import AppContext, Moment
from bot.plan.working_days import add_working_days
from bot.programmes import distress, loading, schooldays
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Renderer
from bot.storage import inbox as inbox_rows
from bot.storage import networks
from bot.storage.kernel import revision
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store
from conversations import STEP_NAMES

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
LOCALES = ROOT / "locales"

SWITCH = 0.0005
"""Seconds after which the database thread and the loop take turns; with Python's 5 ms a reply waits for whole
transactions of others (p95 at 50 updates a second: 24 ms instead of 31 to 39, measured with `./valise bench`)."""
LOOK_THROUGH = (5_000, 20, 20)
"""Objects made before Python looks for those that only hold each other, and how seldom it looks among older ones. Its
default of 700 took a twentieth of the processor under load (measured) and found next to nothing."""
TICK = 2.0
"""Seconds between two looks at what time alone does."""
READERS = 60.0
"""Seconds between two looks at who is away and what waits to be read."""
REMIND = 60.0
"""Seconds between two looks at what has to be recalled."""
SETTLED_IN = 3.0
"""Seconds after the start in which nothing competes with the first replies."""
SWEEP = 3600.0
"""Seconds between two sweeps of answered updates."""


def renderer() -> Renderer:
    """Return the renderer of the project's own templates and catalogues."""
    return Renderer(TEMPLATES, Catalogues(LOCALES))


def app_context(settings: Settings, username: str = "") -> AppContext:
    """Return what services need that stays the same. Raises ProgrammeInvalid."""
    return AppContext(
        programmes=loading.load(settings.programmes, steps=STEP_NAMES),
        renderer=renderer(),
        working_days=add_working_days,
        zone=settings.timezone,
        schools=schooldays.load(),
        distress=distress.hear,
        username=username,
        rate=settings.rate,
    )


async def username_of(settings: Settings) -> str:
    """Return the bot's name at Telegram. Raises InvalidToken, NetworkError."""
    async with telegram(settings) as bot:
        return str(bot.username)


def telegram(settings: Settings) -> Bot:
    """Return the library's bot, on our own requests. Raises SettingsError without a token."""
    return Bot(
        settings.need_token(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(1),
    )


async def open_store(settings: Settings) -> Store:
    """Open the database, its schema checked.

    Raises:
        Unavailable: it cannot be opened.
        SchemaOutdated, SchemaNewer: it is not of this version; the text says the command.
    """
    store = await Store.open(settings.database_url, Cipher(settings.secret_keys))
    try:
        await store.read(revision.check)
    except BaseException:
        await store.close()
        raise
    return store


class App:
    """A running bot."""

    def __init__(self, settings: Settings, store: Store, bot: Bot, home: AppContext, clock: Clock) -> None:
        self.settings = settings
        self.store = store
        self.bot = bot
        self.app_context = home
        self.clock = clock
        owner = own_name()
        pace = Pace(settings.rate, chat_rate=settings.chat_rate, begins=asyncio.get_running_loop().time())
        messenger = TelegramMessenger(bot, pace)
        self.profile = Profile(bot, home.renderer, settings.bot_name)
        inbox = Inbox(store, bot_id=bot.id, owner=owner, now=clock)
        self.talk = Talk(store, inbox, home, messenger, self.profile, clock)
        self.queues = Queues(inbox, self.talk)
        self.talk.stir = self.queues.stir
        self.delivery = Delivery(store, home, messenger, clock, owner)
        self.broadcasting = Broadcasting(store, home, messenger, clock, owner)
        self.polling = Polling(bot, self.receive)
        polling = self.polling if settings.webhook_url is None else None
        self.health = Health(store, self.queues, self.delivery, polling, clock)

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, settings: Settings) -> AsyncIterator["App"]:
        """Open a bot ready to run; what it holds is let go at the end.

        Raises:
            InvalidToken, NetworkError: Telegram does not know the token, or cannot be reached.
            Unreadable: not even the names of the networks can be opened: nobody could be answered.
            Unavailable, SchemaOutdated, SchemaNewer, ProgrammeInvalid: see `open_store`, `app_context`.
        """
        store = await open_store(settings)
        try:
            await store.read(networks.all_networks)
            async with telegram(settings) as bot:
                clock = Clock(settings.clock_url)
                await clock.look()
                yield cls(settings, store, bot, app_context(settings, bot.username), clock)
        finally:
            await store.close()

    async def run(self, stop: asyncio.Event, ready: Callable[[], None] | None = None) -> None:
        """Serve until `stop` is set; then finish what is in hand and leave the rest to the next process."""
        # What was loaded so far lives as long as the process: looking it through again would hold up replies.
        gc.freeze()
        gc.set_threshold(*LOOK_THROUGH)
        gc.enable()
        sys.setswitchinterval(SWITCH)
        async with contextlib.AsyncExitStack() as running:
            running.push_async_callback(self.talk.flush)
            running.push_async_callback(self.queues.stop)
            await self.store.run(inherit, self.clock())
            await self.queues.start()
            await self._serve(running)
            tasks = self._tasks()
            running.push_async_callback(_cancel, tasks)
            scheduler = schedule(self._jobs())
            scheduler.start()
            running.callback(scheduler.shutdown, wait=False)
            if ready is not None:
                ready()
            await _until(stop, tasks)

    def _tasks(self) -> list[asyncio.Task[None]]:
        tasks = [
            asyncio.create_task(self.delivery.run(), name="delivery"),
            asyncio.create_task(self.broadcasting.run(), name="broadcasting"),
            asyncio.create_task(self.profile.introduce(COMMANDS.of(None)), name="profile"),
            asyncio.create_task(self._read_answers(), name="answers"),
        ]
        if self.settings.webhook_url is None:
            tasks.append(asyncio.create_task(self.polling.run(), name="polling"))
        return tasks

    async def _read_answers(self) -> None:
        """Read the words of all answers once the first replies have left: half a second that nobody should wait for."""
        await asyncio.sleep(SETTLED_IN)
        await asyncio.to_thread(finding.read_ahead, self.app_context.renderer)

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Take updates in; where the clock can be moved, what a person does next happens at the time that they see.

        Raises:
            Unavailable: they could not be kept.
        """
        if updates and self.settings.clock_url:
            await self.clock.look()
        await self.queues.receive(updates)

    def _jobs(self) -> tuple[Job, ...]:
        """Return the clock table; where the clock can be moved, as in the demo, what it does is seen at once."""
        alone = not self.settings.clock_url
        jobs = (
            Job("plans", TICK, self.tick),
            Job("readers", READERS if alone else TICK, self.look_after_readers),
            Job("reminders", REMIND if alone else TICK, self.remind),
            Job("sweep", SWEEP, self.sweep),
        )
        return jobs if alone else (*jobs, Job("clock", 1.0, self.clock.look))

    async def tick(self) -> int:
        """Do what time alone does to plans, calls and events; returns how many moved, or had something to tell."""
        moment = Moment(self.app_context, self.clock(), "")
        hidden = await self.talk.hiding.hide()
        return hidden + await self.store.run(transitions.tick, moment) + await self._ticked(Every.SECONDS)

    async def look_after_readers(self) -> int:
        """Look after absences that end and plans that nobody reads; returns how many were told of."""
        return await self._ticked(Every.MINUTE)

    async def _ticked(self, every: Every) -> int:
        moment = Moment(self.app_context, self.clock(), "")
        return sum([await self.store.run(tick.does, moment) for tick in TICKS if tick.every is every])

    async def remind(self) -> int:
        """Plan what has to be recalled, and begin the days of professionals; returns how much was done."""
        return await remind(self.store, Moment(self.app_context, self.clock(), ""))

    async def sweep(self) -> None:
        """Forget what is no longer needed: answered updates, yesterday's lists, requests of strangers."""
        for forget in (inbox_rows.sweep, *FORGETS):
            await self.store.run(forget, self.clock())

    async def _serve(self, running: contextlib.AsyncExitStack) -> None:
        application = web.Application(client_max_size=2**20)
        self.health.route(application)
        if self.settings.webhook_url is not None:
            application.router.add_post("/telegram", webhook(self.receive, self.settings.webhook_secret))
        runner = web.AppRunner(application, access_log=None)
        running.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, self.settings.listen.host, self.settings.listen.port).start()
        if self.settings.webhook_url is not None:
            await call(self.bot, "setWebhook", self._webhook())

    def _webhook(self) -> dict[str, Any]:
        return {
            "url": f"{self.settings.webhook_url}/telegram",
            "secret_token": self.settings.webhook_secret,
            "allowed_updates": json.dumps(KINDS),
        }


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _until(stop: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    """Wait for the signal to stop; what a task that must never end raises, ends the wait."""
    waiter = asyncio.create_task(stop.wait())
    lasting = [task for task in tasks if task.get_name() not in {"profile", "answers"}]
    try:
        done, _ = await asyncio.wait([waiter, *lasting], return_when=asyncio.FIRST_COMPLETED)
        for task in done - {waiter}:
            task.result()
    finally:
        waiter.cancel()
