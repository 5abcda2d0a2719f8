"""Every view there is, the templates that it reads, and how one is made from what is known."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from bot.chat import dialogue  # noqa: F401 - has a view of its own
from bot.features import registry  # noqa: F401 - every feature is imported, and so every view known
from bot.features.questions.shelf import ANSWERS, KNOW_HOW, template_of
from bot.features.questions.views import Answer
from bot.features.reminders.views import BY_KIND
from bot.interaction.views import View
from bot.notices.kinds import KINDS
from conversations.engine.keyboard import Rows
from conversations.engine.screens import Page
from tests.test_conventions import TEMPLATES


def below(kind: type[View]) -> Iterator[type[View]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


EVERY = sorted(set(below(View)), key=lambda view: (view.__module__, view.__qualname__))
OWN = [(view.template, view) for view in EVERY if "template" in vars(view)]
"""Templates that a view names."""


def declared() -> Iterator[tuple[str, type[View]]]:
    """Yield templates for which a declaration says which view reads them, as several are read by one."""
    named = {template for template, _ in OWN}
    for kind in KINDS.values():
        name = f"notices/{kind.name}"
        written = kind.page is None and kind.leaves is None
        if written or (name not in named and (TEMPLATES / f"{name}.j2").exists()):
            yield name, kind.says
    yield from ((f"reminders/{kind}", view) for kind, view in BY_KIND.items())
    yield from ((template_of(name), Answer) for name in (*ANSWERS, *KNOW_HOW))


READ = [*OWN, *declared()]
"""Every template of a page, with the view that reads it: with each, where several features have one of their own."""


def views_of(template: str) -> list[type[View]]:
    return [view for name, view in READ if name == template]


def made(view: type[View], known: Mapping[str, Any]) -> View:
    """Make a view from what it has among these values. Raises TypeError where one is lacking."""
    return view(**{each.name: known[each.name] for each in fields(view) if each.name in known})


def page_of(template: str, known: Mapping[str, Any], rows: Rows = ()) -> Page:
    """Return the page of a template, made from what its view has among these values."""
    return made(views_of(template)[0], known).page(rows, template=template)
