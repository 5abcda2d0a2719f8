"""Routes about one plan, `p:word:plan:version`: who may, whether an old button still opens, what to show instead.

The table of transitions has the last word on what is done; here it is only looked who asks, and whether the plan is
still what the button's reader saw.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.domain.people import Refused, Role
from bot.domain.plans import State
from bot.interaction.request import Request
from bot.interaction.routes import Argument, Realm, Route, decode_id, encode_id
from bot.plan import access
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.screens import Screen

ON_PLAN = Realm("p")

BENEFICIARY = (Role.BENEFICIARY,)
BESIDE = (Role.BENEFICIARY, Role.REFERENT)
REFERENT = (Role.REFERENT,)
COMMITTEE = (Role.DECIDER,)
COORDINATORS = (Role.COORDINATOR,)

TOLD_AS_THEY_ARE = frozenset({"not_found", "nothing_left", "quota_reached", "referent_cap"})
"""Refusals that are told under what was looked at; any other one means that the plan has changed since."""


class Instead(Exception):  # noqa: N818 - named for what is shown
    """Raised where something else must be shown than what the button said: the plan has moved on, or is private.

    `roles` are those of the route that the person is to this plan: what is shown instead is for them. `code` is why: a
    problem to tell, or "" where nothing is told.
    """

    def __init__(self, plan: PlanRow, roles: frozenset[Role], code: str) -> None:
        super().__init__(code)
        self.plan = plan
        self.roles = roles
        self.code = code


def _write(plan: PlanRow) -> str:
    return f"{encode_id(plan.id)}:{encode_id(plan.version)}"


def _unread(_tx: Tx, _request: Request, _text: str) -> PlanRow:
    raise Refused("not_found")  # `PlanRoute.follow` reads it: what may be opened depends on the route


PLAN: Argument[PlanRow, PlanRow] = Argument("plan", _write, _unread, parts=2)
"""A plan as its reader saw it: its id and its version."""


Opens: TypeAlias = Callable[[Tx, Request, PlanRow], Screen]


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may follow a route about a plan, and how old its button may be.

    `roles` are what the person must be to the plan. A route that `looks` changes nothing: an old button opens what
    holds now. One that `reads` shows what is in the plan: a plan that was not sent is its person's own, and opens for
    nobody else.
    """

    roles: tuple[Role, ...] = ()
    looks: bool = False
    reads: bool = False

    def follow(self, tx: Tx, request: Request, pieces: list[str], opens: Opens) -> Screen:
        """Open what such a route leads to, for a request.

        Raises:
            Refused: "not_found" for a plan to which the person is none of `roles`.
            Instead: the plan has changed since, or is private.
        """
        if len(pieces) < 2:
            raise Refused("not_found")
        plan = access.seen_by(tx, request.person, decode_id(pieces[0]), *self.roles)
        if self.reads and access.private_from(request.person, plan):
            raise self._instead(tx, request, plan, "")
        if not self.looks and not _as_seen(plan, decode_id(pieces[1])):
            raise self._instead(tx, request, plan, "changed_since")
        try:
            with tx.all_or_nothing():
                return opens(tx, request, plan)
        except Refused as refused:
            if refused.code in TOLD_AS_THEY_ARE:
                raise
            now = access.need(tx, plan.id)
            code = refused.code if now.version == plan.version else "changed_since"  # by a colleague, meanwhile
            raise self._instead(tx, request, now, code) from None

    def _instead(self, tx: Tx, request: Request, plan: PlanRow, code: str) -> Instead:
        """Return what is raised instead, for those of the route's roles that the person is to the plan."""
        return Instead(plan, access.roles_towards(tx, request.person, plan) & frozenset(self.roles), code)


@dataclass(eq=False, slots=True)
class PlanRoute(Route[[PlanRow], [PlanRow]]):
    """A route about one plan."""

    rights: Rights = field(default=Rights(), kw_only=True)

    def follow(self, tx: Tx, request: Request, pieces: list[str]) -> Screen:
        """Open what the route leads to, for a request. Raises Refused and Instead as `Rights.follow`."""
        if self.handler is None:
            raise Refused("not_found")
        return self.rights.follow(tx, request, pieces, self.handler)


def on_plan(word: str, *roles: Role, looks: bool = False, reads: bool = False) -> PlanRoute:
    """Declare a route about one plan."""
    return PlanRoute(ON_PLAN, word, (PLAN,), rights=Rights(roles, looks, reads))


def _as_seen(plan: PlanRow, version: int) -> bool:
    """Return whether that version is what holds now; that an endorsed plan reached the committee since is no news."""
    submitted = plan.state is State.IN_COMMITTEE and plan.before_state is State.ENDORSED
    return version == plan.version or (submitted and version == plan.version - 1)
