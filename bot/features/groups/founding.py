"""A referent founds a group: its name, its call; the person row that stands for it, and its draft."""

from bot.domain.groups import Part
from bot.domain.people import Contact, Refused, Role
from bot.features.groups import card, roll
from bot.features.groups.households import of_referent
from bot.features.membership import people as membership
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.routes import encode_id
from bot.plan import access, drafts
from bot.storage import groups, people, plans, sessions
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import column
from conversations.engine.screens import Page, Screen
from conversations.group import GROUP, GROUP_PERSON

BY_THE_REFERENT = "group"
"""In place of how a person agreed: what is asked of a group itself is the referent's own to answer."""


def begin(tx: Tx, request: Request) -> Screen:
    """Ask its name; without an open call there is nothing to go to."""
    if not membership.open_calls(tx, request):
        return Page("review/no_open_call", {}, column(HOME))
    return prompting.resume(tx, request, forms.begin(tx, request, GROUP))


def found(tx: Tx, request: Request, form: Form) -> Screen:
    """The group exists; who comes is the next thing to say. Raises Refused: "no_open_call", "no_organisation"."""
    facts, referent = form.facts, request.person
    if facts.call is None or form.row is None:
        raise Refused("no_open_call")
    if referent.organisation_id is None:
        raise Refused("no_organisation")
    sessions.close_form(tx, form.row.id)
    person_id = people.add(
        tx,
        request.now,
        referent.network_id,
        facts.value("group_name"),
        frozenset(),
        organisation_id=referent.organisation_id,
        contact=Contact.NONE,
    )
    people.attach(tx, person_id, referent.id, request.now)
    plan = drafts.begin(tx, request.moment, people.by_id(tx, person_id), facts.call.id, by=referent.id)
    consent = {"mode": BY_THE_REFERENT, "on": request.moment.today.isoformat(), "by": referent.id}
    plans.save(tx, plan, request.now, households={}, consent=consent)
    return roll.picking(tx, request, access.need(tx, plan.id), 0)


def ask_name(tx: Tx, request: Request, number: str) -> Screen:
    """The first name of somebody without a telephone who comes too."""
    plan = of_referent(tx, request, number)
    card.need_open(plan)
    return prompting.resume(tx, request, forms.begin(tx, request, GROUP_PERSON, plan.id))


def add_person(tx: Tx, request: Request, form: Form) -> Screen:
    """Somebody without a telephone is one of her people now, and a member; what is hers is filled in beside her."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = of_referent(tx, request, encode_id(form.row.subject_id))
    card.need_open(plan)
    sessions.close_form(tx, form.row.id)
    referent = request.person
    person_id = people.add(
        tx,
        request.now,
        referent.network_id,
        form.facts.value("group_person"),
        frozenset({Role.BENEFICIARY}),
        organisation_id=plan.organisation_id,
        contact=Contact.NONE,
    )
    people.attach(tx, person_id, referent.id, request.now)
    groups.add(tx, plan.id, person_id, Part.ASKED, request.now)
    added = next(each for each in groups.of_plan(tx, plan.id) if each.person_id == person_id)
    return roll.one(tx, request, encode_id(added.id))
