"""A feature hands each of its conversations what that one looks at besides the answers."""

from typing import get_type_hints

import pytest

from bot.features import registry
from bot.interaction.forms import KINDS, PHASES, FormKind
from conversations.engine.answers import Context

FORMS = [kind for feature in registry.FEATURES for kind in feature.forms]
EVERY = pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.name)


def test_every_form_is_looked_at() -> None:
    assert {kind.name for kind in FORMS} == set(KINDS)


@EVERY
def test_a_form_gathers_the_context_that_its_conversation_declares(kind: FormKind) -> None:
    if kind.context is None:
        return
    gathered = get_type_hints(kind.context)["return"]
    assert issubclass(gathered, kind.conversation.context)
    assert kind.conversation.context is not Context, "and none that nothing looks at"


@EVERY
def test_a_conversation_that_looks_at_something_is_handed_it(kind: FormKind) -> None:
    of_plan = any(kind.conversation is part for part, _ in PHASES.values())  # its facts are those of the plan
    assert of_plan or kind.conversation.context is Context or kind.context is not None or kind.prepare is not None
