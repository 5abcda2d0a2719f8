"""What the pages of guides show."""

from dataclasses import dataclass
from datetime import datetime

from bot.interaction.views import View
from conversations.guide import Theme


@dataclass(frozen=True)
class AsRead(View):
    """A guide as it is read; one that is a link has no text, but a button."""

    heading: str
    text: str
    theme: str
    at: datetime
    for_people: bool


@dataclass(frozen=True)
class OneGuide(AsRead, template="guides/guide"):
    """A guide on the shelf."""


@dataclass(frozen=True)
class Preview(AsRead, template="guide/_preview"):
    """A guide to be, and the names that stand in it."""

    names: list[str]


@dataclass(frozen=True)
class Shelf(View, template="guides/overview"):
    """The titles of the newest guides."""

    newest: list[str]


@dataclass(frozen=True)
class OfTheme(View, template="guides/theme"):
    """How many guides a theme has."""

    theme: Theme
    count: int


@dataclass(frozen=True)
class FoundGuides(View, template="guides/found"):
    """How many guides fit what was typed."""

    count: int


@dataclass(frozen=True)
class KeptGuides(View, template="support/guides"):
    """How many guides the network has, and how many of them are for beneficiaries too."""

    count: int
    people: int
