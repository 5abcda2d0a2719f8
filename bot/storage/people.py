"""People, their roles, and who accompanies whom: tables and queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.absence import may_stand_in, reader, stood_in_for
from bot.domain.ids import NetworkId, OrganisationId, PersonId
from bot.domain.legible import called
from bot.domain.people import Contact, Reachability, Role, Writing
from bot.storage import absences, accounts
from bot.storage.changes import PersonChanges
from bot.storage.kernel.schema import Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Tx

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False, index=True),
    sa.Column("organisation_id", sa.ForeignKey("organisations.id"), index=True),
    sa.Column("chat_key", sa.LargeBinary, unique=True),
    sa.Column("chat", Sealed),
    sa.Column("name", Sealed, nullable=False),
    sa.Column("language", sa.String(16), nullable=False, server_default=""),
    sa.Column("contact", sa.String(10), nullable=False, server_default="normal"),
    sa.Column("writing", sa.String(10)),
    sa.Column("notice_version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("notice_at", Moment),
    sa.Column("code_hash", sa.LargeBinary),
    sa.Column("code_failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("unlocked_until", Moment),
    sa.Column("blocked_at", Moment),
    sa.Column("last_seen", Moment),
    sa.Column("support", Sealed),
    sa.Column("created_at", Moment, nullable=False),
)

roles = sa.Table(
    "roles",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.String(16), primary_key=True, index=True),
)

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("beneficiary_id", sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("referent_id", sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("since", Moment, nullable=False),
    sa.Column("until", Moment),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person known to a network, with or without an account."""

    id: PersonId
    network_id: NetworkId
    organisation_id: OrganisationId | None
    chat_id: int | None
    name: str
    language: str
    contact: Contact
    writing: Writing | None
    notice_version: int
    code_hash: bytes | None
    code_failures: int
    unlocked_until: datetime | None
    blocked_at: datetime | None
    support: str
    roles: frozenset[Role]
    referent_id: PersonId | None
    referent_name: str
    last_seen: datetime | None = None
    """When the person last did something here, to the minute."""

    def has(self, role: Role) -> bool:
        """Return whether the person holds that role."""
        return role in self.roles

    @property
    def reach(self) -> Reachability:
        """Whether, and how, the bot reaches the person."""
        return Reachability(self.contact, self.writing, self.chat_id is not None, self.blocked_at is not None)


_referents = people.alias("referents")
_held = (
    sa.select(sa.func.aggregate_strings(roles.c.role, ","))
    .where(roles.c.person_id == people.c.id)
    .correlate(people)
    .scalar_subquery()
    .label("held")
)
_SELECT = (
    sa.select(people, attachments.c.referent_id, _referents.c.name.label("referent_name"), _held)
    .outerjoin(attachments, sa.and_(attachments.c.beneficiary_id == people.c.id, attachments.c.until.is_(None)))
    .outerjoin(_referents, _referents.c.id == attachments.c.referent_id)
)
_BY_CHAT = _SELECT.where(people.c.chat_key == sa.bindparam("chat_key"))
_BY_ID = _SELECT.where(people.c.id == sa.bindparam("person_id"))
_ROLES = sa.select(roles.c.role).where(roles.c.person_id == sa.bindparam("person_id"))


def _text(tx: Tx, sealed: bytes | None, column: str) -> str:
    return tx.cipher.open(sealed, column).decode() if sealed else ""


_CHAT = "people.chat"


def _person(tx: Tx, row: sa.Row[Any] | None, chat_id: int | None = None) -> Person | None:
    """Read a row; the chat by which it was found is given, and need not be unsealed then."""
    if row is None:
        return None
    if chat_id is None and row.chat is not None:
        chat_id = accounts.opened(tx, row.chat, _CHAT)
    return Person(
        id=row.id,
        network_id=row.network_id,
        organisation_id=row.organisation_id,
        chat_id=chat_id,
        name=called(_text(tx, row.name, "people.name"), row.id, discreet=row.contact == Contact.DISCREET),
        language=row.language,
        contact=Contact(row.contact),
        writing=Writing(row.writing) if row.writing else None,
        notice_version=row.notice_version,
        code_hash=row.code_hash,
        code_failures=row.code_failures,
        unlocked_until=row.unlocked_until,
        blocked_at=row.blocked_at,
        support=_text(tx, row.support, "people.support"),
        roles=frozenset(Role(role) for role in row.held.split(",")) if row.held else frozenset(),
        referent_id=row.referent_id,
        referent_name=called(_text(tx, row.referent_name, "people.name"), row.referent_id),
        last_seen=row.last_seen,
    )


def by_chat(tx: Tx, chat_id: int) -> Person | None:
    """Return the person of that chat, or None for a stranger."""
    for hashed in accounts.keys(tx, chat_id):  # one, but while an older key is being replaced
        row = tx.connection.execute(_BY_CHAT, {"chat_key": hashed}).first()
        if row is not None:
            return _person(tx, row, chat_id)
    return None


def by_id(tx: Tx, person_id: int) -> Person:
    """Return the person of that id; LookupError when there is none."""
    person = _person(tx, tx.connection.execute(_BY_ID, {"person_id": person_id}).first())
    if person is None:
        raise LookupError(f"person {person_id}")
    return person


def by_ids(tx: Tx, person_ids: Iterable[int]) -> dict[int, Person]:
    """Return the people of these ids, by id."""
    rows = tx.connection.execute(_SELECT.where(people.c.id.in_(list(person_ids))))
    return {person.id: person for row in rows if (person := _person(tx, row))}


def account(tx: Tx, chat_id: int | None) -> dict[str, bytes | None]:
    """Return the columns in which a person's account is kept; None is none."""
    if chat_id is None:
        return {"chat_key": None, "chat": None}
    return {"chat_key": accounts.key(tx, chat_id), "chat": accounts.sealed(tx, chat_id, _CHAT)}


def add(
    tx: Tx,
    now: datetime,
    network_id: int,
    name: str,
    held: frozenset[Role],
    *,
    organisation_id: int | None = None,
    contact: Contact = Contact.NORMAL,
    chat_id: int | None = None,
    language: str = "",
) -> int:
    """Add a person; returns their id."""
    values = {
        "network_id": network_id, "organisation_id": organisation_id, **account(tx, chat_id),
        "name": tx.cipher.seal(name, "people.name"), "language": language, "contact": contact.value, "created_at": now,
    }  # fmt: skip
    person_id = int(tx.connection.execute(people.insert().returning(people.c.id), values).scalar_one())
    for role in held:
        give_role(tx, person_id, role)
    return person_id


def give_role(tx: Tx, person_id: int, role: Role) -> None:
    """Give a person one role more; giving it twice changes nothing."""
    known = tx.connection.execute(_ROLES, {"person_id": person_id}).scalars().all()
    if role.value not in known:
        tx.connection.execute(roles.insert(), {"person_id": person_id, "role": role.value})


def take_role(tx: Tx, person_id: int, role: Role) -> None:
    """Take a role away from a person."""
    tx.connection.execute(roles.delete().where(roles.c.person_id == person_id, roles.c.role == role.value))


_UPDATE = people.update().where(people.c.id == sa.bindparam("person_id"))


def change(tx: Tx, person_id: int, **values: Unpack[PersonChanges]) -> None:
    """Change columns of a person, given in clear: language, contact, writing, chat_id, and so on."""
    stored: dict[str, Any] = {**values}
    if "chat_id" in stored:
        stored |= account(tx, stored.pop("chat_id"))
    for sealed in {"name", "support"} & values.keys():
        stored[sealed] = tx.cipher.seal(stored[sealed], f"people.{sealed}")
    tx.connection.execute(_UPDATE.values(**stored), {"person_id": person_id})


def coordinators(tx: Tx, network_id: int) -> list[int]:
    """Return the ids of the coordinators of a network who have an account."""
    query = (
        sa.select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(
            people.c.network_id == network_id,
            roles.c.role == Role.COORDINATOR.value,
            people.c.chat_key.is_not(None),
        )
        .order_by(people.c.id)
    )
    return list(tx.connection.execute(query).scalars())


# Attachments


def attach(tx: Tx, beneficiary_id: int, referent_id: int, now: datetime) -> None:
    """Attach a beneficiary to this referent from now on; a former one accompanies them no longer."""
    tx.connection.execute(
        attachments.update()
        .where(attachments.c.beneficiary_id == beneficiary_id, attachments.c.until.is_(None))
        .values(until=now)
    )
    tx.connection.execute(
        attachments.insert(), {"beneficiary_id": beneficiary_id, "referent_id": referent_id, "since": now}
    )


def attached(tx: Tx, referent_id: int) -> list[Person]:
    """Return the beneficiaries whom this referent accompanies now, the latest first."""
    query = _SELECT.where(attachments.c.referent_id == referent_id).order_by(
        attachments.c.since.desc(), attachments.c.id.desc()
    )
    return [person for row in tx.connection.execute(query) if (person := _person(tx, row))]


def accompanied(tx: Tx, referent_id: int) -> list[Person]:
    """Return a referent's own beneficiaries, then those of the colleagues for whom the referent stands in now."""
    away = stood_in_for(referent_id, absences.stand_ins(tx))
    return [person for each in (referent_id, *away) for person in attached(tx, each)]


_REFERENT_OF = sa.select(attachments.c.referent_id).where(
    attachments.c.beneficiary_id == sa.bindparam("of"), attachments.c.until.is_(None)
)


def is_attached(tx: Tx, beneficiary_id: int, referent_id: int) -> bool:
    """Return whether this referent accompanies this beneficiary now, as the own one or as the stand-in."""
    own = tx.connection.execute(_REFERENT_OF, {"of": beneficiary_id}).scalar()
    return own is not None and (own == referent_id or reader(own, absences.stand_ins(tx)) == referent_id)


def reader_for(tx: Tx, beneficiary_id: int) -> int | None:
    """Return who reads for a beneficiary now: the referent, or the stand-in; None when nobody accompanies them."""
    own = tx.connection.execute(_REFERENT_OF, {"of": beneficiary_id}).scalar()
    return None if own is None else reader(own, absences.stand_ins(tx))


def readers_for(tx: Tx, beneficiary_ids: Iterable[int]) -> dict[int, int]:
    """Return who reads for each of these beneficiaries now; those whom nobody accompanies are left out."""
    query = sa.select(attachments.c.beneficiary_id, attachments.c.referent_id).where(
        attachments.c.beneficiary_id.in_(list(beneficiary_ids)), attachments.c.until.is_(None)
    )
    away = absences.stand_ins(tx)
    return {row.beneficiary_id: reader(row.referent_id, away) for row in tx.connection.execute(query)}


def who_accompany(tx: Tx, beneficiary_ids: Iterable[int]) -> frozenset[int]:
    """Return who accompanies any of these beneficiaries now: their own referents, and who stands in for those."""
    query = sa.select(attachments.c.referent_id).where(
        attachments.c.beneficiary_id.in_(list(beneficiary_ids)), attachments.c.until.is_(None)
    )
    own = frozenset(tx.connection.execute(query).scalars())
    away = absences.stand_ins(tx)
    return own | {reader(each, away) for each in own}


def colleagues(tx: Tx, organisation_id: int, role: Role = Role.REFERENT) -> list[Person]:
    """Return everybody of an organisation with that role whose account can be written to, the longest there first."""
    query = (
        sa.select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(
            people.c.organisation_id == organisation_id,
            roles.c.role == role.value,
            people.c.chat_key.is_not(None),
            people.c.blocked_at.is_(None),
        )
        .order_by(people.c.id)
    )
    return [by_id(tx, person_id) for person_id in tx.connection.execute(query).scalars().all()]


def free_colleagues(tx: Tx, person: Person) -> list[Person]:
    """Return the colleagues who can stand in for a referent, or take over a beneficiary."""
    if person.organisation_id is None:
        return []
    known: dict[int, Person] = {each.id: each for each in colleagues(tx, person.organisation_id)}
    return [known[number] for number in may_stand_in(person.id, list(known), absences.stand_ins(tx))]


def one_at_a_time(tx: Tx, organisation_id: int | None) -> None:
    """Let no two members of an organisation go away in the same moment, each with the other as stand-in."""
    query = sa.select(people.c.id).where(people.c.organisation_id == organisation_id).order_by(people.c.id)
    tx.connection.execute(query.with_for_update()).all()
