"""What each member of a group says of the stay, and what the referent notes of it: is all well, would they go again.

One row a member, made by the first word; of a plan of one's own the first is in `departures`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Unpack

import sqlalchemy as sa

from bot.domain.groups import COUNTED
from bot.domain.plans import LIVE, State
from bot.domain.reports import AFTER_RETURN
from bot.storage.changes import StayChanges
from bot.storage.groups import members
from bot.storage.kernel.schema import Moment, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.plans import plans

stays = sa.Table(
    "member_stays",
    metadata,
    sa.Column(
        "member_id", sa.ForeignKey("group_members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    sa.Column("all_well", sa.Boolean),
    sa.Column("all_well_at", Moment),
    sa.Column("wants_again", sa.Boolean),
)


@dataclass(frozen=True, slots=True)
class Stay:
    """What is known of a member's stay; without a row, nothing.

    Attributes:
        all_well: what the member said last while away.
        wants_again: what the referent noted last; None where only the member may have said it.
    """

    all_well: bool | None = None
    wants_again: bool | None = None


def of_member(tx: Tx, member_id: int) -> Stay:
    """Return what is known of a member's stay."""
    query = sa.select(stays.c.all_well, stays.c.wants_again).where(stays.c.member_id == member_id)
    row = tx.connection.execute(query).first()
    return Stay() if row is None else Stay(row.all_well, row.wants_again)


def note(tx: Tx, member_id: int, **values: Unpack[StayChanges]) -> None:
    """Keep what was said: `all_well` with `all_well_at`, or `wants_again`."""
    write = insert_or_change(tx.dialect, stays, tuple(sorted(values)))
    tx.connection.execute(write, {"member_id": member_id, **values})


_OF_MEMBERS = members.join(plans, plans.c.id == members.c.plan_id)
_COUNTS = members.c.part.in_(sorted(COUNTED))


def with_problem(tx: Tx, person_ids: Collection[int]) -> set[int]:
    """Return those of these people who are away with a group and have said that there is a problem."""
    query = (
        sa.select(members.c.person_id)
        .select_from(_OF_MEMBERS.join(stays, stays.c.member_id == members.c.id))
        .where(
            members.c.person_id.in_(list(person_ids)),
            _COUNTS,
            plans.c.state == State.AWAY.value,
            stays.c.all_well.is_(False),
        )
    )
    return set(tx.connection.scalars(query))


@dataclass(frozen=True, slots=True)
class Over:
    """A person's stay with a group that is over; `wants_again` is what was noted, None where nothing was."""

    plan_id: int
    person_id: int
    wants_again: bool | None


def over(tx: Tx, person_ids: Collection[int]) -> dict[int, Over]:
    """Return the last stay with a group that is over, of each of these people who has had one."""
    query = (
        sa.select(members.c.plan_id, members.c.person_id, stays.c.wants_again)
        .select_from(_OF_MEMBERS.outerjoin(stays, stays.c.member_id == members.c.id))
        .where(members.c.person_id.in_(list(person_ids)), _COUNTS, plans.c.state.in_(sorted(AFTER_RETURN)))
        .order_by(members.c.plan_id)
    )
    return {row.person_id: Over(*row) for row in tx.connection.execute(query)}


def calls_of(tx: Tx, person_id: int) -> set[int]:
    """Return the ids of the calls in which a person goes, or went, with a group."""
    going = plans.c.state.in_(sorted(LIVE | AFTER_RETURN))
    query = sa.select(plans.c.call_id).select_from(_OF_MEMBERS).where(members.c.person_id == person_id, _COUNTS, going)
    return set(tx.connection.scalars(query))
