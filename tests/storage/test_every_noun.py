"""Each noun of the storage has a test of its own name."""

from pathlib import Path

from bot.storage.kernel import store

ELSEWHERE = {
    "migrate": "test_migrations.py",
    "tables": "test_migrations.py",
    "transaction": "test_store.py",
}
"""Modules that are no noun, each with the file that tests them by another name."""


def test_each_noun_has_a_test_of_its_own_name() -> None:
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    kernel = Path(store.__file__).parent
    nouns = {path.stem for folder in (kernel, kernel.parent) for path in folder.glob("*.py")} - {"__init__"}
    missing = {noun: ELSEWHERE.get(noun, f"test_{noun}.py") for noun in nouns}
    assert not {noun: name for noun, name in missing.items() if name not in here}
    assert not [noun for noun in ELSEWHERE if noun not in nouns or f"test_{noun}.py" in here]
