"""Last year's plan as this year's start: what is kept, what is asked again."""

from typing import Any

import pytest

from conversations.again import KEPT, carried, grown
from conversations.engine.answers import Answer, Deferred, Given, How
from conversations.reckoning import COSTS

LAST_YEAR: dict[str, Answer] = {
    **{name: Given(name, 7) for name in KEPT},
    "first_time": Given("never", 7), "adults": Given(1, 7), "children": Given((6, 8, 11), 7),
    **{name: Given(30_000, 7) for name in COSTS},
    "dates": Given("July", 7), "own_share": Given(6_000, 7), "other_aids": Given(("caf",), 7),
    "quote": Given("file", 7), "worries": Given(("home",), 7), "lodging": Deferred(How.TALK, 7),
}  # fmt: skip


def again(**more: Any) -> dict[str, Answer]:
    return carried(LAST_YEAR, **{"years": 1, "by": 3, "went": True, "same_people": True, **more})


def test_dates_money_papers_and_worries_are_of_one_year() -> None:
    assert {"dates", "own_share", "other_aids", "quote", "worries", *COSTS}.isdisjoint(again())
    assert {"wishes", "aim", "place", "transport", "provider"} <= set(again())


def test_what_was_put_off_is_asked_again() -> None:
    assert "lodging" not in again()


def test_the_person_who_confirms_gives_the_answers_now() -> None:
    assert {answer.by for answer in again().values()} == {3}


@pytest.mark.parametrize(("years", "ages"), [(0, (6, 8, 11)), (1, (7, 9, 12)), (6, (12, 14, 17)), (7, None)])
def test_children_are_older_and_one_who_is_of_age_makes_it_a_question(years: int, ages: tuple[int, ...] | None) -> None:
    assert grown(LAST_YEAR, years) == ages
    kept = again(years=years).get("children")
    assert (kept.value if isinstance(kept, Given) else None) == ages


def test_other_people_go_so_it_is_asked_who() -> None:
    assert {"adults", "children"}.isdisjoint(again(same_people=False))


@pytest.mark.parametrize(("went", "first"), [(True, "recently"), (False, "never")])
def test_who_went_is_no_first_departure_any_more(went: bool, first: str) -> None:
    assert again(went=went)["first_time"] == Given(first, 3)
