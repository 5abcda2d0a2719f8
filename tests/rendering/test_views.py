"""Every view has just the fields that its template reads, in whatever branch."""

from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from bot.app import TEMPLATES, renderer
from bot.features.registry import FEATURES
from bot.interaction.views import View

RENDERER = renderer()
GIVEN = {"reader", "translations", "_trans", *RENDERER.environment.globals}
"""What every template has, whatever its view, and what a translation that counts keeps its number in."""


def every_view(kind: type[View] = View) -> list[type[View]]:
    found = [kind] if "template" in vars(kind) and kind is not View else []
    return found + [each for below in kind.__subclasses__() for each in every_view(below)]


VIEWS = sorted(every_view(), key=lambda view: view.template)


def wanted(template: str, *, problems: bool = False) -> set[str]:
    """What a template and those that it includes or imports read besides what they define.

    Sentences for problems are read only with `problems`: a problem brings values of its own.
    """
    source = Path(TEMPLATES, f"{template}.j2").read_text()
    tree = RENDERER.environment.parse(source)
    if not problems:
        tree.body = [each for each in tree.body if not (isinstance(each, nodes.Block) and _tells_problem(each))]
    found = meta.find_undeclared_variables(tree) - GIVEN
    for name in meta.find_referenced_templates(tree):
        found |= wanted(str(name).removesuffix(".j2"), problems=problems) if name else set()
    return found


def _tells_problem(block: nodes.Block) -> bool:
    return block.name.startswith("problem_")


def test_there_are_views() -> None:
    assert FEATURES
    assert VIEWS


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.template)
def test_a_view_has_what_its_template_reads_and_nothing_else(view: type[View]) -> None:
    has = {field.name for field in fields(view)}
    assert wanted(view.template) <= has <= wanted(view.template, problems=True)


def test_a_field_that_is_lacking_is_seen() -> None:
    assert "lines" in wanted("note/_notes")
