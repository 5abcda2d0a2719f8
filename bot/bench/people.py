"""Simulated people: they read the keyboard in front of them and walk the real plan, from the link to "sent".

They act at the sandbox directly, on its own loop, and see what a telephone would see. Nothing is measured here but
the time from an act to its reply.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.sandbox import Sandbox, playing
from bot.sandbox.people import Chat
from bot.sandbox.wire import Json

PATIENCE = 30.0
"""Seconds after which a person without a reply gives up: the figures would mean nothing any more."""
LOST_AFTER = 6
"""Acts on one question after which a person is lost: the questions have changed and `ANSWERS` has not."""


class BenchError(Exception):
    """The figures would mean nothing; the text says why."""


@dataclass(frozen=True, slots=True)
class Says:
    """Words typed and sent."""

    text: str


@dataclass(frozen=True, slots=True)
class Taps:
    """A button, by its whole data."""

    data: str


ANSWERS: Mapping[str, tuple[Says | str, ...]] = {
    "wishes": ("sea", "children", "done"),
    "aim": ("children",),
    "first_time": ("never",),
    "adults": ("1",),
    "children": (Says("6, 8 et 11 ans"),),
    "help": ("none",),
    "place": (Says("Le lac, à 25 km"),),
    "dates": (Says("du 10 au 17 juillet"),),
    "lodging": ("talk",),
    "transport": ("train",),
    "own_share": (Says("60 €"),),
    "worries": ("home", "done"),
}
"""What each question is answered, act by act: words, or the last part of a button's data."""
ON_PAGES = ("g:accept", "p:send:")
"""Beginnings of the buttons that lead on where no question stands."""


@dataclass(slots=True)
class Replies:
    """How long each act waited for its reply: the message or edit that carries the next buttons.

    Attributes:
        seconds: one for each reply since `clear`.
    """

    seconds: list[float] = field(default_factory=list)
    _waiting: dict[int, tuple[float, asyncio.Future[Json]]] = field(default_factory=dict)

    def clear(self) -> None:
        """Begin to count anew; who waits goes on waiting, and counts when the reply comes."""
        self.seconds = []

    async def to(self, chat_id: int, act: Callable[[], object]) -> Json:
        """Do something in a chat and return the message that answers it.

        Raises:
            BenchError: no reply came in time.
        """
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[chat_id] = (time.perf_counter(), future)
        act()
        try:
            async with asyncio.timeout(PATIENCE):
                return await future
        except TimeoutError:
            raise BenchError(f"no reply within {PATIENCE:g} s") from None

    def see(self, event: Json) -> None:
        """See what happened at the sandbox, and whether a person waits for it."""
        if event["type"] not in {"message", "edit"} or event["chat"] not in self._waiting:
            return
        message = event["message"]
        if message["outgoing"] or not keyboard_of(message):
            return
        since, future = self._waiting.pop(event["chat"])
        self.seconds.append(time.perf_counter() - since)
        if not future.done():
            future.set_result(message)


def keyboard_of(message: Json) -> list[str]:
    """Return the data of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


async def watch(sandbox: Sandbox, replies: Replies) -> None:
    """Hand on what happens at the sandbox, until cancelled."""
    events = sandbox.world.events
    seen = events.last
    while True:
        for event in await events.next(seen, 1.0):
            if event["type"] == "reset":
                raise BenchError("the bench could not follow the sandbox")
            seen = event["id"]
            replies.see(event)


class Crowd:
    """A number of people at a time; a person who has sent the plan makes room for the next one."""

    def __init__(self, sandbox: Sandbox, replies: Replies, codes: Iterator[str]) -> None:
        """Begin with nobody.

        Args:
            sandbox: where they have their telephones.
            replies: what they wait for.
            codes: an invitation for each newcomer.
        """
        self._sandbox = sandbox
        self._replies = replies
        self._codes = codes

    async def live(self, pause: Callable[[], Awaitable[None]]) -> None:
        """Be one person after the other, until cancelled; `pause` lies between a reply and the next act.

        Raises:
            BenchError: no reply came, a question is unknown, or there are no invitations left.
        """
        while True:
            await pause()
            chat, message = await self.arrive()
            await self._walk(chat, message, pause)

    async def arrive(self) -> tuple[Chat, Json]:
        """Open the link of a new person; returns the chat and the first message."""
        code = next(self._codes, None)
        if code is None:
            raise BenchError("more people came than were invited: give more --users, or fewer --seconds")
        world = self._sandbox.world
        chat = world.people.add({"first_name": "Awa", "language_code": "fr"})
        return chat, await self._replies.to(chat.id, lambda: playing.start(world, chat, code))

    async def _walk(self, chat: Chat, message: Json, pause: Callable[[], Awaitable[None]]) -> None:
        done: dict[str, int] = {}
        while (act := next_act(keyboard_of(message), done)) is not None:
            await pause()
            message = await self._act(chat, message, act)

    async def _act(self, chat: Chat, message: Json, act: Says | Taps) -> Json:
        world = self._sandbox.world
        if isinstance(act, Says):
            return await self._replies.to(chat.id, lambda: playing.write(world, chat, act.text))
        tapped = {"message_id": message["message_id"], "data": act.data}
        return await self._replies.to(chat.id, lambda: playing.tap(world, chat, tapped))


def next_act(buttons: list[str], done: dict[str, int]) -> Says | Taps | None:
    """Return what to do in front of these buttons, None where the plan is sent; `done` counts acts by question.

    Raises:
        BenchError: the question is unknown, or its answer was not taken.
    """
    onward = next((data for data in buttons if data.startswith(ON_PAGES)), None)
    if onward is not None:
        return Taps(onward)
    step = next((data.split(":")[3] for data in buttons if data.startswith(("q:", "n:"))), None)
    if step is None:
        return None
    number = done[step] = done.get(step, -1) + 1
    acts = ANSWERS.get(step.partition(".")[0], ("talk",))
    if number >= LOST_AFTER:
        raise BenchError(f"the answers to {step!r} were not taken")
    act = acts[min(number, len(acts) - 1)]
    if isinstance(act, Says):
        return act
    data = next((data for data in buttons if data.split(":")[-1] == act), None)
    if data is None:
        raise BenchError(f"{step!r} has no button {act!r}: the questions have changed")
    return Taps(data)


def at_once() -> Callable[[], Awaitable[None]]:
    """Return no pause: a closed loop."""

    async def pause() -> None:
        await asyncio.sleep(0)

    return pause


def thinking(seconds: float) -> Callable[[], Awaitable[None]]:
    """Think for so long on average, evenly spread from nothing to twice that."""

    async def pause() -> None:
        await asyncio.sleep(random.uniform(0, 2 * seconds))  # noqa: S311 - a pause is no secret

    return pause
