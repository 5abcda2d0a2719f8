"""What worries the person. It may be skipped, and it is the first thing the referent will want to talk about."""

from conversations.engine.choices import Many
from conversations.engine.steps import Need, Section, Step

WORRIES = Section(
    "worries",
    (
        Step(
            "worries",
            Many(options=("money", "journey", "unknown", "health", "home"), other=True, none=True),
            required=Need.SEND,
            per_household=True,
        ),
    ),
)
