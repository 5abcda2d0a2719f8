"""Single values: the plain types of the Bot API, as they stand in a form and inside JSON. Knows no method."""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.wire import Upload, bad_request

Checker = Callable[[Any], Any]
"""Returns the value as Python has it, or raises `MismatchError`."""

INTEGER = re.compile(r"-?\d{1,19}")
LONE_SURROGATE = re.compile("[\\ud800-\\udfff]")
WORDS = {"true": True, "false": False, "1": True, "0": False}


class MismatchError(Exception):
    """A value that is not of the type asked for; the text says what was expected."""


def _integer(value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and INTEGER.fullmatch(value):
        return int(value)
    raise MismatchError("an integer")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in WORDS:
        return WORDS[value.lower()]
    raise MismatchError("true or false")


def _float(value: Any) -> float:
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise MismatchError("a number")


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise MismatchError("a string")
    if not value.isascii() and LONE_SURROGATE.search(value):
        raise bad_request("strings must be encoded in UTF-8")
    return value


def _file(value: Any) -> Upload:
    if isinstance(value, Upload):
        return value
    raise MismatchError("an uploaded file")


def _strict(kind: type) -> Checker:
    """Check a value inside JSON strictly: a number must be a number and a boolean a boolean."""

    def check(value: Any) -> Any:
        if type(value) is kind or (kind is float and type(value) is int):
            return value
        raise MismatchError(f"a JSON {kind.__name__}")

    return check


OUTER: dict[str, Checker] = {
    "Integer": _integer,
    "Boolean": _boolean,
    "Float": _float,
    "String": _string,
    "InputFile": _file,
}
INNER: dict[str, Checker] = {
    "Integer": _strict(int),
    "Boolean": _strict(bool),
    "Float": _strict(float),
    "String": _string,
    "InputFile": _string,
}
MEASURES: dict[str, Callable[[Any], float]] = {
    "value": float,
    "chars": len,
    "items": len,
    "bytes": lambda value: len(value.encode()),
}
