"""How the log is written: plain lines at a terminal, one JSON object a line elsewhere."""

import json
import logging
from datetime import UTC, datetime
from typing import TextIO


class AsJson(logging.Formatter):
    """One object a line: time, level, logger, message, and where an error happened."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def handler(stream: TextIO) -> logging.Handler:
    """A handler for that stream."""
    made = logging.StreamHandler(stream)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    made.setFormatter(plain if stream.isatty() else AsJson())
    return made
