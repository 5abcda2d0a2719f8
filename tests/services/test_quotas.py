"""A crowd decides at once on the last places of a quota: it is never exceeded, and the others are told whose it is."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.plans import State
from bot.plan.context import AppContext
from bot.storage import calls, quotas
from bot.storage.kernel.store import Store
from tests.services.test_concurrent_decisions import COORDINATOR, NEW, adds_up, crowd, states, taps

LAST = 4
"""Places of the quota."""


@pytest.mark.parametrize("whose", ["region:IDF", "organisation:1"])
async def test_a_crowd_never_takes_more_than_a_quota(store: Store, home: AppContext, whose: str) -> None:
    team, plans = await crowd(store, home, replace(NEW, envelope=1_000_000_00), committee=True)
    await store.run(lambda tx: calls.change(tx, team.call, quotas={whose: LAST}))
    answers = await asyncio.gather(*(taps(store, home, COORDINATOR, "grant", plan) for plan in plans))
    granted = (await states(store, plans))[State.GRANTED]
    assert granted == LAST
    assert await store.read(quotas.taken_in_region, team.call, "IDF") == LAST
    assert await store.read(quotas.taken_by_organisation, team.call, team.organisation) == LAST
    notes = [note for answer in answers for screen in answer.screens for note in screen.notes]
    told = [note for note in notes if note.code == "quota_reached"]
    assert len(told) == len(plans) - LAST
    assert {note.values["places"] for note in told} == {LAST}
    await adds_up(store)
