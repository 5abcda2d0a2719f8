"""A pytest plugin: where several processes share the tests, each begins with its part of the long ones.

A long test that begins last is waited for by all. What is short keeps its order: neighbours share stories.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

import pytest

T = TypeVar("T")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long tests of each process before its short ones."""
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = dealt(items, _is_long, workers)


def _is_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("browser", "slow"))


def dealt(items: Sequence[T], is_long: Callable[[T], bool], workers: int) -> list[T]:
    """Return the items so that a list cut into as many parts as there are workers has its long ones dealt out.

    The parts are those that pytest-xdist cuts (`worksteal`): the first is the rounded-down share of what is left.
    """
    long = [item for item in items if is_long(item)]
    short = iter([item for item in items if not is_long(item)])
    ordered: list[T] = []
    for worker in range(workers):
        size = (len(items) - len(ordered)) // (workers - worker)
        pile = long[worker::workers]
        ordered += [*pile, *islice(short, max(0, size - len(pile)))]
    return [*ordered, *short]
