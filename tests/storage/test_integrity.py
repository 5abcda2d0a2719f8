"""Whether the database itself is sound."""

from bot.storage.kernel import integrity
from bot.storage.kernel.store import Tx
from bot.storage.plans import plans
from tests.support.books import Books


def test_a_sound_database_has_nothing_to_tell(books: Books) -> None:
    books.plan()
    assert integrity.damages(books.tx) == []


def test_a_row_without_its_parent_is_told_where_the_database_lets_it_be(tx: Tx) -> None:
    if tx.dialect != "sqlite":
        assert integrity.damages(tx) == [], "PostgreSQL checks its own references as it goes"
        return
    tx.connection.rollback()
    tx.connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    books = Books(tx)
    plan = books.plan().id
    tx.connection.execute(plans.update().where(plans.c.id == plan).values(call_id=99))
    assert integrity.damages(tx) == [f"database: plans row {plan} refers to a row of calls that is not there"]
