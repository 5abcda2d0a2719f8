"""Which schema a database has, and which one this version needs."""

import pytest

from bot.storage.kernel import revision
from bot.storage.kernel.revision import SchemaNewer, SchemaOutdated
from bot.storage.kernel.store import Tx


def test_a_database_of_this_version_is_taken_and_another_refused(tx: Tx) -> None:
    revision.check(tx)
    assert revision.current(tx.connection) == revision.head() == revision.known()[-1]
    for found, refusal in (("0001", SchemaOutdated), ("9999", SchemaNewer)):
        tx.connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{found}'")  # noqa: S608
        with pytest.raises(refusal, match=found):
            revision.check(tx)
