"""`bench reminders`: what the look at a hundred thousand plans costs, on an ordinary day and when nothing is due."""

import asyncio
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import config
from bot.app import app_context, open_store
from bot.bench import town
from bot.bench.broadcast import chat
from bot.bench.conversation import quantile
from bot.bench.people import BenchError
from bot.bench.process import memory_of
from bot.demo import NETWORK, summer_call
from bot.domain.hours import ALWAYS, Way
from bot.domain.people import OrganisationKind, Role, Writing
from bot.domain.plans import State
from bot.features.administration import admin
from bot.jobs import remind
from bot.plan.context import AppContext, Moment
from bot.storage import hours, networks
from bot.storage.days import sealed_stay
from bot.storage.hours import Preference
from bot.storage.kernel.migrate import upgrade
from bot.storage.kernel.store import Store, Tx
from bot.storage.people import account, attachments, people, roles
from bot.storage.plans import plans

AT_ONCE = 1_000
A_YEAR = 365
STATES = (State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE, State.IN_COMMITTEE, State.GRANTED, State.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; times in seconds, waits of others in seconds, memory in MB."""

    plans: int
    first: float
    first_found: int
    day: float
    day_found: int
    nothing: float
    wait_p95: float
    wait_most: float
    extra_mb: float | None


async def measure(count: int, database: str = "") -> Figures:
    """Fill a database, look once at all that is due by now, then at one day's, then at nothing.

    Raises:
        BenchError: the database is in use.
    """
    with tempfile.TemporaryDirectory(prefix="valise-bench-") as name:
        folder = Path(name)
        elsewhere = {"VALISE_DATABASE_URL": database} if database else {}
        settings = config.load({**town.environment("http://127.0.0.1:1", folder), **elsewhere}, folder)
        await asyncio.to_thread(upgrade, settings.database_url)
        store = await open_store(settings)
        try:
            if await store.run(networks.all_networks):
                raise BenchError("the database is not empty: name one made for this")
            home = app_context(settings)
            await _fill(store, home, count)
            return await _measured(store, home, count)
        finally:
            await store.close()


async def _measured(store: Store, home: AppContext, count: int) -> Figures:
    now = datetime.now(UTC).replace(hour=10, minute=0)
    before = memory_of("self")
    waits: list[float] = []
    chatting = asyncio.create_task(chat(store, waits))
    first, first_found = await _looked(store, Moment(home, now, ""))
    day, day_found = await _looked(store, Moment(home, now + timedelta(days=1), ""))
    nothing, _ = await _looked(store, Moment(home, now + timedelta(days=1, minutes=1), ""))
    chatting.cancel()
    with suppress(asyncio.CancelledError):
        await chatting
    after = memory_of("self")
    waits.sort()
    extra = after - before if after is not None and before is not None else None
    return Figures(count, first, first_found, day, day_found, nothing, quantile(waits, 0.95), waits[-1], extra)


async def _looked(store: Store, moment: Moment) -> tuple[float, int]:
    began = time.perf_counter()
    found = await remind(store, moment)
    return time.perf_counter() - began, found


async def _fill(store: Store, home: AppContext, count: int) -> None:
    """Fill in people, a referent for every few of them, and a plan each, spread over a year."""
    moment = Moment(home, datetime.now(UTC), "")
    place = await store.run(_found, moment)
    team = max(1, count // town.PEOPLE_PER_REFERENT)
    for start in range(0, team, AT_ONCE):
        await store.run(_enrol, moment, place, range(start, min(start + AT_ONCE, team)))
    for start in range(0, count, AT_ONCE):
        await store.run(_plan, moment, place, team, range(start, min(start + AT_ONCE, count)))


Place = tuple[int, int, int]
"""Numbers of a network, an organisation and a call."""


def _found(tx: Tx, moment: Moment) -> Place:
    network_id = admin.only_or_new(tx, NETWORK)
    organisation_id = admin.add_organisation(tx, network_id, "Résidence", OrganisationKind.RESIDENCE, "93")
    return network_id, organisation_id, admin.open_call(tx, moment, network_id, summer_call(moment.today, moment))


def _rows(tx: Tx, moment: Moment, place: Place, numbers: range, chats: int) -> list[dict[str, Any]]:
    name = tx.cipher.seal("Awa", "people.name")
    return [
        {
            "network_id": place[0], "organisation_id": place[1], **account(tx, chats + number), "name": name,
            "language": "fr", "writing": Writing.YES.value, "created_at": moment.now,
        }
        for number in numbers
    ]  # fmt: skip


def _enrol(tx: Tx, moment: Moment, place: Place, numbers: range) -> None:
    ids = tx.connection.scalars(people.insert().returning(people.c.id), _rows(tx, moment, place, numbers, 1)).all()
    tx.connection.execute(roles.insert(), [{"person_id": person, "role": Role.REFERENT.value} for person in ids])
    for person in ids:
        hours.choose(tx, person, Preference(ALWAYS, Way.DAILY))


def _plan(tx: Tx, moment: Moment, place: Place, team: int, numbers: range) -> None:
    """Plan a stay for each person, none as another's: where it stands, when it begins, when it was last written."""
    first = tx.connection.scalar(people.select().with_only_columns(people.c.id).order_by(people.c.id).limit(1)) or 1
    ids = tx.connection.scalars(
        people.insert().returning(people.c.id), _rows(tx, moment, place, numbers, 10_000_000)
    ).all()
    tx.connection.execute(roles.insert(), [{"person_id": person, "role": Role.BENEFICIARY.value} for person in ids])
    pairs = list(zip(numbers, ids, strict=True))
    tx.connection.execute(
        attachments.insert(),
        [{"beneficiary_id": p, "referent_id": first + n % team, "since": moment.now} for n, p in pairs],
    )
    tx.connection.execute(plans.insert(), list(_plans(tx, moment, place, pairs)))


def _plans(tx: Tx, moment: Moment, place: Place, pairs: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    answers = tx.cipher.seal_json({}, "plans.answers")
    key = tx.cipher.seal(secrets.token_bytes(32), "plans.trail_key")
    for number, person in pairs:
        departure = moment.today + timedelta(days=number % A_YEAR - 60)
        homecoming = departure + timedelta(days=7)
        state = State.BACK if homecoming < moment.today else STATES[number // A_YEAR % len(STATES)]
        yield {
            "network_id": place[0], "organisation_id": place[1], "call_id": place[2], "beneficiary_id": person,
            "state": state.value, "version": 1, "answers": answers, "trail_key": key,
            "stay": sealed_stay(tx, departure, homecoming), "people": 3, "created_at": moment.now,
            "updated_at": moment.now - timedelta(days=number % 90, hours=1),
        }  # fmt: skip


# What it says


def keys_of(figures: Figures) -> Mapping[str, float | None]:
    """Return the figures by their lasting names."""
    return {
        "plans": figures.plans,
        "first_seconds": round(figures.first, 2),
        "first_found": figures.first_found,
        "day_seconds": round(figures.day, 2),
        "day_found": figures.day_found,
        "nothing_ms": round(1000 * figures.nothing, 1),
        "wait_p95_ms": round(1000 * figures.wait_p95, 1),
        "wait_most_ms": round(1000 * figures.wait_most, 1),
        "extra_mb": None if figures.extra_mb is None else round(figures.extra_mb, 1),
    }


NOTES: Mapping[str, str] = {
    "plans": "live plans, spread over a year",
    "first_seconds": "to plan everything that is of use by now, as after a long outage",
    "first_found": "reminders and days of professionals begun by it",
    "day_seconds": "to plan what one day more brings",
    "day_found": "reminders and days of professionals begun by it",
    "nothing_ms": "for a look that finds nothing",
    "wait_p95_ms": "that others waited for the database meanwhile",
    "wait_most_ms": "the longest of these waits",
    "extra_mb": "memory of the process beyond what it had before",
}


def table(figures: Figures) -> str:
    """Return the figures as people read them."""
    keys = keys_of(figures)
    return "\n".join(
        f"{name:<16} {'?' if keys[name] is None else keys[name]:>9}  {note}" for name, note in NOTES.items()
    )
