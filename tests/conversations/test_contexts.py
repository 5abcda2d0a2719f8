"""What a conversation looks at besides the answers is a dataclass of its own: typed, and silent by default."""

import ast
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from bot.domain.money import euros
from conversations.absence import ColleaguesContext, HandOnContext
from conversations.engine import flow
from conversations.engine.answers import Context, Facts
from conversations.engine.dates import Span
from conversations.engine.steps import Conversation, Need
from conversations.handover import HandoverContext, known
from conversations.plan_context import PlanContext
from tests.conversations.contexts import FULL, every_conversation, kinds_of_context, known_to
from tests.conversations.talk import NOTHING_SAID, facts
from tests.domain.figures_of_a_week import SUMMER

ROOT = Path(__file__).parents[2]
CONVERSATIONS = every_conversation()
KINDS = kinds_of_context()
EVERY = pytest.mark.parametrize("talk", CONVERSATIONS, ids=lambda talk: talk.name)

TAKES_APART = frozenset({"removeprefix", "removesuffix", "startswith", "endswith", "partition", "rpartition"})
"""How a fact would be read out of a string that names it."""
TITLES = ("conversations/guide.py", "partition")
"""The first line of a text is taken as the title of a guide: that is an answer, and no fact."""


# Reading one


def test_what_was_handed_in_is_looked_at() -> None:
    assert known(replace(NOTHING_SAID, context=HandoverContext(euros(690)))).left == euros(690)


def test_where_nothing_was_handed_in_nothing_is_said() -> None:
    assert NOTHING_SAID.about(PlanContext) == PlanContext()
    assert NOTHING_SAID.about(PlanContext).reports_missing is None


def test_what_says_more_is_looked_at_as_well() -> None:
    known = replace(NOTHING_SAID, context=HandOnContext(("1",), notes=True))
    assert known.about(ColleaguesContext).colleagues == ("1",)


@pytest.mark.parametrize("context", [PlanContext(), ColleaguesContext()])
def test_the_context_of_another_conversation_is_refused_by_name(context: Context) -> None:
    with pytest.raises(TypeError, match=f"HandOnContext is looked at, {type(context).__name__} was handed in"):
        replace(NOTHING_SAID, context=context).about(HandOnContext)


# Each of them


def parts(hint: Any) -> Iterator[Any]:
    """Yield a type, and all that it is made of."""
    yield hint
    for each in get_args(hint):
        yield from parts(each)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_context_is_a_frozen_dataclass_of_typed_fields_with_defaults(kind: type[Context]) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not hasattr(kind(), "__dict__")
    assert fields(kind)
    assert [each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING] == []
    said = {part for hint in get_type_hints(kind).values() for part in parts(hint)}
    assert not said & {Any, object}


def test_each_context_is_that_of_a_conversation_or_what_several_share() -> None:
    declared = {each for talk in CONVERSATIONS for each in talk.context.__mro__}
    assert set(KINDS) <= declared
    assert set(FULL) == {Context, *KINDS}, "and each has a sample that says all"


# Asked under each


def asked_under(talk: Conversation, facts: Facts) -> int:
    """Count the questions there are to ask, once all that a question computes was computed."""
    for section in talk.sections:
        for step in section.unfold(facts):
            step.when(facts)
            step.widget.rows(None, facts)
            if step.show is not None:
                step.show(facts)
    return len(flow.path(talk, facts, frozenset(Need)))


ON_THE_WAY = facts(adults=2, children=(6,), dates=Span(date(2027, 7, 10), date(2027, 7, 17)), what="prices")
IN_A_CALL = replace(ON_THE_WAY, call=SUMMER)
KNOWN = pytest.mark.parametrize("known", [NOTHING_SAID, ON_THE_WAY, IN_A_CALL], ids=["nothing", "answers", "a call"])


@EVERY
@KNOWN
def test_each_conversation_asks_before_its_context_is_known(talk: Conversation, known: Facts) -> None:
    assert asked_under(talk, known) == asked_under(talk, replace(known, context=talk.context()))


@EVERY
@KNOWN
def test_each_conversation_looks_at_its_own_context_alone(talk: Conversation, known: Facts) -> None:
    asked_under(talk, known_to(talk, known))


# No strings


def trees(folder: str) -> list[tuple[str, ast.Module]]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return [(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def test_no_conversation_takes_a_fact_apart() -> None:
    """Look for it outside the engine, which reads what people type; a context is read by its fields."""
    apart = {
        (name, node.attr)
        for name, tree in trees("conversations")
        if not name.startswith("conversations/engine/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in TAKES_APART
    }
    assert apart == {TITLES}


def test_the_engine_knows_no_context() -> None:
    known = [
        (name, node.lineno)
        for name, tree in trees("conversations/engine")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "about"
    ]
    assert known == []


@pytest.mark.parametrize("folder", ["bot", "conversations", "tests"])
def test_no_fact_is_carried_as_a_trait(folder: str) -> None:
    carried = [
        (name, node.lineno)
        for name, tree in trees(folder)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "traits")
        or (isinstance(node, ast.keyword) and node.arg == "traits")
    ]
    assert carried == []
