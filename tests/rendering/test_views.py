"""Every view has just the fields that its template reads, in whatever branch."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from bot.app import TEMPLATES, renderer
from bot.features.registry import FEATURES
from bot.interaction.views import View

RENDERER = renderer()
GIVEN = {"reader", "translations", "_trans", *RENDERER.environment.globals}
"""What every template has, whatever its view; `_trans` is the i18n extension's own name for a call in a sentence."""


def every_view(kind: type[View] = View) -> list[type[View]]:
    found = [kind] if "template" in vars(kind) and kind is not View else []
    return found + [each for below in kind.__subclasses__() for each in every_view(below)]


VIEWS = sorted(every_view(), key=lambda view: view.template)


def wanted(template: str, macros: frozenset[str] | None = None, *, problems: bool = False) -> set[str]:
    """What a template, or some macros of it, and those that they include or import read besides what they define.

    Sentences for problems are read only with `problems`: a problem brings values of its own.
    """
    tree = RENDERER.environment.parse(Path(TEMPLATES, f"{template}.j2").read_text())
    tree = tree if macros is None else only(tree, macros)
    if not problems:
        tree.body = [each for each in tree.body if not (isinstance(each, nodes.Block) and _tells_problem(each))]
    found = meta.find_undeclared_variables(tree) - GIVEN - set_within(tree)
    found -= {"value"} if any(block.name == "choice" for block in tree.find_all(nodes.Block)) else set()
    for node in tree.find_all(nodes.FromImport):
        names = frozenset(each if isinstance(each, str) else each[0] for each in node.names)
        found |= wanted(named(node.template), names, problems=problems)
    whole = [each.template for each in tree.find_all(nodes.Include)]
    whole += [each.template for each in tree.find_all(nodes.Import)]
    return found.union(*(wanted(named(each), problems=problems) for each in whole))


def named(template: nodes.Expr) -> str:
    assert isinstance(template, nodes.Const)
    return str(template.value).removesuffix(".j2")


def only(tree: nodes.Template, names: frozenset[str]) -> nodes.Template:
    """Those macros of a template with all that they call there, and what it imports for them."""
    macros = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
    needed: set[str] = set()
    more = {name for name in names if name in macros}
    while more:
        needed |= more
        read = {name.name for each in more for name in macros[each].find_all(nodes.Name)}
        more = {name for name in read if name in macros} - needed
    imports = [node for node in tree.body if isinstance(node, nodes.FromImport)]
    kept = nodes.Template([*imports, *(macro for name, macro in macros.items() if name in needed)])
    kept.set_environment(RENDERER.environment)
    return kept


def set_within(tree: nodes.Template) -> set[str]:
    """What a template sets, or imports, itself in one branch, and so reads as if it might come from outside."""
    targets = [each.target for each in tree.find_all(nodes.Assign)]
    targets += [each.target for each in tree.find_all(nodes.AssignBlock)]
    imported = [name for each in tree.find_all(nodes.FromImport) for name in each.names]
    found = {target.name for target in targets if isinstance(target, nodes.Name)}
    return found | {name if isinstance(name, str) else name[1] for name in imported}


def _tells_problem(block: nodes.Block) -> bool:
    return block.name.startswith("problem_")


def test_there_are_views() -> None:
    assert FEATURES
    assert VIEWS


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.template)
def test_a_view_has_what_its_template_reads_and_nothing_else(view: type[View]) -> None:
    has = {field.name for field in fields(view)}
    assert wanted(view.template) <= has
    assert has - shared(view) <= wanted(view.template, problems=True)


def shared(view: type[View]) -> set[str]:
    """Return the fields that views of several templates inherit, such as the lines about a plan."""
    parents = [each for each in view.__mro__[1:] if is_dataclass(each)]
    return {field.name for each in parents for field in fields(each)}


@pytest.mark.parametrize("name", sorted(set[str]().union(*map(shared, VIEWS))))
def test_a_field_that_views_share_is_read_by_one_of_them(name: str) -> None:
    assert any(name in wanted(view.template, problems=True) for view in VIEWS if name in shared(view))


def test_a_field_that_is_lacking_is_seen() -> None:
    assert "lines" in wanted("note/_notes")


def test_of_imported_macros_only_those_that_are_called_are_read() -> None:
    assert wanted("call/_regions") == {"call", "regions"}
