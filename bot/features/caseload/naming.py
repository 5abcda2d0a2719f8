"""A name for a beneficiary invited without one, as the command line does: given by the referent."""

from bot.domain.ids import PersonId
from bot.domain.legible import Nameless
from bot.domain.people import Refused
from bot.features.caseload import acts, routes
from bot.features.caseload import person as pages
from bot.interaction import forms, prompting
from bot.interaction.arguments import ATTACHED
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.storage import people
from bot.storage.kernel.store import Tx
from conversations.accompanying import NAMING
from conversations.engine.screens import Page, Screen


@routes.NAME.on
def ask(tx: Tx, request: Request, person_id: PersonId) -> Screen:
    """Ask for the name; of a beneficiary who has one by now, show the page that says it."""
    if not isinstance(people.by_id(tx, person_id).name, Nameless):
        return pages.page(tx, request, person_id)
    return prompting.resume(tx, request, forms.begin(tx, request, NAMING, person_id))


def named(tx: Tx, request: Request, form: Form) -> Page:
    """Keep the name, unless a colleague was quicker; the page of the person says it."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    person_id = ATTACHED.of(tx, request, form.row.subject_id)
    forms.close(tx, form)
    acts.give_name(tx, request, person_id, form.facts.value("called"))
    return pages.page(tx, request, person_id)
