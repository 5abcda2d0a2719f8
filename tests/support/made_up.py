"""Arguments for any named query, made up from its annotations: what is asked matters there, not what is answered."""

import collections.abc
import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any, Final

PLAIN: Final[dict[object, tuple[Any, ...]]] = {
    int: (1,),
    bool: (False, True),
    str: ("1",),
    bytes: (b"1" * 32,),
    float: (1.0,),
    datetime: (datetime(2026, 11, 23, 9, tzinfo=UTC),),
    date: (date(2026, 11, 23),),
    time: (time(9),),
    timedelta: (timedelta(days=1),),
    Any: (1,),
    object: (1,),
    type(None): (None,),
}
MANY: Final = (
    collections.abc.Collection,
    collections.abc.Iterable,
    collections.abc.Sequence,
    collections.abc.Set,
    frozenset,
    list,
    set,
)


class NothingFits(Exception):  # noqa: N818  named for what happened
    """No value can be made up for an annotation."""


def calls_of(
    function: Callable[..., Any],
    first: object,
    known: dict[object, tuple[Any, ...]],
    chosen: dict[str, tuple[Any, ...]],
) -> Iterator[inspect.BoundArguments]:
    """Yield arguments of a function, the first given: all of the plainest kind, then each other kind of each.

    Args:
        function: what is to be called.
        first: its first argument.
        known: values of some types, which are not made up.
        chosen: values of some arguments, by name.

    Raises:
        NothingFits: there is an argument of which no value is known.
    """
    signature, hints = inspect.signature(function), typing.get_type_hints(function)
    kinds: dict[str, tuple[Any, ...]] = {}
    for name, parameter in list(signature.parameters.items())[1:]:
        if name in chosen:
            kinds[name] = chosen[name]
        elif parameter.kind is parameter.VAR_POSITIONAL:
            kinds[name] = tuple((value,) for value in values_of(hints[name], known))
        elif parameter.kind is not parameter.VAR_KEYWORD:
            kinds[name] = values_of(hints[name], known)
    plainest = {name: values[0] for name, values in kinds.items()}
    others = ({**plainest, name: value} for name, values in kinds.items() for value in values[1:])
    for arguments in (plainest, *others):
        bound = signature.bind_partial(first)
        bound.arguments.update(arguments)
        yield bound


def values_of(annotation: Any, known: dict[object, tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return values of each kind that an annotation allows, the plainest first.

    Raises:
        NothingFits: no value is known.
    """
    if annotation in known:
        return known[annotation]
    annotation = getattr(annotation, "__supertype__", annotation)  # what a NewType stands on
    if annotation in PLAIN:
        return PLAIN[annotation]
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {typing.Union, types.UnionType}:
        return tuple(value for one in inner for value in values_of(one, known))
    if origin is typing.Literal:
        return inner
    if origin is not None:
        return _inside(origin, inner, known)
    return _of_class(annotation, known)


def _of_class(annotation: Any, known: dict[object, tuple[Any, ...]]) -> tuple[Any, ...]:
    if typing.is_typeddict(annotation):
        return ({},)  # columns, none of which need be there
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(annotation)
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return tuple(_written(annotation, known))
    raise NothingFits(str(annotation))


def _inside(origin: Any, inner: tuple[Any, ...], known: dict[object, tuple[Any, ...]]) -> tuple[Any, ...]:
    if origin is tuple:
        return (tuple(values_of(one, known)[0] for one in inner if one is not ...),)
    if origin in MANY:
        made = frozenset if origin in {frozenset, set, collections.abc.Set} else list
        return (*(made([value]) for value in values_of(inner[0], known)), made([]))
    if origin in {dict, collections.abc.Mapping}:
        return ({values_of(inner[0], known)[0]: values_of(inner[1], known)[0]},)
    raise NothingFits(str(origin))


def _written(annotation: type[Any], known: dict[object, tuple[Any, ...]]) -> Iterator[Any]:
    hints = typing.get_type_hints(annotation)
    kinds = {field.name: values_of(hints[field.name], known) for field in dataclasses.fields(annotation) if field.init}
    plainest = {name: values[0] for name, values in kinds.items()}
    yield annotation(**plainest)
    for name, values in kinds.items():
        for value in values[1:]:
            yield annotation(**{**plainest, name: value})
