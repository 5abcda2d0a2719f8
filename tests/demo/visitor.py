"""A visitor of the demo: the command that serves it, the browser, and a pair of hands for each phone.

Nothing here waits for a time to pass: every act waits for what a person would see.
"""

import asyncio
import contextlib
import re
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, Self
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, Page, ViewportSize, expect

ROOT: Final = Path(__file__).parents[2]
WIDE: Final[ViewportSize] = {"width": 1280, "height": 860}
NARROW: Final[ViewportSize] = {"width": 390, "height": 844}
PATIENCE_MILLISECONDS: Final = 30_000
"""The bot keeps to one message a second in a chat, and a visitor who hurries waits for it."""
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@dataclass
class Demo:
    """`./valise demo` as a process of its own; it can be stopped and started again on the same port."""

    folder: Path
    address: str = ""
    process: Process | None = None

    async def begin(self) -> None:
        """Start the demo and read its address; after a stop, at the port it had.

        Raises:
            AssertionError: it ended before it named an address.
        """
        port = self.address.rpartition(":")[2].rstrip("/") or "0"
        arguments = ("demo", "--port", port, "--data", str(self.folder), "--no-browser")
        self.process = await asyncio.create_subprocess_exec(ROOT / "valise", *arguments, stdout=PIPE)
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            if found := re.search(rb"http://\S+", line):
                self.address = found[0].decode()
                return
        raise AssertionError("the demo ended before it named its address")

    async def end(self) -> int:
        """Press Ctrl-C, and return the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return await self.process.wait()


@contextlib.asynccontextmanager
async def running_demo(folder: Path) -> AsyncIterator[Demo]:
    """Run a demo in an empty folder, stopped at the end."""
    demo = Demo(folder)
    await demo.begin()
    try:
        yield demo
    finally:
        if demo.process is not None and demo.process.returncode is None:
            assert await demo.end() == 0


@dataclass
class Hands:
    """What one visitor does on one person's phone, and what is read there."""

    visitor: "Visitor"
    person: str

    @property
    def phone(self) -> Locator:
        return self.visitor.page.locator(f'[data-person="{self.person}"]')

    @property
    def last(self) -> Locator:
        """The newest bubble of the bot."""
        return self.phone.locator(".message.incoming").last

    async def starts(self) -> None:
        """Press the large button of an empty chat."""
        await self.phone.locator('[data-action="start"]').click()

    async def chooses_language(self, code: str) -> None:
        """Set the language of the telephone by the phone's own menu."""
        await self.phone.get_by_role("button", name="Language and more").click()
        await self.phone.locator("select[name=language_code]").select_option(code)
        await expect(self.phone.locator(".phone")).to_have_attribute("lang", code)
        await self.visitor.page.keyboard.press("Escape")

    async def reads(self, *texts: str) -> None:
        """Wait until the newest message says these words; no-break spaces count as spaces."""
        for text in texts:
            words = r"\s+".join(re.escape(word) for word in text.split())
            await expect(self.last).to_contain_text(re.compile(words))

    async def taps(self, label: str, *, first: bool = False) -> None:
        """Tap the newest button with this label, or the first one; waits until the bot has answered the tap."""
        buttons = self.phone.locator(".key").filter(has_text=label)
        await (buttons.first if first else buttons.last).click(timeout=PATIENCE_MILLISECONDS)
        await expect(self.phone.locator('.key[aria-busy="true"]')).to_have_count(0)

    async def no_longer_has(self, label: str) -> None:
        """Wait until no button has this label."""
        await expect(self.phone.locator(".key").filter(has_text=label)).to_have_count(0)

    async def ticks(self, *labels: str) -> None:
        """Tap answers of which several may be chosen; each shows its tick before the next is tapped."""
        for label in labels:
            await self.phone.get_by_role("button", name=f"☐ {label}", exact=True).last.click()
            ticked = self.phone.get_by_role("button", name=f"☑ {label}", exact=True).last
            await expect(ticked).to_be_visible()

    async def writes(self, text: str) -> None:
        """Type and press Enter."""
        line = self.phone.locator("textarea[name=text]")
        await line.fill(text)
        await line.press("Enter")
        await expect(line).to_have_value("")

    async def sends_a_quote(self) -> None:
        """Choose the page's sample PDF, as a file would be chosen."""
        await self.phone.get_by_role("button", name="Send a photo or a document").click()
        await self.phone.get_by_role("menuitem", name="Sample PDF").click()

    async def sends_a_list(self) -> None:
        """Choose the page's sample list of organisations: three good lines and one with a mistake."""
        await self.phone.get_by_role("button", name="Send a photo or a document").click()
        await self.phone.get_by_role("menuitem", name="Sample list").click()

    async def answers(self, question: str, answer: str) -> None:
        """Wait for a question, then tap its answer."""
        await self.reads(question)
        await self.taps(answer)

    async def replies(self, question: str, words: str) -> None:
        """Wait for a question, then type the answer."""
        await self.reads(question)
        await self.writes(words)


@dataclass
class Visitor:
    """A person in front of the page, with an album of what was seen."""

    page: Page
    shots: Path
    complaints: list[str] = field(default_factory=list)
    taken: int = 0

    @classmethod
    async def arrives(cls, page: Page, address: str, shots: Path) -> Self:
        """Open the page and note all that it complains of."""
        visitor = cls(page, shots)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        await page.goto(address)
        await expect(page.locator("[data-person]")).to_have_count(3)
        return visitor

    async def hands(self) -> tuple[Hands, Hands, Hands]:
        """Return hands for Awa, Lina and Claire: the story's three, from left to right."""
        awa, lina, claire = [Hands(self, person) for person in await self._people()]
        return awa, lina, claire

    async def adds(self, first_name: str) -> Hands:
        """Add hands for one person more, whom the bot does not know."""
        before = await self._people()
        await self.page.get_by_role("button", name="Add a person").click()
        await self.page.locator("dialog input[name=first_name]").fill(first_name)
        await self.page.locator("dialog select[name=language_code]").select_option("fr")
        await self.page.get_by_role("button", name="Add", exact=True).click()
        await expect(self.page.locator("[data-person]")).to_have_count(len(before) + 1)
        return Hands(self, next(person for person in await self._people() if person not in before))

    async def _people(self) -> list[str]:
        phones = await self.page.locator("[data-person]").all()
        return [await phone.get_attribute("data-person") or "" for phone in phones]

    async def moves_the_clock(self) -> None:
        """Move the clock by an hour: the two minutes in which a decision can be undone are over."""
        await self.page.locator('[data-advance="3600"]').click()

    async def goes_on_to(self, day: date) -> None:
        """Touch the clock's buttons until it is about noon of that day in Paris."""
        target = datetime.combine(day, time(12), ZoneInfo("Europe/Paris"))
        for step in (timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)):
            while await self._now() + step <= target:
                moved = 1000 * (await self._now() + step).timestamp()
                await self.page.locator(f'[data-advance="{step.total_seconds():.0f}"]').click()
                face = "Date.parse(document.querySelector('time.clock-face').dateTime)"
                await self.page.wait_for_function(f"(moment) => {face} >= moment", arg=moved)

    async def _now(self) -> datetime:
        """Return what the clock of the demo says."""
        told = await self.page.locator("time.clock-face").get_attribute("datetime")
        assert told is not None
        return datetime.fromisoformat(told)

    async def keeps(self, name: str, hands: Hands) -> None:
        """Photograph the page as a wide and as a narrow screen show it, with this person's phone in front."""
        self.taken += 1
        await self.page.mouse.move(0, 0)
        for size in (NARROW, WIDE):
            await self.page.set_viewport_size(size)
            if size is NARROW:
                await self.page.locator(f'[data-tab="{hands.person}"]').click()
            await expect(hands.phone).to_be_visible()
            await self._settled()
            path = self.shots / f"{self.taken:02}-{name}-{size['width']}.png"
            await self.page.screenshot(path=path, animations="disabled")

    async def _settled(self) -> None:
        """Wait until two frames after a new size the page has laid itself out."""
        await self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
