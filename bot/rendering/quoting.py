"""A rendered message inside another one: a preview shows exactly what its readers will get, in their language."""

from markupsafe import Markup

from bot.rendering.renderer import Reader, Renderer
from conversations.engine.screens import Page


def as_read(renderer: Renderer, page: Page, reader: Reader) -> Markup:
    """Return the words of a page as that reader gets them, and the labels of its buttons below."""
    rendered = renderer.render(page, reader)
    labels = Markup("\n").join(Markup("[ {} ]").format(key.label) for row in rendered.keyboard for key in row)
    text = Markup(rendered.text)  # noqa: S704 - rendered and escaped already
    return text + Markup("\n\n") + labels if labels else text
