"""What is done stands apart from what is shown: a function that returns a page writes nothing, but asks an act."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHOWN = frozenset({"Page", "Screen", "Question", "ToChat"})
"""What is returned by a function that shows something."""
OF_TABLES = frozenset({"insert", "update", "delete"})
WRITERS_OF_THE_KERNEL = frozenset({"insert_new", "insert_or_change", "insert_many"})


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def imported(tree: ast.Module) -> Mapping[str, str]:
    """Return what each imported name stands for, in full."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def named(tree: ast.Module, module: str, node: ast.AST) -> set[str]:
    """Return every function and constant that a piece of code names, in full."""
    known, found = imported(tree), set[str]()
    own = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
    own |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for each in ast.walk(node):
        if isinstance(each, ast.Name | ast.Attribute):
            first, _, rest = ast.unparse(each).partition(".")
            if first in own and isinstance(node, ast.FunctionDef):
                continue
            found.add(".".join(filter(None, (known.get(first, f"{module}.{first}"), rest))))
    return found


def changes_a_table(node: ast.AST) -> bool:
    """Return whether it makes a statement that writes: `table.update()`, or one of those that the kernel makes."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    begun = {each.func.attr for each in calls if isinstance(each.func, ast.Attribute) and not each.args}
    made = {each.func.id for each in calls if isinstance(each.func, ast.Name)}
    return bool(begun & OF_TABLES or made & WRITERS_OF_THE_KERNEL)


@cache
def writers() -> frozenset[str]:
    """Return every function of storage that writes, by itself or through another."""
    uses: dict[str, set[str]] = {}
    found: set[str] = set()
    for path in sorted(ROOT.glob("bot/storage/*.py")):
        tree, module = ast.parse(path.read_text(encoding="utf-8")), f"bot.storage.{path.stem}"
        for node in tree.body:
            names = [node.name] if isinstance(node, ast.FunctionDef) else []
            targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
            names += [each.id for each in targets if isinstance(each, ast.Name)]
            for name in names:
                uses[f"{module}.{name}"] = named(tree, module, node)
                found |= {f"{module}.{name}"} if changes_a_table(node) else set()
    while more := {name for name, used in uses.items() if used & found} - found:
        found |= more
    return frozenset(found)


def showing_and_writing(source: str) -> Iterator[tuple[str, str]]:
    """Return the functions of a file that return something to show, each with a writer that it calls."""
    tree = ast.parse(source)
    for function in functions(tree):
        returned = ast.unparse(function.returns) if function.returns else ""
        if SHOWN & set(re.findall(r"\w+", returned)):
            yield from ((function.name, writer) for writer in sorted(named(tree, "", function) & writers()))


def test_what_writes_is_known() -> None:
    known = writers()
    assert {f"bot.storage.{name}" for name in ("plans.save", "outbox.put", "hours.choose", "audit.append")} <= known
    assert "bot.storage.calls.take_freed" in known, "by a statement that is made once"
    assert "bot.storage.plans.by_id" not in known
    assert "bot.storage.hours.chosen" not in known


def test_what_shows_and_writes_at_once_is_found() -> None:
    source = "from bot.storage import hours\ndef page(tx: Tx) -> Page | None:\n    hours.choose(tx)\n"
    assert list(showing_and_writing(source)) == [("page", "bot.storage.hours.choose")]
    assert list(showing_and_writing(source.replace("Page | None", "None"))) == []
    assert list(showing_and_writing(source.replace("choose", "chosen"))) == []


def test_no_function_of_a_feature_both_writes_and_returns_a_page() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}": writer
        for path in sorted(ROOT.glob("bot/features/**/*.py"))
        for name, writer in showing_and_writing(path.read_text(encoding="utf-8"))
    }
    assert found == {}
