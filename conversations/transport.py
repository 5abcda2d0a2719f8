"""How to get there, and back."""

from conversations.engine.choices import Choice
from conversations.engine.steps import Need, Section, Step

TRANSPORT = Section(
    "transport",
    (
        Step(
            "transport",
            Choice(options=("train", "coach", "car", "shared_car", "bus"), other=True),
            required=Need.SEND,
            next_year=True,
        ),
    ),
)
