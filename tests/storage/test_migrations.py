"""The migrations make exactly the tables the code speaks of, and a running bot refuses any other schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.storage import days, inbox, outbox, people, plans, reminders, reports
from bot.storage.kernel import migrate, revision
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Unavailable, parse
from bot.storage.reminders import ReminderState
from bot.storage.tables import metadata

CIPHER = Cipher(["the key of an installation"])
NOW = datetime(2027, 7, 11, tzinfo=UTC)
AWA, KIM = 1_234_567_890, 1_987_654_321


@pytest.fixture
def connection(database_url: str) -> Iterator[sa.Connection]:
    url = parse(database_url)
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}[url.get_backend_name()]
    engine = sa.create_engine(url.set(drivername=driver))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_migrated_tables_equal_the_metadata(connection: sa.Connection) -> None:
    assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_partial_indexes_keep_their_condition(connection: sa.Connection) -> None:
    found = {
        index["name"]: str(index["dialect_options"].get(f"{connection.dialect.name}_where", ""))
        for table in ("inbox", "outbox")
        for index in sa.inspect(connection).get_indexes(table)
    }
    assert "queued" in found["ix_outbox_waiting"]
    assert "claimed" in found["ix_outbox_claimed"]
    assert "applied" in found["ix_inbox_open"]


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    assert migrate.revision(database_url) == revision.head()


def test_what_a_person_told_is_kept_when_a_plan_has_several_stories(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url, "0014")
    with opened(empty_database_url) as before:
        an_entry(before, "networks", name=CIPHER.seal("Tilleuls", "networks.name"))
        for table in ("calls", "organisations", "people", "plans", "stories"):
            an_entry(before, table)
    migrate.upgrade(empty_database_url, cipher=CIPHER)
    with opened(empty_database_url) as after:
        kept = sa.Table("stories", sa.MetaData(), autoload_with=after)
        told = after.execute(sa.select(kept.c.plan_id, kept.c.person_id, kept.c.offered_at, kept.c.before)).one()
    assert (told.plan_id, told.person_id, told.offered_at.year, bytes(told.before)) == (1, 1, 2027, b"sealed")


def test_an_aid_handed_over_before_instalments_stays_noted_and_calls_of_then_gave_vouchers(
    empty_database_url: str,
) -> None:
    migrate.upgrade(empty_database_url, "0017")
    with opened(empty_database_url) as before:
        an_entry(before, "networks", name=CIPHER.seal("Tilleuls", "networks.name"))
        for table in ("calls", "organisations", "people", "plans", "handovers"):
            an_entry(before, table)
    migrate.upgrade(empty_database_url, cipher=CIPHER)
    with opened(empty_database_url) as after:
        kept = sa.Table("handovers", sa.MetaData(), autoload_with=after)
        handed = after.execute(sa.select(kept)).one()
        form = after.execute(sa.text("SELECT aid_form FROM calls")).scalar_one()
    assert (handed.id, handed.plan_id, handed.cents, handed.handed_on) == (1, 1, 1, date(2027, 7, 10))
    assert (bytes(handed.numbers), handed.issuer, handed.member_id) == (b"sealed", None, None)
    assert form == "vouchers"


def test_whose_an_answered_update_was_is_forgotten_and_whose_one_in_hand_is_stays(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url, "0022")
    with opened(empty_database_url) as before:
        rows = sa.Table("inbox", sa.MetaData(), autoload_with=before, resolve_fks=False)
        for number, state in enumerate(("answered", "new", "dead"), start=1):
            arrived = {"arrived_at": datetime(2027, 7, 10, tzinfo=UTC), "body": b"sealed", "failures": 0}
            row = {"bot_id": 1, "update_id": number, "chat_id": 77, "state": state, **arrived}
            before.execute(rows.insert().values(row))
    migrate.upgrade(empty_database_url, "0023")
    with opened(empty_database_url) as after:
        kept = after.execute(sa.select(rows.c.chat_id).order_by(rows.c.update_id)).scalars().all()
    assert kept == [0, 77, 77]


def with_accounts(url: str) -> None:
    """Make a database as it was when accounts were plain: a person, and what two chats sent."""
    migrate.upgrade(url, "0020")
    with opened(url) as before:
        an_entry(before, "networks", name=CIPHER.seal("Tilleuls", "networks.name"))
        an_entry(before, "organisations")
        for number, chat in ((1, AWA), (2, None)):
            plain = {"contact": "normal", "writing": None, "support": None}
            an_entry(before, "people", id=number, chat_id=chat, name=CIPHER.seal("Awa", "people.name"), **plain)
        sent = enumerate([(AWA, "new"), (KIM, "applied"), (AWA, "answered"), (AWA, "dead"), (KIM, "dead")], start=1)
        for number, (chat, state) in sent:
            an_entry(before, "inbox", id=number, update_id=number, chat_id=chat, state=state)


async def test_accounts_of_old_are_sealed_and_go_on_to_be_found(empty_database_url: str) -> None:
    with_accounts(empty_database_url)
    migrate.upgrade(empty_database_url, cipher=CIPHER)
    store = await Store.open(empty_database_url, CIPHER)
    known = await store.read(people.by_chat, AWA)
    assert (known and known.id, known and known.chat_id) == (1, AWA)
    assert (await store.read(people.by_id, 2)).chat_id is None
    assert await store.read(inbox.chats_waiting, "me", NOW) == [AWA]
    assert await store.read(inbox.unanswered, "me", NOW) == [(2, KIM)]
    bodies = await store.read(
        lambda tx: list(tx.connection.scalars(sa.select(inbox.inbox.c.body).order_by(inbox.inbox.c.id)))
    )
    assert bodies == [b"sealed", b"sealed", b"sealed", b"sealed", b""]  # of a stranger's that failed nothing is left
    await store.close()
    if empty_database_url.startswith("sqlite"):
        assert str(AWA).encode() not in b"".join(each.read_bytes() for each in files_of(empty_database_url))
        assert AWA.to_bytes(4, "big") not in b"".join(each.read_bytes() for each in files_of(empty_database_url))


async def test_days_of_old_are_sealed_and_nothing_is_told_twice(empty_database_url: str) -> None:
    first, last = date(2027, 7, 10), date(2027, 7, 17)
    migrate.upgrade(empty_database_url, "0023")
    with opened(empty_database_url) as before:
        an_entry(before, "networks", name=CIPHER.seal("Tilleuls", "networks.name"))
        for table in ("calls", "organisations", "people"):
            an_entry(before, table)
        an_entry(before, "plans", state="granted", departure=first, homecoming=last)
        an_entry(before, "reports", departure=first, homecoming=last)
        an_entry(before, "reminders", kind="leaving_week", anchor=first, day=date(2027, 7, 3), state="planned")
        for number, key in enumerate(("hand_over_now:2027-07-10", "granted"), start=1):
            an_entry(before, "outbox", id=number, recipient_id=number, key=f"plan:1:{key}")
    migrate.upgrade(empty_database_url, cipher=CIPHER)
    store = await Store.open(empty_database_url, CIPHER)
    kept = await store.read(lambda tx: tx.connection.scalars(sa.select(plans.plans.c.stay)).one())
    assert await store.read(days.stay, kept) == (first, last)
    reported = await store.read(lambda tx: tx.connection.scalars(sa.select(reports.reports.c.stay)).one())
    assert await store.read(days.opened, reported, "reports.stay") == (first, last)
    assert await store.read(reminders.known_to, 1, "leaving_week", first) == {1}
    [planned] = await store.read(reminders.of_person, 1, last)
    assert (planned.id, planned.anchor, planned.day) == (1, first, date(2027, 7, 3))
    told = await store.read(lambda tx: list(tx.connection.scalars(sa.select(outbox.outbox.c.key).order_by("id"))))
    assert told == [f"plan:1:hand_over_now:{await store.read(days.mark, 1, first)}", "plan:1:granted"]
    await store.run(reminders.plan, [(1, "leaving_soon", first, 1, first, ReminderState.PLANNED)])  # the next number
    assert len(await store.read(reminders.of_person, 1, last)) == 2
    await store.close()
    if empty_database_url.startswith("sqlite"):
        on_disk = b"".join(each.read_bytes() for each in files_of(empty_database_url))
        assert b"2027-07-17" not in on_disk
        assert b"2027-07-03" not in on_disk


def files_of(url: str) -> list[Path]:
    """Return the file of a database on SQLite, and its journals."""
    path = Path(parse(url).database or "")
    return list(path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize("keys", [None, Cipher(["a key of another database"])])
def test_without_its_key_a_database_of_old_stays_as_it_is_and_migrates_once_the_key_is_there(
    empty_database_url: str, keys: Cipher | None
) -> None:
    with_accounts(empty_database_url)
    with pytest.raises(revision.KeyNeeded, match=r"nothing is changed.*VALISE_SECRET_KEY.*migrate again"):
        migrate.upgrade(empty_database_url, cipher=keys)
    assert migrate.revision(empty_database_url) == "0020"
    with opened(empty_database_url) as after:
        assert after.execute(sa.text("SELECT chat_id FROM people ORDER BY id")).scalars().all() == [AWA, None]
    migrate.upgrade(empty_database_url, cipher=CIPHER)
    assert migrate.revision(empty_database_url) == revision.head()


def an_entry(connection: sa.Connection, table_name: str, /, **given: object) -> None:
    """Enter one row of a table as it was then: what is given, in every other column something of its type."""
    table = sa.Table(table_name, sa.MetaData(), autoload_with=connection, resolve_fks=False)
    values: dict[str, object] = {column.name: _something(column) for column in table.columns} | given
    connection.execute(table.insert().values(values))


def _something(column: sa.Column[Any]) -> object:
    """Return a value that fits; where none is known of its type, none."""
    fitting: dict[type, object] = {
        int: 1, str: "a", bool: False, bytes: b"sealed", date: date(2027, 7, 10),
        datetime: datetime(2027, 7, 10, tzinfo=UTC), dict: {},
    }  # fmt: skip
    return fitting.get(column.type.python_type)


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    """Open a connection that writes; what refers to rows that are not there is let through."""
    address = parse(url)
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}[address.get_backend_name()]
    engine = sa.create_engine(address.set(drivername=driver))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
    engine.dispose()


def test_an_empty_database_has_no_revision(empty_database_url: str) -> None:
    assert migrate.revision(empty_database_url) is None


async def test_a_current_database_is_accepted(store: Store) -> None:
    await store.run(revision.check)


async def test_an_empty_database_is_refused_with_the_command(empty_database_url: str, cipher: Cipher) -> None:
    store = await Store.open(empty_database_url, cipher)
    with pytest.raises(revision.SchemaOutdated, match=r"is empty.*run \./valise migrate"):
        await store.run(revision.check)
    await store.close()


async def test_a_newer_database_is_refused_by_run_and_by_migrate(store: Store, database_url: str) -> None:
    await store.run(lambda tx: tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(revision.SchemaNewer, match="9999"):
        await store.run(revision.check)
    with pytest.raises(revision.SchemaNewer):
        migrate.upgrade(database_url)


def test_a_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    migrate.upgrade(f"sqlite:///{tmp_path / 'valise.db'}")
    assert (tmp_path / "valise.db").stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'nowhere' / 'valise.db'}")


def test_a_damaged_file_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "valise.db").write_bytes(b"not a database" * 100)
    with pytest.raises(Unavailable, match="not a database"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'valise.db'}")
