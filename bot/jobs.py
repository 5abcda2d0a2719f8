"""The clock table: what happens by time alone, how often, and in how small steps. Nothing is decided here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.features.reminders import ahead, summary
from bot.plan.context import Moment
from bot.storage.kernel.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the table; `every` is in seconds."""

    name: str
    every: float
    work: Callable[[], Awaitable[object]]


def schedule(jobs: tuple[Job, ...]) -> AsyncIOScheduler:
    """Return a scheduler that ticks each job; a late or a missed tick is one tick, and two never overlap."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in jobs:
        scheduler.add_job(
            _kept_going, "interval", (job,), seconds=job.every, id=job.name, coalesce=True, max_instances=1,
            misfire_grace_time=None,
        )  # fmt: skip
    return scheduler


async def _kept_going(job: Job) -> None:
    """Run one tick; an error is logged, and the next tick comes all the same."""
    try:
        await job.work()
    except asyncio.CancelledError:  # the scheduler would log it as an error, and its task ends here anyway
        log.info("job %s is cut short, as the bot stops", job.name)
    except Exception as error:
        log.log(logging.ERROR, "job %s failed: %s", job.name, type(error).__name__, exc_info=error)


async def remind(store: Store, moment: Moment) -> int:
    """Plan the reminders that have come near, and begin the days of professionals; returns how many.

    In small transactions, one after the other, so that nobody's reply waits for a crowd.
    """
    done = 0
    seen = await store.read(ahead.since, moment)
    sources = await store.read(ahead.sources, moment, seen)
    for source in sources:
        after = 0
        while page := await store.read(ahead.come_near, source, after):
            for start in range(0, len(page), ahead.CHUNK):
                done += await store.run(ahead.plan_ahead, moment, source.kind, page[start : start + ahead.CHUNK])
            after = page[-1].plan_id
    await store.read(ahead.missed, moment)
    await store.run(ahead.looked, moment, sources)
    while found := await store.run(summary.begin_days, moment):
        done += found
    return done
