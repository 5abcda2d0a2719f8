"""Who is named for the committees of a network: queries over its calls, drafts too."""

import sqlalchemy as sa

from bot.storage.calls import calls
from bot.storage.kernel.transaction import Tx


def naming(tx: Tx, network_id: int, person_id: int) -> list[int]:
    """Return the ids of the calls that name this person among those who decide."""
    query = sa.select(calls.c.id, calls.c.deciders).where(calls.c.network_id == network_id).order_by(calls.c.id)
    return [call_id for call_id, named in tx.connection.execute(query) if person_id in named]
