"""A name for somebody who was invited without one, as the command line does: given by the referent."""

from bot.domain.legible import Nameless
from bot.domain.people import Refused
from bot.features.caseload import person as pages
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id
from bot.storage import audit, people, sessions
from bot.storage.kernel.store import Tx
from conversations.accompanying import NAMING
from conversations.engine.screens import Page, Screen


def ask(tx: Tx, request: Request, person_id: int) -> Screen:
    """Ask for the name; of somebody who has one by now, show the page that says it."""
    pages.need_attached(tx, request, person_id)
    if not isinstance(people.by_id(tx, person_id).name, Nameless):
        return pages.page(tx, request, person_id)
    return prompting.resume(tx, request, forms.begin(tx, request, NAMING, person_id))


def named(tx: Tx, request: Request, form: Form) -> Page:
    """Keep the name, unless a colleague was quicker; the page of the person says it."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    person_id = form.row.subject_id
    pages.need_attached(tx, request, person_id)
    sessions.close_form(tx, form.row.id)
    if isinstance(people.by_id(tx, person_id).name, Nameless):
        people.change(tx, person_id, name=form.facts.value("called"))
        audit.append(tx, f"person:{person_id}", request.now, request.person.id, "name", None, None)
    return pages.page(tx, request, person_id)


DOORS: dict[str, Door] = {
    "name": lambda tx, request, more: ask(tx, request, decode_id(more[0])),
}
