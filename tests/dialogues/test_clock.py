"""Where the clock can be moved, as in the demo: what a person does next happens at the time that they see."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from tests.support.town import Town, awake

A_DAY = timedelta(days=1)


async def test_an_act_happens_at_the_time_that_is_shown(town: Town) -> None:
    await town.running.aclose()
    address = f"{town.sandbox.url}/sandbox/clock"
    clock = Clock(address)
    awa = await town.phone("Awa")
    async with awake(replace(town.settings, clock_url=address), clock, town.renderer) as town.app:
        await town.http.post("/sandbox/clock", json={"advance": A_DAY.total_seconds()})
        await awa.starts()
        await awa.sees("stranger")
        assert clock() - datetime.now(UTC) > A_DAY / 2
    await town.restart()
