"""One button for each answer of a form: it opens that question alone, and comes back to the page it was on."""

from bot.interaction.forms import Form
from bot.interaction.routes import WAY_ON
from conversations.engine import flow
from conversations.engine.keyboard import Button, Word


def buttons(form: Form) -> list[Button]:
    """Return a button for each question of the form, in their order, answered or not."""
    return [
        Button(
            Word("edit_answer", {"section": placed.section.name, "step": placed.step}),
            WAY_ON.to(form.token, form.version, placed.step.id, "edit"),
        )
        for placed in flow.path(form.conversation, form.facts, form.needs)
    ]
