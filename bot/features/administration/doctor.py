"""What `./valise doctor` looks at: damage, lost keys, figures that do not add up, edited audit lines, promises."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.domain.schooldays import SchoolCalendar
from bot.storage import audit, calls, networks, plans, sealed
from bot.storage.kernel import integrity
from bot.storage.kernel.store import Tx

COMING: Final = timedelta(days=365)
"""So long before the calendar of schools ends it is told: stays of a call are in the year that follows."""


class Findings(NamedTuple):
    """One line for each thing, for an operator; ids only."""

    wrong: list[str]
    """What has to be mended."""
    remarks: list[str]
    """What is worth a look, and keeps nothing from working."""


def findings(tx: Tx) -> Findings:
    """Return what is wrong with a database, and what is worth a look.

    A damaged one is not looked into any further, nor are networks whose names no key opens.
    """
    damages = integrity.damages(tx)
    if damages:
        return Findings(damages, [])
    wrong = [f"call {call_id}: its counters are not the sum of its ledger" for call_id in calls.unbalanced(tx)]
    wrong += [f"audit {chain}: line {seq} was edited or is missing" for chain, seq in audit.verify_all(tx)]
    lost = sealed.unreadable(tx)
    wrong += [] if lost else _cut_trails(tx)
    wrong += [
        f"{column}: {count} values cannot be opened; add the older keys to VALISE_SECRET_KEY"
        for column, count in lost.items()
    ]
    if lost:
        return Findings(wrong, [])
    known = networks.all_networks(tx)
    wrong += [] if known else ["there is no network yet: run ./valise init --network NAME"]
    return Findings(wrong, [line for network in known for line in _unanswered(network)])


def ending(schools: SchoolCalendar, today: date) -> list[str]:
    """Return a remark where a call opened today may have stays for which nobody here knows when schools are closed."""
    if schools.until >= today + COMING:
        return []
    year = f"it ends with {schools.last_year}, on {schools.until}"
    return [f"the calendar of schools: {year}; take a newer Valise, or add the next year to bot/data"]


def _cut_trails(tx: Tx) -> list[str]:
    """Return a line for each plan that is not as its last audit line says: lines cut off at the end leave no trace."""
    wrong = []
    for plan_id, state, key in plans.states(tx):
        lines = [line for line in audit.history(tx, f"plan:{plan_id}", row_key=key) if line.readable]
        told = [line.after["state"] for line in lines if "state" in line.after]
        if not told or told[-1] != state.value:
            wrong.append(f"audit plan:{plan_id}: its last line does not say how the plan stands; lines are missing")
    return wrong


def _unanswered(network: networks.Network) -> list[str]:
    """Return what people are promised to be told and are not: who has their data, and whom to ask."""
    again = f"run ./valise init --network {network.name!r}"
    told = []
    if not network.controller:
        told.append(f"network {network.id}: nobody is named who answers for people's data: {again} --controller …")
    if not network.data_contact:
        told.append(f"network {network.id}: no address for questions about data: {again} --data-contact …")
    return told
