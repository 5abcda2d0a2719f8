"""What is asked before a colleague stands in or takes over: who can be chosen, and what goes along."""

from typing import Any

from bot.domain.groups import TOLD
from bot.interaction.request import Request
from bot.storage import accompanying, groups, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.sessions import FormRow
from conversations.absence import AWAY, COLLEAGUE, FAMILIES, NOTES, NOTES_OF_FAMILIES


def traits(tx: Tx, request: Request, row: FormRow) -> frozenset[str]:
    """Return the colleagues, whether a group's families are the caller's too, and whether notes can be passed on."""
    found = {f"{COLLEAGUE}{each.id}" for each in _free(tx, request, row)}
    if row.conversation == AWAY.name or row.subject_id is None:
        return frozenset(found)
    going_along = families(tx, request, row.subject_id)
    noted = {each.id for each in going_along if accompanying.has_notes(tx, each.id, request.person.id)}
    found |= {FAMILIES} if going_along else set()
    found |= {NOTES_OF_FAMILIES} if noted else set()
    found |= {NOTES} if accompanying.has_notes(tx, row.subject_id, request.person.id) else set()
    return frozenset(found)


def shown(tx: Tx, request: Request, row: FormRow) -> dict[str, Any]:
    """Return their names, and that of a group that is handed on."""
    names = {str(each.id): each.name for each in _free(tx, request, row)}
    handed_on = people.by_id(tx, row.subject_id) if row.subject_id is not None else request.person
    return {"colleagues": names, "group": "" if handed_on.roles else handed_on.name, "name": handed_on.name}


def _free(tx: Tx, request: Request, row: FormRow) -> list[Person]:
    """Return the colleagues who can stand in for the absent referent, or take over from this one."""
    of = row.subject_id if row.conversation == AWAY.name else request.person.id
    return free_for(tx, request, people.by_id(tx, of)) if of is not None else []


def free_for(tx: Tx, request: Request, person: Person) -> list[Person]:
    """Return the colleagues whom the caller can choose in that person's place: never the caller."""
    return [each for each in people.free_colleagues(tx, person) if each.id != request.person.id]


def families(tx: Tx, request: Request, person_id: int) -> list[Person]:
    """Return the members of a group whom this referent accompanies too; none where that person is no group."""
    plan = plans.latest_of(tx, person_id)
    if plan is None or plan.households is None:
        return []
    them = [people.by_id(tx, each.person_id) for each in groups.of_plan(tx, plan.id) if each.part in TOLD]
    return [each for each in them if each.referent_id == request.person.id]
