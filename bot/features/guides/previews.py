"""A guide to be, typed by hand or begun with an answer: looked at as others will read it, changed, then shelved."""

from dataclasses import replace

from bot.domain.ids import GuideId
from bot.domain.people import Refused
from bot.features.guides import acts, guide_editor, library, routes
from bot.features.guides.views import Preview
from bot.features.messages import participant, threads
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.storage import guides, people
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from bot.storage.sessions import FormRow
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.guide import named_in


def typed(tx: Tx, request: Request, form: Form) -> Screen:
    """End the five questions: a new guide is looked at; one that is on the shelf already is changed there."""
    if _row(form).subject_id is None:
        return preview(tx, request, form)
    return guide_editor.changed(tx, request, form)


def _row(form: Form) -> FormRow:
    if form.row is None:
        raise Refused("not_found")
    return form.row


def preview(tx: Tx, request: Request, form: Form) -> Page:
    """Show a guide to be as it will be read, with every name that stands in it; nobody else sees it yet."""
    values = guide_editor.said_in(form.facts)
    guide = Guide(id=GuideId(0), network_id=request.person.network_id, created_at=request.now, **values)
    said = f"{guide.title}\n{guide.content.get('text', '')}"
    names = named_in(said, _names(tx, request, _row(form)))
    keep = Button(Word("shelve_guide"), routes.CONFIRM.to(form), style="" if names else "primary")
    change = Button(Word("change_something"), routes.REDO.to(form, ""), style="primary" if names else "")
    ways = (change, keep) if names else (keep, change)
    rows = column(*ways, Button(Word("do_not_shelve"), routes.PUT_AWAY.to(form)))
    text = library.text_of(guide)
    view = Preview(guide.title, text, guide.theme, guide.created_at, guide.for_people, names)
    return library.with_content(guide, view, rows)


def _names(tx: Tx, request: Request, row: FormRow) -> set[str]:
    """Return whom it may speak of: an asker's people; typed by hand, all whose names its author can read."""
    if row.subject_id is None:
        protecting = [key for key, model in request.moment.app.programmes.items() if model.discreet_default]
        return guides.names_to_leave_out(tx, request.person.network_id, request.person.id, protecting)
    found = participant.of_message(tx, request, row.subject_id)
    asker = people.by_id(tx, found.sitting.thread.owner_id)
    return {asker.name, *(person.name for person in people.accompanied(tx, asker.id))}


@routes.CONFIRM.on
def shelve(tx: Tx, request: Request, form: Form) -> Page:
    """Put a guide on the shelf, once it was looked at."""
    forms.close(tx, form)
    guide = acts.shelve(tx, request, guide_editor.said_in(form.facts))
    return guide_editor.shelved(tx, request, routes.KEPT_GUIDE.of(tx, request, guide))


@routes.REDO.on
def redo(tx: Tx, request: Request, form: Form, step: str) -> Screen:
    """Ask which of its answers to change, or that one again."""
    if step:
        return prompting.ask_step(tx, request, form, step, via="guide")
    rows = [Button(Word(word), routes.REDO.to(form, name)) for name, word in routes.CHANGES.items()]
    return replace(preview(tx, request, form), rows=column(*rows))


@routes.PUT_AWAY.on
def put_away(tx: Tx, request: Request, form: Form) -> Page:
    """Drop a guide to be: back to the answer it came from, or to the shelf."""
    row = _row(form)
    forms.close(tx, form)
    if row.subject_id is None:
        page = guide_editor.overview(tx, request)
    else:
        page = threads.shown(tx, request, participant.of_message(tx, request, row.subject_id).sitting)
    return replace(page, notes=(Problem("guide_not_shelved"),))
