"""One button for each answer of a sheet: it opens that question alone, and comes back to the page it was on."""

from bot.interaction import forms
from bot.interaction.forms import Sheet
from conversations.engine import flow
from conversations.engine.keyboard import Button, Word


def buttons(sheet: Sheet) -> list[Button]:
    """The questions of the sheet in their order, answered or not."""
    prefix = f"n:{sheet.token}:{forms.short(sheet.version)}:"
    return [
        Button(
            Word("edit_answer", {"section": placed.section.name, "step": placed.step}),
            f"{prefix}{placed.step.id}:edit",
        )
        for placed in flow.path(sheet.conversation, sheet.facts, sheet.needs)
    ]
