"""JSON that nests deeper than Python reads: no single update may keep the others of its batch from being read."""

import json
import re
from typing import Any, Final

DEEPEST: Final = 40
"""Brackets within brackets that are kept; an update of Telegram's has about ten."""
_TOKENS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def loads(payload: bytes) -> Any:
    """Read JSON. Where brackets stand so deep in brackets that Python gives up, what is deepest is left out.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return json.loads(payload)
    except RecursionError:
        return json.loads(_shallow(payload))


def _shallow(payload: bytes) -> bytes:
    """Return the same JSON, with `null` where the brackets get too deep."""
    kept: list[bytes] = []
    depth = copied = 0
    for token in _TOKENS.finditer(payload):
        sign = token[0]
        if sign in b"[{":
            depth += 1
            if depth == DEEPEST:
                kept += [payload[copied : token.start()], b"null"]
        elif sign in b"]}":
            if depth == DEEPEST:
                copied = token.end()
            depth -= 1
    return b"".join([*kept, payload[copied:] if depth < DEEPEST else b""])
