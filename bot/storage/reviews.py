"""Plans that wait to be read, and by whom: what the clock looks at, without opening anything sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.absence import USUAL, Stage
from bot.domain.calls import Delays
from bot.domain.plans import State
from bot.storage.calls import calls
from bot.storage.kernel.transaction import Tx
from bot.storage.networks import organisations
from bot.storage.people import attachments
from bot.storage.plans import plans


@dataclass(frozen=True, slots=True)
class ToRead:
    """One plan that waits to be read; `ranked`: it was endorsed before, and came back since.

    `days` are those of its call after which the reader is told.
    """

    plan_id: int
    network_id: int
    organisation_id: int
    referent_id: int
    region: str
    sent_at: datetime
    ranked: bool
    days: Mapping[Stage, int]


_TO_READ = (
    sa.select(
        plans.c.id,
        plans.c.network_id,
        plans.c.organisation_id,
        attachments.c.referent_id,
        sa.func.coalesce(sa.func.nullif(organisations.c.department, ""), organisations.c.region).label("place"),
        plans.c.sent_at,
        plans.c.rank_at.is_not(None).label("ranked"),
        calls.c.delays,
    )
    .join(calls, calls.c.id == plans.c.call_id)
    .join(
        attachments,
        sa.and_(attachments.c.beneficiary_id == plans.c.beneficiary_id, attachments.c.until.is_(None)),
    )
    .join(organisations, organisations.c.id == plans.c.organisation_id)
    .where(plans.c.state == State.TO_REVIEW.value, plans.c.sent_at.is_not(None))
    .order_by(plans.c.sent_at, plans.c.id)
)


def to_read(tx: Tx, now: datetime, network_id: int | None = None) -> list[ToRead]:
    """Return every plan that waits for a referent, of one network or of all, the one that was sent first first.

    What the closing of its call has stopped waits for nobody.
    """
    query = _TO_READ.where(sa.or_(plans.c.rank_at.is_not(None), calls.c.closes_at > now))
    query = query if network_id is None else query.where(plans.c.network_id == network_id)
    return [
        ToRead(
            row.id, row.network_id, row.organisation_id, row.referent_id, row.place, row.sent_at, bool(row.ranked),
            _days(row.delays),
        )
        for row in tx.connection.execute(query)
    ]  # fmt: skip


def _days(delays: Mapping[str, int]) -> Mapping[Stage, int]:
    """Return a call's own days, where it has some."""
    if not delays:
        return USUAL
    of_call = Delays(**delays)
    return {Stage.REMIND: of_call.remind, Stage.OTHERS: of_call.others}


def plans_of(tx: Tx, person_id: int) -> list[int]:
    """Return the ids of all plans of a person, live or over."""
    query = sa.select(plans.c.id).where(plans.c.beneficiary_id == person_id).order_by(plans.c.id)
    return list(tx.connection.scalars(query))
