"""How much of the files that people send is held: pieces of two, and the whole of one list."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.files import AT_ONCE, Files
from bot.chat.messenger import TelegramMessenger
from bot.chat.pace import Pace
from bot.chat.request import PIECE
from bot.storage.kernel.store import Store
from conversations.engine.replies import FileRef, Sent
from tests.chat.conftest import Telegram
from tests.chat.processes import until

ONE_MEGABYTE = b"%PDF" * 250_000


class Slow:
    """Files that come as slowly as the test wants; counts how many are on their way."""

    def __init__(self, size: int = 3) -> None:
        self.size = size
        self.under_way = self.most = self.done = 0
        self.goes_on = asyncio.Event()

    async def download(self, file_id: str) -> AsyncGenerator[bytes, None]:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await self.goes_on.wait()
            for _ in range(self.size):
                await asyncio.sleep(0)
                yield ONE_MEGABYTE
        finally:
            self.under_way -= 1
            self.done += 1


def paper(size: int = 3_000_000) -> Sent:
    return Sent(FileRef("a", "document", size, "devis.pdf", "application/pdf"), "")


async def test_at_most_two_files_are_fetched_at_once(store: Store) -> None:
    slow = Slow()
    reader = Files(store, slow)
    fetching = [asyncio.create_task(reader._fingerprinted(paper())) for _ in range(9)]
    await until(lambda: slow.under_way == AT_ONCE)
    slow.goes_on.set()
    kept = await asyncio.gather(*fetching)
    assert (slow.most, slow.done) == (AT_ONCE, 9)
    assert {each.file.sha256 for each in kept} == {hashlib.sha256(ONE_MEGABYTE * 3).hexdigest()}


async def test_a_file_larger_than_was_said_is_let_go_as_soon_as_that_shows(store: Store) -> None:
    slow = Slow(size=1000)
    slow.goes_on.set()
    kept = await Files(store, slow)._fingerprinted(paper())
    assert kept == paper()
    assert slow.under_way == 0


async def test_of_a_file_telegram_gives_a_piece_at_a_time(telegram: Telegram, bot: Bot) -> None:
    awa = await telegram.person()
    content = ONE_MEGABYTE[:700_000]
    file_id = await sent(telegram, awa, content)
    pieces = [piece async for piece in TelegramMessenger(bot, Pace(rate=1000)).download(file_id)]
    assert max(len(piece) for piece in pieces) <= PIECE
    assert b"".join(pieces) == content


async def test_a_file_that_telegram_refuses_is_told_as_any_other_trouble(telegram: Telegram, bot: Bot) -> None:
    awa = await telegram.person()
    file_id = await sent(telegram, awa, b"x" * 10, size=25_000_000)
    with pytest.raises(TelegramError):
        _ = [piece async for piece in TelegramMessenger(bot, Pace(rate=1000)).download(file_id)]


async def sent(telegram: Telegram, person: int, content: bytes, **more: Any) -> str:
    """Send a document from a person; returns the id that Telegram gives it."""
    wish = {"kind": "document", "content_base64": base64.b64encode(content).decode(), **more}
    await telegram.ask("POST", f"people/{person}/send", **wish)
    messages = (await telegram.ask("GET", f"people/{person}/chat"))["messages"]
    return str(messages[-1]["document"]["file_id"])
