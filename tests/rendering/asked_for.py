"""What a template asks for, in whatever branch, and what the code hands to labels where that is written out."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, singledispatchmethod
from pathlib import Path

from jinja2 import nodes

from tests.test_conventions import RENDERER, ROOT, SHOWING, TEMPLATES

ENVIRONMENT = RENDERER.environment
OF_THE_RENDERER = frozenset({*ENVIRONMENT.globals, "reader", "translations", "self"})
"""Names that every block has without being handed them."""
LOOKS_AROUND = frozenset({"tell", "title"})
"""What templates call that looks itself whether the page is about a group: at these two, where there are any."""
ABOUT_A_GROUP = frozenset({"plan", "group"})


# What templates ask for


@cache
def parsed(name: str) -> nodes.Template:
    """Return the tree of a template, named without its ending."""
    return ENVIRONMENT.parse((TEMPLATES / f"{name}.j2").read_text(encoding="utf-8"))


@cache
def asked_by(name: str, block: str = "body") -> frozenset[str]:
    """Return the names that a block, or one of the macros it borrows, may ask for; none where there is no block."""
    found = next((each for each in parsed(name).find_all(nodes.Block) if each.name == block), None)
    return frozenset() if found is None else asked(found.body, name) - OF_THE_RENDERER


@cache
def perhaps_looked_at(name: str, block: str = "body") -> frozenset[str]:
    """Return what a block may look at if it is there: what is told of a group is told otherwise."""
    found = next((each for each in parsed(name).find_all(nodes.Block) if each.name == block), None)
    called = asked(found.body, name) if found is not None else frozenset[str]()
    return ABOUT_A_GROUP if called & LOOKS_AROUND else frozenset()


def asked(body: Iterable[nodes.Node], name: str) -> frozenset[str]:
    """Return what this part of a template asks for, from the top: what it sets itself before, it does not ask for.

    What is set in one branch alone is asked for after it.
    """
    reading = _Reading(name)
    reading.all(body, set())
    return frozenset(reading.asked)


class _Reading:
    """Follows a template as it runs, every branch of it, with the names that are sure to be set there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: set[str] = set()

    def all(self, body: Iterable[nodes.Node | None], known: set[str]) -> None:
        for node in body:
            if node is not None:
                self.one(node, known)

    @singledispatchmethod
    def one(self, node: nodes.Node, known: set[str]) -> None:
        self.all(node.iter_child_nodes(), known)

    @one.register
    def _name(self, node: nodes.Name, known: set[str]) -> None:
        self.asked |= {node.name} - known if node.ctx == "load" else set()
        known |= {node.name} if node.ctx == "store" else set()

    @one.register
    def _set(self, node: nodes.Assign, known: set[str]) -> None:
        self.all((node.node, node.target), known)

    @one.register
    def _set_block(self, node: nodes.AssignBlock, known: set[str]) -> None:
        self.all(node.body, set(known))
        self.all((node.filter, node.target), known)

    @one.register
    def _if(self, node: nodes.If, known: set[str]) -> None:
        self.all((node.test, *(each.test for each in node.elif_)), known)
        after = []
        for branch in (node.body, *(each.body for each in node.elif_), node.else_):
            seen = set(known)
            self.all(branch, seen)
            after.append(seen)
        known |= set.intersection(*after)

    @one.register
    def _for(self, node: nodes.For, known: set[str]) -> None:
        self.one(node.iter, known)
        self.all((node.target, node.test, *node.body), {*known, "loop"})
        self.all(node.else_, set(known))

    @one.register
    def _macro(self, node: nodes.Macro, known: set[str]) -> None:
        self.all(node.defaults, known)
        known.add(node.name)
        self.all(node.body, {*known, *(each.name for each in node.args), "caller", "varargs", "kwargs"})

    @one.register
    def _borrow(self, node: nodes.FromImport, known: set[str]) -> None:
        other = _named(node.template)
        for each in node.names:
            macro, alias = (each, each) if isinstance(each, str) else each
            self.asked |= _asked_by_macro(other, macro) - (known if node.with_context else set())
            known.add(alias)

    @one.register
    def _include(self, node: nodes.Include, known: set[str]) -> None:
        other = _named(node.template)
        self.asked |= asked(parsed(other).body, other) - known

    @one.register
    def _block(self, node: nodes.Block, known: set[str]) -> None:
        self.all(node.body, set())  # it sees nothing of what is set around it

    @one.register
    def _call(self, node: nodes.Call, known: set[str]) -> None:
        match node.node:
            case nodes.Getattr(node=nodes.Name(name="self"), attr=block):
                self.asked |= asked_by(self.name, block)
            case nodes.Name(name="block_of"):
                self.asked |= _asked_by_all(node.args[1].as_const())
        self.all(node.iter_child_nodes(), known)

    @one.register(nodes.Import)
    @one.register(nodes.Extends)
    @one.register(nodes.With)
    @one.register(nodes.CallBlock)
    def _unknown(self, node: nodes.Node, known: set[str]) -> None:
        raise NotImplementedError(f"{self.name}: {type(node).__name__} is not followed here")


@cache
def _asked_by_macro(name: str, macro: str) -> frozenset[str]:
    """Return what a macro of a template asks for beside what stands at the top of that template."""
    top = {each.name: each for each in parsed(name).find_all(nodes.Macro)}
    borrowed: dict[str, tuple[str, str]] = {}
    for node in parsed(name).body:
        if isinstance(node, nodes.FromImport):
            for each in node.names:
                there, here = (each, each) if isinstance(each, str) else each
                borrowed[here] = (_named(node.template), there)
    found: set[str] = set()
    left, seen = {macro}, set[str]()
    while left:
        seen |= left
        names = {free for each in left for free in asked([top[each]], name)}
        left = (names & top.keys()) - seen
        found |= names - top.keys() - borrowed.keys()
        for each in names & borrowed.keys():
            found |= _asked_by_macro(*borrowed[each])
    return frozenset(found)


@cache
def _asked_by_all(block: str) -> frozenset[str]:
    """Return what all templates that have such a block ask for in it: any of them may be the one that is chosen."""
    names = (path.relative_to(TEMPLATES).with_suffix("").as_posix() for path in TEMPLATES.rglob("*.j2"))
    return frozenset[str]().union(*(asked_by(name, block) for name in names))


def _named(template: nodes.Expr) -> str:
    if not isinstance(template, nodes.Const):
        raise NotImplementedError("a template that is chosen as it runs cannot be followed")
    return str(template.value).removesuffix(".j2")


# What the code hands over


@dataclass(frozen=True)
class Handed:
    """A label as the code makes it.

    Attributes:
        place: the file and the line.
        names: the words it may be; none where that is worked out elsewhere.
        keys: the names of the values it is given; None where they are worked out elsewhere.
    """

    place: str
    names: tuple[str, ...]
    keys: frozenset[str] | None


@dataclass(frozen=True)
class Module:
    """One file of the code: the labels it makes, and the strings in it that may be a name to choose."""

    path: Path
    made: tuple[Handed, ...]
    choices: frozenset[str]


@cache
def modules() -> tuple[Module, ...]:
    """Return every file in which what people see is named."""
    return tuple(_module(path) for folder in SHOWING for path in sorted((ROOT / folder).rglob("*.py")))


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made: list[Handed] = []
    for scope in tree.body:
        local = _dictionaries(scope)
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Word" and node.args:
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                keys = _keys(node.args[1], local) if len(node.args) > 1 else frozenset()
                made.append(Handed(place, tuple(_names(node.args[0])), keys))
    return Module(path, tuple(made), _choices(tree))


def _choices(tree: ast.Module) -> frozenset[str]:
    """Return the strings that are written out, but for keys and what is asked of something by its key."""
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
    """Yield the name that is written out, or the two between which a condition chooses."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _names(node.body)
        yield from _names(node.orelse)


def _dictionaries(scope: ast.AST) -> dict[str, ast.expr | None]:
    """Return what each name of a function stands for; None for one that is given something more than once."""
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
    """Return the keys of a dictionary that is written out, here or under a name of the same function."""
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
