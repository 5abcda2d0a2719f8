"""Acts of a story: each is played once by a process, and copied where another story comes to the same act again.

An act is a function marked with `act`. Where a town stands is told by the acts that led there. It is known from the
foundation on, as long as nothing else has happened in between: a tap, a message or a service that is no part of an act
is played, and so is every act after it. A test that takes the bot, the clock or Telegram itself in hand plays all.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, Self, TypeVar, overload

from tests.support.copies import Copy

if TYPE_CHECKING:
    from tests.support.town import Town

P = ParamSpec("P")
T = TypeVar("T")

Place = tuple[object, ...]
"""The acts that led to where a town stands, the newest first."""
FOUNDED: Final[Place] = ("founded",)
KEPT: Final = 60
"""Copies a process keeps; one is as large as a page of text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An act that was played: where it led, and what it gave back, pickled."""

    copy: Copy
    value: bytes


_book: OrderedDict[Place, Kept] = OrderedDict()


class Progress:
    """How far a town's story is known."""

    def __init__(self, at: Place | None) -> None:
        self.at = at
        self.warm = False
        """The bot that runs now has done something."""
        self.played = 0
        self.copied = 0

    def moves(self) -> None:
        """Note that something happens that is an act, or a part of one."""
        self.warm = True
        if self.at is not None:
            self.at = ()

    def is_in_hand(self) -> None:
        """Note that a test may do what nobody records: from here on everything is played."""
        self.at = None


class InHand(Generic[T]):
    """An attribute by which a test can do what nobody records; the town itself uses the one with a low line."""

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = f"_{name}"

    @overload
    def __get__(self, town: None, owner: type[object]) -> Self: ...

    @overload
    def __get__(self, town: "Town", owner: type[object]) -> T: ...

    def __get__(self, town: "Town | None", owner: type[object]) -> Self | T:
        if town is None:
            return self
        town.progress.is_in_hand()
        value: T = getattr(town, self._name)
        return value

    def __set__(self, town: "Town", value: T) -> None:
        town.progress.is_in_hand()
        setattr(town, self._name, value)


def act(function: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Have an act of a story played once by this process. Its first argument is the town, or a person or cast in it."""

    @wraps(function)
    async def done(*arguments: P.args, **named: P.kwargs) -> T:
        town: Any = getattr(arguments[0], "town", arguments[0])
        place = _place_after(town, function, (arguments, named))
        if place is None:
            return await function(*arguments, **named)
        kept = _book.get(place)
        if kept is None:
            return await _played(town, place, function(*arguments, **named))
        _book.move_to_end(place)
        await town.becomes(kept.copy)
        town.progress.copied += 1
        town.progress.at = place
        value: T = _unpickled(kept.value, town)
        return value

    return done


async def _played(town: "Town", place: Place, playing: Awaitable[T]) -> T:
    value = await playing
    if town.progress.at is not None:
        await town.settles()
        _book[place] = Kept(town.copied(), _pickled(value, town))
        if len(_book) > KEPT:
            _book.popitem(last=False)
        town.progress.at = place
    town.progress.played += 1
    return value


def _place_after(town: "Town", function: Callable[..., object], arguments: object) -> Place | None:
    """Return the place to which an act leads; None where it has to be played."""
    before = town.progress.at
    if not before:
        return None
    try:
        return (f"{function.__module__}.{function.__qualname__}", _pickled(arguments, town), before)
    except (pickle.PicklingError, AttributeError, TypeError):  # what cannot be told again cannot be compared
        return None


def _pickled(value: object, town: "Town") -> bytes:
    """Pickle values with the people of a town in them; the town itself is named."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out)
    pickler.persistent_id = lambda given: "town" if given is town else None  # type: ignore[method-assign]
    pickler.dump(value)
    return out.getvalue()


def _unpickled(content: bytes, town: "Town") -> Any:
    unpickler = pickle.Unpickler(io.BytesIO(content))  # noqa: S301  our own
    unpickler.persistent_load = lambda _name: town  # type: ignore[method-assign]
    return unpickler.load()


__all__ = ["FOUNDED", "InHand", "Progress", "act"]
