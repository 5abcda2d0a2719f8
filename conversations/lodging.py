"""Where to sleep: the kind, not yet the address."""

from conversations.engine.choices import Choice
from conversations.engine.steps import Need, Section, Step

LODGING = Section(
    "lodging",
    (
        Step(
            "lodging",
            Choice(options=("campsite", "village", "gite", "hotel", "family"), other=True),
            required=Need.SEND,
            next_year=True,
        ),
    ),
)
