"""Which answers there are, by theme, in the order they are shown.

Their words are templates: `questions/<name>.j2` for the people who go on holiday, `know_how/<name>.j2` for those who
accompany them.
"""

from collections.abc import Mapping
from typing import TypeAlias

from bot.domain.aid import AidForm
from bot.domain.people import AT_WORK, Role

Themes: TypeAlias = Mapping[str, tuple[str, ...]]

OF_PEOPLE: Themes = {
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
        "new_phone", "in_danger",
    ),
    "stay": (
        "really_for_me", "never_left", "afraid", "insurance", "ill_before", "problem_there", "after", "next_year",
    ),
}  # fmt: skip
"""What people ask; a theme's name is known to `questions/_names.j2`."""

OF_PROFESSIONALS: Themes = {
    "accompany": ("invite", "without_telegram", "discreet", "what_i_see", "her_new_phone", "transfer", "my_absence"),
    "review": ("my_part", "ask_changes", "undo", "two_dates", "unconfirmed", "less", "the_report"),
}
"""What those who accompany them ask besides."""

THEMES: Themes = {**OF_PROFESSIONALS, **OF_PEOPLE}
ANSWERS: tuple[str, ...] = tuple(name for names in OF_PEOPLE.values() for name in names)
"""Every answer for people; professionals may read them too, since people ask them the same."""
KNOW_HOW: tuple[str, ...] = tuple(name for names in OF_PROFESSIONALS.values() for name in names)
"""Every answer for professionals alone."""

OF_VOUCHERS = frozenset({"voucher", "vouchers_pay", "lost_vouchers", "left_over"})
"""Answers that mean nothing to a beneficiary whose aid comes as money."""

URGENT = frozenset({"in_danger"})
"""Shown where it is said, asked or not, and before all others."""


def themes_for(roles: frozenset[Role]) -> Themes:
    """Return the themes that a reader of these roles may open."""
    return THEMES if roles & AT_WORK else OF_PEOPLE


def answers_for(roles: frozenset[Role], form: AidForm = AidForm.VOUCHERS) -> tuple[str, ...]:
    """Return the answers that a reader of these roles may read, in the order of the themes.

    `form` is that of the aid of a beneficiary who reads: of vouchers nothing is shown where there are none.
    """
    return tuple(name for names in themes_for(roles).values() for name in fitting(names, form))


def fitting(names: tuple[str, ...], form: AidForm) -> tuple[str, ...]:
    """Return those of these answers that mean something where the aid comes in this form."""
    return tuple(name for name in names if form.in_vouchers or name not in OF_VOUCHERS)


def theme_of(name: str) -> str:
    """Return the theme that an answer stands under. Raises StopIteration for what is none."""
    return next(theme for theme, names in THEMES.items() if name in names)


def template_of(name: str) -> str:
    """Return the template of an answer."""
    return f"{'know_how' if name in KNOW_HOW else 'questions'}/{name}"
