"""Members of group plans, the links by which several people ask to join one, and who asks. Words are sealed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.groups import COUNTED, TOLD, Part
from bot.domain.ids import JoinAskId, MemberId, PersonId, PlanId
from bot.domain.plans import LIVE, State
from bot.storage.changes import MemberChanges
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_new, metadata
from bot.storage.kernel.transaction import Conflict, Tx
from bot.storage.people import people
from bot.storage.plans import PlanRow, fetch, plans

members = sa.Table(
    "group_members",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("plan_id", sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("part", sa.String(10), nullable=False),
    sa.Column("answers", Sealed),
    sa.Column("confirmed_at", Moment),
    sa.Column("changed_at", Moment, nullable=False),
    sa.UniqueConstraint("plan_id", "person_id"),
)

links = sa.Table(
    "group_links",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("plan_id", sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("most", sa.Integer, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

asks = sa.Table(
    "group_asks",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("link_id", sa.ForeignKey("group_links.id", ondelete="CASCADE"), nullable=False),
    sa.Column("chat_key", sa.LargeBinary, nullable=False),
    sa.Column("chat", Sealed),
    sa.Column("name", Sealed),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("answer", sa.String(10), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("link_id", "chat_key"),
)


# Members


@dataclass(frozen=True, slots=True)
class Member:
    """One household of a group: who answers for it, how far it is, and what was said of it."""

    id: MemberId
    plan_id: PlanId
    person_id: PersonId
    part: Part
    answers: dict[str, Any]
    confirmed_at: datetime | None


_MEMBER = sa.select(*(members.c[name] for name in Member.__dataclass_fields__))


def _member(tx: Tx, row: sa.Row[Any]) -> Member:
    answers = tx.cipher.open_json(row.answers, "group_members.answers") if row.answers else {}
    return Member(row.id, row.plan_id, row.person_id, Part(row.part), answers, row.confirmed_at)


def add(tx: Tx, plan_id: int, person_id: int, part: Part, now: datetime) -> None:
    """Make a person a member; one who had left comes back to this part, and one already there stays unchanged."""
    values = {"plan_id": plan_id, "person_id": person_id, "part": part.value, "changed_at": now}
    tx.connection.execute(insert_new(tx.dialect, members), values)
    had_left = (members.c.plan_id == plan_id, members.c.person_id == person_id, members.c.part == Part.LEFT.value)
    again = {"part": part.value, "changed_at": now, "answers": None, "confirmed_at": None}
    tx.connection.execute(members.update().where(*had_left).values(**again))


def change(tx: Tx, member: Member, now: datetime, **values: Unpack[MemberChanges]) -> None:
    """Change part, answers or confirmed_at. Raises Conflict when the member's part is no longer what was read."""
    stored: dict[str, Any] = {**values}
    if values.get("answers") is not None:
        stored["answers"] = tx.cipher.seal_json(values["answers"], "group_members.answers")
    if "part" in values:
        stored["part"] = values["part"].value
    done = tx.connection.execute(
        members.update()
        .where(members.c.id == member.id, members.c.part == member.part.value)
        .values(changed_at=now, **stored)
    )
    if done.rowcount == 0:
        raise Conflict(f"member {member.id}")


def member(tx: Tx, member_id: int) -> Member | None:
    """Return the member of that number, or None."""
    row = tx.connection.execute(_MEMBER.where(members.c.id == member_id)).first()
    return None if row is None else _member(tx, row)


def of_plan(tx: Tx, plan_id: int) -> list[Member]:
    """Return everybody who is or was in a group, in order of arrival."""
    rows = tx.connection.execute(_MEMBER.where(members.c.plan_id == plan_id).order_by(members.c.id))
    return [_member(tx, row) for row in rows]


_EVERY = (
    _MEMBER.join(plans, plans.c.id == members.c.plan_id)
    .where(members.c.person_id == sa.bindparam("person"), members.c.part.in_(sorted(TOLD)))
    .order_by(members.c.id.desc())
)
_LIVE_PARTS = _EVERY.where(plans.c.state.in_(sorted(LIVE)))


def live_parts_of(tx: Tx, person_id: int) -> list[Member]:
    """Return a person's part of each group that is still under way, the latest first."""
    return [_member(tx, row) for row in tx.connection.execute(_LIVE_PARTS, {"person": person_id})]


def latest_part_of(tx: Tx, person_id: int) -> Member | None:
    """Return a person's part of the last group they were asked into and did not leave, whatever became of it."""
    row = tx.connection.execute(_EVERY.limit(1), {"person": person_id}).first()
    return None if row is None else _member(tx, row)


def part_of(tx: Tx, plan_id: int, person_id: int) -> Part | None:
    """Return how far a person is with their part of a group; None where they never had one."""
    query = sa.select(members.c.part).where(members.c.plan_id == plan_id, members.c.person_id == person_id)
    found = tx.connection.execute(query).scalar()
    return None if found is None else Part(found)


def counted(tx: Tx, plan_id: int) -> list[int]:
    """Return who counts in a group, by id of the person."""
    query = sa.select(members.c.person_id).where(members.c.plan_id == plan_id, members.c.part.in_(sorted(COUNTED)))
    return list(tx.connection.scalars(query.order_by(members.c.id)))


def among(tx: Tx, plan_ids: Collection[int]) -> set[int]:
    """Return which of these plans are a group's."""
    query = sa.select(plans.c.id).where(plans.c.id.in_(plan_ids), plans.c.households.is_not(None))
    return set(tx.connection.scalars(query))


def in_call(tx: Tx, person_ids: Collection[int], call_id: int, parts: Collection[Part]) -> dict[int, int]:
    """Return the live group of that call in which each of these people has one of these parts: person, plan."""
    query = (
        sa.select(members.c.person_id, members.c.plan_id)
        .join(plans, plans.c.id == members.c.plan_id)
        .where(
            members.c.person_id.in_(person_ids),
            members.c.part.in_(sorted(parts)),
            plans.c.call_id == call_id,
            plans.c.state.in_(sorted(LIVE)),
        )
    )
    return {row.person_id: row.plan_id for row in tx.connection.execute(query)}


def with_whom(tx: Tx, person_ids: Collection[int]) -> dict[int, str]:
    """Return the name of the latest live group that each of these people is in; none for who is in none."""
    query = (
        sa.select(members.c.person_id, people.c.name)
        .select_from(members.join(plans, plans.c.id == members.c.plan_id))
        .join(people, people.c.id == plans.c.beneficiary_id)
        .where(
            members.c.person_id.in_(person_ids),
            members.c.part.in_(sorted(TOLD)),
            plans.c.state.in_(sorted(LIVE)),
        )
        .order_by(members.c.id)
    )
    return {row.person_id: tx.cipher.open_text(row.name, "people.name") for row in tx.connection.execute(query)}


def own_plans(tx: Tx, person_ids: Collection[int], call_id: int) -> dict[int, PlanRow]:
    """Return the own plan that each of these people has under way in that call; one that waits for later is not."""
    under_way = plans.c.state.in_(sorted(LIVE - {State.POSTPONED}))
    wanted = (plans.c.beneficiary_id.in_(person_ids), plans.c.call_id == call_id, under_way)
    return {row.beneficiary_id: row for row in fetch(tx, lambda every: every.where(*wanted))}


# Links for several people


@dataclass(frozen=True, slots=True)
class Link:
    """A link that at most `most` people may open to ask, until its end."""

    id: int
    plan_id: int
    most: int
    expires_at: datetime


def open_link(tx: Tx, plan_id: int, code: str, most: int, now: datetime, expires_at: datetime) -> None:
    """Open a new link; those made before for this group open nothing any more.

    Only a keyed hash of its code is kept.
    """
    close_links(tx, plan_id, now)
    values = {
        "plan_id": plan_id, "code_hash": tx.cipher.blind(code, "group_links.code"), "most": most,
        "expires_at": expires_at, "created_at": now,
    }  # fmt: skip
    tx.connection.execute(links.insert(), values)


def close_links(tx: Tx, plan_id: int, now: datetime) -> None:
    """End the links of this group now; people who have asked by them are still answered."""
    still_open = (links.c.plan_id == plan_id, links.c.expires_at > now)
    tx.connection.execute(links.update().where(*still_open).values(expires_at=now))


def _link(row: sa.Row[Any] | None) -> Link | None:
    return None if row is None else Link(row.id, row.plan_id, row.most, row.expires_at)


def link_of(tx: Tx, code: str, now: datetime) -> Link | None:
    """Return the link of that code while it is open, or None."""
    hashes = tx.cipher.blinds(code, "group_links.code")
    query = sa.select(links).where(links.c.code_hash.in_(hashes), links.c.expires_at > now)
    return _link(tx.connection.execute(query).first())


def open_link_of(tx: Tx, plan_id: int, now: datetime) -> Link | None:
    """Return the group's link that is open now, or None."""
    query = sa.select(links).where(links.c.plan_id == plan_id, links.c.expires_at > now)
    return _link(tx.connection.execute(query).first())


# Who asks by a link


class Answer(StrEnum):
    """What became of a person's asking to join."""

    WAITS = "waits"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Ask:
    """A person who opened a link and waits to be accepted by name."""

    id: JoinAskId
    plan_id: PlanId
    chat_id: int
    name: str
    language: str
    asked_at: datetime


_ASKS = sa.select(asks, links.c.plan_id).join(links, links.c.id == asks.c.link_id)


def _ask(tx: Tx, row: sa.Row[Any]) -> Ask:
    chat = int(tx.cipher.open_text(row.chat, "group_asks.chat"))
    name = tx.cipher.open_text(row.name, "group_asks.name")
    return Ask(row.id, row.plan_id, chat, name, row.language, row.created_at)


def ask(tx: Tx, link: Link, chat_id: int, name: str, language: str, now: datetime) -> int | None:
    """Note that a person asks; None when they have asked before, or as many have as the link is for."""
    asked = sa.select(sa.func.count()).select_from(asks).where(asks.c.link_id == link.id)
    known = sa.select(asks.c.id).where(
        asks.c.link_id == link.id, asks.c.chat_key.in_(tx.cipher.blinds(str(chat_id), "group_asks.chat"))
    )
    tx.connection.execute(sa.select(links.c.id).where(links.c.id == link.id).with_for_update())
    if tx.connection.execute(known).first() is not None or int(tx.connection.scalar(asked) or 0) >= link.most:
        return None
    values = {
        "link_id": link.id,
        "chat_key": tx.cipher.blind(str(chat_id), "group_asks.chat"),
        "chat": tx.cipher.seal(str(chat_id), "group_asks.chat"),
        "name": tx.cipher.seal(name, "group_asks.name"),
        "language": language,
        "answer": Answer.WAITS.value,
        "created_at": now,
    }
    return int(tx.connection.execute(asks.insert().returning(asks.c.id), values).scalar_one())


def asking(tx: Tx, plan_id: int) -> list[Ask]:
    """Return who waits to be accepted into a group, in order of arrival."""
    query = _ASKS.where(links.c.plan_id == plan_id, asks.c.answer == Answer.WAITS.value).order_by(asks.c.id)
    return [_ask(tx, row) for row in tx.connection.execute(query)]


def awaiting(tx: Tx, rows: Collection[int]) -> list[int]:
    """Return the plan ids of the live groups in which an asker waits for the referent; `rows` stand for the groups."""
    asked = sa.select(links.c.plan_id).join(asks, asks.c.link_id == links.c.id)
    asked = asked.where(asks.c.answer == Answer.WAITS.value)
    leaving = sa.select(members.c.plan_id).where(members.c.part == Part.LEAVING.value)
    query = sa.select(plans.c.id).where(
        plans.c.beneficiary_id.in_(rows),
        plans.c.households.is_not(None),
        plans.c.state.in_(sorted(LIVE)),
        sa.or_(plans.c.id.in_(asked), plans.c.id.in_(leaving)),
    )
    return list(tx.connection.scalars(query.order_by(plans.c.id)))


def count_asking(tx: Tx, plan_id: int) -> int:
    """Count those who wait to be accepted into a group."""
    query = (
        sa.select(sa.func.count())
        .select_from(asks.join(links, links.c.id == asks.c.link_id))
        .where(links.c.plan_id == plan_id, asks.c.answer == Answer.WAITS.value)
    )
    return int(tx.connection.scalar(query) or 0)


def ask_of(tx: Tx, ask_id: int) -> Ask | None:
    """Return the asker of that number who still waits, or None."""
    row = tx.connection.execute(_ASKS.where(asks.c.id == ask_id, asks.c.answer == Answer.WAITS.value)).first()
    return None if row is None else _ask(tx, row)


def answer(tx: Tx, ask_id: int, said: Answer) -> None:
    """Accept or decline an asker: name and chat are forgotten, that they asked still counts for the link."""
    values = {"answer": said.value, "chat": None, "name": None}
    waits = (asks.c.id == ask_id, asks.c.answer == Answer.WAITS.value)
    if tx.connection.execute(asks.update().where(*waits).values(**values)).rowcount == 0:
        raise Conflict(f"ask {ask_id}")


def forget(tx: Tx, now: datetime) -> int:
    """Forget those who asked by a link that has ended; returns how many."""
    ended = sa.select(links.c.id).where(links.c.expires_at <= now)
    return tx.connection.execute(asks.delete().where(asks.c.link_id.in_(ended))).rowcount
