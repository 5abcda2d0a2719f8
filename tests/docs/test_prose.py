"""What the recipes name between their blocks is there too: files, classes, functions, words of the code."""

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPES = sorted(path.name for path in (ROOT / "docs").glob("add-*.md"))
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"[\w.*<>/-]+/[\w.*<>/-]*|[\w*]+\.(?:py|j2|toml|md)")
LANGUAGE = re.compile(r"[a-z]{2}(_[A-Z]{2})?(@[a-z]+)?")
CODE = re.compile(r"[A-Za-z_]\w*(\.\w+)*(<\w+>)?(=\S+)?|\(.*\) → .*")


def named(recipe: str) -> list[str]:
    """Return what stands between backticks in the text of a page, its blocks left out."""
    prose = FENCED.sub("", (ROOT / "docs" / recipe).read_text("utf-8"))
    return [" ".join(found.split()) for found in re.findall(r"`([^`]+)`", prose)]


@cache
def defined() -> dict[str, set[str]]:
    """Return every name that the code defines, by what it is."""
    names: dict[str, set[str]] = {"class": set(dir(builtins)), "other": set(dir(builtins))}
    for folder in ("bot", "conversations", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            for kind, name in _definitions(ast.parse(path.read_text("utf-8"))):
                names[kind].add(name)
    blocks = (re.findall(r"{% block (\w+)", path.read_text("utf-8")) for path in (ROOT / "templates").rglob("*.j2"))
    names["other"].update(block for found in blocks for block in found)
    return names


def _definitions(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name):
                yield "class", name
            case ast.FunctionDef(name=name) | ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield "other", name
            case ast.Constant(value=str(text)) if re.fullmatch("VALISE_[A-Z_]+", text):
                yield "other", text
            case _:
                pass


def strange(code: str) -> list[str]:
    """Return the names in it that nothing defines; one in capitals and small letters has to be a class."""
    found = re.findall(r"(?<![<\w])[A-Za-z_]\w*(?!\w*>)", code)
    of = {name: "class" if re.fullmatch("[A-Z][A-Za-z]*[a-z][A-Za-z]*", name) else "other" for name in found}
    begun = tuple(name for name in of if f"{name}<" in code)
    return [
        name
        for name, kind in of.items()
        if name not in defined()[kind] and not (name in begun and any(n.startswith(name) for n in defined()["other"]))
    ]


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_file_that_a_recipe_names_is_there_or_made_by_it(recipe: str) -> None:
    made = set(re.findall(r"^```\w+ title=(\S+)$", (ROOT / "docs" / recipe).read_text("utf-8"), re.MULTILINE))
    paths = [name for name in named(recipe) if PATH.fullmatch(name)]
    assert paths
    patterns = {name: re.sub(r"<\w+>", "*", name) for name in paths if name not in made}
    missing = [
        name
        for name, pattern in patterns.items()
        if not any(ROOT.glob(pattern.rstrip("/"))) and not any(ROOT.glob(f"bot/**/{pattern}"))
    ]
    assert [name for name in missing if not name.startswith("locales/it/")] == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_word_of_the_code_that_a_recipe_names_is_there(recipe: str) -> None:
    words = [name for name in named(recipe) if CODE.fullmatch(name) and not PATH.fullmatch(name)]
    assert {name: strange(name) for name in words if not LANGUAGE.fullmatch(name) and strange(name)} == {}


@pytest.mark.parametrize(
    ("code", "lacking"),
    [
        ("YesNo", ["YesNo"]), ("Choice", []), ("when=has_pupils", ["has_pupils"]), ("when=has_deposit", []),
        ("Told.NEVER", []), ("(value, facts) → Problem | None", []), ("(value, facts) → Hindrance", ["Hindrance"]),
        ("problem_<code>", []), ("trouble_<code>", ["trouble_"]),
    ],
)  # fmt: skip
def test_a_name_that_nothing_defines_is_found(code: str, lacking: list[str]) -> None:
    assert CODE.fullmatch(code)
    assert strange(code) == lacking
