"""A crowd: many people at once, each on a random way through the real bot, which may be killed meanwhile.

Nobody here sees into the bot. Each goes by what is on the screen, and does nothing before the answer has come, but
for hasty moments of taps here and there.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import sqlalchemy as sa

from bot.storage import inbox
from bot.storage.kernel.store import Store, Tx
from conversations import PLAN
from conversations.engine.keyboard import INERT
from conversations.engine.steps import Repeat
from tests.crash.machine import PATIENCE, Machine, question_of
from tests.support.phones import Message, buttons
from tests.walks import words

ACTS: Final = re.compile(r"q:|p:(decide|endorse|grant|offer|wait|decline|point|undo|changes|send|a|r)|g:(accept|go)")
"""Buttons that do something, rather than show something."""
ANSWER: Final = re.compile(r"q:p([0-9a-z]+)s:[0-9a-z]+:(\w+):")
"""A tap that answers a question of a plan: the plan's number (base 36) and the question."""
FORGETFUL: Final = 12
"""Old buttons that a person may still tap."""
TAPS_AT_ONCE: Final = 4

KINDS: Final = {
    step.name: step.widget.kind
    for section in PLAN.sections
    for item in section.steps
    for step in (item.steps if isinstance(item, Repeat) else (item,))
}
"""How each question of the plan is answered."""


@dataclass
class Desk:
    """The bot's own book of updates, read from outside: which of them are answered."""

    records: Store
    settled: set[int] = field(default_factory=set)

    @classmethod
    @asynccontextmanager
    async def watched(cls, records: Store) -> AsyncIterator["Desk"]:
        """Open a desk that is looked at several times a second."""
        desk = cls(records)
        looking = asyncio.create_task(desk._looks())
        try:
            yield desk
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    async def _looks(self) -> None:
        while True:
            self.settled = await self.records.read(_settled)
            await asyncio.sleep(0.1)


def _settled(tx: Tx) -> set[int]:
    done = inbox.inbox.c.state.in_((inbox.UpdateState.ANSWERED, inbox.UpdateState.DEAD))
    return set(tx.connection.scalars(sa.select(inbox.inbox.c.update_id).where(done)))


@dataclass
class Walker:
    """A person in the crowd. `kept` are the questions that were answered and followed by another screen, by plan."""

    machine: Machine
    desk: Desk
    chat_id: int
    random: Random
    code: str = ""
    seen: list[tuple[int, str]] = field(default_factory=list)
    kept: set[tuple[int, str]] = field(default_factory=set)
    trace: list[str] = field(default_factory=list)

    async def walks(self, acts: int) -> None:
        """Do so many things, one after the other."""
        for _ in range(acts):
            await self.does_something()

    async def does_something(self) -> None:
        """Do one act, and see its answer."""
        newest = await self.newest()
        if not newest:
            await self.starts()
            return
        self.seen += [(newest["message_id"], data) for _, data in buttons(newest) if data != INERT]
        del self.seen[:-FORGETFUL]
        ways: dict[Callable[[Message], Awaitable[None]], int] = {
            self.goes_on: 60,
            self.goes_astray: 12,
            self.is_hasty: 28,
        }
        await self.random.choices(list(ways), weights=list(ways.values()))[0](newest)

    async def starts(self) -> None:
        """Open the bot, by an invitation if there is one."""
        await self.posts("start", **({"code": self.code} if self.code else {}))

    async def asks_for_help(self) -> None:
        """Do something anybody may do at any time, stranger or not."""
        await self.posts("send", text="/help")

    async def goes_on(self, newest: Message) -> None:
        """Do what the newest screen asks for."""
        offered = [data for _, data in buttons(newest) if data and data != INERT]
        question = question_of(newest)
        if not offered:
            await self.starts()
        elif question and self.random.random() < 0.3:
            fitting = words.FITTING.get(KINDS.get(question, ""), words.NONSENSE)
            await self.posts("send", text=self.random.choice(fitting))
        else:
            acts = [data for data in offered if ACTS.match(data)]
            data = self.random.choice(acts if acts and self.random.random() < 0.8 else offered)
            tap = await self.posts("tap", message_id=newest["message_id"], data=data, forged=True)
            await self.notes(data, tap["callback_query_id"])

    async def notes(self, data: str, tap: str) -> None:
        """Note an answer that was not refused and has led to another screen: it will not be asked for again."""
        answer = ANSWER.match(data)
        if answer is None or question_of(await self.newest()) == answer[2]:
            return
        taps = await self.machine.asks("GET", f"people/{self.chat_id}/taps")
        if not any(each["text"] for each in taps if each["callback_query_id"] == tap):
            self.kept.add((int(answer[1], 36), answer[2]))

    async def goes_astray(self, newest: Message) -> None:
        """Do something that nobody asked for: an old or a forged button, a command, a file, nonsense."""
        number = newest["message_id"]
        old = self.random.choice(self.seen or [(number, "g:home")])
        what, body = self.random.choice(
            [
                ("tap", {"message_id": old[0], "data": old[1], "forged": True}),
                ("tap", {"message_id": number, "data": self.random.choice(words.FORGED[1:]), "forged": True}),
                ("send", {"text": self.random.choice(words.NONSENSE)}),
                ("send", {"text": self.random.choice(words.COMMANDS)}),
                ("send", self.random.choice(words.FILES)),
            ]
        )
        await self.posts(what, **body)

    async def is_hasty(self, newest: Message) -> None:
        """Tap several buttons, or one several times, without waiting for an answer."""
        if not self.seen:
            await self.goes_on(newest)
            return
        hasty = [self.random.choice(self.seen) for _ in range(TAPS_AT_ONCE)]
        await asyncio.gather(*(self.posts("tap", message_id=at, data=data, forged=True) for at, data in hasty))

    async def posts(self, what: str, **body: Any) -> dict[str, Any]:
        """Do something, and wait until the bot has answered."""
        self.trace.append(f"{what} {body}"[:120])
        done: dict[str, Any] = await self.machine.asks("POST", f"people/{self.chat_id}/{what}", **body)
        until = time.monotonic() + PATIENCE
        while done["update_id"] not in self.desk.settled:
            assert time.monotonic() < until, self.told("waits for ever")
            await asyncio.sleep(0.05)
        return done

    async def newest(self) -> Message:
        """Return the newest message of the bot; nothing for who has none."""
        messages = await self.machine.messages(self.chat_id)
        return messages[-1] if messages else {}

    def told(self, what: str) -> str:
        """Tell what happened to this person, to explain a failure."""
        return "\n".join([f"{self.chat_id} {what}, after:", *self.trace[-12:], self.machine.log()[-2000:]])
