"""Who goes, and the help they need. No names, no diagnosis: only what finding a place to stay requires."""

from conversations.engine.choices import Many
from conversations.engine.steps import Need, Section, Step
from conversations.engine.widgets import Ages, Number

MOST_ADULTS = 12

TRAVELLERS = Section(
    "travellers",
    (
        Step("adults", Number(low=1, high=MOST_ADULTS, offered=(1, 2, 3, 4)), required=Need.SEND, firm=True),
        Step("children", Ages(), required=Need.SEND, counts=False, firm=True),
        Step(
            "help",
            Many(
                options=("wheelchair", "ground_floor", "baby_bed", "diet", "interpreter"),
                other=True,
                none=True,
            ),
            required=Need.SEND,
        ),
    ),
)
