"""Every view has just the fields that its template reads, in whatever branch."""

from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from bot.app import TEMPLATES, renderer
from bot.features.registry import FEATURES
from bot.interaction.views import View

RENDERER = renderer()
GIVEN = {"reader", "translations", *RENDERER.environment.globals}
"""What every template has, whatever its view."""


def every_view(kind: type[View] = View) -> list[type[View]]:
    found = [kind] if "template" in vars(kind) and kind is not View else []
    return found + [each for below in kind.__subclasses__() for each in every_view(below)]


VIEWS = sorted(every_view(), key=lambda view: view.template)


def wanted(template: str) -> set[str]:
    """What a template and those that it includes or imports read besides what they define."""
    source = Path(TEMPLATES, f"{template}.j2").read_text()
    tree = RENDERER.environment.parse(source)
    found = meta.find_undeclared_variables(tree) - GIVEN - set_within(tree)
    for name in meta.find_referenced_templates(tree):
        found |= wanted(str(name).removesuffix(".j2")) if name else set()
    return found


def set_within(tree: nodes.Template) -> set[str]:
    """What a template sets itself in one branch, and so reads as if it might come from outside."""
    one_line = {each.target.name for each in tree.find_all(nodes.Assign) if isinstance(each.target, nodes.Name)}
    blocks = {each.target.name for each in tree.find_all(nodes.AssignBlock) if isinstance(each.target, nodes.Name)}
    return one_line | blocks


def test_there_are_views() -> None:
    assert FEATURES
    assert VIEWS


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.template)
def test_a_view_has_what_its_template_reads_and_nothing_else(view: type[View]) -> None:
    has = {field.name for field in fields(view)}
    assert has == wanted(view.template)


def test_a_field_that_is_lacking_is_seen() -> None:
    assert "lines" in wanted("note/_notes")
