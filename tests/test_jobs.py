"""What the clock does, and how it ends."""

import asyncio
import logging

import pytest

from bot.jobs import Job, schedule


async def test_an_end_in_the_middle_of_a_job_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    scheduler = schedule((Job("endless", 0.01, work),))
    scheduler.start()
    await begun.wait()
    with caplog.at_level(logging.INFO):
        scheduler.shutdown(wait=False)
        await ended.wait()
        await asyncio.sleep(0)

    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert "job endless is cut short, as the bot stops" in caplog.text
