"""A person, or a whole group, passes from one referent to a colleague with what is pending; everybody is told."""

from dataclasses import dataclass

from bot.domain import notices
from bot.domain.people import Refused
from bot.features.absences import routes
from bot.features.absences.absence import Nobody, tell_who_reads
from bot.features.absences.colleagues import families
from bot.features.caseload import routes as caseload_routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.storage import accompanying, audit, outbox, people, plans, reminders, reviews, sessions
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
    """The colleague accompanies her from now on: what waits to be read or told waits for the colleague.

    Raises:
        Refused: "stand_in_away" when the colleague has gone away or left in the meantime.
    """
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    person = routes.OWN.of(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    if form.facts.value("hand_on_sure") != HAND_ON_NOW:
        return Kept(person.name).page(column(_person(person), HOME))
    colleague = int(form.facts.value("to_whom"))
    if colleague not in {each.id for each in people.free_colleagues(tx, request.person)}:
        raise Refused("stand_in_away")
    along = families(tx, request, person.id) if form.facts.value("with_families") == ALONG else []
    for each in (person, *along):
        _pass(tx, request, each, colleague, with_notes=form.facts.value("with_notes") == "pass_on")
    occasion = f"transfer:{person.id}:{request.now.isoformat()}"
    about = {"person": person.id, "group": not person.roles}
    told = outbox.Outgoing(
        f"{occasion}:{notices.HANDED_ON}", colleague, notices.HANDED_ON, about, request.now, request.now
    )
    outbox.put(tx, [told])
    # The families of a group are told once, as its members.
    tell_who_reads(tx, request.moment, occasion, [people.by_id(tx, person.id)], notices.NEW_REFERENT)
    return Done(
        name=person.name,
        colleague=people.by_id(tx, colleague).name,
        group=not person.roles,
        along=len(along),
        told=person.reach.may_write_first and plans.live_of(tx, person.id) is not None,
    ).page(column(caseload_routes.MY_PEOPLE, HOME))


def _pass(tx: Tx, request: Request, person: Person, colleague: int, *, with_notes: bool) -> None:
    """The colleague accompanies her from now on, with what is pending."""
    people.attach(tx, person.id, colleague, request.now)
    accompanying.hand_notes_on(tx, person.id, request.person.id, colleague if with_notes else None)
    _note(tx, request, person, colleague)


def _note(tx: Tx, request: Request, person: Person, colleague: int) -> None:
    """Each plan's trail says who accompanies her from now on; notices on their way about it go to the colleague."""
    for plan in (access.need(tx, number) for number in reviews.plans_of(tx, person.id)):
        before, after = {"referent": request.person.id}, {"referent": colleague}
        audit.append(
            tx, f"plan:{plan.id}", request.now, request.person.id, "transfer", before, after, row_key=plan.trail_key
        )
        outbox.readdress(tx, plan.id, request.person.id, colleague)
        reminders.readdress(tx, plan.id, request.person.id, colleague)


def _person(person: Person) -> Button:
    return Button(Word("my_people"), caseload_routes.PERSON.to(person.id))
