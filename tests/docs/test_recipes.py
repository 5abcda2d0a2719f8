"""The recipes of `docs/`, done literally in a copy of the project: what they say is what works."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("bot", "conversations", "templates", "locales", "tests", "docs")
RECIPES = (
    "add-a-question.md", "add-a-rule.md", "add-a-notice.md", "add-a-role.md", "add-a-language.md", "add-a-programme.md",
)  # fmt: skip
DRAWN = ("locales/", "docs/architecture.svg")
"""What commands bring up to date."""
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<about>[^\n]*))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Copy:
    """The project in a folder of its own, with the same packages."""

    root: Path

    def follows(self, recipe: str) -> None:
        """Do what a page of `docs/` says, from its first block to its last."""
        blocks = list(BLOCK.finditer((ROOT / "docs" / recipe).read_text("utf-8")))
        assert blocks
        for block in blocks:
            kind, about, text = block["kind"], block["about"] or "", block["text"]
            if kind == "sh":
                self._runs(text, fails=about == "fails")
            elif kind == "diff":
                self._changes(about.removeprefix("title="), text)
            else:
                self._writes(about.removeprefix("title="), text)

    def _runs(self, script: str, *, fails: bool) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VALISE_", "PYTEST_"))}
        done = subprocess.run(
            ["sh", "-eu", "-c", script], cwd=self.root, env=kept, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == fails, f"{script}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        assert "Traceback" not in done.stderr

    def _changes(self, path: str, diff: str) -> None:
        lines = diff.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        text = (self.root / path).read_text("utf-8")
        if text.count(before) != 1:  # part of a line: what surrounds it is left out
            before, after = before.strip(), after.strip()
        assert text.count(before) == 1, f"{path} has {text.count(before)} times: {before}"
        (self.root / path).write_text(text.replace(before, after), "utf-8")

    def _writes(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        assert not (self.root / path).exists()
        (self.root / path).write_text(text, "utf-8")

    def touched(self) -> set[str]:
        """Return the files of the project that are new or others here, but for those that commands draw."""
        files = {path.relative_to(self.root) for part in PARTS for path in (self.root / part).rglob("*.*")}
        return {
            file.as_posix()
            for file in files
            if "__pycache__" not in file.parts and (self.root / file).is_file()
            if not file.as_posix().startswith(DRAWN)
            if not (ROOT / file).exists() or (ROOT / file).read_bytes() != (self.root / file).read_bytes()
        }


def named(recipe: str, until: str = "") -> set[str]:
    """Return the files that the blocks of a page write or change, up to some words of it; but for what is drawn."""
    text = (ROOT / "docs" / recipe).read_text("utf-8")
    assert until in text
    blocks = BLOCK.finditer(text.partition(until)[0] if until else text)
    files = {about.removeprefix("title=") for block in blocks if (about := block["about"] or "").startswith("title=")}
    return {file for file in files if not file.startswith(DRAWN)}


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part)  # what is compiled already too: to do it again takes 10 seconds
    for file in ("valise", "pyproject.toml", "babel.cfg", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / file, tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return Copy(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_works_as_written(copy: Copy, recipe: str) -> None:
    copy.follows(recipe)
    assert copy.touched() == {file for file in named(recipe) if file.startswith(PARTS)}, "its commands write no others"


def test_every_page_of_docs_is_named_in_the_readme_and_every_recipe_tried() -> None:
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert pages == {*RECIPES, "decisions.md"}
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [page for page in pages if f"(docs/{page})" not in readme] == []


@pytest.mark.parametrize(
    ("recipe", "until", "files"),
    [
        (
            "add-a-question.md",
            "**A section of its own**",
            {"conversations/preparation.py", "templates/preparation/arrival.j2", "tests/conversations/test_plan.py"},
        ),
        (
            "add-a-rule.md",
            "**5. A programme that uses it,**",
            {
                "conversations/rules/travellers.py",
                "templates/rules/most_travellers.j2",
                "tests/conversations/kinds_of_rules.py",
            },
        ),
        (
            "add-a-role.md",
            "",
            {
                "bot/domain/people.py", "conversations/funds.py", "bot/features/funds.py", "bot/features/registry.py",
                "templates/funds/funds.j2", "templates/buttons/funds.j2", "tests/dialogues/test_funds.py",
            },
        ),
    ],
)  # fmt: skip
def test_so_few_files_are_enough_besides_the_catalogues(recipe: str, until: str, files: set[str]) -> None:
    assert named(recipe, until) == files
