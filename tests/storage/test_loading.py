"""Storage loads no more than the database in use needs: memory counts on a small machine."""

import subprocess
import sys


def test_running_on_sqlite_loads_neither_alembic_nor_anything_of_postgresql() -> None:
    program = (
        "import sys; import bot.storage.kernel.store, bot.storage.kernel.revision, bot.storage.inbox, "
        "bot.storage.outbox, bot.storage.audit; "
        "print(*{'alembic', 'psycopg', 'sqlalchemy.orm', 'sqlalchemy.ext.asyncio', "
        "'sqlalchemy.dialects.postgresql'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""
