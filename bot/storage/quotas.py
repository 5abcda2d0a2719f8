"""What a region, an organisation or a referent took of a call, from the lines of its ledger. No quota lives here."""

import sqlalchemy as sa

from bot.domain.plans import Action
from bot.storage.calls import Account, ledger
from bot.storage.kernel.transaction import Tx
from bot.storage.networks import organisations
from bot.storage.plans import plans

_TAKEN = (
    sa.select(sa.func.coalesce(sa.func.sum(ledger.c.places), 0))
    .join(plans, plans.c.id == ledger.c.plan_id)
    .join(organisations, organisations.c.id == plans.c.organisation_id)
    .where(ledger.c.call_id == sa.bindparam("call_id"), ledger.c.account == Account.TAKEN.value)
)


def taken_in_region(tx: Tx, call_id: int, region: str) -> int:
    """Count the places that plans of a region's organisations have taken."""
    query = _TAKEN.where(organisations.c.region == region)
    return int(tx.connection.execute(query, {"call_id": call_id}).scalar_one())


def any_plan_in(tx: Tx, call_id: int, region: str) -> bool:
    """Return whether a plan of that region is in the call, however far it is."""
    query = sa.select(plans.c.id).join(organisations, organisations.c.id == plans.c.organisation_id)
    found = query.where(plans.c.call_id == call_id, organisations.c.region == region).limit(1)
    return tx.connection.execute(found).first() is not None


def taken_by_organisation(tx: Tx, call_id: int, organisation_id: int) -> int:
    """Count the places that plans of an organisation have taken."""
    query = _TAKEN.where(organisations.c.id == organisation_id)
    return int(tx.connection.execute(query, {"call_id": call_id}).scalar_one())


_BY_REFERENT = sa.select(sa.func.coalesce(sa.func.sum(ledger.c.cents), 0)).where(
    ledger.c.call_id == sa.bindparam("call_id"),
    ledger.c.account == Account.TAKEN.value,
    ledger.c.plan_id.in_(
        sa.select(ledger.c.plan_id)
        .join(plans, plans.c.id == ledger.c.plan_id)
        .where(ledger.c.cause == Action.ENDORSE_AND_GRANT.value, plans.c.decided_by == sa.bindparam("referent"))
    ),
)


def granted_by_referent(tx: Tx, call_id: int, referent_id: int) -> int:
    """Return the cents that plans take of a call which this referent granted by endorsing them."""
    return int(tx.connection.execute(_BY_REFERENT, {"call_id": call_id, "referent": referent_id}).scalar_one())
