"""Last year's plan as the start of this year's: what still makes sense is kept, dates and money are asked again."""

from collections.abc import Mapping

from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Answer, Given

KEPT = tuple(name for name, step in flow.steps_by_name((PLAN,)).items() if step.next_year)
"""Wishes, who goes, where, how. Days, prices, the own share, other help, papers and worries are of one year."""
WHO = frozenset({"adults", "children"})
OF_AGE = 18


def grown(answers: Mapping[str, Answer], years: int) -> tuple[int, ...] | None:
    """Return the children's ages after so many years; None where they were not told, or one of them is of age now."""
    told = answers.get("children")
    if not isinstance(told, Given) or not isinstance(answers.get("adults"), Given):
        return None
    ages = tuple(age + years for age in told.value)
    return None if any(age >= OF_AGE for age in ages) else ages


def carried(answers: Mapping[str, Answer], years: int, by: int, *, went: bool, same_people: bool) -> dict[str, Answer]:
    """Return the answers to begin with; what was put off is asked again.

    Args:
        answers: those of the earlier plan.
        years: that lie between the two stays; children are that much older.
        by: the id of the person who confirms them now.
        went: the earlier stay took place: this one is not the first.
        same_people: the same people go; otherwise who goes is asked again.
    """
    ages = grown(answers, years) if same_people else None
    kept: dict[str, Answer] = {
        name: Given(answer.value, by)
        for name in KEPT
        if isinstance(answer := answers.get(name), Given) and name not in WHO
    }
    if went and "first_time" in kept:
        kept["first_time"] = Given("recently", by)
    adults = answers.get("adults")
    if ages is not None and isinstance(adults, Given):
        kept |= {"adults": Given(adults.value, by), "children": Given(ages, by)}
    return kept
