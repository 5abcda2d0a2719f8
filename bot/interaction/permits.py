"""Who may go on with a conversation, looked at again at each of its steps.

A role, an attachment or a call that holds when a conversation begins may be gone before its end: then it asks nothing
more, shows nothing more and changes nothing. What only one feature needs stands beside its conversations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.people import DECIDING as DECIDERS
from bot.domain.people import Refused, Role
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import calls, people
from bot.storage.kernel.store import Tx

May: TypeAlias = Callable[[Tx, Request, int], None]
"""Raises Refused where the caller may not, or no longer, speak about that subject (0: there is none)."""

BENEFICIARY, REFERENT, COORDINATOR = (Role.BENEFICIARY,), (Role.REFERENT,), (Role.COORDINATOR,)
BESIDE = (Role.BENEFICIARY, Role.REFERENT)
DECIDING = tuple(sorted(DECIDERS))
HANDING = (Role.REFERENT, Role.LEAD)


def anything(_tx: Tx, _request: Request, _subject: int) -> None:
    """Let the role be enough: the conversation is about nothing that is there already."""


@dataclass(frozen=True, slots=True)
class PlanAs:
    """The permit for a plan to which the caller is one of these."""

    roles: tuple[Role, ...]

    def __call__(self, tx: Tx, request: Request, plan_id: int) -> None:
        """Refuse anybody else. Raises Refused("not_found")."""
        access.seen_by(tx, request.person, plan_id, *self.roles)


def plan_as(*roles: Role) -> May:
    """Return a permit for a plan to which the caller is one of these."""
    return PlanAs(roles)


def call(tx: Tx, request: Request, call_id: int) -> None:
    """Refuse a call of another network. Raises Refused("not_found")."""
    try:
        found = calls.by_id(tx, call_id)
    except LookupError:
        raise Refused("not_found") from None
    same_network(request, found.network_id)


def same_network(request: Request, network_id: int | None) -> None:
    """Refuse what is of another network. Raises Refused("not_found")."""
    if network_id != request.person.network_id:
        raise Refused("not_found")


def accompanied(tx: Tx, request: Request, person_id: int) -> None:
    """Refuse a beneficiary whom the caller does not accompany now. Raises Refused("not_found")."""
    if not people.is_attached(tx, person_id, request.person.id):
        raise Refused("not_found")
