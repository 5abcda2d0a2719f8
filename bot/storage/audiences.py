"""Who a broadcast is for, as sets: counted, queued and looked at again by the same conditions.

No person is read one by one, so that a hundred thousand cost seconds.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.absence import reader
from bot.domain.audience import SILENT_DAYS, Audience, Reach, Seen, To
from bot.domain.groups import COUNTED
from bot.domain.people import Contact, Writing
from bot.domain.plans import SENT
from bot.storage import absences
from bot.storage.broadcasts import RowState, broadcasts, rows
from bot.storage.groups import members
from bot.storage.kernel.schema import insert_new
from bot.storage.kernel.transaction import Tx
from bot.storage.networks import organisations
from bot.storage.people import attachments, people, roles
from bot.storage.plans import plans

Condition = sa.ColumnElement[bool]
_WRITTEN = (Reach.REACHED, Reach.ALOUD)


def _meant(network_id: int, audience: Audience, now: datetime) -> list[Condition]:
    """Return the conditions under which a person is meant at all."""
    conditions: list[Condition] = [people.c.network_id == network_id, _holds(audience)]
    if audience.regions or audience.kinds:
        conditions.append(_in_organisations(audience))
    if audience.languages:
        conditions.append(people.c.language.in_(audience.languages))
    if audience.states or (audience.to is To.PEOPLE and audience.call_id is not None):
        conditions.append(_has_plan(audience, audience.states))
    if audience.seen is not None:
        since = now - timedelta(days=SILENT_DAYS)
        lately = people.c.last_seen >= since
        conditions.append(lately if audience.seen is Seen.LATELY else sa.or_(people.c.last_seen.is_(None), ~lately))
    return conditions


def _holds(audience: Audience) -> Condition:
    held = [role.value for role in audience.to.roles]
    return sa.exists().where(roles.c.person_id == people.c.id, roles.c.role.in_(held))


def _in_organisations(audience: Audience) -> Condition:
    wanted = sa.select(organisations.c.id)
    if audience.regions:
        wanted = wanted.where(organisations.c.region.in_(audience.regions))
    if audience.kinds:
        wanted = wanted.where(organisations.c.kind.in_(audience.kinds))
    return people.c.organisation_id.in_(wanted)


def _has_plan(audience: Audience, states: Collection[str]) -> Condition:
    """Select beneficiaries by their own plan or a group's that counts them, professionals by a plan they accompany."""
    conditions: list[Condition] = []
    if audience.call_id is not None:
        conditions.append(plans.c.call_id == audience.call_id)
    if states:
        conditions.append(plans.c.state.in_(sorted(states)))
    if audience.to is To.PEOPLE:
        own = sa.exists().where(plans.c.beneficiary_id == people.c.id, *conditions)
        goes = (members.c.person_id == people.c.id, members.c.part.in_(sorted(COUNTED)))
        with_a_group = sa.exists().where(*goes, plans.c.id == members.c.plan_id)
        if not audience.with_groups:
            return sa.and_(own, ~with_a_group.where(plans.c.call_id == audience.call_id))
        return sa.or_(own, with_a_group.where(*conditions))
    accompanied = (attachments.c.referent_id == people.c.id, attachments.c.until.is_(None))
    return sa.exists().where(*accompanied, plans.c.beneficiary_id == attachments.c.beneficiary_id, *conditions)


def _reach(audience: Audience) -> sa.ColumnElement[str]:
    """Say in SQL what becomes of a person who is meant: the first case that holds."""
    asked_not = people.c.writing == Writing.NO.value
    accompanied = sa.exists().where(attachments.c.beneficiary_id == people.c.id, attachments.c.until.is_(None))
    cases: list[tuple[Condition, Reach]] = []
    if audience.to is To.PEOPLE:
        if audience.call_id is not None and not audience.with_sent and not audience.states:
            cases.append((_has_plan(audience, [state.value for state in SENT]), Reach.ALREADY_SENT))
        asked_not = sa.or_(people.c.contact != Contact.NORMAL.value, sa.func.coalesce(asked_not, sa.false()))
        cases.append((sa.and_(asked_not, accompanied), Reach.ALOUD))
    cases += [
        (asked_not, Reach.ASKED_NOT),
        (people.c.chat_key.is_(None), Reach.NO_ACCOUNT),
        (people.c.blocked_at.is_not(None), Reach.BLOCKED),
    ]
    return sa.case(*((condition, reach.value) for condition, reach in cases), else_=Reach.REACHED.value)


def count(tx: Tx, network_id: int, audience: Audience, now: datetime) -> dict[Reach, int]:
    """Count the people who are meant, by what becomes of them."""
    reach = _reach(audience).label("reach")
    found = sa.select(reach).where(*_meant(network_id, audience, now)).subquery()
    query = sa.select(found.c.reach, sa.func.count()).group_by(found.c.reach)
    return dict.fromkeys(Reach, 0) | {Reach(each): number for each, number in tx.connection.execute(query)}


def languages(tx: Tx, network_id: int, audience: Audience, now: datetime) -> dict[str, int]:
    """Count the readers of each language among those who are written to, the most read first."""
    query = (
        sa.select(people.c.language, sa.func.count().label("readers"))
        .where(*_meant(network_id, audience, now), _reach(audience) == Reach.REACHED.value)
        .group_by(people.c.language)
        .order_by(sa.desc("readers"), people.c.language)
    )
    return {row.language: row.readers for row in tx.connection.execute(query)}


def queue(tx: Tx, broadcast_id: int, network_id: int, audience: Audience, now: datetime, most: int) -> int:
    """Queue the next `most` recipients, by their ids from where it stopped; one who is queued already stays so.

    Returns:
        How many were looked at: fewer than `most` when these were the last.
    """
    begun = sa.select(broadcasts.c.prepared_to).where(broadcasts.c.id == broadcast_id)
    after = tx.connection.execute(begun).scalar_one()
    wanted = (
        sa.select(sa.literal(broadcast_id), people.c.id, sa.literal(RowState.QUEUED.value))
        .where(*_meant(network_id, audience, now), people.c.id > after, _reach(audience).in_(list(_WRITTEN)))
        .order_by(people.c.id)
        .limit(most)
    )
    insert = insert_new(tx.dialect, rows).from_select(["broadcast_id", "recipient_id", "state"], wanted)
    looked_at = tx.connection.execute(insert, execution_options={"preserve_rowcount": True}).rowcount
    last = sa.select(sa.func.max(rows.c.recipient_id)).where(rows.c.broadcast_id == broadcast_id).scalar_subquery()
    tx.connection.execute(
        broadcasts.update()
        .where(broadcasts.c.id == broadcast_id)
        .values(prepared_to=sa.func.coalesce(last, after), total=broadcasts.c.total + looked_at)
    )
    return looked_at


def again(tx: Tx, network_id: int, audience: Audience, now: datetime, ids: Collection[int]) -> dict[int, Reach]:
    """Return what becomes of these people now; those no longer meant, or no longer there, are missing."""
    query = sa.select(people.c.id, _reach(audience)).where(
        people.c.id.in_(list(ids)), *_meant(network_id, audience, now)
    )
    return {person_id: Reach(reach) for person_id, reach in tx.connection.execute(query)}


def overlap(tx: Tx, network_id: int, audience: Audience, now: datetime, key: bytes, since: datetime) -> int:
    """Count those who would be written to and had the same text queued since then."""
    same = sa.exists().where(
        rows.c.recipient_id == people.c.id,
        rows.c.broadcast_id == broadcasts.c.id,
        broadcasts.c.text_key == key,
        broadcasts.c.network_id == network_id,
        broadcasts.c.created_at >= since,
        rows.c.state.in_([RowState.QUEUED, RowState.CLAIMED, RowState.SENT, RowState.UNCERTAIN]),
    )
    query = (
        sa.select(sa.func.count())
        .select_from(people)
        .where(*_meant(network_id, audience, now), _reach(audience) == Reach.REACHED.value, same)
    )
    return int(tx.connection.execute(query).scalar_one())


_LEFT = (RowState.UNREACHABLE, RowState.ALOUD)
"""What became of recipients whom only their referent can tell."""


def left_to_referents(tx: Tx, broadcast_id: int) -> dict[int, int]:
    """Count the beneficiaries whom a broadcast leaves to referents, by the referent who reads for them now."""
    query = (
        sa.select(attachments.c.referent_id, sa.func.count())
        .join(rows, rows.c.recipient_id == attachments.c.beneficiary_id)
        .where(rows.c.broadcast_id == broadcast_id, rows.c.state.in_(_LEFT), attachments.c.until.is_(None))
        .group_by(attachments.c.referent_id)
    )
    stand_ins, found = absences.stand_ins(tx), Counter[int]()
    for referent_id, count in tx.connection.execute(query):
        found[reader(referent_id, stand_ins)] += count
    return dict(sorted(found.items()))


def left_among(tx: Tx, broadcast_id: int, ids: Collection[int]) -> dict[int, RowState]:
    """Return which of these people a broadcast has left to their referent, and why."""
    query = sa.select(rows.c.recipient_id, rows.c.state).where(
        rows.c.broadcast_id == broadcast_id, rows.c.state.in_(_LEFT), rows.c.recipient_id.in_(list(ids))
    )
    return {person: RowState(state) for person, state in tx.connection.execute(query.order_by(rows.c.recipient_id))}
