"""What of the outbox has not left yet."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.storage.kernel.transaction import Tx
from bot.storage.outbox import NoticeState, outbox


def waits(tx: Tx, plan_id: int, kinds: Iterable[str]) -> bool:
    """Return whether a notice of one of these kinds about a plan has not left yet."""
    query = sa.select(outbox.c.id).where(
        outbox.c.plan_id == plan_id,
        outbox.c.kind.in_(list(kinds)),
        outbox.c.state.in_((NoticeState.QUEUED, NoticeState.LATER)),
    )
    return tx.connection.execute(query.limit(1)).first() is not None
