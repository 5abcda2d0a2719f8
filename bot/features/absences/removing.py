"""The pages on which a coordinator takes a professional out of the network, in three taps: who, to whom, surely."""

from dataclasses import dataclass

from bot.domain.people import Role
from bot.features.absences import removal, routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import networks, people, teams
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page

SHOWN = 8
"""Professionals on a page."""
BACK = Button(Word("back_to_teams"), routes.TEAMS.to(0))


@dataclass(frozen=True)
class Teams(View, template="team/teams"):
    """How many professionals there are; each is a button."""

    count: int


@dataclass(frozen=True)
class Professional(View, template="team/professional"):
    """A professional, how many people are accompanied, and whether there are colleagues to whom they can pass."""

    name: str
    organisation: str
    accompanied: int
    colleagues: int


@dataclass(frozen=True)
class Surely(View, template="team/surely"):
    """What removing does; `successor` is empty where those accompanied are left to the lead."""

    name: str
    accompanied: int
    successor: str


@dataclass(frozen=True)
class Removed(View, template="team/removed"):
    """That a professional is no longer here."""

    name: str
    accompanied: int
    successor: str


@routes.TEAMS.on
def overview(tx: Tx, request: Request, page: int) -> Page:
    """Show the professionals of the network, some at once."""
    count, some = teams.professionals(tx, request.person.network_id, page * SHOWN, SHOWN)
    rows = [Button(Plain(each.name), routes.PROFESSIONAL.to(each.id)) for each in some]
    left = count - (page + 1) * SHOWN
    more = [Button(Word("more_professionals", {"count": left}), routes.TEAMS.to(page + 1))] if left > 0 else []
    return Teams(count).page(column(*rows, *more, HOME))


@routes.PROFESSIONAL.on
def professional(tx: Tx, request: Request, leaving: Person) -> Page:
    """Show a professional, and to whom those accompanied can pass."""
    accompanied, colleagues = len(people.attached(tx, leaving.id)), removal.successors(tx, leaving)
    there = networks.organisation(tx, leaving.organisation_id).name if leaving.organisation_id is not None else ""
    ways = [
        Button(Word("remove_for", {"name": each.name}), routes.REMOVE.to(leaving.id, each.id))
        for each in colleagues
        if accompanied
    ]
    alone = not accompanied or not leaving.has(Role.BENEFICIARY)
    if alone and leaving.id != request.person.id:
        word = Word("remove_to_lead" if accompanied else "remove_professional", {"name": leaving.name})
        ways.append(Button(word, routes.REMOVE.to(leaving.id, None), style="danger"))
    return Professional(leaving.name, there, accompanied, len(colleagues)).page(column(*ways, BACK, HOME))


@routes.REMOVE.on
def ask(tx: Tx, request: Request, leaving: Person, successor: Person | None) -> Page:
    """Ask whether it is sure; nothing is done yet."""
    number = successor.id if successor is not None else None
    rows = column(
        Button(
            Word("remove_surely", {"name": leaving.name}), routes.REMOVE_SURELY.to(leaving.id, number), style="danger"
        ),
        Button(Word("keep_professional"), routes.PROFESSIONAL.to(leaving.id)),
    )
    return Surely(leaving.name, len(people.attached(tx, leaving.id)), _name(successor)).page(rows)


@routes.REMOVE_SURELY.on
def remove(tx: Tx, request: Request, leaving: Person, successor: Person | None) -> Page:
    """Remove a professional. Raises Refused, as `removal.remove` does."""
    number = successor.id if successor is not None else None
    accompanied = removal.remove(tx, request.moment, leaving.id, number, request.person.id)
    return Removed(leaving.name, accompanied, _name(successor)).page(column(BACK, HOME))


def _name(person: Person | None) -> str:
    return person.name if person is not None else ""
