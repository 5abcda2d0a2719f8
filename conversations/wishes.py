"""Wishes come before money: what would do good, the one aim, whether it is the first time."""

from conversations.engine.choices import Choice, Many
from conversations.engine.steps import Need, Section, Step

WISHES = Section(
    "wishes",
    (
        Step(
            "wishes",
            Many(options=("rest", "sea", "mountain", "children", "restaurant"), other=True, most=8),
            required=Need.SEND,
            next_year=True,
        ),
        Step(
            "aim",
            Choice(options=("children", "breathe", "capable", "meet", "settle"), other=True),
            required=Need.SEND,
            next_year=True,
        ),
        Step("first_time", Choice(options=("never", "long_ago", "recently")), required=Need.SEND, next_year=True),
    ),
)
