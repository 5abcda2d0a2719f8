"""The plan that a group's households sum up to: the one place where what its members say reaches the plan."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.groups import COUNTED, MOST_PEOPLE, Part, Together, Way, may_take_out, together, way
from bot.domain.people import Refused
from bot.domain.plans import Action
from bot.features.groups.seats import Seat
from bot.interaction.request import Request
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, groups, outbox, plans
from bot.storage.changes import PlanChanges
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import group
from conversations.reckoning import costed, proposal

OF_PUTTING_OFF = frozenset({"postponed", "postponed_for_her"})
"""Notices about a draft that was put off for a group: the member has just done it."""

OF_CHANGING = frozenset({"stay_changed"})
"""That another household no longer comes changes nothing for the others, and is not told to them."""


def counted(tx: Tx, plan_id: int) -> Together:
    """Sum up the households of a group as they are now."""
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
    values: PlanChanges = {"households": said, "granted_cents": _still_granted(tx, request, plan, said)}
    changed = transitions.perform(
        tx, request.moment, plan, Action.CHANGE_STAY, request.person, {"changes": "people"}, **values
    )
    outbox.withdraw(tx, plan_id=plan.id, kinds=OF_CHANGING)
    return changed


def _still_granted(tx: Tx, request: Request, plan: PlanRow, said: Mapping[str, Any]) -> int | None:
    """Return what stays granted for these households: what the formula gives, and no more than was granted."""
    if plan.granted_cents is None:
        return None
    return min(plan.granted_cents, _aid(tx, request, plan, said))


def _aid(tx: Tx, request: Request, plan: PlanRow, said: Mapping[str, Any]) -> int:
    facts = plan_facts.facts_of(tx, request.moment, replace(plan, households=said))
    return proposal(facts).aid if costed(facts) else 0


def without(tx: Tx, request: Request, seat: Seat) -> tuple[int, int]:
    """Return the aid, granted or worked out, before and after this household leaves, in cents."""
    plan = seat.plan
    others = [each for each in groups.of_plan(tx, plan.id) if each.part in COUNTED and each.id != seat.member.id]
    left = together(known for each in others if (known := group.household(each.answers)) is not None)
    after = _aid(tx, request, plan, group.dumped(left))
    if plan.granted_cents is not None:
        return plan.granted_cents, min(plan.granted_cents, after)
    return _aid(tx, request, plan, plan.households or {}), after


def confirm(tx: Tx, request: Request, seat: Seat) -> PlanRow:
    """Count a household from now on; its member's own draft in that call waits for later, and none of it is lost.

    Raises:
        Refused: "group_not_said" before it is said who comes, "own_plan_sent" when the member has sent a plan of their
            own in that call, "in_a_group" when they are in another group of it, and as `settle`.
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
    """Take a household out, or let it leave. Raises Refused: "not_now", and as `settle`."""
    if seat.member.part is Part.LEFT:
        raise Refused("not_now")
    if seat.member.part in COUNTED and not may_take_out(seat.plan.state):
        raise Refused("not_now")
    groups.change(tx, seat.member, request.now, part=Part.LEFT, answers=None, confirmed_at=None)
    return settle(tx, request, seat.plan)
