"""A referent founds a group: its name, its call; the person row that stands for it, and its draft."""

from bot.domain.groups import Part
from bot.domain.people import Contact, Refused, Role
from bot.features.groups import card, roll
from bot.features.groups.households import of_referent
from bot.features.membership import people as membership
from bot.features.membership.people import HOME
from bot.interaction import forms
from bot.interaction.forms import Sheet, short
from bot.interaction.prompting import Dialogue
from bot.interaction.request import Visit
from bot.plan import access, drafts
from bot.storage import groups, people, plans, sessions
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import column
from conversations.engine.screens import Page, Screen
from conversations.group import GROUP, GROUP_PERSON

BY_THE_REFERENT = "group"
"""In place of how a person agreed: what is asked of a group itself is the referent's own to answer."""


def begin(tx: Tx, visit: Visit, dialogue: Dialogue) -> Screen:
    """Ask its name; without an open call there is nothing to go to."""
    if not membership.open_calls(tx, visit):
        return Page("review/no_open_call", {}, column(HOME))
    return dialogue.resume(tx, visit, forms.begin(tx, visit, GROUP))


def found(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """The group exists; who comes is the next thing to say. Raises Refused: "no_open_call", "no_organisation"."""
    facts, referent = sheet.facts, visit.person
    if facts.call is None or sheet.row is None:
        raise Refused("no_open_call")
    if referent.organisation_id is None:
        raise Refused("no_organisation")
    sessions.close_sheet(tx, sheet.row.id)
    person_id = people.add(
        tx,
        visit.now,
        referent.network_id,
        facts.value("group_name"),
        frozenset(),
        organisation_id=referent.organisation_id,
        contact=Contact.NONE,
    )
    people.attach(tx, person_id, referent.id, visit.now)
    plan = drafts.begin(tx, visit.scene, people.by_id(tx, person_id), facts.call.id, by=referent.id)
    consent = {"mode": BY_THE_REFERENT, "on": visit.scene.today.isoformat(), "by": referent.id}
    plans.save(tx, plan, visit.now, households={}, consent=consent)
    return roll.picking(tx, visit, access.need(tx, plan.id), 0)


def ask_name(tx: Tx, visit: Visit, dialogue: Dialogue, number: str) -> Screen:
    """The first name of somebody without a telephone who comes too."""
    plan = of_referent(tx, visit, number)
    card.need_open(plan)
    return dialogue.resume(tx, visit, forms.begin(tx, visit, GROUP_PERSON, plan.id))


def add_person(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """Somebody without a telephone is one of her people now, and a member; what is hers is filled in beside her."""
    if sheet.row is None or sheet.row.subject_id is None:
        raise Refused("not_found")
    plan = of_referent(tx, visit, short(sheet.row.subject_id))
    card.need_open(plan)
    sessions.close_sheet(tx, sheet.row.id)
    referent = visit.person
    person_id = people.add(
        tx,
        visit.now,
        referent.network_id,
        sheet.facts.value("group_person"),
        frozenset({Role.BENEFICIARY}),
        organisation_id=plan.organisation_id,
        contact=Contact.NONE,
    )
    people.attach(tx, person_id, referent.id, visit.now)
    groups.add(tx, plan.id, person_id, Part.ASKED, visit.now)
    added = next(each for each in groups.of_plan(tx, plan.id) if each.person_id == person_id)
    return roll.one(tx, visit, short(added.id))
