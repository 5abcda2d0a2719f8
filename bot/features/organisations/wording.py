"""Words inside files that leave: a list to fill in, lines to correct, links. Their sentences are in the templates."""

from html import unescape
from typing import Any

from bot.interaction.request import Visit


def said(visit: Visit, block: str, **values: Any) -> str:
    """A few words for a file, in the reader's language: no HTML there."""
    return unescape(visit.scene.house.renderer.block("import/_file", block, visit.reader, values)).strip()
