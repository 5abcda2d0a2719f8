"""How the log is written: plain lines at a terminal, one JSON object a line elsewhere; ids, kinds and places only.

What an exception says of itself may repeat what a person wrote, so no log line shows it, wherever it is logged: only
its kind, and where in the code it happened.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

QUIET = ("aiohttp.access", "aiosqlite", "apscheduler", "sqlalchemy", "telegram")
"""Libraries that tell, below a warning, what passes through them."""

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Wordless(logging.Formatter):
    """One line a record; of an exception its kind and its places, never its message."""

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 - logging's name
        """Return kinds and places, the first cause first."""
        error = ei[1]
        parts: list[str] = []
        while error is not None and len(parts) < 10:
            places = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nthen:\n".join(reversed(parts))


class AsJson(Wordless):
    """One object a line: time, level, logger, message, and where an error happened."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str, stream: TextIO) -> None:
    """Log to a stream from a level on; libraries speak from warnings on."""
    logging.basicConfig(level=level.upper(), handlers=[handler(stream)], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def handler(stream: TextIO) -> logging.Handler:
    """Return a handler for that stream."""
    made = logging.StreamHandler(stream)
    plain = Wordless("%(asctime)s %(levelname)s %(name)s: %(message)s")
    made.setFormatter(plain if stream.isatty() else AsJson())
    return made
