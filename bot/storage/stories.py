"""What people tell of their stay: faces before and after, five taps, what was new; sealed, and theirs alone to give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.groups import COUNTED
from bot.domain.reports import AFTER_RETURN
from bot.storage.changes import StoryChanges
from bot.storage.groups import members
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_new, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.plans import plans

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("plan_id", sa.ForeignKey("plans.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("offered_at", Moment),
    sa.Column("before", Sealed),
    sa.Column("told_at", Moment),
    sa.Column("answers", Sealed),
    sa.Column("after", Sealed),
    sa.Column("quote", Sealed),
    sa.UniqueConstraint("plan_id", "person_id"),
)

_SEALED = ("before", "answers", "after", "quote")


@dataclass(frozen=True, slots=True)
class Story:
    """What one person gave about one plan: of a group's each member tells their own. Faces by scale, from 1 to 5.

    A scale that was left out is not there.
    """

    plan_id: int
    person_id: int
    offered_at: datetime | None = None
    """When the faces of before were offered: never a second time."""
    before: Mapping[str, int] = field(default_factory=dict)
    told_at: datetime | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    """Answers as the conversation keeps them, under "v"; a voice or a photo is known by its number at Telegram."""
    after: Mapping[str, int] = field(default_factory=dict)
    quote: str = ""
    """The one sentence that others may read, without the person's name; empty unless they agreed."""


_OF_PERSON = sa.select(stories).where(
    stories.c.plan_id == sa.bindparam("plan"), stories.c.person_id == sa.bindparam("person")
)


def of_person(tx: Tx, plan_id: int, person_id: int) -> Story:
    """Return what a person gave about that plan; an empty story where nothing was given."""
    row = tx.connection.execute(_OF_PERSON, {"plan": plan_id, "person": person_id}).first()
    return Story(plan_id, person_id) if row is None else _story(tx, row)


def _story(tx: Tx, row: sa.Row[Any]) -> Story:
    opened = {name: _opened(tx, name, getattr(row, name)) for name in _SEALED}
    return Story(
        row.plan_id,
        row.person_id,
        row.offered_at,
        opened["before"] or {},
        row.told_at,
        opened["answers"] or {},
        opened["after"] or {},
        opened["quote"] or "",
    )


def _opened(tx: Tx, name: str, sealed: bytes | None) -> Any:
    return tx.cipher.open_json(sealed, f"stories.{name}") if sealed else None


def of_call(tx: Tx, call_id: int) -> Iterator[Story]:
    """Yield what the people of a call gave."""
    query = sa.select(stories).join(plans, plans.c.id == stories.c.plan_id).where(plans.c.call_id == call_id)
    for row in tx.connection.execute(query.order_by(stories.c.plan_id, stories.c.person_id)):
        yield _story(tx, row)


_PERSON: sa.BindParameter[int] = sa.bindparam("person")
_TO_TELL = (
    sa.select(plans.c.id)
    .outerjoin(stories, sa.and_(stories.c.plan_id == plans.c.id, stories.c.person_id == _PERSON))
    .where(
        sa.or_(
            plans.c.beneficiary_id == _PERSON,
            plans.c.id.in_(
                sa.select(members.c.plan_id).where(members.c.person_id == _PERSON, members.c.part.in_(sorted(COUNTED)))
            ),
        ),
        plans.c.state.in_(sorted(AFTER_RETURN)),
        stories.c.told_at.is_(None),
    )
    .order_by(plans.c.id.desc())
    .limit(1)
)


def to_tell(tx: Tx, person_id: int) -> int | None:
    """Return the id of the person's latest plan, own or a group's, over and not told of yet, or None."""
    found = tx.connection.execute(_TO_TELL, {"person": person_id}).scalar()
    return None if found is None else int(found)


def offer(tx: Tx, plan_id: int, person_id: int, now: datetime) -> bool:
    """Note that the faces of before are offered to a person now; False when they were offered already."""
    new = insert_new(tx.dialect, stories).returning(stories.c.plan_id)
    values = {"plan_id": plan_id, "person_id": person_id, "offered_at": now}
    return tx.connection.execute(new, values).first() is not None


def note(tx: Tx, plan_id: int, person_id: int, **values: Unpack[StoryChanges]) -> None:
    """Keep what a person gave: `before`, `answers`, `after`, `quote` in clear, `told_at`."""
    stored = {name: _sealed(tx, name, value) for name, value in values.items()}
    tx.connection.execute(insert_new(tx.dialect, stories), {"plan_id": plan_id, "person_id": person_id})
    own = (stories.c.plan_id == plan_id, stories.c.person_id == person_id)
    tx.connection.execute(stories.update().where(*own).values(**stored))


def _sealed(tx: Tx, name: str, value: Any) -> Any:
    if name not in _SEALED:
        return value
    return tx.cipher.seal_json(value, f"stories.{name}") if value else None
