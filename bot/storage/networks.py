"""Networks and their organisations: tables and queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import NetworkId, OrganisationId
from bot.domain.organisation_list import known_as
from bot.domain.organisation_words import spelling
from bot.domain.people import OWN_KIND, Kind, OrganisationKind, Trait
from bot.domain.regions import REGION_OF
from bot.storage.kernel.schema import Id, Sealed, insert_many, insert_new, metadata
from bot.storage.kernel.transaction import Tx

networks = sa.Table(
    "networks",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", Sealed, nullable=False),
    sa.Column("controller", Sealed),
    sa.Column("data_contact", Sealed),
)

organisations = sa.Table(
    "organisations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False, index=True),
    sa.Column("name", Sealed, nullable=False),
    sa.Column("name_key", sa.LargeBinary, nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("region", sa.String(3), nullable=False, server_default=""),
    sa.Column("department", sa.String(3), nullable=False, server_default=""),
    sa.UniqueConstraint("network_id", "name_key"),
)

kinds = sa.Table(
    "organisation_kinds",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False),
    sa.Column("code", sa.String(20), nullable=False),
    sa.Column("words", Sealed, nullable=False),
    sa.Column("traits", sa.String(60), nullable=False),
    sa.UniqueConstraint("network_id", "code"),
)
"""Kinds that a network has added in its own words; `organisations.kind` names one by its code."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network, and who answers for the data of its people."""

    id: NetworkId
    name: str
    controller: str
    data_contact: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of a network."""

    id: OrganisationId
    network_id: NetworkId
    name: str
    kind: Kind
    region: str
    department: str


def _text(tx: Tx, sealed: bytes | None, column: str) -> str:
    return tx.cipher.open(sealed, column).decode() if sealed else ""


def add_network(tx: Tx, name: str, controller: str = "", data_contact: str = "") -> int:
    """Add a network; returns its id."""
    values = {
        "name": tx.cipher.seal(name, "networks.name"),
        "controller": tx.cipher.seal(controller, "networks.controller") if controller else None,
        "data_contact": tx.cipher.seal(data_contact, "networks.data_contact") if data_contact else None,
    }
    return int(tx.connection.execute(networks.insert().returning(networks.c.id), values).scalar_one())


def answer_for_data(tx: Tx, network_id: int, controller: str, data_contact: str) -> None:
    """Note who answers for the data of a network's people, and where they write about it."""
    values = {
        "controller": tx.cipher.seal(controller, "networks.controller") if controller else None,
        "data_contact": tx.cipher.seal(data_contact, "networks.data_contact") if data_contact else None,
    }
    tx.connection.execute(networks.update().where(networks.c.id == network_id).values(values))


def all_networks(tx: Tx) -> list[Network]:
    """Return every network, the oldest first."""
    return [_network(tx, row) for row in tx.connection.execute(sa.select(networks).order_by(networks.c.id))]


def _network(tx: Tx, row: sa.Row[Any]) -> Network:
    return Network(
        row.id,
        _text(tx, row.name, "networks.name"),
        _text(tx, row.controller, "networks.controller"),
        _text(tx, row.data_contact, "networks.data_contact"),
    )


_NETWORK = sa.select(networks).where(networks.c.id == sa.bindparam("network_id"))


def network(tx: Tx, network_id: int) -> Network:
    """Return the network of that id; LookupError when there is none."""
    row = tx.connection.execute(_NETWORK, {"network_id": network_id}).first()
    if row is None:
        raise LookupError(f"network {network_id}")
    return _network(tx, row)


def organisation(tx: Tx, organisation_id: int) -> Organisation:
    """Return the organisation of that id; LookupError when there is none."""
    row = tx.connection.execute(_ORGANISATION, {"organisation_id": organisation_id}).first()
    if row is None:
        raise LookupError(f"organisation {organisation_id}")
    return _organisation(tx, row)


def names_of(tx: Tx, organisation_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these organisations, by id."""
    query = sa.select(organisations.c.id, organisations.c.name).where(organisations.c.id.in_(list(organisation_ids)))
    return {row.id: _text(tx, row.name, "organisations.name") for row in tx.connection.execute(query)}


def _organisation(tx: Tx, row: sa.Row[Any]) -> Organisation:
    return Organisation(
        id=row.id,
        network_id=row.network_id,
        name=_text(tx, row.name, "organisations.name"),
        kind=_kind(tx, row.kind, row.words, row.does),
        region=row.region,
        department=row.department,
    )


def _kind(tx: Tx, code: str, words: bytes | None, does: str | None) -> Kind:
    if not code.startswith(OWN_KIND):
        return OrganisationKind(code).kind
    told = frozenset(Trait(name) for name in (does or "").split(",") if name)
    return Kind(code, told, _text(tx, words, "organisation_kinds.words"))


_DOES = kinds.c["traits"].label("does")
_WITH_KIND = sa.select(organisations, kinds.c.words, _DOES).select_from(
    organisations.outerjoin(
        kinds, sa.and_(kinds.c.network_id == organisations.c.network_id, kinds.c.code == organisations.c.kind)
    )
)
_ORGANISATION = _WITH_KIND.where(organisations.c.id == sa.bindparam("organisation_id"))


def all_organisations(tx: Tx, network_id: int) -> list[Organisation]:
    """Return every organisation of a network, in the order in which they came."""
    query = _WITH_KIND.where(organisations.c.network_id == network_id).order_by(organisations.c.id)
    return [_organisation(tx, row) for row in tx.connection.execute(query)]


def regions_of(tx: Tx, network_id: int) -> list[str]:
    """Return the codes of the regions where a network has organisations, those with the most first."""
    known = (organisations.c.network_id == network_id, organisations.c.region != "")
    query = sa.select(organisations.c.region).where(*known).group_by(organisations.c.region)
    return list(tx.connection.scalars(query.order_by(sa.func.count().desc(), organisations.c.region)))


def kinds_used(tx: Tx, network_id: int) -> list[str]:
    """Return the codes of the kinds of a network's organisations, the most frequent first."""
    query = (
        sa.select(organisations.c.kind).where(organisations.c.network_id == network_id).group_by(organisations.c.kind)
    )
    return list(tx.connection.scalars(query.order_by(sa.func.count().desc(), organisations.c.kind)))


def own_kinds(tx: Tx, network_id: int) -> list[Kind]:
    """Return the kinds that a network has added, in the order in which they came."""
    query = sa.select(kinds.c.code, kinds.c.words, _DOES).where(kinds.c.network_id == network_id).order_by(kinds.c.id)
    return [_kind(tx, row.code, row.words, row.does) for row in tx.connection.execute(query)]


def find_or_add_kind(tx: Tx, network_id: int, words: str, traits: Iterable[Trait]) -> str:
    """Return the code of a network's kind of these words (case and accents aside), added if it is new."""
    known = {spelling(each.words): each.code for each in own_kinds(tx, network_id)}
    if spelling(words) in known:
        return known[spelling(words)]
    code = OWN_KIND + tx.cipher.blind(f"{network_id}:{spelling(words)}", "organisation_kinds.words").hex()[:16]
    values = {
        "network_id": network_id,
        "code": code,
        "words": tx.cipher.seal(words, "organisation_kinds.words"),
        "traits": ",".join(sorted(traits)),
    }
    tx.connection.execute(insert_new(tx.connection.dialect.name, kinds), values)
    return code


def latest_organisations(tx: Tx, network_id: int, limit: int) -> tuple[int, list[Organisation]]:
    """Return how many organisations a network has, and the latest of them; the others are not opened."""
    of_network = organisations.c.network_id == network_id
    count = tx.connection.scalar(sa.select(sa.func.count()).select_from(organisations).where(of_network))
    query = _WITH_KIND.where(of_network).order_by(organisations.c.id.desc()).limit(limit)
    return int(count or 0), [_organisation(tx, row) for row in tx.connection.execute(query)]


def networks_in(tx: Tx, region: str) -> list[int]:
    """Return the networks that have an organisation in that region."""
    query = sa.select(organisations.c.network_id).where(organisations.c.region == region).distinct()
    return sorted(tx.connection.scalars(query))


def find_organisation(tx: Tx, network_id: int, name: str) -> int | None:
    """Return the id of the organisation of that name (case and spaces aside), or None."""
    keys = tx.cipher.blinds(_key(network_id, name), "organisations.name")
    query = sa.select(organisations.c.id).where(
        organisations.c.network_id == network_id, organisations.c.name_key.in_(keys)
    )
    return tx.connection.scalar(query)


def find_or_add_organisation(
    tx: Tx,
    network_id: int,
    name: str,
    kind: str = OrganisationKind.OTHER,
    department: str = "",
    region: str = "",
) -> int:
    """Return the id of the organisation of that name (case and spaces aside), made if it is new.

    `department` is an official number, from which the region follows; `region` counts where there is none.
    """
    found = find_organisation(tx, network_id, name)
    if found is not None:
        return found
    values = _values(tx, network_id, name, kind, REGION_OF[department].value if department else region, department)
    return int(tx.connection.execute(organisations.insert().returning(organisations.c.id), values).scalar_one())


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to be added; the region is given with the department or alone."""

    name: str
    kind: str
    region: str
    department: str


def rows_of(tx: Tx, network_id: int, new: Iterable[NewOrganisation]) -> tuple[dict[str, Any], ...]:
    """Return new organisations as rows to be added: sealed here, where nobody waits for it."""
    return tuple(_values(tx, network_id, each.name, each.kind, each.region, each.department) for each in new)


def add_rows(tx: Tx, network_id: int, rows: Sequence[Mapping[str, Any]]) -> tuple[int, dict[bytes, int]]:
    """Add many at once; one whose name is taken is left alone.

    Returns:
        How many were new, and the id of every organisation of the network by the name it is known by, as a hash.
    """
    of_network = organisations.c.network_id == network_id
    before = tx.connection.scalar(sa.select(sa.func.count()).select_from(organisations).where(of_network)) or 0
    insert_many(tx.connection, organisations, rows)
    query = sa.select(organisations.c.name_key, organisations.c.id).where(of_network)
    ids = {row.name_key: row.id for row in tx.connection.execute(query)}
    return len(ids) - before, ids


def hashes_of(tx: Tx, network_id: int, name: str) -> list[bytes]:
    """Return the hashes by which `add_rows` names an organisation, one for each key there is."""
    return tx.cipher.blinds(_key(network_id, name), "organisations.name")


def _key(network_id: int, name: str) -> str:
    return f"{network_id}:{known_as(name)}"


def _values(tx: Tx, network_id: int, name: str, kind: str, region: str, department: str) -> dict[str, Any]:
    return {
        "network_id": network_id,
        "name": tx.cipher.seal(name, "organisations.name"),
        "name_key": tx.cipher.blind(_key(network_id, name), "organisations.name"),
        "kind": str(kind),
        "region": region,
        "department": department,
    }
