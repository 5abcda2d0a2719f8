"""Who works in a network: queries about its professionals."""

import sqlalchemy as sa

from bot.domain.people import AT_WORK, Role
from bot.storage.kernel.transaction import Tx
from bot.storage.people import Person, by_ids, people, roles


def professionals(tx: Tx, network_id: int, skipped: int, limit: int) -> tuple[int, list[Person]]:
    """Return how many professionals of a network there are, and some of them, those of one organisation together."""
    query = (
        sa.select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(people.c.network_id == network_id, roles.c.role.in_([role.value for role in AT_WORK]))
        .group_by(people.c.id)
        .order_by(people.c.organisation_id, people.c.id)
    )
    ids = tx.connection.scalars(query).all()
    shown = ids[skipped : skipped + limit]
    found = by_ids(tx, shown)
    return len(ids), [found[number] for number in shown]


def with_account(tx: Tx, network_id: int) -> list[Person]:
    """Return the professionals of a network whose account can be written to."""
    query = (
        sa.select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(
            people.c.network_id == network_id,
            roles.c.role.in_([role.value for role in AT_WORK]),
            people.c.chat_key.is_not(None),
            people.c.blocked_at.is_(None),
        )
        .distinct()
    )
    return list(by_ids(tx, tx.connection.scalars(query).all()).values())


def first_referent(tx: Tx, organisation_id: int) -> int | None:
    """Return the referent who has been longest in the organisation; one without an account after all others."""
    query = (
        sa.select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(people.c.organisation_id == organisation_id, roles.c.role == Role.REFERENT.value)
        .order_by(people.c.chat_key.is_(None), people.c.id)
        .limit(1)
    )
    found = tx.connection.execute(query).scalar()
    return None if found is None else int(found)


def count_referents(tx: Tx, network_id: int) -> dict[int, int]:
    """Count the referents of each organisation of a network, by its id."""
    query = (
        sa.select(people.c.organisation_id, sa.func.count())
        .join(roles, roles.c.person_id == people.c.id)
        .where(
            people.c.network_id == network_id,
            people.c.organisation_id.is_not(None),
            roles.c.role == Role.REFERENT.value,
        )
        .group_by(people.c.organisation_id)
    )
    return {row.organisation_id: row[1] for row in tx.connection.execute(query)}


def referents_of(tx: Tx, network_id: int) -> list[tuple[int, str]]:
    """Return every referent of a network who belongs to an organisation: (organisation id, name)."""
    query = (
        sa.select(people.c.organisation_id, people.c.name)
        .join(roles, roles.c.person_id == people.c.id)
        .where(
            people.c.network_id == network_id,
            people.c.organisation_id.is_not(None),
            roles.c.role == Role.REFERENT.value,
        )
    )
    return [(row.organisation_id, tx.cipher.open_text(row.name, "people.name")) for row in tx.connection.execute(query)]


def is_referent(tx: Tx, network_id: int, person_id: int) -> bool:
    """Return whether that id is a referent's of this network."""
    query = (
        sa.select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(people.c.id == person_id, people.c.network_id == network_id, roles.c.role == Role.REFERENT.value)
    )
    return tx.connection.execute(query).first() is not None
