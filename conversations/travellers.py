"""Who goes, and the help they need. No names, no diagnosis: only what finding a place to stay requires."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.travellers import YOUNG_AGE
from conversations.engine.answers import Facts, Json
from conversations.engine.choices import Many
from conversations.engine.keyboard import Button, Pick, Problem, Rows, answering, column
from conversations.engine.steps import Need, Section, Step
from conversations.engine.widgets import Ages, Number

MOST_ADULTS = 12
BABY_BED_UNTIL = 3
"""Years of age up to which a child may sleep in a bed for babies."""


def alone_allowed(facts: Facts) -> bool:
    """Return whether the call lets young people go without an adult."""
    return facts.call is not None and facts.call.minors_alone


def an_adult_goes(adults: int, facts: Facts) -> Problem | None:
    """Refuse that no adult goes, where the call does not let young people go alone."""
    return None if adults or alone_allowed(facts) else Problem("no_adult")


def old_enough(ages: tuple[int, ...], facts: Facts) -> Problem | None:
    """Refuse that a younger child goes, or nobody, where no adult does."""
    alone = facts.value("adults") == 0
    return Problem("too_young_alone", {"age": YOUNG_AGE}) if alone and min(ages, default=0) < YOUNG_AGE else None


def without_adult(facts: Facts) -> Mapping[str, bool]:
    """Return whether the ages are those of young people who go alone."""
    return {"alone": facts.value("adults") == 0}


@dataclass(frozen=True, kw_only=True)
class Adults(Number):
    """How many adults go; none, with a button, where young people may go alone."""

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the numbers, and below them what a young person says who goes alone."""
        alone = column(Button(Pick("alone"), answering("0"))) if alone_allowed(facts) else ()
        return (*super().rows(scratch, facts), *alone)


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
            Adults(low=0, high=MOST_ADULTS, offered=(1, 2, 3, 4), checks=(an_adult_goes,)),
            required=Need.SEND,
            firm=True,
            next_year=True,
            per_household=True,
        ),
        Step(
            "children",
            Ages(checks=(old_enough,)),
            show=without_adult,
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
