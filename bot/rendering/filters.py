"""What templates may do with a value: write it as the reader's language and zone do."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from bot.rendering import writing


def filters() -> dict[str, Callable[..., Any]]:
    """Return the filters, by the names they have in templates."""
    of_language: dict[str, Callable[[Any, str], str]] = {
        "day": writing.day,
        "short_day": writing.short_day,
        "number": writing.number,
        "money": writing.money,
    }
    spoken = {name: _spoken(write) for name, write in of_language.items()}
    return spoken | {"first_day": _first_day, "short_days": _short_days, "hour": _hour}


def _spoken(write: Callable[[Any, str], str]) -> Callable[..., Markup]:
    @pass_context
    def filtered(context: Context, value: Any) -> Markup:
        return escape(write(value, context["reader"].language))

    return filtered


@pass_context
def _first_day(context: Context, value: date, last: date) -> Markup:
    return escape(writing.first_day(value, last, context["reader"].language))


@pass_context
def _short_days(context: Context, value: date, last: date) -> Markup:
    return escape(writing.short_days(value, last, context["reader"].language))


@pass_context
def _hour(context: Context, value: datetime) -> Markup:
    reader = context["reader"]
    return escape(writing.hour(value, reader.language, reader.zone))
