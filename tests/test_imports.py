"""What the running bot loads: every library costs memory for as long as it runs, and time at each start."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOR_COMMANDS = {"alembic", "mako"}
"""Libraries of single commands: `migrate` and `init`."""
WHEN_ASKED = {"segno", "python_calamine", "rapidfuzz", "psycopg", "psycopg_binary", "psycopg_pool"}
"""Libraries that are slow or big, loaded where they are used: pictures of links, workbooks,
PostgreSQL."""
OF_OURS = {"bot.demo", "bot.sandbox", "bot.bench", "bot.storage.kernel.migrate", "bot.failures"}
"""Parts of ours that the running bot has no use for."""

LOADED = "import sys, bot.__main__, bot.commands.serving, bot.app; print(*sys.modules, sep='\\n')"


def loaded() -> set[str]:
    """Return every module of a process that is about to run the bot on SQLite."""
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_running_bot_loads_nothing_it_does_not_use() -> None:
    modules = loaded()
    packages = {name.partition(".")[0] for name in modules}
    assert packages & (FOR_COMMANDS | WHEN_ASKED) == set()
    assert modules & OF_OURS == set()


def test_on_sqlite_no_other_dialect_is_loaded() -> None:
    assert {name for name in loaded() if name.startswith("sqlalchemy.dialects.postgresql")} == set()
