"""What has to be ready before leaving: a list that opens when the plan is granted."""

from conversations.engine.choices import Many
from conversations.engine.steps import Need, Section, Step

PREPARATION = Section(
    "preparation",
    (
        Step(
            "papers",
            Many(options=("identity", "health_card", "insurance", "tickets"), none=True),
            required=Need.LEAVE,
        ),
        Step(
            "luggage",
            Many(options=("medicines", "clothes", "charger", "games"), none=True),
            required=Need.LEAVE,
        ),
        Step("home_ready", Many(options=("key", "mail", "plants", "bins"), none=True), required=Need.LEAVE),
    ),
    need=Need.LEAVE,
)
