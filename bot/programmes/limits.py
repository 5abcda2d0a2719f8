"""Limits as they are written: in programme files (whole euros, TOML dates), in a call's row (cents, JSON)."""

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from datetime import date
from typing import Any

from bot.domain.figures import Area, Document
from bot.domain.limits import Limit
from bot.domain.money import Cents, Percent
from bot.programmes.fields import Fields
from conversations.rules import KINDS

_READERS: Mapping[object, Callable[[Fields, str], object]] = {
    int: Fields.whole,
    Cents: Fields.money,
    Percent: Fields.percent,
    date: Fields.day,
    date | None: lambda table, key: table.day(key) if table.has(key) else None,
    tuple[Area, ...]: lambda table, key: table.choices(key, Area),
    Document: lambda table, key: table.choice(key, Document),
}
"""How each type of figure is read. A new type in the vocabulary needs its line here."""

_LOADERS: Mapping[object, Callable[[Any], object]] = {
    date: date.fromisoformat,
    date | None: lambda raw: None if raw is None else date.fromisoformat(raw),
    tuple[Area, ...]: lambda raw: tuple(map(Area, raw)),
    Document: Document,
}


def _figures_of(limit: Any) -> tuple[Field[Any], ...]:
    return fields(limit)


def _as_it_is(raw: object) -> object:
    return raw


def read_limit(table: Fields, kind: str) -> Limit:
    """Read the limit of a known kind, its figures from a table of a programme file."""
    make: Callable[..., Limit] = KINDS[kind].limit
    figures = {figure.name: _READERS[figure.type](table, figure.name) for figure in _figures_of(make)}
    match figures:
        case {"least": int(least), "most": int(most)} if least > most:
            table.problem("least", f"{least} is more than most", f"a number up to {most}")
        case {"areas": ()}:
            table.problem("areas", "empty", f"at least one of: {', '.join(Area)}")
    return make(**figures)


def dump_limit(limit: Limit) -> dict[str, Any]:
    """Return a limit as JSON: its kind and figures, cents and ISO dates."""
    dumped: dict[str, Any] = {"kind": limit.kind}
    for figure in _figures_of(type(limit)):
        value = getattr(limit, figure.name)
        dumped[figure.name] = value.isoformat() if isinstance(value, date) else value
    return dumped


def load_limit(dumped: Mapping[str, Any]) -> Limit:
    """Return the limit that was dumped.

    Raises:
        KeyError: the kind is not of the vocabulary, or a figure is missing.
        ValueError: a date or an area is none.
    """
    make: Callable[..., Limit] = KINDS[dumped["kind"]].limit
    figures = {figure.name: _LOADERS.get(figure.type, _as_it_is)(dumped[figure.name]) for figure in _figures_of(make)}
    return make(**figures)
