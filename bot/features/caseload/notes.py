"""Private notes about a person: for her referent alone, dated, to be changed and removed.

Nobody else reads them: not the person, a lead, a coordinator, nor a colleague who stands in. A stand-in may leave a
note for the referent, and reads what she wrote herself. Whoever hands a person on chooses whether her notes go along.
"""

from typing import Any

from bot.domain.people import Refused
from bot.features.caseload.person import need_attached
from bot.features.membership import people as membership
from bot.interaction import forms
from bot.interaction.forms import Form, short
from bot.interaction.prompting import Dialogue, Door
from bot.interaction.request import Request
from bot.storage import accompanying, people, sessions
from bot.storage.accompanying import Note
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.accompanying import NOTE, NOTE_CHANGE
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen

MOST_SHOWN, MOST_BUTTONS = 5, 90
"""Notes that are read on one page, and those that can be opened from it: a message and a keyboard have an end."""


def about(tx: Tx, request: Request, person_id: int) -> Page:
    """Her notes about somebody, the latest first."""
    need_attached(tx, request, person_id)
    person = people.by_id(tx, person_id)
    notes = accompanying.notes_about(tx, person_id, request.person.id)
    rows = [Button(Word("write_note"), f"r:note:{short(person_id)}", style="primary")]
    rows += [
        Button(Word("open_note", _told(tx, request, note)), f"r:open_note:{short(note.id)}")
        for note in notes[:MOST_BUTTONS]
    ]
    rows.append(Button(Word("to_person", {"name": person.name}), f"r:person:{short(person_id)}"))
    lines = [_told(tx, request, note) for note in notes[:MOST_SHOWN]]
    values = {"name": person.name, "lines": lines, "count": len(notes), "stand_in": _absent(request, person)}
    return Page("note/_notes", values, column(*rows, membership.HOME))


def _absent(request: Request, person: Person) -> str:
    """The colleague for whom she stands in, by her name; nobody where the person is her own."""
    return "" if person.referent_id == request.person.id else person.referent_name


def _told(tx: Tx, request: Request, note: Note) -> dict[str, Any]:
    """A note as it is shown; who wrote it is said only where it was somebody else."""
    author = "" if note.author_id == request.person.id else people.by_id(tx, note.author_id).name
    return {"note": note, "author": author, "day": note.written_at.astimezone(request.moment.app.zone).date()}


def one(tx: Tx, request: Request, note_id: int) -> Page:
    """One note, to change it or to remove it."""
    note = _readable(tx, request, note_id)
    rows = column(
        Button(Word("change_note"), f"r:edit_note:{short(note.id)}"),
        Button(Word("forget_note"), f"r:forget_note:{short(note.id)}"),
        Button(Word("back_to_notes"), f"r:notes:{short(note.person_id)}"),
    )
    return Page("note/_one", {**_told(tx, request, note), "name": people.by_id(tx, note.person_id).name}, rows)


def _readable(tx: Tx, request: Request, note_id: int) -> Note:
    note = accompanying.note_of(tx, note_id, request.person.id)
    if note is None:
        raise Refused("not_found")
    need_attached(tx, request, note.person_id)
    return note


def write(tx: Tx, request: Request, dialogue: Dialogue, person_id: int) -> Screen:
    """Begin a note."""
    need_attached(tx, request, person_id)
    return dialogue.resume(tx, request, forms.begin(tx, request, NOTE, person_id))


def written(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep it, for the person's own referent: a stand-in who writes one leaves it to her."""
    person_id = _subject(tx, form)
    need_attached(tx, request, person_id)
    owner = people.by_id(tx, person_id).referent_id or request.person.id
    accompanying.write_note(tx, person_id, owner, request.person.id, form.facts.value("note"), request.now)
    return about(tx, request, person_id)


def edit(tx: Tx, request: Request, dialogue: Dialogue, note_id: int) -> Screen:
    """Write it anew."""
    note = _readable(tx, request, note_id)
    return dialogue.resume(tx, request, forms.begin(tx, request, NOTE_CHANGE, note.id))


def changed(tx: Tx, request: Request, form: Form) -> Screen:
    """The new words stand in the place of the old ones."""
    note = _readable(tx, request, _subject(tx, form))
    accompanying.change_note(tx, note.id, form.facts.value("new_note"), request.now)
    return about(tx, request, note.person_id)


def forget(tx: Tx, request: Request, note_id: int, *, sure: bool) -> Page:
    """Removed for good, asked once."""
    note = _readable(tx, request, note_id)
    if not sure:
        number = short(note.id)
        rows = column(
            Button(Word("forget_note_surely"), f"r:forget_note:{number}:surely", style="danger"),
            Button(Word("keep_note"), f"r:open_note:{number}"),
        )
        return Page("note/_forget", {**_told(tx, request, note), "name": people.by_id(tx, note.person_id).name}, rows)
    accompanying.forget_note(tx, note.id)
    return about(tx, request, note.person_id)


def _subject(tx: Tx, form: Form) -> int:
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    sessions.close_form(tx, form.row.id)
    return form.row.subject_id


COMPLETIONS = {NOTE.name: written, NOTE_CHANGE.name: changed}

DOORS: dict[str, Door] = {
    "notes": lambda tx, request, _dialogue, more: about(tx, request, forms.long(more[0])),
    "note": lambda tx, request, dialogue, more: write(tx, request, dialogue, forms.long(more[0])),
    "open_note": lambda tx, request, _dialogue, more: one(tx, request, forms.long(more[0])),
    "edit_note": lambda tx, request, dialogue, more: edit(tx, request, dialogue, forms.long(more[0])),
    "forget_note": lambda tx, request, _dialogue, more: forget(
        tx, request, forms.long(more[0]), sure=more[1:] == ["surely"]
    ),
}
