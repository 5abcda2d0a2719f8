"""A coordinator keeps the shelf: adds a guide in five answers, changes it, removes it."""

from dataclasses import replace
from typing import Any

from bot.domain.people import Refused
from bot.features.guides import library
from bot.features.membership import people as membership
from bot.interaction import forms
from bot.interaction.forms import Sheet, long, short
from bot.interaction.prompting import Dialogue, Door
from bot.interaction.request import Visit
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


def overview(tx: Tx, visit: Visit) -> Page:
    """Every guide of the network, the newest first."""
    found = guides.shelf(tx, visit.person.network_id)
    rows = [Button(Word("new_guide"), "d:guide_new", style="primary")]
    rows += [Button(Plain(each.title), f"d:guide:{short(each.id)}") for each in found[:MOST_LISTED]]
    more = Button(Word("questions_of_referents"), "d:support:all")
    people = sum(each.for_people for each in found)
    return Page("support/guides", {"count": len(found), "people": people}, column(*rows, more, membership.HOME))


def begin(tx: Tx, visit: Visit, dialogue: Dialogue) -> Screen:
    """The first of five questions."""
    return dialogue.resume(tx, visit, forms.begin(tx, visit, GUIDE))


def changed(tx: Tx, visit: Visit, sheet: Sheet) -> Page:
    """Put what was changed in its place. Raises Refused("not_found") when it was removed meanwhile."""
    if sheet.row is None or sheet.row.subject_id is None:
        raise Refused("not_found")
    sessions.close_sheet(tx, sheet.row.id)
    guide = _own(tx, visit, sheet.row.subject_id)
    guides.change(tx, guide.id, **said_in(sheet.facts))
    _note(tx, visit, guide.id, "change")
    return card(tx, visit, guide.id)


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


def shelved(tx: Tx, visit: Visit, values: dict[str, Any]) -> Page:
    """On the shelf from now on; one tap takes it off again."""
    number = guides.add(tx, visit.person.network_id, visit.person.id, visit.now, **values)
    _note(tx, visit, number, "shelve")
    page = card(tx, visit, number)
    undo = (Button(Word("undo"), f"d:guide_off:{short(number)}"),)
    return replace(page, rows=(undo, *page.rows), notes=(Problem("guide_shelved"),))


def _note(tx: Tx, visit: Visit, guide_id: int, what: str) -> None:
    audit.append(tx, f"guide:{guide_id}", visit.now, visit.person.id, what, None, None)


def card(tx: Tx, visit: Visit, guide_id: int) -> Page:
    """A guide as it is read, and what can be done with it."""
    guide = _own(tx, visit, guide_id)
    rows = [Button(Word(word), f"d:guide_edit:{short(guide.id)}:{step}") for step, word in CHANGES.items()]
    rows.append(Button(Word("remove_guide"), f"d:guide_off:{short(guide.id)}"))
    return library.shown(guide, column(*rows, Button(Word("guides_to_keep"), "d:guides"), membership.HOME))


def _own(tx: Tx, visit: Visit, guide_id: int) -> Guide:
    guide = guides.guide(tx, visit.person.network_id, guide_id)
    if guide is None:
        raise Refused("not_found")
    return guide


def edit(tx: Tx, visit: Visit, dialogue: Dialogue, number: str, step: str) -> Screen:
    """One of its five answers again; the others stay."""
    if step not in CHANGES:
        raise Refused("not_found")
    guide = _own(tx, visit, long(number))
    content = guide.content
    known: dict[str, Answer] = {
        "guide_title": Given(guide.title),
        "guide_content": Given(load_file(content["file"]) if "file" in content else content["text"]),
        "guide_theme": Given(guide.theme),
        "guide_language": Given(guide.language),
        "guide_readers": Given("everybody" if guide.for_people else "referents"),
    }
    return dialogue.open(tx, visit, forms.begin(tx, visit, GUIDE, guide.id, known), step, via="guide")


def remove(tx: Tx, visit: Visit, number: str) -> Page:
    """Off the shelf: nobody finds it any more."""
    guide = _own(tx, visit, long(number))
    guides.change(tx, guide.id, removed_at=visit.now)
    _note(tx, visit, guide.id, "remove")
    return replace(overview(tx, visit), notes=(Problem("guide_removed"),))


DOORS: dict[str, Door] = {
    "guides": lambda tx, visit, _dialogue, _more: overview(tx, visit),
    "guide_new": lambda tx, visit, dialogue, _more: begin(tx, visit, dialogue),
    "guide": lambda tx, visit, _dialogue, more: card(tx, visit, long(more[0])),
    "guide_edit": lambda tx, visit, dialogue, more: edit(tx, visit, dialogue, more[0], more[1]),
    "guide_off": lambda tx, visit, _dialogue, more: remove(tx, visit, more[0]),
}
