"""A guide to be, typed by hand or begun with an answer: looked at as others will read it, changed, then shelved."""

from dataclasses import replace

from bot.domain.ids import GuideId
from bot.domain.people import Refused
from bot.features.guides import guide_editor, library
from bot.features.messages import pages, participant
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.prompting import Door, stale
from bot.interaction.request import Request
from bot.interaction.routes import encode_id
from bot.storage import guides, people, sessions
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from bot.storage.sessions import FormRow
from conversations.engine import flow
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.guide import ANSWER, GUIDE, named_in


def typed(tx: Tx, request: Request, form: Form) -> Screen:
    """The end of the five questions: a look at a new guide; one that is on the shelf already is changed there."""
    if _row(form).subject_id is None:
        return preview(tx, request, form)
    return guide_editor.changed(tx, request, form)


def _row(form: Form) -> FormRow:
    if form.row is None:
        raise Refused("not_found")
    return form.row


def preview(tx: Tx, request: Request, form: Form) -> Page:
    """As it will be read, with every name that stands in it; nobody else sees it yet."""
    row = _row(form)
    values = guide_editor.said_in(form.facts)
    guide = Guide(id=GuideId(0), network_id=request.person.network_id, created_at=request.now, **values)
    shown = f"{encode_id(row.id)}:{encode_id(form.version)}"
    said = f"{guide.title}\n{guide.content.get('text', '')}"
    names = named_in(said, _names(tx, request, row))
    keep = Button(Word("shelve_guide"), f"d:guide_ok:{shown}", style="" if names else "primary")
    change = Button(Word("change_something"), f"d:guide_redo:{shown}", style="primary" if names else "")
    ways = (change, keep) if names else (keep, change)
    page = library.shown(guide, column(*ways, Button(Word("do_not_shelve"), f"d:guide_no:{shown}")))
    return replace(page, template="guide/_preview", values={**page.values, "names": names})


def _names(tx: Tx, request: Request, row: FormRow) -> set[str]:
    """Whom it may speak of: who asked, and the people she accompanies; typed by hand, all whose names she can read."""
    if row.subject_id is None:
        protecting = [key for key, model in request.moment.app.programmes.items() if model.discreet_default]
        return guides.names_to_leave_out(tx, request.person.network_id, request.person.id, protecting)
    sitting, _ = participant.of_message(tx, request, row.subject_id)
    asker = people.by_id(tx, sitting.thread.owner_id)
    return {asker.name, *(person.name for person in people.accompanied(tx, asker.id))}


def _sheet(tx: Tx, request: Request, number: str, version: str) -> Form:
    """What she was shown. Raises Refused("not_found") once it was shelved, put away, or changed."""
    form = forms.load(tx, request, f"c{number}")
    to_be = form.conversation is ANSWER or (form.conversation is GUIDE and _row(form).subject_id is None)
    if not to_be or stale(version, form) or flow.current(form.conversation, form.facts, form.needs) is not None:
        raise Refused("not_found")
    return form


def shelve(tx: Tx, request: Request, number: str, version: str) -> Page:
    """On the shelf, once it was looked at."""
    form = _sheet(tx, request, number, version)
    sessions.close_form(tx, _row(form).id)
    return guide_editor.shelved(tx, request, guide_editor.said_in(form.facts))


def redo(tx: Tx, request: Request, number: str, version: str, step: str = "") -> Screen:
    """Which of its answers to change, or that one again."""
    form = _sheet(tx, request, number, version)
    if step in guide_editor.CHANGES:
        return prompting.ask_step(tx, request, form, step, via="guide")
    rows = [
        Button(Word(word), f"d:guide_redo:{number}:{version}:{name}") for name, word in guide_editor.CHANGES.items()
    ]
    return replace(preview(tx, request, form), rows=column(*rows))


def put_away(tx: Tx, request: Request, number: str, version: str) -> Page:
    """No guide after all: back to the answer it came from, or to the shelf."""
    row = _row(_sheet(tx, request, number, version))
    sessions.close_form(tx, row.id)
    if row.subject_id is None:
        page = guide_editor.overview(tx, request)
    else:
        sitting, _ = participant.of_message(tx, request, row.subject_id)
        page = pages.thread(tx, request, sitting)
    return replace(page, notes=(Problem("guide_not_shelved"),))


DOORS: dict[str, Door] = {
    "guide_ok": lambda tx, request, more: shelve(tx, request, more[0], more[1]),
    "guide_redo": lambda tx, request, more: redo(tx, request, more[0], more[1], *more[2:3]),
    "guide_no": lambda tx, request, more: put_away(tx, request, more[0], more[1]),
}
