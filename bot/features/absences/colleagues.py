"""What is asked before a colleague stands in or takes over: who can be chosen, and what goes along."""

from collections.abc import Iterable

from bot.domain.groups import TOLD
from bot.interaction.request import Request
from bot.storage import accompanying, groups, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.absence import ColleaguesContext, HandOnContext


def standing_in(free: Iterable[Person]) -> ColleaguesContext:
    """Return what is looked at where one of these colleagues stands in."""
    return ColleaguesContext(_ids(free))


def taking_over(tx: Tx, request: Request, free: Iterable[Person], person_id: int) -> HandOnContext:
    """Return what is looked at where one of them takes over: a group's families are the caller's too, or have notes."""
    going_along = families(tx, request, person_id)
    return HandOnContext(
        colleagues=_ids(free),
        families=bool(going_along),
        notes=accompanying.has_notes(tx, person_id, request.person.id),
        notes_of_families=any(accompanying.has_notes(tx, each.id, request.person.id) for each in going_along),
    )


def _ids(free: Iterable[Person]) -> tuple[str, ...]:
    return tuple(str(each.id) for each in free)


def shown(free: Iterable[Person], subject: Person) -> dict[str, object]:
    """Return the names of these colleagues, of who is absent or handed on, and of that one where it is a group."""
    names = {str(each.id): each.name for each in free}
    return {"colleagues": names, "group": "" if subject.roles else subject.name, "name": subject.name}


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
