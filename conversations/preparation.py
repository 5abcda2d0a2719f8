"""The last question before leaving; what has to be ready is a list to tick (leaving.py), no question."""

from conversations.engine.choices import Choice
from conversations.engine.steps import Need, Section, Step

PREPARATION = Section(
    "preparation",
    (Step("ask_if_well", Choice(options=("yes", "no")), required=Need.LEAVE, firm=True),),
    need=Need.LEAVE,
)
