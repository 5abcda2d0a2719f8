"""Who goes, and the help they need. No names, no diagnosis: only what finding a place to stay requires."""

from conversations.engine.answers import Facts
from conversations.engine.choices import Many
from conversations.engine.steps import Need, Section, Step
from conversations.engine.widgets import Ages, Number

MOST_ADULTS = 12
BABY_BED_UNTIL = 3
"""Years of age up to which a child may sleep in a bed for babies."""


def equipment(facts: Facts) -> tuple[str, ...]:
    """Return what can be ticked: a bed for a baby unless it is known that none comes along."""
    ages = facts.value("children")
    baby = ages is None or any(age <= BABY_BED_UNTIL for age in ages)
    return ("wheelchair", "ground_floor", *(("baby_bed",) if baby else ()), "diet", "interpreter")


TRAVELLERS = Section(
    "travellers",
    (
        Step(
            "adults",
            Number(low=1, high=MOST_ADULTS, offered=(1, 2, 3, 4)),
            required=Need.SEND,
            firm=True,
            next_year=True,
            per_household=True,
        ),
        Step(
            "children",
            Ages(),
            required=Need.SEND,
            counts=False,
            firm=True,
            next_year=True,
            per_household=True,
        ),
        Step(
            "help",
            Many(
                options=equipment,
                other=True,
                none=True,
            ),
            required=Need.SEND,
            next_year=True,
            per_household=True,
        ),
    ),
)
