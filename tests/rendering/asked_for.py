"""What a template asks for, in whatever branch, and what the code hands it where that is written out."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import meta, nodes

from tests.test_conventions import RENDERER, ROOT, SHOWING, TEMPLATES

ENVIRONMENT = RENDERER.environment
OF_THE_RENDERER = frozenset({*ENVIRONMENT.globals, "reader", "translations", "self", "loop", "_trans"})
"""Names that every block has without being handed them; the last is the translator's own."""


# What templates ask for


@cache
def parsed(name: str) -> nodes.Template:
    """The tree of a template, named without its ending."""
    return ENVIRONMENT.parse((TEMPLATES / f"{name}.j2").read_text(encoding="utf-8"))


@cache
def asked_by(name: str, block: str) -> frozenset[str]:
    """The names that a block, or one of the macros it borrows, may ask for; none for a block that is not there."""
    found = next((each for each in parsed(name).find_all(nodes.Block) if each.name == block), None)
    return frozenset() if found is None else _asked(name, found.body)


@cache
def _asked_by_macro(name: str, macro: str) -> frozenset[str]:
    found = next(each for each in parsed(name).find_all(nodes.Macro) if each.name == macro)
    return _asked(name, [found])


def _asked(name: str, body: list[nodes.Node]) -> frozenset[str]:
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(ENVIRONMENT)
    names = meta.find_undeclared_variables(tree) - OF_THE_RENDERER
    names -= {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    maybe = [each.node for each in tree.find_all(nodes.Test) if each.name == "defined"]
    names -= {node.name for node in maybe if isinstance(node, nodes.Name)}
    own = {each.name for each in parsed(name).find_all(nodes.Macro)}
    called = {each.name for each in tree.find_all(nodes.Macro)}
    for macro in (names & own) - called:
        names |= _asked_by_macro(name, macro)
    for other, macro, alias in _borrowed(tree):
        names = (names - {alias}) | _asked_by_macro(other, macro)
    for block in _asked_of_self(tree):
        names |= asked_by(name, block)
    return frozenset(names - own)


def _borrowed(tree: nodes.Template) -> Iterator[tuple[str, str, str]]:
    """The template, the macro and the name by which it is called here, of each macro that is borrowed."""
    for each in tree.find_all(nodes.FromImport):
        assert isinstance(each.template, nodes.Const)
        for borrowed in each.names:
            macro, alias = (borrowed, borrowed) if isinstance(borrowed, str) else borrowed
            yield each.template.value.removesuffix(".j2"), macro, alias


def _asked_of_self(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        asked = call.node
        if isinstance(asked, nodes.Getattr) and isinstance(asked.node, nodes.Name) and asked.node.name == "self":
            yield asked.attr


# What the code hands over


@dataclass(frozen=True)
class Handed:
    """A label or a page as the code makes it.

    Attributes:
        place: the file and the line.
        names: the words or templates it may be; none where that is worked out elsewhere.
        keys: the names of the values it is given; None where they are worked out elsewhere.
    """

    place: str
    names: tuple[str, ...]
    keys: frozenset[str] | None


@dataclass(frozen=True)
class Module:
    """One file of the code: what it makes, and the strings in it that may be a name to choose."""

    path: Path
    made: Mapping[str, tuple[Handed, ...]]
    choices: frozenset[str]


@cache
def modules() -> tuple[Module, ...]:
    """Every file in which what people see is named."""
    return tuple(_module(path) for folder in SHOWING for path in sorted((ROOT / folder).rglob("*.py")))


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made: dict[str, list[Handed]] = {"Word": [], "Page": []}
    for scope in tree.body:
        local = _dictionaries(scope)
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in made and node.args:
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                keys = _keys(node.args[1], local) if len(node.args) > 1 else frozenset()
                made[node.func.id].append(Handed(place, tuple(_names(node.args[0])), keys))
    return Module(path, {kind: tuple(each) for kind, each in made.items()}, _choices(tree))


def _choices(tree: ast.Module) -> frozenset[str]:
    """Strings that are written out, but for keys and what is asked of something by its key."""
    written = {node for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            written -= {key for key in node.keys if isinstance(key, ast.Constant)}
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            written.discard(node.slice)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            written -= {given for given in node.args if isinstance(given, ast.Constant)}
    return frozenset(node.value for node in written if isinstance(node.value, str))


def _names(node: ast.expr) -> Iterator[str]:
    """A name that is written out, or the two between which a condition chooses."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _names(node.body)
        yield from _names(node.orelse)


def _dictionaries(scope: ast.AST) -> dict[str, ast.expr | None]:
    """What each name of a function stands for; None for one that is given something more than once."""
    found: dict[str, ast.expr | None] = {}
    for node in ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        for target in targets:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            name = target.value if isinstance(target, ast.Subscript) else target
            if isinstance(name, ast.Name):
                found[name.id] = value if name is target and name.id not in found else None
    return found


def _keys(node: ast.expr | None, local: Mapping[str, ast.expr | None]) -> frozenset[str] | None:
    """The keys of a dictionary that is written out, here or under a name of the same function."""
    if isinstance(node, ast.Name):
        return _keys(local.get(node.id), {})
    if not isinstance(node, ast.Dict):
        return None
    keys: set[str] = set()
    for key, value in zip(node.keys, node.values, strict=True):
        more = _keys(value, local) if key is None else None
        if isinstance(key, ast.Constant):
            more = frozenset({str(key.value)})
        if more is None:
            return None
        keys |= more
    return frozenset(keys)
