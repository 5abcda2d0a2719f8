"""Who decides in a call: its coordinators, and leads and referents of any organisation of the network, by name."""

from dataclasses import replace

from bot.domain.ids import PersonId
from bot.domain.people import Refused, Role
from bot.features.calls import acts, routes, views
from bot.features.calls.routes import Setting
from bot.interaction import forms, prompting
from bot.interaction.request import Request
from bot.plan import committee
from bot.storage import networks, people
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Plain, Problem, Word, column
from conversations.engine.screens import Page, Screen
from conversations.invitation import INVITE_DECIDER


@routes.DECIDERS.on
def deciders(tx: Tx, request: Request, row: CallRow) -> Page:
    """Show who decides in a call, each taken off by a tap; and the way to name another."""
    sitting = committee.deciders_of(tx, row)
    known = people.by_ids(tx, {*sitting, *people.coordinators(tx, row.network_id)})
    members = sorted(known.values(), key=lambda each: (not each.has(Role.COORDINATOR), each.id))
    buttons = [
        Button(
            Plain(each.name, then=_organisation(tx, each)),
            routes.DECIDES.to(row.id, each.id, each.id not in sitting),
            ticked=each.id in sitting,
        )
        for each in members
    ]
    buttons += [
        Button(Word("add_decider"), routes.CHANGE.to(row.id, Setting.DECIDER)),
        Button(Word("invite_decider"), routes.INVITE_DECIDER.to(row.id)),
        Button(Word("other_settings"), routes.OTHERS.to(row.id)),
        Button(Word("back_to_call"), routes.CALL_PAGE.to(row.id)),
    ]
    told = [(each.name, _organisation(tx, each)) for each in members if each.id in sitting]
    referents = any(each.has(Role.REFERENT) for each in members if each.id in sitting)
    return views.Deciders(row, told, not row.deciders, referents).page(column(*buttons))


def _organisation(tx: Tx, person: Person) -> str:
    return networks.organisation(tx, person.organisation_id).name if person.organisation_id is not None else ""


@routes.DECIDES.on
def decides(tx: Tx, request: Request, row: CallRow, person_id: PersonId, on: bool) -> Page:
    """Let a professional decide or no longer, and show the committee, with why it stays where too few would be left."""
    try:
        return deciders(tx, request, acts.seat(tx, request, row, person_id, on=on))
    except Refused as refused:
        return replace(deciders(tx, request, row), notes=(Problem(refused.code),))


@routes.TURN_DECIDER.on
def turn_decider(tx: Tx, request: Request, row: CallRow, person_id: PersonId) -> Page:
    """Follow a button of before, which named coordinators alone, and show the committee."""
    return deciders(tx, request, acts.turn_decider(tx, request, row, person_id))


@routes.INVITE_DECIDER.on
def invite(tx: Tx, request: Request, row: CallRow) -> Screen:
    """Begin to invite a person of an organisation who shall decide in a call."""
    return prompting.resume(tx, request, forms.begin(tx, request, INVITE_DECIDER, row.id))
