"""All that is sealed: none forgotten, all of it renewed under a new key while others write, lost keys found out."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.domain.people import Role
from bot.storage import audit, networks, people, requests, sealed, shown
from bot.storage.kernel.cipher import Cipher, Unreadable
from bot.storage.kernel.store import Store, Tx
from bot.storage.tables import metadata
from tests.support.databases import KEY

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
NEW = "a key that follows the first one"
CHATS = 1_000_000
ACCOUNT = 1_234_567_890
OF_ACCOUNTS = 3
"""Values sealed for it: whose a person is, whose a request is, and what that says."""
STAND = {1: sealed.CHUNK - 50, 2: 60}
"""How many messages stand on whose screen: the first chunk of them ends amid those of the second person."""
NOT_SEALED = {
    "organisations.name_key",
    "broadcasts.text_key",
    "people.chat_key",
    "people.code_hash",
    "inbox.chat_key",
    "account_moves.left_hash",
    "invitations.code_hash",
    "requests.chat_key",
    "group_asks.chat_key",
    "group_links.code_hash",
    "reminders.anchor_key",
}
"""Keyed hashes: they are compared, never opened."""


def test_every_binary_column_is_sealed_a_hash_or_of_the_audit_trail() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.LargeBinary) and table.name != "audit"
    }
    assert binary - NOT_SEALED == {f"{name}.{column}" for name, columns in sealed.SEALED.items() for column in columns}


def furnish(tx: Tx, count: int) -> None:
    network = networks.add_network(tx, "Tilleuls", "Tilleuls", "dpo@example.org")
    for number in range(count):
        chat_id = None if number else ACCOUNT
        people.add(tx, NOW, network, f"Awa {number}", frozenset({Role.BENEFICIARY}), chat_id=chat_id)
    for person_id, stand in STAND.items():
        shown.keep(tx, person_id, CHATS + person_id, range(1, stand + 1))
    requests.begin(tx, ACCOUNT, "fr", NOW)
    audit.append(tx, "plan:1", NOW, None, "begin", None, {"name": "Awa"})


def names(tx: Tx) -> list[str]:
    found = tx.connection.scalars(sa.select(people.people.c.name).order_by(people.people.c.id))
    return [tx.cipher.open_text(name, "people.name") for name in found]


async def renewed(store: Store) -> int:
    done = 0
    for name in sealed.SEALED:
        after, changed = await store.run(sealed.reseal, name, None)
        done += changed
        while after is not None:
            after, changed = await store.run(sealed.reseal, name, after)
            done += changed
    return done


async def test_a_new_key_takes_over_chunk_by_chunk(store: Store, database_url: str) -> None:
    count = sealed.CHUNK + 3
    await store.run(furnish, count)

    both = await Store.open(database_url, Cipher([NEW, KEY]))
    assert await renewed(both) == count + 3 + sum(STAND.values()) + OF_ACCOUNTS
    assert await renewed(both) == 0
    assert await both.read(audit.verify_all) == []
    await both.close()

    alone = await Store.open(database_url, Cipher([NEW]))
    assert await alone.read(names) == [f"Awa {number}" for number in range(count)]
    assert [(each.person_id, each.chat_id, len(each.message_ids)) for each in await alone.read(shown.to_hide, NOW)] == [
        (person_id, CHATS + person_id, stand) for person_id, stand in STAND.items()
    ]
    found = await alone.read(people.by_chat, ACCOUNT)
    assert found is not None
    assert (found.id, found.chat_id, len(await alone.read(requests.of_chat, ACCOUNT))) == (1, ACCOUNT, 1)
    assert await alone.read(sealed.unreadable) == {}
    await alone.close()
    assert await store.read(sealed.unreadable) == {
        "networks.name": 1, "networks.controller": 1, "networks.data_contact": 1, "people.name": count,
        "shown.chat": sum(STAND.values()), "people.chat": 1, "requests.chat": 1, "requests.answers": 1,
    }  # fmt: skip


async def test_without_the_old_key_nothing_is_changed(store: Store, database_url: str) -> None:
    await store.run(furnish, 2)
    wrong = await Store.open(database_url, Cipher([NEW]))
    with pytest.raises(Unreadable):
        await renewed(wrong)
    await wrong.close()
    assert await store.read(sealed.unreadable) == {}
