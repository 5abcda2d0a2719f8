"""A referent founds a group: its name, its call; and adds people without a telephone."""

from dataclasses import dataclass

from bot.domain.ids import CallId
from bot.domain.people import Refused
from bot.features.groups import acts, roll, routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import column
from conversations.engine.screens import Screen
from conversations.group import GROUP, GROUP_PERSON


@dataclass(frozen=True)
class NoOpenCall(View, template="review/no_open_call"):
    """There is no call to go to."""


@routes.NEW_GROUP.on
def begin(tx: Tx, request: Request) -> Screen:
    """Ask the group's name; without an open call there is nothing to go to."""
    if not plan_facts.any_open_call(tx, request.moment, request.person):
        return NoOpenCall().page(column(HOME))
    return prompting.resume(tx, request, forms.begin(tx, request, GROUP))


def found(tx: Tx, request: Request, form: Form) -> Screen:
    """Found the group, and ask who comes. Raises Refused: "no_open_call", "no_organisation"."""
    facts = form.facts
    if facts.call is None or form.row is None:
        raise Refused("no_open_call")
    plan = acts.found(tx, request, facts.value("group_name"), CallId(facts.call.id))
    forms.close(tx, form)
    return roll.picking(tx, request, plan, 0)


@routes.ADD_PERSON.on
def ask_name(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask the first name of a person without a telephone who comes too. Raises Refused("group_not_now")."""
    acts.need_open(plan)
    return prompting.resume(tx, request, forms.begin(tx, request, GROUP_PERSON, plan.id))


def add_person(tx: Tx, request: Request, form: Form) -> Screen:
    """Add the person who was named, and show the household: the referent fills it in beside its member."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = routes.GROUP_PLAN.of(tx, request, form.row.subject_id)
    member_id = acts.add_person(tx, request, plan, form.facts.value("group_person"))
    forms.close(tx, form)
    return roll.one(tx, request, routes.SEAT.of(tx, request, member_id))
