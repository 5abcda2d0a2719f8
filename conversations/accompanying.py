"""A referent and her own people: a name to find, a private note."""

from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Text

MOST_OF_A_NOTE = 1_000
"""Characters of a private note: what one wants to know before the next meeting, not a file."""

FIND = Conversation("find", (Section("find", (Step("find", Text(limit=40), required=Need.SEND, firm=True),)),))

NOTE = Conversation(
    "note", (Section("note", (Step("note", Text(limit=MOST_OF_A_NOTE), required=Need.SEND, firm=True),)),)
)
NOTE_CHANGE = Conversation(
    "note_change",
    (Section("note_change", (Step("new_note", Text(limit=MOST_OF_A_NOTE), required=Need.SEND, firm=True),)),),
)
