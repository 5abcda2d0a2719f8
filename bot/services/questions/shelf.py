"""Which answers there are, by theme, in the order they are shown. Their words are `templates/questions/<name>.j2`."""

from collections.abc import Mapping

THEMES: Mapping[str, tuple[str, ...]] = {
    "money": (
        "voucher", "how_much", "my_share", "vouchers_pay", "cash", "in_advance", "no_bank_card", "other_help",
        "lost_vouchers", "left_over",
    ),
    "who": ("who_comes", "alone", "grown_child", "group", "baby", "disability", "child_disabled", "pets"),
    "place": (
        "place_unknown", "near_home", "abroad", "sleep_where", "when", "how_long", "school", "train_tickets", "no_car",
        "activities",
    ),
    "request": (
        "how_it_works", "for_me", "by_when", "papers", "who_decides", "when_answer", "after_yes", "waiting", "refused",
        "give_up",
    ),
    "life": ("leave", "jobseeker", "room_kept", "asylum_housing", "benefits"),
    "chat": (
        "talk_to", "cannot_read", "change_answer", "later", "language", "who_sees", "family", "delete_data",
        "new_phone",
    ),
    "stay": (
        "really_for_me", "never_left", "afraid", "insurance", "ill_before", "problem_there", "after", "next_year",
    ),
}  # fmt: skip
"""Every theme and its answers; a theme's name is a block of `questions/_themes.j2`."""

ANSWERS: tuple[str, ...] = tuple(name for names in THEMES.values() for name in names)
"""Every answer."""


def theme_of(name: str) -> str:
    """The theme that an answer stands under. Raises StopIteration for what is none."""
    return next(theme for theme, names in THEMES.items() if name in names)
