"""The town of every dialogue, and on which databases it stands."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.halves import keep_halves
from tests.support.town import Town

BOTH: Final = {
    "test_a_year": "a whole year: all that the clock does, in the order in which it comes due",
    "test_at_once": "two write at the same time: one database waits, the other tells of a conflict",
    "test_audit": "the chain is over times, which one database keeps as text",
    "test_broadcasts_sending": "recipients are claimed for a time, past rows that another one holds",
    "test_committee": "the order of the list, and decisions that two take at once",
    "test_committee_lists": "the order of the list, its pages, and sums",
    "test_committee_waiting": "the order in which plans wait",
    "test_copies": "each database is copied in its own way",
    "test_log": "what a driver says of a failed statement may hold what was written",
    "test_main_road": "the road that everybody takes",
    "test_messages": "the order of threads, and two who write at once",
    "test_message_of_the_day::test_nothing_on_days_off_and_never_an_empty_message": "days in each database",
    "test_message_of_the_day::test_what_is_counted_as_news_is_what_is_read_as_news": "the order of news",
    "test_review::test_after_a_decision_the_next_plan_comes_by_itself": "the order of what is to be read",
    "test_review::test_two_referents_decide_at_once_one_wins_and_the_other_learns_who_and_what": "two decide at once",
    "test_together": "two write on one plan at once",
    "test_without_the_key": "each database is read in its own way by who has no key",
}
"""Files, and tests of others, that run on both databases, with the reason; a stable half of the rest on each."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave each test of the other files to one database."""
    keep_halves(config, items, Path(__file__).parent, BOTH)


@pytest.fixture
async def town(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    played = request.node.get_closest_marker("played") is not None
    async with Town.founded(database_url, tmp_path, played=played) as founded:
        yield founded
        await founded.settles()
        counted = await founded.summary()
        assert counted["refused"] == 0, await founded.refusals()
        assert counted["unanswered_taps"] == 0, counted
