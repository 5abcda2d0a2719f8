"""What each button after a grant opens, and what the end of its conversations does."""

from bot.services.departure import checklist
from bot.services.dialogue import Completion, Door

FOR_BOTH: dict[str, Door] = {
    "list": lambda tx, visit, _dialogue, more: checklist.opened(tx, visit, *more[:2]),
    "tick": lambda tx, visit, _dialogue, more: checklist.mark(tx, visit, more[0], more[1], ready=True),
    "untick": lambda tx, visit, _dialogue, more: checklist.mark(tx, visit, more[0], more[1], ready=False),
}
"""Buttons `b:<word>:<plan>…`: for the person herself, and for her referent beside her."""

COMPLETIONS: dict[str, Completion] = {"plan.l": checklist.answered}
