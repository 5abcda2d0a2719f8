"""Which answers there are, by theme, in the order they are shown. Their words are `templates/questions/<name>.j2`."""

from collections.abc import Mapping

THEMES: Mapping[str, tuple[str, ...]] = {
    "money": ("voucher", "how_much", "my_share"),
    "who": ("who_comes",),
    "place": ("near_home",),
}
"""Every theme and its answers; a theme's name is a block of `questions/_themes.j2`."""

ANSWERS: tuple[str, ...] = tuple(name for names in THEMES.values() for name in names)
"""Every answer."""


def theme_of(name: str) -> str:
    """The theme that an answer stands under. Raises StopIteration for what is none."""
    return next(theme for theme, names in THEMES.items() if name in names)
