"""Routes: where a button leads, said once: its letter, its word, its arguments, and who may follow it.

A button's data is `letter:word[:argument…]`, 64 bytes at most, and is made and taken apart here and nowhere else:
`PERSON.to(person.id)` makes it, the router hands `person` to the handler that `@PERSON.on` names. Whatever the data
says, it may be forged, so an argument that names a row is looked up for the one who asks: a handler is given rows
that its caller may see, and a check cannot be forgotten, as there is no other way to a row.

Buttons stay in people's chats for years: a word keeps its meaning, and new arguments are added at the end, with what
holds where an older button does not say them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeAlias, TypeVar, overload

from bot.domain.people import AT_WORK, DECIDING, Refused, Role
from bot.interaction.request import Request
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Data
from conversations.engine.screens import Screen

LONGEST_DATA = 64
"""Bytes of a button's data, at most (Bot API, InlineKeyboardButton.callback_data)."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST_NUMBER = 12
"""Digits in base 36 that always fit into 64 bits."""

REST: Final = -1
"""Parts of an argument that takes all that is left."""


class _Missing:
    """The mark of an argument that each button must say."""


MISSING = _Missing()

Given = TypeVar("Given")
Got = TypeVar("Got")
E = TypeVar("E", bound=StrEnum)
S = TypeVar("S", bound=Screen)
P = ParamSpec("P")
"""What a route's button is made from."""
Q = ParamSpec("Q")
"""What a route's handler is given."""


def encode_id(number: int) -> str:
    """Write a number in base 36: button data has 64 bytes."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text or "0"


def decode_id(text: str) -> int:
    """Read what `encode_id` wrote. Raises Refused("not_found") for what is no such number, or none a database takes."""
    if not (text.isascii() and text.isalnum() and len(text) <= LONGEST_NUMBER):
        raise Refused("not_found")
    return int(text, 36)


@dataclass(frozen=True, slots=True)
class Argument(Generic[Given, Got]):
    """One argument of a route: how it is written into data, and what the handler is given for it.

    `name` says what it is, for messages and tests. `read` looks a row up for the request's person and raises
    Refused("not_found") for one that is none of this person's. `parts` are the pieces between colons that it takes:
    none for what the request itself holds, which no button says.
    """

    name: str
    write: Callable[[Given], str]
    read: Callable[[Tx, Request, str], Got]
    parts: int = 1
    missing: Got | _Missing = MISSING
    """What holds where an older button does not say it."""

    def of(self, tx: Tx, request: Request, value: Any) -> Got:
        """Return what a handler would be given for a value, as for what a conversation is about. Raises Refused."""
        return self.read(tx, request, self.write(value))


@dataclass(eq=False, slots=True)
class Route(Generic[P, Q]):
    """One place that buttons lead to. Declared in a feature's `routes.py`, one line each."""

    realm: "Realm"
    word: str
    arguments: tuple[Argument[Any, Any], ...] = ()
    handler: Callable[Concatenate[Tx, Request, Q], Screen] | None = field(default=None, repr=False)

    def to(self, *args: P.args, **kwargs: P.kwargs) -> Data:
        """Return the data of a button that leads here. Raises ValueError for more than Telegram takes.

        What says nothing at the end, and may be missing, is left out.
        """
        head = f"{self.realm.letter}:{self.word}" if self.word else self.realm.letter
        said = (each for each in self.arguments if each.parts)
        given = list(zip(said, args, strict=True))
        while given and given[-1][0].missing == given[-1][1]:  # holds anyway: the button looks as it always did
            given.pop()
        data = ":".join((head, *(each.write(value) for each, value in given)))
        if len(data.encode()) > LONGEST_DATA:
            raise ValueError(f"data of {len(data.encode())} bytes leads to {head}")
        return Data(data)

    def on(self, handler: Callable[Concatenate[Tx, Request, Q], S]) -> Callable[Concatenate[Tx, Request, Q], S]:
        """Name what this route opens; returns the handler as it is."""
        if self.handler is not None:
            raise ValueError(f"{self.realm.letter}:{self.word} has a handler already")
        self.handler = handler
        return handler

    def follow(self, tx: Tx, request: Request, pieces: list[str]) -> Screen:
        """Open what the route leads to, for a request, with the pieces of the data that follow its word.

        Raises:
            Refused: "not_for_you" for a role that may not, "not_found" for what the person may not see, or what a
                handler says.
        """
        self.realm.admit(request)
        if self.handler is None:
            raise AssertionError(f"{self.realm.letter}:{self.word} opens nothing")
        return self.handler(tx, request, *self.values(tx, request, pieces))  # type: ignore[call-arg]

    def values(self, tx: Tx, request: Request, pieces: list[str]) -> list[Any]:
        """Return what the handler is given for those pieces. Raises Refused("not_found")."""
        given: list[Any] = []
        for argument in self.arguments:
            taken = pieces if argument.parts == REST else pieces[: argument.parts]
            if len(taken) < max(argument.parts, 0) or (argument.parts == REST and not taken):
                if isinstance(argument.missing, _Missing):
                    raise Refused("not_found")
                given.append(argument.missing)
                pieces = []
            else:
                given.append(argument.read(tx, request, ":".join(taken)))
                pieces = pieces[len(taken) :]
        return given


AnyRoute: TypeAlias = Route[..., ...]
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
W = TypeVar("W")
X = TypeVar("X")
Y = TypeVar("Y")
Z = TypeVar("Z")


@dataclass(frozen=True, slots=True)
class Realm:
    """Routes of one letter: who may follow them. Without a role: every member, and the arguments look who it is."""

    letter: str
    role: Role | None = None
    any_of: frozenset[Role] = frozenset()
    """Roles of which one is needed, where several do."""
    beforehand: bool = False
    """Whether its routes are open before the privacy notice is read, as they ask and show nothing of a plan."""

    def admit(self, request: Request) -> None:
        """Refuse a request of a person without the role. Raises Refused("not_for_you")."""
        needed = self.any_of if self.role is None else {self.role}
        if needed and request.person.roles.isdisjoint(needed):
            raise Refused("not_for_you")

    @overload
    def route(self, word: str) -> Route[[], []]: ...
    @overload
    def route(self, word: str, a: Argument[A, W], /) -> Route[[A], [W]]: ...
    @overload
    def route(self, word: str, a: Argument[A, W], b: Argument[B, X], /) -> Route[[A, B], [W, X]]: ...
    @overload
    def route(
        self, word: str, a: Argument[A, W], b: Argument[B, X], c: Argument[C, Y], /
    ) -> Route[[A, B, C], [W, X, Y]]: ...
    @overload
    def route(
        self, word: str, a: Argument[A, W], b: Argument[B, X], c: Argument[C, Y], d: Argument[D, Z], /
    ) -> Route[[A, B, C, D], [W, X, Y, Z]]: ...
    def route(self, word: str, *arguments: Argument[Any, Any]) -> AnyRoute:
        """Declare a route of this realm."""
        return Route(self, word, arguments)


REFERENT = Realm("r", Role.REFERENT)
COORDINATOR = Realm("d", Role.COORDINATOR)
DECIDERS = Realm("d", any_of=DECIDING)
"""The same letter, for all who decide: the arguments look in which calls."""
LEAD = Realm("l", Role.LEAD)
EVERYBODY = Realm("b")
"""Under what several roles are sent: the arguments look who it is."""
ONESELF = Realm("g")
"""A page about the one who asks, whatever the role: it takes no id of anybody."""
BEFOREHAND = Realm("g", beforehand=True)
"""The same, and nothing that has to wait until the privacy notice is read."""
OWN = Realm("g", Role.BENEFICIARY)
"""The same, for beneficiaries alone."""
OWN_BEFOREHAND = Realm("g", Role.BENEFICIARY, beforehand=True)
"""The same, and nothing that has to wait until the privacy notice is read."""
OWN_AT_WORK = Realm("g", any_of=AT_WORK)
"""The same, for professionals of whatever role."""


class Router:
    """All routes there are, found by a button's letter and word; a word of two parts goes before one of one."""

    def __init__(self, routes: Iterable[AnyRoute]) -> None:
        self.routes: dict[tuple[str, str], AnyRoute] = {}
        for route in routes:
            known = self.routes.setdefault((route.realm.letter, route.word), route)
            if known is not route:
                raise ValueError(f"two routes for {route.realm.letter}:{route.word}")
            if route.handler is None:
                raise ValueError(f"{route.realm.letter}:{route.word} opens nothing")

    def find(self, data: str) -> tuple[AnyRoute, list[str]]:
        """Return the route of a button's data and the pieces of its arguments. Raises Refused("not_found")."""
        letter, *rest = data.split(":")
        route = self.routes.get((letter, ""))
        if route is not None:
            return route, rest
        word, *pieces = rest or [""]
        longer = (letter, f"{word}:{pieces[0]}") if pieces else (letter, word)
        if longer in self.routes:
            return self.routes[longer], pieces[1:]
        if (letter, word) not in self.routes:
            raise Refused("not_found")
        return self.routes[letter, word], pieces

    def follow(self, tx: Tx, request: Request, data: str) -> Screen:
        """Open what a button leads to. Raises Refused, as the route does."""
        route, pieces = self.find(data)
        return route.follow(tx, request, pieces)


# Arguments that name no row


def _number(_tx: Tx, _request: Request, text: str) -> int:
    return decode_id(text)


def _text(_tx: Tx, _request: Request, text: str) -> str:
    return text


def _flag(_tx: Tx, _request: Request, text: str) -> bool:
    if text not in {"0", "1"}:
        raise Refused("not_found")
    return text == "1"


NUMBER: Argument[int, int] = Argument("number", encode_id, _number)
"""A number of what is on the screen, or a version: nothing that anybody owns."""
PAGE: Argument[int, int] = Argument("page", encode_id, _number, missing=0)
"""Which page of a list, from 0."""
FLAG: Argument[bool, bool] = Argument("flag", lambda on: "1" if on else "0", _flag)


def word(name: str, *known: str, missing: str | _Missing = MISSING) -> Argument[str, str]:
    """Return an argument that is one of `known` words; any word where none is named, for a handler that looks it up."""

    def read(_tx: Tx, _request: Request, text: str) -> str:
        if known and text not in known:
            raise Refused("not_found")
        return text

    return Argument(name, str, read, missing=missing)


def one_of(kind: type[E], missing: E | _Missing = MISSING) -> Argument[E, E]:
    """Return an argument that is a member of an enumeration."""

    def read(_tx: Tx, _request: Request, text: str) -> E:
        try:
            return kind(text)
        except ValueError:
            raise Refused("not_found") from None

    return Argument(kind.__name__, lambda value: value.value, read, missing=missing)


STEP: Argument[str, str] = Argument("step", str, _text)
"""The id of a question."""


# Routes of a conversation: what they open stands in `form_routes.py`

_TOKEN: Argument[str, str] = Argument("form", str, _text)
_VERSION: Argument[int, str] = Argument("version", encode_id, _text)
"""A version that cannot be read is an old one, not one that is not found."""
_ANSWER: Argument[str, str] = Argument("answer", str, _text, parts=REST)

ANSWER = Realm("q").route("", _TOKEN, _VERSION, STEP, _ANSWER)
"""An answer to a question: form, its version, step, what the button says."""
WAY_ON = Realm("n").route("", _TOKEN, _VERSION, STEP, word("where"))
"""A way on under a question: back, later, with the referent, an example."""
