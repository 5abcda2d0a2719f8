"""A coordinator keeps the shelf: adds a guide in five answers, changes it, removes it."""

from dataclasses import replace
from typing import Any

from bot.domain.people import Refused
from bot.features.guides import library
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.storage import audit, guides, sessions
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from conversations.engine.answers import Answer, Facts, Given
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.replies import FileRef
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import dump_file, load_file
from conversations.guide import GUIDE

CHANGES = {
    "guide_title": "change_guide_title",
    "guide_content": "change_guide_content",
    "guide_theme": "change_guide_theme",
    "guide_language": "change_guide_language",
    "guide_readers": "change_guide_readers",
}
"""What can be changed of a guide, and the word of its button."""

MOST_LISTED = 40


def overview(tx: Tx, request: Request) -> Page:
    """Every guide of the network, the newest first."""
    found = guides.shelf(tx, request.person.network_id)
    rows = [Button(Word("new_guide"), "d:guide_new", style="primary")]
    rows += [Button(Plain(each.title), f"d:guide:{encode_id(each.id)}") for each in found[:MOST_LISTED]]
    more = Button(Word("questions_of_referents"), "d:support:all")
    people = sum(each.for_people for each in found)
    return Page("support/guides", {"count": len(found), "people": people}, column(*rows, more, HOME))


def begin(tx: Tx, request: Request) -> Screen:
    """The first of five questions."""
    return prompting.resume(tx, request, forms.begin(tx, request, GUIDE))


def changed(tx: Tx, request: Request, form: Form) -> Page:
    """Put what was changed in its place. Raises Refused("not_found") when it was removed meanwhile."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    sessions.close_form(tx, form.row.id)
    guide = _own(tx, request, form.row.subject_id)
    guides.change(tx, guide.id, **said_in(form.facts))
    _note(tx, request, guide.id, "change")
    return card(tx, request, guide.id)


def said_in(facts: Facts) -> dict[str, Any]:
    """A guide as its five answers say it."""
    content = facts.value("guide_content")
    return {
        "title": facts.value("guide_title"),
        "content": {"file": dump_file(content)} if isinstance(content, FileRef) else {"text": content},
        "theme": facts.value("guide_theme"),
        "language": facts.value("guide_language"),
        "for_people": facts.value("guide_readers") == "everybody",
    }


def shelved(tx: Tx, request: Request, values: dict[str, Any]) -> Page:
    """On the shelf from now on; one tap takes it off again."""
    number = guides.add(tx, request.person.network_id, request.person.id, request.now, **values)
    _note(tx, request, number, "shelve")
    page = card(tx, request, number)
    undo = (Button(Word("undo"), f"d:guide_off:{encode_id(number)}"),)
    return replace(page, rows=(undo, *page.rows), notes=(Problem("guide_shelved"),))


def _note(tx: Tx, request: Request, guide_id: int, what: str) -> None:
    audit.append(tx, f"guide:{guide_id}", request.now, request.person.id, what, None, None)


def card(tx: Tx, request: Request, guide_id: int) -> Page:
    """A guide as it is read, and what can be done with it."""
    guide = _own(tx, request, guide_id)
    rows = [Button(Word(word), f"d:guide_edit:{encode_id(guide.id)}:{step}") for step, word in CHANGES.items()]
    rows.append(Button(Word("remove_guide"), f"d:guide_off:{encode_id(guide.id)}"))
    return library.shown(guide, column(*rows, Button(Word("guides_to_keep"), "d:guides"), HOME))


def _own(tx: Tx, request: Request, guide_id: int) -> Guide:
    guide = guides.guide(tx, request.person.network_id, guide_id)
    if guide is None:
        raise Refused("not_found")
    return guide


def edit(tx: Tx, request: Request, number: str, step: str) -> Screen:
    """One of its five answers again; the others stay."""
    if step not in CHANGES:
        raise Refused("not_found")
    guide = _own(tx, request, decode_id(number))
    content = guide.content
    known: dict[str, Answer] = {
        "guide_title": Given(guide.title),
        "guide_content": Given(load_file(content["file"]) if "file" in content else content["text"]),
        "guide_theme": Given(guide.theme),
        "guide_language": Given(guide.language),
        "guide_readers": Given("everybody" if guide.for_people else "referents"),
    }
    return prompting.ask_step(tx, request, forms.begin(tx, request, GUIDE, guide.id, known), step, via="guide")


def remove(tx: Tx, request: Request, number: str) -> Page:
    """Off the shelf: nobody finds it any more."""
    guide = _own(tx, request, decode_id(number))
    guides.change(tx, guide.id, removed_at=request.now)
    _note(tx, request, guide.id, "remove")
    return replace(overview(tx, request), notes=(Problem("guide_removed"),))


DOORS: dict[str, Door] = {
    "guides": lambda tx, request, _more: overview(tx, request),
    "guide_new": lambda tx, request, _more: begin(tx, request),
    "guide": lambda tx, request, more: card(tx, request, decode_id(more[0])),
    "guide_edit": lambda tx, request, more: edit(tx, request, more[0], more[1]),
    "guide_off": lambda tx, request, more: remove(tx, request, more[0]),
}
