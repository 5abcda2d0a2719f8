"""Whether a file that was sent is awaited: nothing else is fetched from Telegram, and nothing of a stranger's.

It is asked before the file is, and decides nothing of what becomes of it: that is for the turn that follows.
"""

from enum import Enum
from functools import cache

from bot.features.messages import routes
from bot.features.organisations import imports
from bot.interaction import forms, gate, listening
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import people, sessions
from bot.storage.kernel.store import Tx
from conversations.engine.replies import FileRef


class Awaited(Enum):
    """What a file is awaited for."""

    LIST = "to be read, as a list of organisations"
    PAPER = "to be kept, with its fingerprint"


def awaited(tx: Tx, moment: Moment, chat_id: int, file: FileRef) -> Awaited | None:
    """Return what a file from that chat is awaited for; None for a stranger's, and behind a gate that is shut."""
    person = people.by_chat(tx, chat_id)
    if person is None or gate.is_shut(moment, person):
        return None
    if imports.may_send(tx, person, file):
        return Awaited.LIST
    session = sessions.session_of(tx, person.id)
    if session is None:
        return None
    in_thread = listening.is_listening(session) and listening.page_of(session)[0] == routes.PLACE
    asked = session.focus.partition(".")[0] in _asking_for_files()
    return Awaited.PAPER if in_thread or asked else None


@cache
def _asking_for_files() -> frozenset[str]:
    """Return the names of all questions that a photo or a document can answer."""
    steps = [*plan_facts.STEPS.values()]
    steps += [step for kind in forms.KINDS.values() for step in forms.steps_of(kind.conversation).values()]
    return frozenset(step.name for step in steps if step.widget.takes_files)
