"""A member's place in a group, and groups themselves, each found for the one who may see it."""

from dataclasses import dataclass

from bot.domain.groups import Part
from bot.domain.people import PRIVACY_NOTICE, Refused, Role
from bot.domain.plans import LIVE
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import groups, people
from bot.storage.groups import Ask, Member
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow


@dataclass(frozen=True, slots=True)
class Seat:
    """A member, the person behind it, and the group's plan."""

    member: Member
    person: Person
    plan: PlanRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stranger's wish to join a group by its link, and the group's plan."""

    ask: Ask
    plan: PlanRow


def group_for_referent(tx: Tx, request: Request, plan_id: int) -> PlanRow:
    """Return a group's plan to a referent who accompanies it. Raises Refused("not_found")."""
    plan = access.seen_by(tx, request.person, plan_id, Role.REFERENT)
    if plan.households is None:
        raise Refused("not_found")
    return plan


def seat_for_referent(tx: Tx, request: Request, member_id: int) -> Seat:
    """Return a member of a group to a referent who accompanies that group. Raises Refused("not_found")."""
    found = groups.member(tx, member_id)
    if found is None:
        raise Refused("not_found")
    plan = group_for_referent(tx, request, found.plan_id)
    return Seat(found, people.by_id(tx, found.person_id), plan)


def own_seat(tx: Tx, request: Request, member_id: int, *, over: bool = False) -> Seat:
    """Return the reader's own part of a group; of one that is `over`, only to look at it.

    Raises:
        Refused: "not_found" for another's part, and before the privacy notice is accepted.
    """
    found = groups.member(tx, member_id)
    if found is None or found.person_id != request.person.id or found.part in {Part.PICKED, Part.LEFT}:
        raise Refused("not_found")
    plan = access.need(tx, found.plan_id)
    unread = request.person.notice_version < PRIVACY_NOTICE
    if unread or (plan.state not in LIVE and not over):
        raise Refused("not_found")
    return Seat(found, request.person, plan)


def waiting_for_referent(tx: Tx, request: Request, ask_id: int) -> Waiting:
    """Return a stranger's wish to join to the referent who accompanies the group. Raises Refused("not_found")."""
    ask = groups.ask_of(tx, ask_id)
    if ask is None:
        raise Refused("not_found")
    return Waiting(ask, group_for_referent(tx, request, ask.plan_id))
