"""Members and the plan they sum up to: who may see which, and the one place where what they say reaches the plan."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.groups import COUNTED, MOST_PEOPLE, Part, Together, Way, may_take_out, together, way
from bot.domain.people import Refused, Role
from bot.domain.plans import LIVE, Action
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, groups, outbox, people, plans
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow
from conversations import group
from conversations.reckoning import costed, proposal

OF_PUTTING_OFF = frozenset({"postponed", "postponed_for_her"})
"""Notices about a draft that was put off for a group: those it concerns have just done it themselves."""

OF_CHANGING = frozenset({"stay_changed"})
"""That somebody else no longer comes changes nothing for the others, and is not told to them."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A member, the person she is, and her group's plan."""

    member: Member
    person: Person
    plan: PlanRow


def of_referent(tx: Tx, request: Request, number: str) -> PlanRow:
    """The group of that number, if this visitor accompanies it. Raises Refused("not_found")."""
    plan = access.seen_by(tx, request.person, decode_id(number), Role.REFERENT)
    if plan.households is None:
        raise Refused("not_found")
    return plan


def seat_for_referent(tx: Tx, request: Request, number: str) -> Seat:
    """A member of a group that this visitor accompanies. Raises Refused("not_found")."""
    found = groups.member(tx, decode_id(number))
    if found is None:
        raise Refused("not_found")
    plan = of_referent(tx, request, encode_id(found.plan_id))
    return Seat(found, people.by_id(tx, found.person_id), plan)


def seat_of_her_own(tx: Tx, request: Request, number: str, *, over: bool = False) -> Seat:
    """Her own part of a group; of one that is `over`, only to look at it.

    Raises Refused("not_found"): no number of another's gives anything.
    """
    found = groups.member(tx, decode_id(number))
    if found is None or found.person_id != request.person.id or found.part in {Part.PICKED, Part.LEFT}:
        raise Refused("not_found")
    plan = access.need(tx, found.plan_id)
    if plan.state not in LIVE and not over:
        raise Refused("not_found")
    return Seat(found, request.person, plan)


def counted(tx: Tx, plan_id: int) -> Together:
    """What the households of a group sum up to now."""
    said = (group.household(each.answers) for each in groups.of_plan(tx, plan_id) if each.part in COUNTED)
    return together(each for each in said if each is not None)


def settle(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Bring the plan to what its households sum up to: at once while it is written or reviewed, later as a change.

    Raises:
        Refused: "group_too_many", or what the table of transitions says of a change.
        Conflict: the plan has changed since it was read.
    """
    known = counted(tx, plan.id)
    if known.people > MOST_PEOPLE:
        raise Refused("group_too_many", most=MOST_PEOPLE)
    said = group.dumped(known)
    if said == plan.households:
        return plan
    if way(plan.state) is not Way.BY_CHANGE:
        plans.save(tx, plan, request.now, households=said)
        after = {"households": known.households, "people": known.people}
        audit.append(
            tx, f"plan:{plan.id}", request.now, request.person.id, "households", None, after, row_key=plan.trail_key
        )
        return access.need(tx, plan.id)
    values = {"households": said, "granted_cents": _still_granted(tx, request, plan, said)}
    changed = transitions.perform(
        tx, request.moment, plan, Action.CHANGE_STAY, request.person, {"changes": "people"}, **values
    )
    outbox.withdraw(tx, plan_id=plan.id, kinds=OF_CHANGING)
    return changed


def _still_granted(tx: Tx, request: Request, plan: PlanRow, said: dict[str, Any]) -> int | None:
    """What stays granted for these households: what the formula gives, and no more than was granted."""
    if plan.granted_cents is None:
        return None
    return min(plan.granted_cents, _aid(tx, request, plan, said))


def _aid(tx: Tx, request: Request, plan: PlanRow, said: dict[str, Any]) -> int:
    facts = plan_facts.facts_of(tx, request.moment, replace(plan, households=said))
    return proposal(facts).aid if costed(facts) else 0


def without(tx: Tx, request: Request, seat: Seat) -> tuple[int, int]:
    """The aid, granted or worked out, before and after this household leaves, in cents."""
    plan = seat.plan
    others = [each for each in groups.of_plan(tx, plan.id) if each.part in COUNTED and each.id != seat.member.id]
    left = together(known for each in others if (known := group.household(each.answers)) is not None)
    after = _aid(tx, request, plan, group.dumped(left))
    if plan.granted_cents is not None:
        return plan.granted_cents, min(plan.granted_cents, after)
    return _aid(tx, request, plan, plan.households or {}), after


def confirm(tx: Tx, request: Request, seat: Seat) -> PlanRow:
    """Her household counts from now on; a draft of her own in that call waits for later, and none of it is lost.

    Raises:
        Refused: "group_not_said" before she has said who comes, "own_plan_sent" when she has sent a plan of her own in
            that call, "in_a_group" when she is in another group of it, and as `settle`.
    """
    if group.household(seat.member.answers) is None:
        raise Refused("group_not_said")
    others = groups.in_call(tx, [seat.person.id], seat.plan.call_id, COUNTED)
    if others.get(seat.person.id, seat.plan.id) != seat.plan.id:
        raise Refused("in_a_group")
    _put_off_draft(tx, request, seat)
    groups.change(tx, seat.member, request.now, part=Part.CONFIRMED, confirmed_at=request.now)
    return settle(tx, request, seat.plan)


def _put_off_draft(tx: Tx, request: Request, seat: Seat) -> None:
    own = groups.own_plans(tx, [seat.person.id], seat.plan.call_id).get(seat.person.id)
    if own is None:
        return
    if not access.unsent(own):
        raise Refused("own_plan_sent")
    transitions.perform(tx, request.moment, own, Action.POSTPONE, request.person, {"reason": "group"})
    outbox.withdraw(tx, plan_id=own.id, kinds=OF_PUTTING_OFF)


def take_out(tx: Tx, request: Request, seat: Seat) -> PlanRow:
    """The referent takes a household out, or reads that it leaves. Raises Refused: "not_now", and as `settle`."""
    if seat.member.part is Part.LEFT:
        raise Refused("not_now")
    if seat.member.part in COUNTED and not may_take_out(seat.plan.state):
        raise Refused("not_now")
    groups.change(tx, seat.member, request.now, part=Part.LEFT, answers=None, confirmed_at=None)
    return settle(tx, request, seat.plan)
