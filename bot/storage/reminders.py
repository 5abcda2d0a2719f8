"""Reminders: what is meant for whom on which day, what was told, and what people stopped. Tables and queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any, TypeAlias

import sqlalchemy as sa

from bot.domain.reminders import Anchor, Reminder
from bot.storage import days
from bot.storage.calls import calls
from bot.storage.days import stay
from bot.storage.handovers import handovers
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_new, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.networks import organisations
from bot.storage.people import attachments
from bot.storage.plans import plans


class ReminderState(StrEnum):
    """How far a reminder is."""

    PLANNED = "planned"
    TOLD = "told"
    DROPPED = "dropped"


reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("plan_id", sa.ForeignKey("plans.id"), nullable=False),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("anchor_key", sa.LargeBinary, nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("days", Sealed, nullable=False),
    sa.Column("state", sa.String(8), nullable=False, server_default=ReminderState.PLANNED),
    sa.Column("message_id", sa.BigInteger),
    sa.UniqueConstraint("plan_id", "kind", "anchor_key", "person_id"),
)
_PLANNED = sa.text("state = 'planned'")
sa.Index("ix_reminders_person_id", reminders.c.person_id, reminders.c.state)
sa.Index("ix_reminders_message_id", reminders.c.message_id)

reminder_stops = sa.Table(
    "reminder_stops",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    sa.Column("plan_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
)

looks = sa.Table(
    "looks",
    metadata,
    sa.Column("name", sa.String(24), primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

WHATEVER = date(1, 1, 1)
"""The anchor of what comes once in a plan's life, whatever its dates become."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan for which a reminder has come near. `anchor` is the date it hangs on; it may have no referent."""

    plan_id: int
    beneficiary_id: int
    referent_id: int | None
    anchor: date
    region: str
    department: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder meant for a person on a day."""

    id: int
    plan_id: int
    kind: str
    anchor: date
    person_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Source:
    """Where plans for a reminder are looked for.

    Attributes:
        kind: the reminder's.
        first: the earliest date it may hang on; a moment for the last answer, of a handover for the end of vouchers.
        last: the latest.
        plans: only these, by id; None for all.
        call_id: only plans of that call, whose own date `first` is.
    """

    kind: str
    first: date
    last: date
    plans: tuple[int, ...] | None = None
    call_id: int = 0

    @property
    def day(self) -> date:
        """The date of the call."""
        return self.first


TOGETHER = 2_000
"""Rows looked through by one query."""
_HALF_A_DAY = timedelta(hours=12)


def _offer_ends(dialect: str) -> sa.ColumnElement[Any]:
    """Return the day an offer ends: it is kept until midnight there, and half a day before it is that day anywhere."""
    held = plans.c.held_until
    if dialect == "sqlite":
        return sa.func.date(held, "-12 hours", type_=sa.Date)
    return sa.cast(sa.func.timezone("UTC", held - sa.literal(_HALF_A_DAY, sa.Interval)), sa.Date)


_OF_PLANS: dict[Anchor, sa.ColumnElement[Any]] = {
    Anchor.LAST_ANSWER: plans.c.updated_at,
    Anchor.DEPARTURE: plans.c.stay,
    Anchor.HOMECOMING: plans.c.stay,
    Anchor.VOUCHERS_END: handovers.c.handed_on,
}
_IN_THE_STAY = {Anchor.DEPARTURE: 0, Anchor.HOMECOMING: 1}
"""Which day of a stay; it is sealed, so that SQL cannot compare it."""
_DAYS = "reminders.days"


def near(tx: Tx, reminder: Reminder, source: Source, after: int, limit: int) -> list[Candidate]:
    """Return plans of which nothing of this reminder was noted yet, in the order of their ids, from `after` on."""
    return list(islice(_unnoted(tx, reminder, source, after), limit))


def _unnoted(tx: Tx, reminder: Reminder, source: Source, after: int) -> Iterator[Candidate]:
    """Yield these plans one after the other."""
    query = _candidates(tx, reminder, source).order_by(plans.c.id).limit(TOGETHER)
    which = _IN_THE_STAY.get(reminder.anchor)
    while True:
        rows = tx.connection.execute(query.where(plans.c.id > after)).all()
        found = []
        for row in rows:
            day: date | None = row.hangs_on if which is None else stay(tx, row.hangs_on)[which]
            if day is None or (which is not None and not source.first <= day <= source.last):
                continue
            anchor = WHATEVER if reminder.once else day
            found.append(Candidate(row.id, row.beneficiary_id, row.referent_id, anchor, row.region, row.department))
        noted = _noted(tx, reminder.kind, [each.plan_id for each in found])
        yield from (each for each in found if noted.isdisjoint(days.keys(tx, each.plan_id, each.anchor)))
        if len(rows) < TOGETHER:
            return
        after = rows[-1].id


def _noted(tx: Tx, kind: str, plan_ids: list[int]) -> set[bytes]:
    """Return under which days something of a kind is noted for these plans."""
    if not plan_ids:
        return set()
    query = sa.select(reminders.c.anchor_key).where(reminders.c.kind == kind, reminders.c.plan_id.in_(plan_ids))
    return set(tx.connection.scalars(query))


def _candidates(tx: Tx, reminder: Reminder, source: Source) -> sa.Select[Any]:
    """Select the plans that may be meant, with what the reminder hangs on."""
    if reminder.anchor is Anchor.OFFER_ENDS:
        column = _offer_ends(tx.dialect)
    else:
        column = sa.literal(source.first, sa.Date) if source.call_id else _OF_PLANS[reminder.anchor]
    query = (
        sa.select(
            plans.c.id, plans.c.beneficiary_id, attachments.c.referent_id, column.label("hangs_on"),
            organisations.c.region, organisations.c.department,
        )
        .join(organisations, organisations.c.id == plans.c.organisation_id)
        .outerjoin(
            attachments,
            sa.and_(attachments.c.beneficiary_id == plans.c.beneficiary_id, attachments.c.until.is_(None)),
        )
        .where(plans.c.state.in_(sorted(reminder.states)))
    )  # fmt: skip
    if reminder.anchor is Anchor.VOUCHERS_END:
        query = query.join(handovers, handovers.c.plan_id == plans.c.id)
    if source.plans is not None:
        query = query.where(plans.c.id.in_(source.plans))
    if source.call_id:
        return query.where(plans.c.call_id == source.call_id)
    if reminder.anchor in _IN_THE_STAY:
        return query.where(column.is_not(None))
    return query.where(column >= source.first, column <= source.last)


def calls_between(tx: Tx, anchor: Anchor, first: date, last: date) -> list[tuple[int, date, datetime]]:
    """Return id, `people_by` and `closes_at` of the calls whose date lies between two days; a day more at each end."""
    day = timedelta(days=1)
    column = calls.c.people_by if anchor is Anchor.PEOPLE_BY else sa.func.date(calls.c.closes_at)
    query = sa.select(calls.c.id, calls.c.people_by, calls.c.closes_at).where(
        calls.c.draft.is_(False), column >= _day(tx, anchor, first - day), column <= _day(tx, anchor, last + day)
    )
    return [tuple(row) for row in tx.connection.execute(query)]


def _day(tx: Tx, anchor: Anchor, day: date) -> Any:
    """Return a day as the column compares it: SQLite's `date()` gives text."""
    return day.isoformat() if tx.dialect == "sqlite" and anchor is Anchor.CLOSING else day


def count(tx: Tx, reminder: Reminder, source: Source) -> int:
    """Count the plans of which nothing of this reminder was noted."""
    return sum(1 for _ in _unnoted(tx, reminder, source, 0))


Row: TypeAlias = tuple[int, str, date, int, date, ReminderState]
"""A reminder to note: plan, kind, anchor, person, day, and how far it is."""


def plan(tx: Tx, rows: Sequence[Row]) -> None:
    """Note reminders; one that is known is left alone."""
    values = [
        {
            "plan_id": plan_id, "kind": kind, "anchor_key": days.keys(tx, plan_id, anchor)[0], "person_id": person_id,
            "days": days.sealed(tx, (anchor, day), _DAYS), "state": state,
        }
        for plan_id, kind, anchor, person_id, day, state in rows
    ]  # fmt: skip
    if values:
        tx.connection.execute(insert_new(tx.dialect, reminders), values)


def known_to(tx: Tx, plan_id: int, kind: str, anchor: date) -> set[int]:
    """Return for whom a reminder was noted, whatever became of it."""
    query = sa.select(reminders.c.person_id).where(
        reminders.c.plan_id == plan_id, reminders.c.kind == kind,
        reminders.c.anchor_key.in_(days.keys(tx, plan_id, anchor)),
    )  # fmt: skip
    return set(tx.connection.scalars(query))


_KEPT = sa.select(*(reminders.c[name] for name in ("id", "plan_id", "kind", "person_id", "days")))


def _planned(tx: Tx, query: sa.Select[Any], until: date = date.max) -> list[Planned]:
    """Return what was planned for a day up to that one."""
    found = []
    for row in tx.connection.execute(query.order_by(reminders.c.id)):
        anchor, day = days.opened(tx, row.days, _DAYS)
        if anchor is not None and day is not None and day <= until:
            found.append(Planned(row.id, row.plan_id, row.kind, anchor, row.person_id, day))
    return found


def meant_for(tx: Tx, person_id: int, day: date, message_id: int) -> list[Planned]:
    """Return what a person's message of the day is about: planned up to that day, or in this message already."""
    planned = _planned(tx, _KEPT.where(_PLANNED, reminders.c.person_id == person_id), day)
    return sorted([*planned, *in_message(tx, message_id)], key=lambda each: each.id)


def in_message(tx: Tx, message_id: int) -> list[Planned]:
    """Return what a message of the day said."""
    told = reminders.c.state == ReminderState.TOLD.value
    return _planned(tx, _KEPT.where(reminders.c.message_id == message_id, told))


def of_person(tx: Tx, person_id: int, day: date) -> list[Planned]:
    """Return what was planned for a person up to a day, told or not, and not dropped."""
    told = sa.or_(_PLANNED, reminders.c.state == ReminderState.TOLD.value)
    return _planned(tx, _KEPT.where(told, reminders.c.person_id == person_id), day)


def settle(tx: Tx, ids: Iterable[int], state: ReminderState, message_id: int | None = None) -> None:
    """Say what became of reminders."""
    which = reminders.c.id.in_(list(ids))
    tx.connection.execute(reminders.update().where(which).values(state=state.value, message_id=message_id))


def put_off(tx: Tx, reminder_id: int, day: date) -> None:
    """Put a reminder off to another day."""
    kept = tx.connection.scalar(sa.select(reminders.c.days).where(reminders.c.id == reminder_id))
    moved = days.sealed(tx, (days.opened(tx, kept, _DAYS)[0], day), _DAYS)
    again = {"days": moved, "state": ReminderState.PLANNED.value, "message_id": None}
    tx.connection.execute(reminders.update().where(reminders.c.id == reminder_id).values(**again))


def readdress(tx: Tx, plan_id: int, before: int, after: int) -> None:
    """Readdress what is meant for a person about a plan, told or not, to another one from now on.

    What that one is reminded of already, or will be, stays as it is.
    """
    of_plan = reminders.c.plan_id == plan_id
    other = reminders.alias()
    same = (getattr(other.c, name) == getattr(reminders.c, name) for name in ("plan_id", "kind", "anchor_key"))
    twice = sa.exists().where(*same, other.c.person_id != reminders.c.person_id, other.c.person_id.in_([before, after]))
    dropped = (reminders.c.person_id == after, reminders.c.state == ReminderState.DROPPED.value)
    tx.connection.execute(reminders.delete().where(of_plan, *dropped, twice))
    tx.connection.execute(reminders.delete().where(of_plan, reminders.c.person_id == before, twice))
    tx.connection.execute(reminders.update().where(of_plan, reminders.c.person_id == before).values(person_id=after))


# What people stopped

EVERY_PLAN = 0
"""Stands for all plans of a person."""


def stop(tx: Tx, person_id: int, plan_id: int, now: datetime) -> None:
    """Stop the reminders to a person about this plan, or about any (`EVERY_PLAN`)."""
    row = {"person_id": person_id, "plan_id": plan_id, "at": now}
    tx.connection.execute(insert_new(tx.dialect, reminder_stops), row)


def resume(tx: Tx, person_id: int) -> None:
    """Resume the reminders to a person, whatever was stopped."""
    tx.connection.execute(reminder_stops.delete().where(reminder_stops.c.person_id == person_id))


def stopped(tx: Tx, person_id: int, plan_id: int) -> datetime | None:
    """Return since when a person gets no reminders about this plan, or about any; None when they do."""
    mine = (reminder_stops.c.person_id == person_id, reminder_stops.c.plan_id.in_([plan_id, EVERY_PLAN]))
    since: datetime | None = tx.connection.scalar(sa.select(sa.func.min(reminder_stops.c.at)).where(*mine))
    return since


# When this was last looked at


def looked_at(tx: Tx, name: str) -> datetime | None:
    """Return when something was last looked at, or None."""
    return tx.connection.scalar(sa.select(looks.c.at).where(looks.c.name == name))


def look(tx: Tx, names: Iterable[str], now: datetime) -> None:
    """Note that these were looked at now."""
    rows = [{"name": name, "at": now} for name in names]
    tx.connection.execute(insert_or_change(tx.dialect, looks, ("at",)), rows)
