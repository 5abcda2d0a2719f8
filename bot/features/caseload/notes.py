"""Private notes about a beneficiary: for the referent alone, dated, to be changed and removed.

Nobody else reads them: not the beneficiary, a lead, a coordinator, nor a colleague who stands in. A stand-in may leave
a note for the referent, and reads the notes of the stand-in's own hand. Who hands a beneficiary on chooses whether the
notes go along.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain.ids import PersonId
from bot.domain.people import Refused
from bot.features.caseload import acts, routes
from bot.interaction import forms, prompting
from bot.interaction.arguments import ATTACHED
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import accompanying, people
from bot.storage.accompanying import Note
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.accompanying import NOTE, NOTE_CHANGE
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen

MOST_SHOWN, MOST_BUTTONS = 5, 90
"""Notes that are read on one page, and those that can be opened from it: a message and a keyboard have an end."""


@dataclass(frozen=True)
class Line:
    """A note as it is listed; `author` is told only where it is not the reader."""

    note: Note
    author: str
    day: date


@dataclass(frozen=True)
class Notes(View, template="note/_notes"):
    """The notes about one beneficiary; `stand_in` is the colleague for whom the reader stands in."""

    name: str
    stand_in: str
    lines: list[Line]


@dataclass(frozen=True)
class OneNote(View, template="note/_one"):
    """One note."""

    name: str
    note: Note
    author: str
    day: date


@dataclass(frozen=True)
class ForgetNote(View, template="note/_forget"):
    """The question before a note is removed for good."""

    name: str
    note: Note
    author: str
    day: date


@routes.NOTES.on
def about(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """Show the referent's notes about a beneficiary, the latest first."""
    person = people.by_id(tx, person_id)
    lines = [_line(tx, request, note) for note in accompanying.notes_about(tx, person_id, request.person.id)]
    rows = [Button(Word("write_note"), routes.WRITE_NOTE.to(person_id), style="primary")]
    rows += [Button(Word("open_note", vars(line)), routes.OPEN_NOTE.to(line.note.id)) for line in lines[:MOST_BUTTONS]]
    rows.append(Button(Word("to_person", {"name": person.name}), routes.PERSON.to(person_id)))
    return Notes(person.name, _absent(request, person), lines[:MOST_SHOWN]).page(column(*rows, HOME))


def _absent(request: Request, person: Person) -> str:
    """Name the colleague for whom the reader stands in; nobody where the beneficiary is the reader's own."""
    return "" if person.referent_id == request.person.id else person.referent_name


def _line(tx: Tx, request: Request, note: Note) -> Line:
    author = "" if note.author_id == request.person.id else people.by_id(tx, note.author_id).name
    return Line(note, author, note.written_at.astimezone(request.moment.app.zone).date())


@routes.OPEN_NOTE.on
def one(tx: Tx, request: Request, note: Note) -> Page:
    """Show one note, to change it or to remove it."""
    line = _line(tx, request, note)
    rows = column(
        Button(Word("change_note"), routes.EDIT_NOTE.to(note.id)),
        Button(Word("forget_note"), routes.FORGET_NOTE.to(note.id, "")),
        Button(Word("back_to_notes"), routes.NOTES.to(note.person_id)),
    )
    return OneNote(people.by_id(tx, note.person_id).name, note, line.author, line.day).page(rows)


@routes.WRITE_NOTE.on
def write(tx: Tx, request: Request, person_id: PersonId) -> Screen:
    """Begin a note."""
    return prompting.resume(tx, request, forms.begin(tx, request, NOTE, person_id))


def written(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep a new note, for the beneficiary's own referent: a stand-in leaves it to that colleague."""
    person_id = ATTACHED.of(tx, request, _subject(tx, form))
    acts.write_note(tx, request, person_id, form.facts.value("note"))
    return about(tx, request, person_id)


@routes.EDIT_NOTE.on
def edit(tx: Tx, request: Request, note: Note) -> Screen:
    """Ask for the new words of a note."""
    return prompting.resume(tx, request, forms.begin(tx, request, NOTE_CHANGE, note.id))


def changed(tx: Tx, request: Request, form: Form) -> Screen:
    """Put the new words of a note in the place of the old ones."""
    note = routes.NOTE.of(tx, request, _subject(tx, form))
    acts.change_note(tx, request, note, form.facts.value("new_note"))
    return about(tx, request, note.person_id)


@routes.FORGET_NOTE.on
def forget(tx: Tx, request: Request, note: Note, sure: str) -> Page:
    """Remove a note for good, asked once."""
    if not sure:
        line = _line(tx, request, note)
        rows = column(
            Button(Word("forget_note_surely"), routes.FORGET_NOTE.to(note.id, "surely"), style="danger"),
            Button(Word("keep_note"), routes.OPEN_NOTE.to(note.id)),
        )
        return ForgetNote(people.by_id(tx, note.person_id).name, note, line.author, line.day).page(rows)
    acts.forget_note(tx, note)
    return about(tx, request, note.person_id)


def _subject(tx: Tx, form: Form) -> int:
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    forms.close(tx, form)
    return form.row.subject_id
