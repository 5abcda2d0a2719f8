"""Where buttons about a referent's people lead."""

from bot.domain.ids import NoteId
from bot.domain.people import Refused
from bot.interaction.arguments import ATTACHED
from bot.interaction.request import Request
from bot.interaction.routes import REFERENT, Argument, decode_id, encode_id, word
from bot.storage import accompanying, people
from bot.storage.accompanying import Note
from bot.storage.kernel.store import Tx


def _note(tx: Tx, request: Request, text: str) -> Note:
    note = accompanying.note_of(tx, decode_id(text), request.person.id)
    if note is None or not people.is_attached(tx, note.person_id, request.person.id):
        raise Refused("not_found")
    return note


NOTE: Argument[NoteId, Note] = Argument("note", encode_id, _note)
"""A private note that the one who asks may read: a referent's own, about somebody whom this referent accompanies."""

NOTES = REFERENT.route("notes", ATTACHED)
WRITE_NOTE = REFERENT.route("note", ATTACHED)
OPEN_NOTE = REFERENT.route("open_note", NOTE)
EDIT_NOTE = REFERENT.route("edit_note", NOTE)
FORGET_NOTE = REFERENT.route("forget_note", NOTE, word("sure", "surely", missing=""))
PERSON = REFERENT.route("person", ATTACHED)
