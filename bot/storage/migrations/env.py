"""What alembic runs for each command: our tables, on the connection that ``migrate.py`` opened."""

from typing import Any, Literal

from alembic import context

from bot.storage.kernel.schema import Json, Moment
from bot.storage.tables import metadata

_PLAIN = {Moment: "sa.DateTime(timezone=True)", Json: "sa.Text()"}


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain types into migrations, which must not change when our own types do."""
    return _PLAIN.get(type(item), False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render,
    cipher=context.config.attributes["cipher"],
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
