"""The real bot as a process of its own that can be killed, and people who wait for their answers like people do."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp

from bot.sandbox import Limits, Sandbox
from tests.support.phones import Message, buttons

ROOT: Final = Path(__file__).resolve().parents[2]
TOKEN: Final = "4242:a-token-of-a-process-that-is-killed"
KEY: Final = "a key for tests only"
PATIENCE: Final = 60.0
"""Seconds that a person waits for an answer; the bot is killed several times meanwhile."""


@dataclass
class Machine:
    """A Telegram that stays, and a bot that comes and goes."""

    sandbox: Sandbox
    http: aiohttp.ClientSession
    folder: Path
    database_url: str
    rate: float = 29
    chat_rate: float = 29
    process: asyncio.subprocess.Process | None = None

    @classmethod
    @asynccontextmanager
    async def at(
        cls, database_url: str, folder: Path, limits: Limits | None = None, *, rate: float = 29, chat_rate: float = 29
    ) -> AsyncIterator["Machine"]:
        """Open a Telegram with these limits, by default none, and a bot that keeps this pace, in messages a second."""
        sandbox = Sandbox(token=TOKEN, limits=limits or Limits.none())
        await sandbox.start()
        async with aiohttp.ClientSession(sandbox.url) as http:
            machine = cls(sandbox, http, folder, database_url, rate, chat_rate)
            try:
                yield machine
            finally:
                await machine.ends(signal.SIGKILL)
                await sandbox.stop()

    async def begins(self) -> None:
        """Start the bot, as an operator does."""
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "VALISE_TOKEN": TOKEN,
            "VALISE_API_URL": self.sandbox.url,
            "VALISE_DATABASE_URL": self.database_url,
            "VALISE_SECRET_KEY": KEY,
            "VALISE_LISTEN": "127.0.0.1:0",
            "VALISE_CLOCK_URL": f"{self.sandbox.url}/sandbox/clock",
            "VALISE_RATE": str(self.rate),
            "VALISE_CHAT_RATE": str(self.chat_rate),
        }
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=environment, stdout=log, stderr=log
            )

    async def ends(self, how: signal.Signals) -> int | None:
        """Send the signal and wait for the end; returns the exit status, None where nothing ran."""
        process, self.process = self.process, None
        if process is None:
            return None
        if process.returncode is None:
            process.send_signal(how)
        return await process.wait()

    def log(self) -> str:
        """Return what the bot wrote to its operator."""
        file = self.folder / "bot.log"
        return file.read_text("utf-8") if file.exists() else ""

    async def asks(self, verb: str, path: str, **body: Any) -> Any:
        """Ask the sandbox's control API."""
        async with self.http.request(verb, f"/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def person(self, name: str) -> int:
        """Make a new account at Telegram; returns its chat."""
        return int((await self.asks("POST", "people", first_name=name, language_code="fr"))["id"])

    async def messages(self, chat_id: int) -> list[Message]:
        """Return what the bot wrote to a person."""
        chat = await self.asks("GET", f"people/{chat_id}/chat")
        return [message for message in chat["messages"] if not message["outgoing"]]

    async def settled(self) -> None:
        """Wait until every update is fetched and every tap answered."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if (await self.asks("GET", "settled"))["settled"]:
                return
        counted = await self.asks("GET", "summary")
        raise AssertionError(f"the bot left something without an answer: {counted}\n{self.log()[-2000:]}")

    def errors(self) -> list[str]:
        """Return the lines in which the bot told its operator of an error, or that are none of its own."""
        serious = {"error", "critical"}
        lines = self.log().splitlines()
        return [line for line in lines if not line.startswith("{") or json.loads(line)["level"] in serious]


ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "wishes": ("sea", "done"),
    "aim": ("children",),
    "first_time": ("never",),
    "adults": ("1",),
    "children": ("= 6, 8 et 11 ans",),
    "help": ("none",),
    "place": ("= Le lac",),
    "dates": ("= du 10 au 17 juillet",),
    "lodging": ("campsite",),
    "transport": ("train",),
    "own_share": ("= 60 €",),
    "worries": ("home", "done"),
}
"""What each question is answered with: taps, and after a sign of equality words."""

KEPT: Final[dict[str, Any]] = {
    "wishes": ["sea"],
    "aim": "children",
    "first_time": "never",
    "adults": 1,
    "children": [6, 8, 11],
    "help": [],
    "place": "=Le lac",
    "lodging": "campsite",
    "transport": "train",
    "own_share": 6000,
    "worries": ["home"],
}
"""The same as a plan keeps it."""


@dataclass
class Awaiting:
    """A person who answers one question after the other, and never twice: each waits for its answer."""

    machine: Machine
    chat_id: int
    code: str
    answered: list[str] = field(default_factory=list)
    """Questions whose answer was followed by something else on the screen."""

    async def builds_a_plan(self) -> None:
        """Build the person's plan, from the invitation to "sent"."""
        await self._does({}, "start", code=self.code)
        # Killed before the tap was applied, the bot shows the welcome again.
        while any(data.startswith("g:accept") for _, data in buttons(await self._standing())):
            await self._taps(await self._standing(), "g:accept")
        asked, turn = "", 0
        while now := question_of(message := await self._standing()):
            if now != asked:
                self.answered += [asked] if asked else []
                asked, turn = now, 0
            await self._answers(message, ANSWERS[now][min(turn, len(ANSWERS[now]) - 1)])
            turn += 1
        self.answered.append(asked)
        # Killed meanwhile, the bot shows where the person stands; killed again as the summary opens, once more.
        while not any("p:send:" in data for _, data in buttons(message)):
            await self._taps(message, "g:recap")
            message = await self._standing()
        await self._taps(message, "p:send:")

    async def _answers(self, message: Message, answer: str) -> None:
        if answer.startswith("= "):
            await self._does(message, "send", text=answer.removeprefix("= "))
        else:
            await self._taps(message, f":{answer}")

    async def _taps(self, message: Message, part: str) -> None:
        data = next((data for _, data in buttons(message) if part in data), None)
        assert data, f"{part} is no button of {message}"
        await self._does(message, "tap", message_id=message["message_id"], data=data, forged=True)

    async def _does(self, message: Message, what: str, **body: Any) -> None:
        """Do something, and wait until there is something else to tap.

        The same question shown again is no answer; the same page in a new message is: so a crash ends, too.
        """
        await self.machine.asks("POST", f"people/{self.chat_id}/{what}", **body)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            newest = await self._newest()
            keys = newest.get("reply_markup")
            page_again = not question_of(newest) and newest.get("message_id", 0) > message.get("message_id", 0)
            if keys and (keys != message.get("reply_markup") or page_again):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{self.chat_id} waits for ever after {what} {body}\n{self.machine.log()[-3000:]}")

    async def _standing(self) -> Message:
        """Wait for a message with buttons: the newest loses its own as the next is on its way."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if (newest := await self._newest()).get("reply_markup"):
                return newest
            await asyncio.sleep(0.05)
        raise AssertionError(f"{self.chat_id} has nothing to tap\n{self.machine.log()[-3000:]}")

    async def _newest(self) -> Message:
        messages = await self.machine.messages(self.chat_id)
        return messages[-1] if messages else {}


def question_of(message: Message) -> str:
    """Return the question that a message asks; empty when it asks none. Its keyboard tells version and ticks too."""
    return next((data.split(":")[3] for _, data in buttons(message) if data.startswith("n:")), "")
