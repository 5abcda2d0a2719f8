"""Files that people send: they stay with Telegram; of those that are awaited we keep a fingerprint.

A coordinator's list of organisations is read as well, in a process of its own: no file makes anybody else wait.
"""

import asyncio
import hashlib
import json
import logging
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from telegram.error import TelegramError

from bot.domain.organisation_list import Checked, ListInvalid
from bot.features.awaiting import Awaited, awaited
from bot.features.organisations import enrolment, imports, spreadsheets
from bot.interaction.request import Incoming, Listed, Sender, Stores, Tap
from bot.plan.context import Moment
from bot.storage.kernel.store import Store
from conversations.engine.keyboard import Problem
from conversations.engine.replies import FileRef, Sent
from conversations.engine.widgets import MOST_BYTES

log = logging.getLogger(__name__)

KINDS = frozenset({"photo", "document"})
AT_ONCE = 2
"""Files being fetched: what is held of them is a piece each, and the whole of one list at most."""
PATIENCE = 60.0
"""Seconds for reading a list; 5,000 lines take about one, and those who chat come first."""
ROOT = Path(__file__).parents[2]


class Downloads(Protocol):
    """What can fetch a file's bytes from Telegram."""

    def download(self, file_id: str) -> AsyncGenerator[bytes, None]:
        """Yield the bytes of a file, piece by piece. Raises TelegramError."""
        ...


def concerns_file(incoming: Incoming) -> bool:
    """Return whether `Files.read` may have something to fetch or to read."""
    return isinstance(incoming, Sent) or (isinstance(incoming, Tap) and imports.to_store(incoming.data) is not None)


class Files:
    """Fetches the files that are awaited, and reads the lists among them; several at once could take the memory."""

    def __init__(self, store: Store, downloads: Downloads) -> None:
        self._store = store
        self._downloads = downloads
        self._fetching = asyncio.Semaphore(AT_ONCE)
        self._reading = asyncio.Semaphore(1)

    async def read(self, moment: Moment, sender: Sender, incoming: Incoming) -> Incoming:
        """Read a list that was sent, checked and compared, or all that the tap which stores one has to store.

        Another file that is awaited gets its fingerprint. Whatever else was sent stays as it is, and with Telegram.
        """
        if isinstance(incoming, Tap):
            number = imports.to_store(incoming.data)
            if number is None:
                return incoming
            ready = await self._store.read(enrolment.prepare, moment, sender.chat_id, number)
            return Stores(incoming.data, incoming.message_id, ready)
        if not isinstance(incoming, Sent):
            return incoming
        match await self._store.read(awaited, moment, sender.chat_id, incoming.file):
            case Awaited.LIST:
                return await self._listed(moment, sender, incoming.file)
            case Awaited.PAPER:
                return await self._fingerprinted(incoming)
            case _:
                return incoming

    async def _fingerprinted(self, incoming: Sent) -> Sent:
        """Add the file's SHA-256 to what was sent; nothing of the file is kept, in memory or on a disk.

        A file that cannot be fetched now is kept without: the answer must not be lost for it.
        """
        if incoming.file.kind not in KINDS or not 0 < incoming.file.size <= MOST_BYTES:
            return incoming
        fingerprint = await self._fetched(incoming.file)
        return incoming if fingerprint is None else replace(incoming, file=replace(incoming.file, sha256=fingerprint))

    async def _listed(self, moment: Moment, sender: Sender, file: FileRef) -> Listed:
        try:
            fingerprint, checked = await self._checked(file)
        except ListInvalid as invalid:
            return Listed(problem=Problem(invalid.code, invalid.values))
        return await self._store.read(imports.compared, moment, sender.chat_id, fingerprint, checked)

    async def _checked(self, file: FileRef) -> tuple[str, Checked]:
        if not imports.is_table(file):
            raise ListInvalid("photo_of_list" if file.kind == "photo" else "wrong_list_type")
        if file.size > MOST_BYTES:
            raise ListInvalid("list_too_big", megabytes=MOST_BYTES // 1_000_000)
        if file.size <= 0:
            raise ListInvalid("empty_list_file")
        async with self._reading:
            content = bytearray()
            fingerprint = await self._fetched(file, content)
            if fingerprint is None:
                raise ListInvalid("not_fetched")
            told = await _read_apart(content)
        # In a thread: to build some thousands of lines takes the loop tens of milliseconds.
        return fingerprint, await asyncio.to_thread(lambda: spreadsheets.load(json.loads(told)))

    async def _fetched(self, file: FileRef, kept: bytearray | None = None) -> str | None:
        """Return the fingerprint of a file, whose bytes are added to `kept`; None when it cannot be fetched.

        A file that turns out larger than was said is let go: its sender may have said anything.
        """
        digest, length = hashlib.sha256(), 0
        try:
            async with self._fetching, aclosing(self._downloads.download(file.file_id)) as pieces:
                async for piece in pieces:
                    length += len(piece)
                    if length > MOST_BYTES:
                        raise TelegramError("larger than was said")  # noqa: TRY301 - as any other that cannot be had
                    digest.update(piece)
                    if kept is not None:
                        kept += piece
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", type(error).__name__)
            return None
        return digest.hexdigest()


async def _read_apart(content: bytearray) -> bytes:
    """Return what the reading process says. Raises ListInvalid when the file was too much for it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "bot.features.organisations.spreadsheets",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": str(ROOT)},  # no settings, no token, no key: it only reads
    )
    try:
        async with asyncio.timeout(PATIENCE):
            told, _ = await process.communicate(content)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise ListInvalid("too_much_inside") from None
    if process.returncode != 0:
        log.warning("a list could not be read: the reading process ended with %s", process.returncode)
        raise ListInvalid("too_much_inside")
    return told
