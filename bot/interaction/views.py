"""Views: a template with the fields it needs, typed. What a template wants and its view lacks is a red test."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from conversations.engine.keyboard import Problem, Rows
from conversations.engine.screens import Page


@dataclass(frozen=True)
class View:
    """What one template needs. A subclass names its template: `class Home(View, template="review/home")`.

    Fields are exactly what the template reads, but for the reader, which every template has. A view of several
    templates that read the same names none: its page says which.
    """

    template: ClassVar[str]

    def __init_subclass__(cls, template: str = "", **kwargs: Any) -> None:
        """Keep the template's name."""
        super().__init_subclass__(**kwargs)
        if template:
            cls.template = template

    @property
    def values(self) -> Mapping[str, Any]:
        """The fields by name, as the template gets them."""
        return vars(self)

    def page(
        self,
        rows: Rows = (),
        *,
        template: str = "",
        picture: bytes | str | None = None,
        document: tuple[str, bytes] | str | None = None,
        voice: str | None = None,
        notes: tuple[Problem, ...] = (),
        then: Page | None = None,
        status: str | None = None,
    ) -> Page:
        """Return it as a screen, with its buttons and at most one file; the rest is as `Page` says.

        `template` is for a view of several: which of them this page is.
        """
        return Page(template or self.template, self.values, rows, picture, document, voice, notes, None, then, status)
