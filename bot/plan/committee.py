"""The committee of a call: those whom the call names, else every coordinator of its network."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.groups import COUNTED
from bot.domain.people import AT_WORK, Role
from bot.storage import audit, calls, committees, groups, people
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow


def deciders_of(tx: Tx, call: CallRow) -> list[int]:
    """Return the ids of those who decide in a call."""
    return list(call.deciders) or people.coordinators(tx, call.network_id)


def who_accompany(tx: Tx, plan: PlanRow) -> frozenset[int]:
    """Return who accompanies anybody who goes by a plan: none of them decides about it."""
    members = groups.of_plan(tx, plan.id) if plan.households is not None else []
    coming = [each.person_id for each in members if each.part in COUNTED]
    return people.who_accompany(tx, {plan.beneficiary_id, *coming})


def free_deciders(tx: Tx, call: CallRow, plan: PlanRow) -> list[int]:
    """Return the ids of those who may decide about a plan; all of the committee where each accompanies its person."""
    sitting, near = deciders_of(tx, call), who_accompany(tx, plan)
    return [each for each in sitting if each not in near] or sitting


def others_than(tx: Tx, call: CallRow, plan: PlanRow) -> list[str]:
    """Return the names of those of a committee who accompany nobody that goes by a plan."""
    near = who_accompany(tx, plan)
    return [people.by_id(tx, each).name for each in deciders_of(tx, call) if each not in near]


def is_enough(tx: Tx, deciders: Iterable[int]) -> bool:
    """Return whether these can decide about every plan: one of them accompanies nobody, or there are two."""
    there = [each for each in people.by_ids(tx, deciders).values() if each.chat_id is not None]
    return len(there) > 1 or any(not each.has(Role.REFERENT) for each in there)


def leave(tx: Tx, call: CallRow, person_id: int, by: int | None, now: datetime) -> None:
    """Take a person who leaves off a committee; where too few are left, the coordinators decide too."""
    left = [each for each in call.deciders if each != person_id]
    if left and not is_enough(tx, left):
        left += [each for each in people.coordinators(tx, call.network_id) if each != person_id]
    name(tx, call, left, by, now)


def join(tx: Tx, network_id: int, call_id: int, person_id: int, now: datetime) -> None:
    """Let a person who was invited to it sit on a committee, beside those who do; a call that is gone has none."""
    try:
        call = calls.by_id(tx, call_id)
    except LookupError:
        return
    if call.network_id == network_id:
        name(tx, call, [*deciders_of(tx, call), person_id], person_id, now)


def name(tx: Tx, call: CallRow, deciders: Iterable[int], by: int | None, now: datetime) -> CallRow:
    """Name those who decide in a call from now on; all of the coordinators, and nobody else, need no name.

    What each may do follows at once, in the call and in the menu.
    """
    wanted = list(dict.fromkeys(deciders))
    named = [] if set(wanted) == set(people.coordinators(tx, call.network_id)) else wanted
    calls.change(tx, call.id, deciders=named)
    before, after = ({"deciders": str(tuple(each))} for each in (call.deciders, named))
    audit.append(tx, f"call:{call.id}", now, by, "change", before, after)
    for each in {*call.deciders, *named}:
        fit_role(tx, call.network_id, each)
    return calls.by_id(tx, call.id)


def fit_role(tx: Tx, network_id: int, person_id: int) -> None:
    """Let a person have the role of those who decide as long as a call names them.

    Who has no other role at work keeps it: it is all that their account is for.
    """
    person = people.by_id(tx, person_id)
    if committees.naming(tx, network_id, person_id):
        people.give_role(tx, person_id, Role.DECIDER)
    elif person.roles & AT_WORK - {Role.DECIDER}:
        people.take_role(tx, person_id, Role.DECIDER)
