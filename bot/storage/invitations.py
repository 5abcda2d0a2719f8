"""Invitations: single-use links, of which only a keyed hash is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import NetworkId, OrganisationId, PersonId
from bot.domain.people import Role
from bot.storage import networks
from bot.storage.kernel.schema import Id, Moment, Sealed, for_driver, insert_many, metadata
from bot.storage.kernel.transaction import Conflict, Tx

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False),
    sa.Column("organisation_id", sa.ForeignKey("organisations.id")),
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE")),
    sa.Column("invited_by", sa.ForeignKey("people.id")),
    sa.Column("word", Sealed),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use link: what it makes of the person who opens it first."""

    id: int
    role: Role
    network_id: NetworkId
    organisation_id: OrganisationId | None
    person_id: PersonId | None
    invited_by: int | None
    word: Mapping[str, Any] | None
    expires_at: datetime
    used_at: datetime | None


def invite(
    tx: Tx,
    code: str,
    role: Role,
    network_id: int,
    now: datetime,
    expires_at: datetime,
    *,
    organisation_id: int | None = None,
    person_id: int | None = None,
    invited_by: int | None = None,
    word: Mapping[str, Any] | None = None,
) -> int:
    """Make a single-use invitation. Only a keyed hash of its code is stored; returns its id.

    What was made before for the same person, or for the same name at the same place, opens nothing any more.
    """
    if person_id is not None:
        _revoke(tx, now, invitations.c.person_id == person_id, invitations.c.role == role.value)
    elif word and word.get("name"):
        _revoke_of_name(tx, now, role, organisation_id, word["name"])
    values = {
        "code_hash": tx.cipher.blind(code, "invitations.code"), "role": role.value, "network_id": network_id,
        "organisation_id": organisation_id, "person_id": person_id, "invited_by": invited_by,
        "word": tx.cipher.seal_json(word, "invitations.word") if word else None,
        "created_at": now, "expires_at": expires_at,
    }  # fmt: skip
    return int(tx.connection.execute(invitations.insert().returning(invitations.c.id), values).scalar_one())


def invitation_of(tx: Tx, code: str) -> Invitation | None:
    """Return the invitation of that code, used and expired ones too, or None."""
    query = sa.select(invitations).where(invitations.c.code_hash.in_(tx.cipher.blinds(code, "invitations.code")))
    return _invitation(tx, tx.connection.execute(query).first())


def _invitation(tx: Tx, row: sa.Row[Any] | None) -> Invitation | None:
    if row is None:
        return None
    word = tx.cipher.open_json(row.word, "invitations.word") if row.word else None
    return Invitation(
        row.id, Role(row.role), row.network_id, row.organisation_id, row.person_id, row.invited_by, word,
        row.expires_at, row.used_at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A referent to be invited: the code of the link, the organisation's name, and the referent's where it is known."""

    code: str
    organisation: str
    name: str


def rows_of(
    tx: Tx, network_id: int, newcomers: Iterable[Newcomer], now: datetime, expires_at: datetime, invited_by: int
) -> tuple[dict[str, Any], ...]:
    """Return single-use invitations as rows to add once their organisations are: sealed here, where nobody waits."""
    same = {
        "role": Role.REFERENT.value, "network_id": network_id, "invited_by": invited_by,
        "created_at": for_driver(tx.connection, now), "expires_at": for_driver(tx.connection, expires_at),
    }  # fmt: skip
    return tuple(
        {
            **same,
            "organisation_id": networks.hashes_of(tx, network_id, each.organisation),
            "code_hash": tx.cipher.blind(each.code, "invitations.code"),
            "word": tx.cipher.seal_json({"name": each.name}, "invitations.word") if each.name else None,
        }
        for each in newcomers
    )


def add_rows(tx: Tx, rows: Iterable[Mapping[str, Any]], ids: Mapping[bytes, int]) -> None:
    """Add many invitations at once, the id of each organisation put in the place of its hashes."""
    known = [{**row, "organisation_id": next(ids[key] for key in row["organisation_id"] if key in ids)} for row in rows]
    insert_many(tx.connection, invitations, known)


def newest(tx: Tx, network_id: int) -> int:
    """Return the number of the newest invitation of a network; 0 when there is none."""
    query = sa.select(sa.func.max(invitations.c.id)).where(invitations.c.network_id == network_id)
    return int(tx.connection.scalar(query) or 0)


def awaited_referents(tx: Tx, network_id: int, now: datetime) -> list[tuple[int, str]]:
    """Return whom links that still open are for: (organisation id, name or nothing)."""
    query = sa.select(invitations.c.organisation_id, invitations.c.word).where(*_open_links(network_id, now))
    return [
        (organisation_id, tx.cipher.open_json(word, "invitations.word").get("name", "") if word else "")
        for organisation_id, word in tx.connection.execute(query)
    ]


def count_awaited(tx: Tx, network_id: int, now: datetime) -> dict[int, int]:
    """Count the links of referents that still open, by organisation."""
    query = (
        sa.select(invitations.c.organisation_id, sa.func.count())
        .where(*_open_links(network_id, now))
        .group_by(invitations.c.organisation_id)
    )
    return {row.organisation_id: row[1] for row in tx.connection.execute(query)}


def _open_links(network_id: int, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        invitations.c.network_id == network_id,
        invitations.c.role == Role.REFERENT.value,
        invitations.c.organisation_id.is_not(None),
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > now,
    )


def open_until(tx: Tx, person_ids: Iterable[int]) -> dict[int, datetime]:
    """Return until when the unused link of each of these people opens, or opened; none for who has none."""
    query = (
        sa.select(invitations.c.person_id, sa.func.max(invitations.c.expires_at).label("until"))
        .where(invitations.c.person_id.in_(list(person_ids)), invitations.c.used_at.is_(None))
        .group_by(invitations.c.person_id)
    )
    return {row.person_id: row.until for row in tx.connection.execute(query)}


def use(tx: Tx, invitation_id: int, now: datetime) -> None:
    """Mark an invitation as used. Raises Conflict when another person was faster."""
    done = tx.connection.execute(
        invitations.update()
        .where(invitations.c.id == invitation_id, invitations.c.used_at.is_(None))
        .values(used_at=now)
    )
    if done.rowcount == 0:
        raise Conflict(f"invitation {invitation_id}")


def revoke_invitations(tx: Tx, person_id: int, now: datetime) -> None:
    """Revoke the links made earlier for this person."""
    _revoke(tx, now, invitations.c.person_id == person_id)


def revoke_made_by(tx: Tx, person_id: int, now: datetime) -> None:
    """Revoke the links that this person made for colleagues to come; those for beneficiaries stay."""
    _revoke(tx, now, invitations.c.invited_by == person_id, invitations.c.role != Role.BENEFICIARY.value)


def _revoke(tx: Tx, now: datetime, *which: sa.ColumnElement[bool]) -> None:
    tx.connection.execute(invitations.update().where(*which, invitations.c.used_at.is_(None)).values(used_at=now))


def _revoke_of_name(tx: Tx, now: datetime, role: Role, organisation_id: int | None, name: str) -> None:
    """Revoke the links made earlier for a name: nobody is behind it yet."""
    open_there = (
        invitations.c.organisation_id == organisation_id, invitations.c.role == role.value,
        invitations.c.person_id.is_(None), invitations.c.used_at.is_(None), invitations.c.word.is_not(None),
    )  # fmt: skip
    found = tx.connection.execute(sa.select(invitations.c.id, invitations.c.word).where(*open_there)).all()
    same = [row.id for row in found if tx.cipher.open_json(row.word, "invitations.word").get("name") == name]
    if same:
        _revoke(tx, now, invitations.c.id.in_(same))


def open_for(tx: Tx, person_id: int, now: datetime) -> Invitation | None:
    """Return the link that still opens for this person, or None."""
    still = (invitations.c.used_at.is_(None), invitations.c.expires_at > now, invitations.c.person_id == person_id)
    query = sa.select(invitations).where(*still).order_by(invitations.c.id.desc()).limit(1)
    return _invitation(tx, tx.connection.execute(query).first())
