"""Many people at once under Telegram's limits, and the bot is killed meanwhile: all stays well."""

import asyncio
import itertools
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot import config
from bot.app import app_context
from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.plan.context import Moment
from bot.sandbox import Limits
from bot.storage import plans
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from tests.crash.machine import KEY, Machine
from tests.support.plans import Team, endorsed, next_summer, sent
from tests.walks.crowd import Desk, Walker
from tests.walks.walker import books

SEEDS = [int(seed) for seed in os.environ.get("VALISE_WALK_SEED", "1").split(",")]
BENEFICIARIES, REFERENTS = 8, 2
ROUNDS, ACTS = 2, 9
"""One kill in each round; together more messages a chat than Telegram takes at once (20)."""
SPEED = 3
"""All goes so many times as fast as in the world, what Telegram bears and the bot's pace alike."""
TELEGRAM = Limits(per_second=30 * SPEED, chat_per_second=1 * SPEED)
QUESTIONS = 60
"""Far more than Telegram lets a bot answer at once in one chat."""

ITS_PACE = {"rate": 25.0 * SPEED, "chat_rate": 1.0 * SPEED}
"""What the bot keeps to unless it is told otherwise."""


@asynccontextmanager
async def town(machine: Machine, seed: int) -> AsyncIterator[tuple[list[Walker], Store]]:
    """Found a crowd with invitations in its hands; some plans wait already, and money is short."""
    records = await Store.open(machine.database_url, Cipher([KEY]))
    home = app_context(config.load({"VALISE_TOKEN": "1:token-of-a-house-without-telegram"}, machine.folder))
    numbers = itertools.count()

    def furnish(tx: Tx) -> list[str]:
        def moment() -> Moment:
            return Moment(home, datetime.now(UTC), f"invitation-{next(numbers)}")

        network = admin.only_or_new(tx, "Réseau des Tilleuls")
        organisation = admin.add_organisation(tx, network, "Résidence", OrganisationKind.RESIDENCE, "93")
        call = admin.open_call(tx, moment(), network, next_summer(datetime.now(UTC), places=7, envelope=90_000))
        lina = admin.add_member(tx, moment(), network, organisation, Role.REFERENT, "Lina")
        claire = admin.add_member(tx, moment(), network, None, Role.COORDINATOR, "Claire")
        team = Team(network, organisation, lina, claire, call)
        for written, name in ((sent, "B."), (endorsed, "C."), (endorsed, "D.")):
            written(tx, moment(), team, name)
        invited = [
            admin.invite_beneficiary(tx, moment(), network, organisation, lina, f"Person {n}")
            for n in range(BENEFICIARIES)
        ]
        invited += [admin.invite_member(tx, moment(), Role.REFERENT, network, organisation) for _ in range(REFERENTS)]
        invited.append(admin.invite_member(tx, moment(), Role.COORDINATOR, network, None))
        return [*invited, ""]  # the last has none

    try:
        codes = await records.run(furnish)
        async with Desk.watched(records) as desk:
            yield (
                [
                    Walker(machine, desk, await machine.person(f"Somebody {n}"), Random(f"{seed} {n}"), code)
                    for n, code in enumerate(codes)
                ],
                records,
            )
    finally:
        await records.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_crowd_is_served_within_telegrams_limits_whenever_the_bot_is_killed(
    database_url: str, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    async with (
        Machine.at(database_url, tmp_path, TELEGRAM, **ITS_PACE) as machine,
        town(machine, seed) as (crowd, records),
    ):
        await machine.begins()
        for _ in range(ROUNDS):
            walk = asyncio.gather(*(person.walks(ACTS) for person in crowd))
            await asyncio.wait([walk], timeout=1 + 3 * random.random())
            await machine.ends(signal.SIGKILL)
            await nothing_answered_is_lost(crowd, records)
            await machine.begins()
            await walk
            await machine.asks("POST", "clock", advance=random.choice([180, 3_600, 86_400]))
            await all_is_well(machine, crowd, records)


@pytest.mark.parametrize("people", [1, 12], ids=["one chat", "all chats"])
async def test_a_bot_that_hurries_would_be_noticed(sqlite_url: str, tmp_path: Path, people: int) -> None:
    async with (
        Machine.at(sqlite_url, tmp_path, Limits(), rate=1_000, chat_rate=1_000) as machine,
        town(machine, seed=1) as (crowd, _),
    ):
        await machine.begins()
        for _ in range(QUESTIONS):  # one after the other: what is asked meanwhile is answered once
            await asyncio.gather(*(person.asks_for_help() for person in crowd[:people]))
            await machine.settled()
            if (await machine.asks("GET", "summary"))["flood"]:
                return
        raise AssertionError("nothing was refused")


async def all_is_well(machine: Machine, crowd: list[Walker], records: Store) -> None:
    """Check that Telegram refused nothing, nothing failed, everything adds up, and everybody can go on."""
    await machine.settled()
    counted = await machine.asks("GET", "summary")
    assert counted["flood"] == 0, counted
    # A tap that was answered just before the kill is answered again: nobody could know.
    assert counted["refused"] == counted["repeated_answers"], await machine.asks("GET", "refused")
    assert counted["unanswered_taps"] == 0, counted
    assert machine.errors() == []
    unbalanced, broken, calls = await records.read(books, 1)
    assert (unbalanced, broken) == ([], [])
    for call in calls:
        assert call.taken_places <= call.places
        assert call.taken_cents <= call.envelope
    await nothing_answered_is_lost(crowd, records)
    for person in crowd:
        newest = await person.newest()
        assert newest.get("reply_markup") or (newest and not person.code), person.told(f"has no way on: {newest}")


async def nothing_answered_is_lost(crowd: list[Walker], records: Store) -> None:
    """Check that each question whose answer was seen taken is in the plan."""
    for person in crowd:
        for plan_id, question in person.kept:
            plan = await records.read(plans.by_id, plan_id)
            assert plan is not None
            assert question in plan.answers, person.told(f"answered {question} in vain")
