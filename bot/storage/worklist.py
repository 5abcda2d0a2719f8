"""Lists of plans as a committee looks at them: filtered, sorted, one page at a time, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.groups import COUNTED
from bot.domain.plans import State
from bot.storage.days import stay
from bot.storage.groups import members
from bot.storage.kernel.transaction import Tx
from bot.storage.networks import organisations
from bot.storage.people import attachments
from bot.storage.plans import DAYS_OF_STAY, PlanRow, fetch, plans


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which plans of a network a list shows, and in which order. None is "any"."""

    states: frozenset[State]
    call_ids: frozenset[int] | None = None
    region: str | None = None
    organisation_id: int | None = None
    first_time: bool = False
    """Only those who leave for the first time."""
    arrived_since: datetime | None = None
    up_to: int | None = None
    """The most that is asked, in cents."""
    decidable_before: datetime | None = None
    """Leaves out endorsements later than this: their referent can still take them back."""
    near: frozenset[int] = frozenset()
    """For whose people `own` is looked at: the reader, and those for whom the reader stands in."""
    own: bool | None = None
    """False leaves out the plans of people whom one of `near` accompanies, True shows those alone."""
    order: str = "arrival"
    """One of `ORDERS`."""


ORDERS = {
    "arrival": (plans.c.rank_at,),
    "newest": (plans.c.rank_at.desc(),),
    "departure": (),
    "most": (plans.c.aid_cents.desc(),),
    "least": (plans.c.aid_cents,),
}
"""How a list may be sorted; the plan's id decides between equals. Days are sealed, and sorted once they are opened."""


def listed(tx: Tx, network_id: int, wanted: Wanted, limit: int, offset: int = 0) -> list[PlanRow]:
    """Return one page of the plans that are wanted."""
    if wanted.order == "departure":
        return in_order(tx, _by_departure(tx, network_id, wanted)[offset : offset + limit])

    def narrowed(every: sa.Select[Any]) -> sa.Select[Any]:
        those = every.join(organisations, organisations.c.id == plans.c.organisation_id)
        ordered = those.where(*_those(network_id, wanted)).order_by(*ORDERS[wanted.order], plans.c.id)
        return ordered.limit(limit).offset(offset)

    return fetch(tx, narrowed)


def _by_departure(tx: Tx, network_id: int, wanted: Wanted) -> list[int]:
    """Return the ids of the plans that are wanted, those who leave first before all; without a day they come last."""
    query = (
        sa.select(plans.c.id, plans.c.stay)
        .join(organisations, organisations.c.id == plans.c.organisation_id)
        .where(*_those(network_id, wanted))
    )
    leaving = [(stay(tx, kept)[0] or date.max, number) for number, kept in tx.connection.execute(query)]
    return [number for _, number in sorted(leaving)]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many plans there are, with how many people, and what they ask, in cents."""

    plans: int
    people: int
    cents: int


def counted(tx: Tx, network_id: int, wanted: Wanted) -> Counted:
    """Count the plans that are wanted."""
    sums = (sa.func.coalesce(sa.func.sum(column), 0) for column in (plans.c.people, plans.c.aid_cents))
    query = (
        sa.select(sa.func.count(plans.c.id), *sums)
        .join(organisations, organisations.c.id == plans.c.organisation_id)
        .where(*_those(network_id, wanted))
    )
    number, people, cents = tx.connection.execute(query).one()
    return Counted(int(number), int(people), int(cents))


def since(tx: Tx, network_id: int, wanted: Wanted) -> datetime | None:
    """Return when the first of the plans that are wanted was endorsed."""
    query = (
        sa.select(sa.func.min(plans.c.rank_at))
        .join(organisations, organisations.c.id == plans.c.organisation_id)
        .where(*_those(network_id, wanted))
    )
    found: datetime | None = tx.connection.scalar(query)
    return found


def organisations_of(tx: Tx, network_id: int, wanted: Wanted) -> list[tuple[int, str, int]]:
    """Return the organisations with plans that are wanted: id, region, how many plans."""
    query = (
        sa.select(organisations.c.id, organisations.c.region, sa.func.count(plans.c.id))
        .join(plans, plans.c.organisation_id == organisations.c.id)
        .where(*_those(network_id, wanted))
        .group_by(organisations.c.id, organisations.c.region)
        .order_by(organisations.c.id)
    )
    return [(row[0], row[1], int(row[2])) for row in tx.connection.execute(query)]


def _those(network_id: int, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions = [plans.c.network_id == network_id, plans.c.state.in_(sorted(wanted.states))]
    if wanted.call_ids is not None:
        conditions.append(plans.c.call_id.in_(sorted(wanted.call_ids)))
    if wanted.region is not None:
        conditions.append(organisations.c.region == wanted.region)
    if wanted.organisation_id is not None:
        conditions.append(plans.c.organisation_id == wanted.organisation_id)
    if wanted.first_time:
        conditions.append(plans.c.first_time.is_(True))
    if wanted.arrived_since is not None:
        conditions.append(plans.c.rank_at >= wanted.arrived_since)
    if wanted.up_to is not None:
        conditions.append(plans.c.aid_cents <= wanted.up_to)
    return conditions + _of_whom(wanted)


def _of_whom(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Return the conditions on who may decide a plan now."""
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.decidable_before is not None:
        fresh = sa.and_(plans.c.state == State.ENDORSED.value, plans.c.decided_at >= wanted.decidable_before)
        conditions.append(sa.not_(fresh))
    if wanted.own is not None:
        theirs = _accompanied_by(wanted.near)
        conditions.append(theirs if wanted.own else sa.not_(theirs))
    return conditions


def _accompanied_by(referents: frozenset[int]) -> sa.ColumnElement[bool]:
    """Return the condition that one of these accompanies a person who goes by a plan, alone or in its group."""
    people = sa.select(attachments.c.beneficiary_id).where(
        attachments.c.referent_id.in_(sorted(referents)), attachments.c.until.is_(None)
    )
    together = sa.select(members.c.plan_id).where(members.c.person_id.in_(people), members.c.part.in_(sorted(COUNTED)))
    return sa.or_(plans.c.beneficiary_id.in_(people), plans.c.id.in_(together))


def due_for_clock(tx: Tx, state: State, before: date, column: str, limit: int = 200) -> list[PlanRow]:
    """Return plans in a state whose moment or day in `column` (decided_at, held_until, departure) has come by then."""
    if column in DAYS_OF_STAY:
        dated = sa.select(plans.c.id, plans.c.stay).where(plans.c.state == state.value, plans.c.stay.is_not(None))
        found = tx.connection.execute(dated.order_by(plans.c.id))
        which = DAYS_OF_STAY.index(column)
        due = [number for number, kept in found if (day := stay(tx, kept)[which]) is not None and day <= before]
        return in_order(tx, due[:limit])
    come = (plans.c.state == state.value, plans.c[column] <= before)
    return fetch(tx, lambda every: every.where(*come).order_by(plans.c.id).limit(limit))


def in_order(tx: Tx, ids: Sequence[int]) -> list[PlanRow]:
    """Return the plans of these ids, in their order."""
    found: dict[int, PlanRow] = {row.id: row for row in fetch(tx, lambda every: every.where(plans.c.id.in_(ids)))}
    return [found[number] for number in ids if number in found]
