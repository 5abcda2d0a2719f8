"""Samples of plain pages, made from the types of their views; where a page has cases of its own, they are written."""

from collections.abc import Collection, Mapping

from bot.domain.money import Cents
from bot.features.committee.views import Paper
from tests.rendering.every_view import OWN
from tests.rendering.samples import Values
from tests.support.made_up import values_of

AMOUNTS = (69_000, 1, 0)
KINDS: Mapping[object, tuple[object, ...]] = {str: ("Les Tilleuls <93>", "Awa"), int: AMOUNTS, Cents: AMOUNTS}
"""What stands for a word that people typed, and for a number."""


def made_of_types(written: Collection[str]) -> dict[str, list[Values]]:
    """Return samples of each page of which none are written: each kind of each of its values, once.

    Raises:
        NothingFits: no value is known of one of them, so that samples have to be written.
    """
    plain = [(name, view) for name, view in OWN if name not in written and not name.startswith("notices/")]
    return {
        name: [dict(vars(each)) for each in values_of(view, dict(KINDS))] for name, view in plain if view is not Paper
    }
