"""A coordinator keeps the shelf: adds a guide in five answers, changes it, removes it."""

from dataclasses import replace

from bot.domain.people import Refused
from bot.features.guides import acts, library, routes
from bot.features.guides.views import KeptGuides
from bot.features.messages import routes as message_routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import guides
from bot.storage.changes import GuideWords
from bot.storage.guides import Guide
from bot.storage.kernel.store import Tx
from conversations.engine.answers import Answer, Facts, Given
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.replies import FileRef
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import dump_file, load_file
from conversations.guide import GUIDE

MOST_LISTED = 40


@routes.KEPT.on
def overview(tx: Tx, request: Request) -> Page:
    """Show every guide of the network, the newest first."""
    found = guides.shelf(tx, request.person.network_id)
    rows = [Button(Word("new_guide"), routes.NEW.to(), style="primary")]
    rows += [Button(Plain(each.title), routes.CARD.to(each.id)) for each in found[:MOST_LISTED]]
    more = Button(Word("questions_of_referents"), message_routes.QUESTIONS.to("all"))
    people = sum(each.for_people for each in found)
    return KeptGuides(len(found), people).page(column(*rows, more, HOME))


@routes.NEW.on
def begin(tx: Tx, request: Request) -> Screen:
    """Ask the first of five questions."""
    return prompting.resume(tx, request, forms.begin(tx, request, GUIDE))


def changed(tx: Tx, request: Request, form: Form) -> Page:
    """Put what was changed in its place. Raises Refused("not_found") when it was removed meanwhile."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    forms.close(tx, form)
    guide = routes.KEPT_GUIDE.of(tx, request, form.row.subject_id)
    acts.change(tx, request, guide, said_in(form.facts))
    return card(tx, request, routes.KEPT_GUIDE.of(tx, request, guide.id))


def said_in(facts: Facts) -> GuideWords:
    """Return a guide as its five answers say it."""
    content = facts.value("guide_content")
    return {
        "title": facts.value("guide_title"),
        "content": {"file": dump_file(content)} if isinstance(content, FileRef) else {"text": content},
        "theme": facts.value("guide_theme"),
        "language": facts.value("guide_language"),
        "for_people": facts.value("guide_readers") == "everybody",
    }


def shelved(tx: Tx, request: Request, guide: Guide) -> Page:
    """Show a guide that is on the shelf from now on; one tap takes it off again."""
    page = card(tx, request, guide)
    undo = (Button(Word("undo"), routes.REMOVE.to(guide.id)),)
    return replace(page, rows=(undo, *page.rows), notes=(Problem("guide_shelved"),))


@routes.CARD.on
def card(_tx: Tx, _request: Request, guide: Guide) -> Page:
    """Show a guide as it is read, and what can be done with it."""
    rows = [Button(Word(word), routes.EDIT.to(guide.id, step)) for step, word in routes.CHANGES.items()]
    rows.append(Button(Word("remove_guide"), routes.REMOVE.to(guide.id)))
    return library.shown(guide, column(*rows, Button(Word("guides_to_keep"), routes.KEPT.to()), HOME))


@routes.EDIT.on
def edit(tx: Tx, request: Request, guide: Guide, step: str) -> Screen:
    """Ask for one of its five answers again; the others stay."""
    content = guide.content
    known: dict[str, Answer] = {
        "guide_title": Given(guide.title),
        "guide_content": Given(load_file(content["file"]) if "file" in content else content["text"]),
        "guide_theme": Given(guide.theme),
        "guide_language": Given(guide.language),
        "guide_readers": Given("everybody" if guide.for_people else "referents"),
    }
    return prompting.ask_step(tx, request, forms.begin(tx, request, GUIDE, guide.id, known), step, via="guide")


@routes.REMOVE.on
def remove(tx: Tx, request: Request, guide: Guide) -> Page:
    """Take a guide off the shelf, and show what is left."""
    acts.remove(tx, request, guide)
    return replace(overview(tx, request), notes=(Problem("guide_removed"),))
