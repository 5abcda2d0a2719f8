"""The picture of the house shows the imports as they are."""

import grimp
import pytest

from tests.docs import architecture

NEEDS = {
    "bot.app": frozenset({"bot.features", "bot.domain"}),
    "bot.features": frozenset({"bot.domain"}),
    "bot.domain": frozenset[str](),
}


def test_the_picture_is_the_one_of_these_imports() -> None:
    drawn = architecture.draw(*architecture.imports())
    assert architecture.PICTURE.read_text("utf-8") == drawn, "draw it anew: python -m tests.docs.architecture"


def test_every_part_and_every_feature_is_in_it() -> None:
    graph = grimp.build_graph("bot")
    picture = architecture.PICTURE.read_text("utf-8")
    named = {each.rpartition(".")[2] for each in graph.find_children("bot") | graph.find_children("bot.features")}
    assert {name for name in named if f">{name}<" not in picture} == {
        "feature", "features", "awaiting", "registry"
    }  # fmt: skip


def test_a_part_stands_under_all_that_import_it() -> None:
    needs, _ = architecture.imports()
    floor = {part: number for number, parts in enumerate(architecture.floors(needs)) for part in parts}
    assert [(part, other) for part, others in needs.items() for other in others if floor[other] <= floor[part]] == []


def test_an_import_that_follows_from_others_has_no_arrow() -> None:
    assert architecture.direct(NEEDS) == [("bot.app", "bot.features"), ("bot.features", "bot.domain")]


def test_a_new_import_changes_the_picture() -> None:
    more = NEEDS | {"bot.clock": frozenset({"bot.domain"})}
    assert architecture.draw(more, ()) != architecture.draw(NEEDS, ())


def test_parts_that_import_each_other_have_no_picture() -> None:
    with pytest.raises(RecursionError):
        architecture.floors(NEEDS | {"bot.domain": frozenset({"bot.app"})})
