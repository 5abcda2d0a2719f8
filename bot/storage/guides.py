"""Guides that a network shelves for its referents, and for people where it says so: table and queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.ids import GuideId, NetworkId
from bot.domain.people import AT_WORK, Contact
from bot.domain.plans import LIVE
from bot.storage.calls import calls
from bot.storage.changes import GuideChanges, GuideWords
from bot.storage.kernel.schema import Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.people import people, roles
from bot.storage.plans import plans

guides = sa.Table(
    "guides",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False, index=True),
    sa.Column("author_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("theme", sa.String(20), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("for_people", sa.Boolean, nullable=False),
    sa.Column("title", Sealed, nullable=False),
    sa.Column("content", Sealed, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
)


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide. `content` is JSON: words (which may be a link), or a file that Telegram keeps."""

    id: GuideId
    network_id: NetworkId
    theme: str
    language: str
    for_people: bool
    title: str
    content: Mapping[str, Any]
    created_at: datetime


def _guide(tx: Tx, row: sa.Row[Any]) -> Guide:
    return Guide(
        id=row.id,
        network_id=row.network_id,
        theme=row.theme,
        language=row.language,
        for_people=row.for_people,
        title=tx.cipher.open_text(row.title, "guides.title"),
        content=tx.cipher.open_json(row.content, "guides.content"),
        created_at=row.created_at,
    )


def _sealed(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    sealed = dict(values)
    if "title" in sealed:
        sealed["title"] = tx.cipher.seal(sealed["title"], "guides.title")
    if "content" in sealed:
        sealed["content"] = tx.cipher.seal_json(sealed["content"], "guides.content")
    return sealed


def add(tx: Tx, network_id: int, author_id: int, now: datetime, **values: Unpack[GuideWords]) -> int:
    """Shelve a guide: theme, language, for_people, title, content; returns its id."""
    row = {"network_id": network_id, "author_id": author_id, "created_at": now, **_sealed(tx, values)}
    return int(tx.connection.execute(guides.insert().returning(guides.c.id), row).scalar_one())


def change(tx: Tx, guide_id: int, **values: Unpack[GuideChanges]) -> None:
    """Change what a guide says, or where it stands."""
    tx.connection.execute(guides.update().where(guides.c.id == guide_id).values(**_sealed(tx, values)))


def guide(tx: Tx, network_id: int, guide_id: int) -> Guide | None:
    """Return a guide that stands on that network's shelf, or None."""
    query = sa.select(guides).where(guides.c.id == guide_id, *_on_shelf(network_id))
    row = tx.connection.execute(query).first()
    return None if row is None else _guide(tx, row)


def _on_shelf(network_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return guides.c.network_id == network_id, guides.c.removed_at.is_(None)


def shelf(tx: Tx, network_id: int, *, for_people: bool = False) -> list[Guide]:
    """Return every guide of a network, or those for people, the newest first."""
    query = sa.select(guides).where(*_on_shelf(network_id))
    if for_people:
        query = query.where(guides.c.for_people.is_(True))
    found = tx.connection.execute(query.order_by(guides.c.created_at.desc(), guides.c.id.desc()))
    return [_guide(tx, row) for row in found]


def count(tx: Tx, network_id: int, *, for_people: bool = False) -> int:
    """Count the guides that a network has, or has for people."""
    query = sa.select(sa.func.count()).select_from(guides).where(*_on_shelf(network_id))
    if for_people:
        query = query.where(guides.c.for_people.is_(True))
    return int(tx.connection.scalar(query) or 0)


def since(tx: Tx, network_id: int, after: datetime, limit: int) -> list[Guide]:
    """Return the guides shelved after that moment, the newest first."""
    query = sa.select(guides).where(*_on_shelf(network_id), guides.c.created_at > after)
    found = tx.connection.execute(query.order_by(guides.c.created_at.desc(), guides.c.id.desc()).limit(limit))
    return [_guide(tx, row) for row in found]


def names_to_leave_out(tx: Tx, network_id: int, author_id: int, protecting: Iterable[str]) -> set[str]:
    """Return the names a guide typed by hand should not hold: the author's colleagues', and those the committee reads.

    Any other name would tell a coordinator who is accompanied: a person whose plan has not come to the committee, a
    discreet one, one in a call of these `protecting` models.
    """
    at_work = sa.exists().where(roles.c.person_id == people.c.id, roles.c.role.in_(sorted(AT_WORK)))
    with_committee = sa.exists().where(
        plans.c.beneficiary_id == people.c.id,
        plans.c.state.in_(sorted(LIVE)),
        plans.c.rank_at.is_not(None),
        calls.c.id == plans.c.call_id,
        calls.c.model.not_in(list(protecting)),
    )
    read_there = sa.and_(people.c.contact != Contact.DISCREET.value, with_committee)
    query = sa.select(people.c.name).where(
        people.c.network_id == network_id, people.c.id != author_id, sa.or_(at_work, read_there)
    )
    return {tx.cipher.open(name, "people.name").decode() for name in tx.connection.scalars(query)}
