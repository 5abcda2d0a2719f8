"""Files that people send: they stay with Telegram; we keep a fingerprint, so that nobody can swap one unseen."""

import hashlib
import logging
from dataclasses import replace
from typing import Protocol

from telegram.error import TelegramError

from bot.services.scene import Incoming
from conversations.engine.replies import Sent
from conversations.engine.widgets import MOST_BYTES

log = logging.getLogger(__name__)

KINDS = frozenset({"photo", "document"})


class Downloads(Protocol):
    """Whoever can fetch a file's bytes from Telegram."""

    async def download(self, file_id: str) -> bytes:
        """The bytes. Raises TelegramError."""
        ...


async def fingerprinted(files: Downloads, incoming: Incoming) -> Incoming:
    """The same, with the file's SHA-256 where it has one to take; nothing is written to a disk.

    A file that cannot be fetched now is kept without: the answer must not be lost for it.
    """
    if not isinstance(incoming, Sent) or incoming.file.kind not in KINDS or not 0 < incoming.file.size <= MOST_BYTES:
        return incoming
    try:
        content = await files.download(incoming.file.file_id)
    except TelegramError as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        return incoming
    return Sent(replace(incoming.file, sha256=hashlib.sha256(content).hexdigest()))
