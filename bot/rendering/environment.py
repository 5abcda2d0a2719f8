"""Jinja as the templates of Valise are read: everything escaped, nothing undefined, sentences from the catalogues."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.rendering.catalogues import locale_of
from bot.rendering.french import elided, typeset

Shown = Callable[[Context, Any], Any]
"""What a reader sees of a value."""


def environment_of(templates: Path, shown: Shown) -> Environment:
    """Return an environment for all languages: the reader is part of each context.

    Args:
        templates: their folder.
        shown: with `pass_context`, what every value goes through, alone or within a sentence, before a reader sees it.
    """
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # added by the extension
    environment.globals.update(gettext=_gettext(shown), ngettext=_ngettext(shown))
    return environment


def _gettext(shown: Shown) -> Callable[..., Markup]:
    @pass_context
    def gettext(context: Context, message: str, /, **values: Any) -> Markup:
        return _filled(context, context["translations"].gettext(message), values, shown)

    return gettext


def _ngettext(shown: Shown) -> Callable[..., Markup]:
    @pass_context
    def ngettext(context: Context, one: str, many: str, number: int, /, **values: Any) -> Markup:
        return _filled(context, context["translations"].ngettext(one, many, number), {"num": number, **values}, shown)

    return ngettext


def _filled(context: Context, sentence: str, values: dict[str, Any], shown: Shown) -> Markup:
    spoken = locale_of(context["reader"].language).language
    if not values:
        return _whole(sentence, spoken)
    told = {name: shown(context, value) for name, value in values.items()}
    said = elided(typeset(sentence), told) if spoken == "fr" else sentence
    return Markup(said) % told  # noqa: S704 - a sentence of ours; what fills it is escaped


@lru_cache(4096)
def _whole(sentence: str, spoken: str) -> Markup:
    """Fill a sentence of ours that has nothing to fill in, once: filling is the slowest part of a page."""
    return Markup(typeset(sentence) if spoken == "fr" else sentence) % {}  # noqa: S704 - a sentence of ours
