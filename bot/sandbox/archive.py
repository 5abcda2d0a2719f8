"""Memory on disk: one SQLite file of records, written behind the answers by a thread, at most a second late.

Knows keys and JSON, nothing of what they mean. A record handed over is never changed afterwards (it is replaced), so
the thread may write it while the sandbox goes on.
"""

import asyncio
import json
import os
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from bot.sandbox.wire import Json

EVERY_SECONDS = 0.5
SCHEMA = """
CREATE TABLE IF NOT EXISTS record (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS content (key TEXT PRIMARY KEY, body BLOB NOT NULL);
"""

Records = dict[str, dict[str, Json]]


class Archive:
    """The file; without a path everything is forgotten at once.

    Args:
        path: The SQLite file, made when it is missing; None for a sandbox that remembers nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._changed: dict[tuple[str, str], Mapping[str, object] | None] = {}
        self._contents: dict[str, bytes] = {}
        self._writer: asyncio.Task[None] | None = None
        self._writing: asyncio.Future[None] | None = None
        self._file: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def put(self, kind: str, key: object, body: Mapping[str, object] | None) -> None:
        """Remember a record, or forget it where the body is None."""
        if self._path is not None:
            self._changed[kind, str(key)] = body

    def keep(self, key: str, content: bytes) -> bool:
        """Remember the bytes of a file; returns whether it does."""
        if self._path is None:
            return False
        self._contents[key] = content
        return True

    def content(self, key: str) -> bytes | None:
        """Return the bytes of a file."""
        if key in self._contents or self._file is None:
            return self._contents.get(key)
        with self._lock:
            row = self._file.execute("SELECT body FROM content WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    @property
    def behind(self) -> bool:
        """Whether something waits to be written."""
        return bool(self._changed or self._contents)

    def open(self) -> Records:
        """Open the file and return all records by kind and key.

        Raises:
            sqlite3.Error: the file is no such archive, or cannot be written.
            OSError: its folder cannot be made.
        """
        if self._path is None:
            return {}
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL, 0o600))  # what lies beside it takes its rights
        self._path.chmod(0o600)
        # The loop reads and a thread writes; the lock keeps them apart.
        self._file = sqlite3.connect(self._path, check_same_thread=False)
        self._file.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + SCHEMA)
        records: Records = {}
        with closing(self._file.execute("SELECT kind, key, body FROM record")) as rows:
            for kind, key, body in rows:
                records.setdefault(kind, {})[key] = json.loads(body)
        return records

    def start(self) -> None:
        """Begin to write behind."""
        if self._file is not None:
            self._writer = asyncio.create_task(self._write_behind(), name="sandbox archive")

    async def close(self) -> None:
        """Write what is left and close the file."""
        if self._file is None:
            return
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        if self._writing is not None:  # a thread is not cancelled: what it has taken is in no other hands
            await asyncio.wait([self._writing])
        self._write(*self._taken())
        self._file.close()
        self._file = None

    async def _write_behind(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            if self.behind:
                changed, contents = self._taken()
                self._writing = asyncio.ensure_future(asyncio.to_thread(self._write, changed, contents))
                await asyncio.shield(self._writing)
                for key in contents:
                    self._contents.pop(key, None)

    def _taken(self) -> tuple[dict[tuple[str, str], Mapping[str, object] | None], dict[str, bytes]]:
        """Return what is to write; bytes stay readable here until they are on disk."""
        changed, self._changed = self._changed, {}
        return changed, dict(self._contents)

    def _write(self, changed: dict[tuple[str, str], Mapping[str, object] | None], contents: dict[str, bytes]) -> None:
        if self._file is None:
            return
        kept = [(kind, key, json.dumps(body)) for (kind, key), body in changed.items() if body is not None]
        gone = [name for name, body in changed.items() if body is None]
        with self._lock, self._file:
            self._file.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", kept)
            self._file.executemany("DELETE FROM record WHERE kind = ? AND key = ?", gone)
            self._file.executemany("INSERT OR REPLACE INTO content VALUES (?, ?)", contents.items())
