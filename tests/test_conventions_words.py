"""What the project says of itself can be read in the project: it names no paper that is not here."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DECISIONS = (ROOT / "docs" / "decisions.md").read_text("utf-8")
PAPER = re.compile(r"\b[\w-]+\.md\b(?!\.)")
ELSEWHERE = re.compile(
    r"story[b]oard|\bpeer[s]'|\bstatemen[t] [A-Z][0-9]|\bthe brief\b|§ ?[0-9]|\(section [a-z0-9]\b", re.IGNORECASE
)
"""How a paper that is not here is cited."""
CITED = re.compile(r"docs/decisions\.md,\s+([A-Z][\w' ]+?)[.):;]")


FOLDERS = ("bot", "conversations", "tests", "templates", "docs", "locales", ".ci")
WRITTEN = {".py", ".j2", ".md", ".toml", ".js", ".css", ".html", ".po", ".pot", ".cfg", ""}


def texts() -> dict[str, str]:
    """Return every text file of the project but this one, which names what it forbids."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")] + list(ROOT.iterdir())
    written = [path for path in paths if path.is_file() and path.suffix in WRITTEN and not path.name.startswith(".")]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in written if path != Path(__file__)}


TEXTS = texts()
PAPERS = {Path(name).name for name in TEXTS if name.endswith(".md")}


@pytest.mark.parametrize("folder", [*FOLDERS, ""])
def test_no_paper_is_cited_that_is_not_here(folder: str) -> None:
    told = {name: text for name, text in TEXTS.items() if name.rpartition("/")[0].split("/")[0] == folder}
    assert told
    missing = [(name, paper) for name, text in told.items() for paper in PAPER.findall(text) if paper not in PAPERS]
    assert missing == []
    assert [(name, found[0]) for name, text in told.items() for found in ELSEWHERE.finditer(text)] == []


def test_each_decision_that_is_cited_has_its_place() -> None:
    headings = set(re.findall(r"^## (.+)$", DECISIONS, re.MULTILINE))
    cited = {heading for text in TEXTS.values() for heading in CITED.findall(text)}
    assert len(cited) >= 5
    assert cited - headings == set()
