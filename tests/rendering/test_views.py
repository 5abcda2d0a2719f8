"""Every view has just the fields that its template reads, in whatever branch; every page is a view and is tried."""

from dataclasses import fields, is_dataclass

import pytest

from bot.features.committee.views import Paper
from bot.features.questions.shelf import template_of
from bot.interaction.views import View
from tests.rendering.asked_for import ENVIRONMENT, asked, asked_by, perhaps_looked_at
from tests.rendering.committee_faces import PAPERS
from tests.rendering.every_view import EVERY, OWN, READ, made
from tests.rendering.faces import notice_values
from tests.rendering.test_pages import KINDS, PAGES
from tests.rendering.test_questions import ALL_ANSWERS
from tests.test_conventions import RENDERER, TEMPLATES

PICKED = frozenset({"value"})
"""What the renderer itself hands to the words of a choice."""
IDS = [f"{template}-{view.__qualname__}" for template, view in READ]


def wanted(template: str) -> frozenset[str]:
    """Return what a page reads: its body, and the words of its choices."""
    return asked_by(template) | (asked_by(template, "choice") - PICKED)


def looked_at(template: str) -> frozenset[str]:
    """Return what it reads or only looks at: problems, which bring their own values, and whether it is of a group."""
    problems = [block for block in RENDERER.template(template).blocks if block.startswith("problem_")]
    return wanted(template).union(perhaps_looked_at(template), *(asked_by(template, block) for block in problems))


def has(view: type[View]) -> set[str]:
    return {field.name for field in fields(view)}


def shared(view: type[View]) -> set[str]:
    """Return the fields that views of several templates have, such as the lines about a plan."""
    parents = [each for each in view.__mro__[1:] if is_dataclass(each)]
    return {field.name for each in parents for field in fields(each)}


def templates_of(view: type[View]) -> list[str]:
    return [template for template, each in READ if each is view]


# Fields and templates


@pytest.mark.parametrize(("template", "view"), READ, ids=IDS)
def test_a_view_has_what_its_template_reads(template: str, view: type[View]) -> None:
    assert wanted(template) - has(view) == set()


@pytest.mark.parametrize("view", EVERY, ids=lambda view: f"{view.__module__}.{view.__qualname__}")
def test_each_field_of_a_view_is_read(view: type[View]) -> None:
    own = has(view) - shared(view)
    below = [template for each in EVERY if issubclass(each, view) for template in templates_of(each)]
    assert below, "no template is read by it, nor by what is made of it"
    assert own - set[str]().union(*map(looked_at, templates_of(view) or below)) == set()


PARENTS = sorted({each for view in EVERY for each in view.__mro__[1:] if is_dataclass(each)} - {View}, key=str)


@pytest.mark.parametrize("parent", PARENTS, ids=str)
def test_what_views_share_is_read_by_one_of_them(parent: type) -> None:
    below = [template for each in EVERY if issubclass(each, parent) for template in templates_of(each)]
    assert {field.name for field in fields(parent)} - set[str]().union(*map(looked_at, below)) == set()


def test_every_view_is_a_dataclass_of_its_own() -> None:
    """Else its fields would be those of its parent, and what it adds would reach no template."""
    assert [view for view in EVERY if "__dataclass_fields__" not in vars(view)] == []


def test_every_template_of_a_page_has_its_view_and_no_other_has() -> None:
    names = {path.relative_to(TEMPLATES).with_suffix("").as_posix() for path in TEMPLATES.rglob("*.j2")}
    pages = {name for name in names if RENDERER.has_block(name, "body")}
    assert {template for template, _ in READ} == pages


def test_a_template_has_one_view_of_its_own_or_several_of_a_kind() -> None:
    known: dict[str, set[str]] = {}
    for template, view in READ:
        assert known.setdefault(template, has(view)) == has(view), template


# Each is tried


def test_every_view_is_rendered_with_samples() -> None:
    """Check that the samples render, in each language, every template of a page, each from its view."""
    messages = set(PAGES) | {f"notices/{kind}" for kind in KINDS}
    answers = {template_of(name) for name in ALL_ANSWERS}
    assert {template for template, _ in READ} == messages | answers | {Paper.template}


@pytest.mark.parametrize(("template", "view"), OWN, ids=[view.__qualname__ for _, view in OWN])
def test_every_view_can_be_made_of_the_samples_of_its_template(template: str, view: type[View]) -> None:
    known = PAGES.get(template) or (PAPERS if view is Paper else notice_values())
    for values in known:
        assert made(view, values).page().template == template


# What is looked for is found


def read(source: str) -> set[str]:
    return set(asked(ENVIRONMENT.parse(source).body, "a template"))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ a }}{% if b %}{{ c }}{% elif d %}{{ e }}{% else %}{{ f }}{% endif %}", set("abcdef")),
        ("{% if a %}{% set b = c %}{{ b }}{% endif %}{{ b }}", set("abc")),
        ("{% if a %}{% set b = 1 %}{% elif c %}{% set b = 2 %}{% else %}{% set b = 3 %}{% endif %}{{ b }}", set("ac")),
        ("{% set a %}{{ b }}{% endset %}{{ a }}", set("b")),
        ("{{ a }}{% set a = 1 %}", set("a")),
        ("{% for a in b if c %}{{ a }}{{ loop.index }}{{ d }}{% else %}{{ e }}{% endfor %}{{ a }}", set("abcde")),
        ("{% macro a(b, c=d) %}{{ b }}{{ c }}{{ e }}{% endmacro %}{{ a(f) }}", set("def")),
        ("{% trans x=a, y=b|length %}{{ x }} {{ y }} {{ c }}{% endtrans %}", {"a", "b", "c", "gettext"}),
        ("{{ a if b is defined else c.d }}", set("abc")),
        ("{{ a|truncate(b) }}{{ c[d:e] }}{{ not f and g ~ h }}", set("abcdefgh")),
    ],
)
def test_what_a_template_reads_is_found_in_every_branch(source: str, names: set[str]) -> None:
    assert read(source) == names


def test_it_is_found_in_what_a_template_borrows() -> None:
    assert "lines" in asked_by("note/_notes"), "within another block"
    assert wanted("call/_regions") == {"call", "regions"}, "and not in macros that are not borrowed"
    assert {"adults", "payment"} <= asked_by("review/card"), "in a macro that a borrowed macro calls"
    assert {"news", "own", "leads", "place"} <= asked_by("notices/group_told"), "in a block of any that may be chosen"


@pytest.mark.parametrize(
    "source",
    [
        '{% import "_words.j2" as words %}',
        '{% extends "help.j2" %}',
        "{% include a %}",
        "{% with %}{% endwith %}",
    ],
)
def test_what_could_not_be_followed_is_refused(source: str) -> None:
    with pytest.raises(NotImplementedError):
        read(source)
