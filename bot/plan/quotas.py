"""Quotas of a call: most places of a region or an organisation, most money that one referent grants alone."""

from bot.domain.people import Refused
from bot.domain.regions import Region
from bot.storage import calls, networks, quotas
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

REGION, ORGANISATION = "region:", "organisation:"
"""What the name of a quota begins with; the region's code or the organisation's id follows."""


def check(tx: Tx, plan: PlanRow) -> None:
    """Check, after a plan has taken its places, the quotas of its region and its organisation.

    To be asked in the transaction that moved the call's counters: they are locked, so that no two can pass together.

    Raises:
        Refused: "quota_reached", with whose quota it is and how many places it has.
    """
    call = calls.by_id(tx, plan.call_id)
    limits = dict(call.quotas)
    if not limits:
        return
    organisation = networks.organisation(tx, plan.organisation_id)
    own = limits.get(f"{ORGANISATION}{organisation.id}")
    if own is not None and quotas.taken_by_organisation(tx, call.id, organisation.id) > own:
        raise Refused("quota_reached", whose=organisation.name, places=own)
    regional = limits.get(f"{REGION}{organisation.region}")
    if regional is not None and quotas.taken_in_region(tx, call.id, organisation.region) > regional:
        raise Refused("quota_reached", whose=Region(organisation.region).official_name, places=regional)


def check_cap(tx: Tx, plan: PlanRow, referent_id: int) -> None:
    """Check, after an endorsement has granted a plan, what its referent may grant alone in that call.

    To be asked as `check`. Raises Refused("referent_cap"), with the cap and what was left of it, in cents.
    """
    cap = calls.by_id(tx, plan.call_id).referent_cap
    if cap is None:
        return
    granted = quotas.granted_by_referent(tx, plan.call_id, referent_id)
    if granted > cap:
        raise Refused("referent_cap", cap=cap, left=max(0, cap - granted + (plan.granted_cents or 0)))
