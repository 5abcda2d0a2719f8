"""How a request of the Bot API says its parameters: query, form, multipart or JSON. Checks nothing but the wrapping."""

import json
from binascii import a2b_qp
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox.wire import Json, Upload, bad_request

ATTACHED = "attach://"


async def read_form(request: web.BaseRequest) -> Json:
    """Return the parameters as they were given: text, JSON values, or uploads.

    Raises:
        ApiError: the body is not what its type says.
    """
    given: Json = dict(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
    if not request.can_read_body:
        return given
    kind = request.content_type
    try:
        if kind == "application/x-www-form-urlencoded":
            given.update(pairs(await request.read()))
        elif kind == "application/json":
            given.update(json.loads(await request.read() or b"{}"))
        elif kind == "multipart/form-data":
            given.update(await _multipart(request))
        else:
            raise bad_request(f"content type {kind} is not supported")
    except (ValueError, TypeError) as error:
        raise bad_request(f"can't parse request: {error}") from error
    except web.HTTPRequestEntityTooLarge as error:
        raise bad_request("file is too big") from error
    return given


def pairs(form: bytes) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a form.

    `urllib` takes its time with every escaped letter, and the texts of people are full of them; quoted-printable
    is the same escape with another sign, and its decoder is written in C.
    """
    for pair in form.split(b"&"):
        name, _, value = pair.partition(b"=")
        if value.isalnum():
            yield name.decode(), value.decode()
        elif name:
            escaped = value.replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"=")
            yield name.decode(), a2b_qp(escaped).decode()


async def _multipart(request: web.BaseRequest) -> Json:
    """Return texts and uploads; `attach://name` stands for the part of that name."""
    given: Json = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            with part.file as stream:
                given[name] = Upload(part.filename, part.content_type, stream.read())
        else:
            given[name] = part if isinstance(part, str) else bytes(part).decode()
    return _attached(given)


def _attached(given: Json) -> Json:
    used = {}
    for name, value in given.items():
        if isinstance(value, str) and value.startswith(ATTACHED):
            used[name] = value.removeprefix(ATTACHED)
    for name, part in used.items():
        if not isinstance(given.get(part), Upload):
            raise bad_request("attached file not found")
        given[name] = given[part]
    return {name: value for name, value in given.items() if name not in used.values()}


def loggable(given: dict[str, Any]) -> Json:
    """Return parameters fit for the log: without the bytes of files."""
    return {name: repr(value) if isinstance(value, Upload) else value for name, value in given.items()}
