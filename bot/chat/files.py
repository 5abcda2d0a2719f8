"""Files that people send: they stay with Telegram; we keep a fingerprint, so that nobody can swap one unseen.

A coordinator's list of organisations is read as well, in a process of its own: no file makes anybody else wait.
"""

import asyncio
import hashlib
import json
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from telegram.error import TelegramError

from bot.domain.organisation_list import Checked, ListInvalid
from bot.features.organisations import enrolment, imports, spreadsheets
from bot.interaction.request import Incoming, Listed, Sender, Stores, Tap
from bot.plan.context import Moment
from bot.storage.kernel.store import Store
from conversations.engine.keyboard import Problem
from conversations.engine.replies import FileRef, Sent
from conversations.engine.widgets import MOST_BYTES

log = logging.getLogger(__name__)

KINDS = frozenset({"photo", "document"})
PATIENCE = 60.0
"""Seconds for reading a list; 5,000 lines take about one, and whoever chats comes first."""
ROOT = Path(__file__).parents[2]


class Downloads(Protocol):
    """Whoever can fetch a file's bytes from Telegram."""

    async def download(self, file_id: str) -> bytes:
        """The bytes. Raises TelegramError."""
        ...


def concerns_file(incoming: Incoming) -> bool:
    """Whether `Lists.read` may have something to fetch or to read."""
    return isinstance(incoming, Sent) or (isinstance(incoming, Tap) and imports.to_store(incoming.data) is not None)


async def fingerprinted(files: Downloads, incoming: Incoming) -> Incoming:
    """The same, with the file's SHA-256 where it has one to take; nothing is written to a disk.

    A file that cannot be fetched now is kept without: the answer must not be lost for it.
    """
    if not isinstance(incoming, Sent) or incoming.file.kind not in KINDS or not 0 < incoming.file.size <= MOST_BYTES:
        return incoming
    content = await _fetched(files, incoming.file)
    if content is None:
        return incoming
    return replace(incoming, file=replace(incoming.file, sha256=_fingerprint(content)))


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def _fetched(files: Downloads, file: FileRef) -> bytes | None:
    try:
        return await files.download(file.file_id)
    except TelegramError as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        return None


class Lists:
    """Reads the lists that coordinators send, one at a time: several at once could take the machine's memory."""

    def __init__(self, store: Store, files: Downloads) -> None:
        self._store = store
        self._files = files
        self._one = asyncio.Semaphore(1)

    async def read(self, moment: Moment, sender: Sender, incoming: Incoming) -> Incoming:
        """The list that was sent, checked and compared; the tap that stores one, with all it stores worked out.

        Whatever else was sent is as `fingerprinted` gives it.
        """
        if isinstance(incoming, Tap):
            number = imports.to_store(incoming.data)
            if number is None:
                return incoming
            ready = await self._store.read(enrolment.prepare, moment, sender.chat_id, number)
            return Stores(incoming.data, incoming.message_id, ready)
        if not isinstance(incoming, Sent) or not await self._store.read(
            imports.may_send, sender.chat_id, incoming.file
        ):
            return await fingerprinted(self._files, incoming)
        try:
            fingerprint, checked = await self._checked(incoming.file)
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
        async with self._one:
            content = await _fetched(self._files, file)
            if content is None:
                raise ListInvalid("not_fetched")
            told = await _read_apart(content)
        # In a thread: to build some thousands of lines takes the loop tens of milliseconds.
        return await asyncio.to_thread(lambda: (_fingerprint(content), spreadsheets.load(json.loads(told))))


async def _read_apart(content: bytes) -> bytes:
    """What the reading process says. Raises ListInvalid when the file was too much for it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "bot.services.organisations.spreadsheets",
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
