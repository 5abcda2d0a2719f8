"""A person, or a whole group, passes from one referent to a colleague with what is pending; everybody is told."""

from dataclasses import dataclass

from bot.domain.people import Refused
from bot.features.absences import handing_on, routes
from bot.features.absences.absence import Nobody
from bot.features.absences.colleagues import families
from bot.features.caseload import routes as caseload_routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import people, plans
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.absence import ALONG, HAND_ON, HAND_ON_NOW
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Screen


@dataclass(frozen=True)
class Kept(View, template="transfer/_kept"):
    """That nobody is handed on after all."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Done(View, template="transfer/_done"):
    """Who accompanies a beneficiary, or a group with `along` households, from now on; `told`: the bot tells it."""

    name: str
    colleague: str
    group: bool
    along: int
    told: bool


@routes.HAND_ON.on
def begin(tx: Tx, request: Request, person: Person) -> Screen:
    """Ask to whom: only the own referent hands a beneficiary on, never a stand-in."""
    if not people.free_colleagues(tx, request.person):
        return Nobody(own=True).page(column(_person(person), HOME))
    return prompting.resume(tx, request, forms.begin(tx, request, HAND_ON, person.id))


def said(tx: Tx, request: Request, form: Form) -> Screen:
    """Hand a beneficiary, or a group, on once that is confirmed; else say that nothing has changed.

    Raises:
        Refused: "stand_in_away" when the colleague has gone away or left in the meantime.
    """
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    person = routes.OWN.of(tx, request, form.row.subject_id)
    forms.close(tx, form)
    if form.facts.value("hand_on_sure") != HAND_ON_NOW:
        return Kept(person.name).page(column(_person(person), HOME))
    colleague = int(form.facts.value("to_whom"))
    along = families(tx, request, person.id) if form.facts.value("with_families") == ALONG else []
    handing_on.hand_on(tx, request, person, along, colleague, with_notes=form.facts.value("with_notes") == "pass_on")
    return Done(
        name=person.name,
        colleague=people.by_id(tx, colleague).name,
        group=not person.roles,
        along=len(along),
        told=person.reach.may_write_first and plans.live_of(tx, person.id) is not None,
    ).page(column(caseload_routes.MY_PEOPLE, HOME))


def _person(person: Person) -> Button:
    return Button(Word("my_people"), caseload_routes.PERSON.to(person.id))
