"""Words inside files that leave: a list to fill in, lines to correct, links. Their sentences are in the templates."""

from html import unescape
from typing import Any

from bot.interaction.request import Request


def said(request: Request, block: str, **values: Any) -> str:
    """Return a few words for a file, in the reader's language: no HTML there."""
    return unescape(request.moment.app.renderer.block("import/_file", block, request.reader, values)).strip()
