"""A label is handed every value its template may ask for, in whatever branch, under its own name."""

from collections.abc import Iterator

import pytest

from tests.rendering.asked_for import Handed, Module, asked_by, modules
from tests.test_conventions import RENDERER


def lacking(handed: Handed) -> Iterator[str]:
    """Yield what a word made here asks for and is not given."""
    for word in handed.names:
        if handed.keys is not None and word in RENDERER.words:
            missing = asked_by(RENDERER.words[word], word) - handed.keys
            yield from (f"{handed.place}: {word} asks for {name}" for name in sorted(missing))


def chosen_in(module: Module) -> Iterator[str]:
    """Yield what a word that this file's `Word(name, …)` may choose asks for and is never given there."""
    made = module.made
    chosen = [each for each in made if not each.names]
    if not chosen or any(each.keys is None for each in chosen):
        return
    written = {name for each in made for name in each.names}
    for word in sorted((module.choices & set(RENDERER.words)) - written):
        asked = asked_by(RENDERER.words[word], word)
        if not any(asked <= (each.keys or frozenset()) for each in chosen):
            yield f"{module.path.name}: {word} asks for {', '.join(sorted(asked))}"


def test_what_templates_ask_for_is_found_in_borrowed_words_too() -> None:
    assert asked_by("buttons/broadcast", "broadcast_line") == {"value"}
    assert "name" in asked_by("committee/freed", "body"), "by the lines of another template"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.path.stem)
def test_every_label_is_handed_what_its_word_asks_for(module: Module) -> None:
    assert [fault for each in module.made for fault in lacking(each)] == []
    assert list(chosen_in(module)) == []
