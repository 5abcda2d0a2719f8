"""Which of the dialogues run on which database."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialogues.conftest import BOTH
from tests.support.halves import NAMES, database_of, its_half, needs_both

DIALOGUES = Path(__file__).parent / "dialogues"


def test_all_that_needs_both_is_there_and_says_why() -> None:
    for name in BOTH:
        file, _, test = name.partition("::")
        assert f"async def {test}" in (DIALOGUES / f"{file}.py").read_text("utf-8"), name
    assert all(BOTH.values())


def test_a_file_or_one_test_of_it_can_need_both() -> None:
    both = {"test_x": "order", "test_y::test_a": "order"}
    names = ("test_x.py::test_b[sqlite]", "test_y.py::test_a[sqlite-7]", "test_y.py::test_b[sqlite]", "test_z.py::c")
    assert [needs_both(name, both) for name in names] == [True, True, False, False]


@given(st.text("abc_[]-", min_size=1))
def test_a_test_and_its_sister_belong_to_one_half(name: str) -> None:
    halves = {its_half(f"tests/dialogues/test_x.py::{name}[{database}-7]") for database in NAMES}
    assert len(halves) == 1


def test_a_half_is_about_a_half() -> None:
    found = [its_half(f"tests/dialogues/test_x.py::test_{number}[sqlite]") for number in range(1000)]
    assert 400 < found.count("sqlite") < 600


def test_each_dialogue_is_left_on_one_database_at_least(request: pytest.FixtureRequest) -> None:
    """Look at what this run has collected, by whole files: a choice by words may leave anything out."""
    if request.config.option.keyword or request.config.option.markexpr:
        pytest.skip("a choice by words")
    left: dict[str, set[str]] = {}
    for item in request.session.items:
        database = database_of(item)
        if item.path.parent == DIALOGUES and database is not None:
            name = item.nodeid.replace("sqlite", "").replace("postgresql", "")
            left.setdefault(name, set()).add(database)
    wanted = {name: set(NAMES) if needs_both(name, BOTH) else {its_half(name)} for name in left}
    assert all(wanted[name] <= found for name, found in left.items())
