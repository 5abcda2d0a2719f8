"""What travels: JSON shapes, uploads, and refusals in Telegram's own words. Holds no state and no rule of a method."""

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
"""A JSON object; its values are checked where they enter, so they are `Any` here."""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart request."""

    name: str
    mime_type: str
    content: bytes

    def __repr__(self) -> str:
        return f"<file {self.name}, {len(self.content)} bytes>"


class ApiError(Exception):
    """An error answer of the Bot API.

    Attributes:
        code: HTTP status and `error_code`.
        description: Telegram's own text.
        parameters: `ResponseParameters`, where there are any.
        excusable: true where the sender could not have known (a person blocked the bot, a message is gone);
            such an answer is no fault of the bot and is not counted as refused.
    """

    def __init__(self, code: int, description: str, *, excusable: bool = False, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.excusable = excusable

    def body(self) -> Json:
        """Return the answer as the Bot API words it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(text: str, *, excusable: bool = False) -> ApiError:
    """Return the 400 answer with this text."""
    return ApiError(400, f"Bad Request: {text}", excusable=excusable)


class ControlError(Exception):
    """A wrong call of the control API: HTTP status and one sentence for the caller."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


# Built once: `json.dumps` with options builds an encoder for every call.
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def encoded(value: object) -> bytes:
    """Return compact JSON bytes."""
    return _ENCODE(value).encode("utf-8", "surrogatepass")
