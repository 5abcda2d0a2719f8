"""The process is killed at any moment, under load: no answer, no update and no notice is lost."""

import asyncio
import signal
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot import config
from bot.app import app_context, renderer
from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import hours, inbox, outbox, people, plans
from bot.storage.kernel.store import Store, Tx
from conversations.engine.screens import Page
from tests.crash.machine import KEPT, Awaiting, Machine
from tests.support.plans import EAGER, next_summer
from tests.support.town import words

PEOPLE = 8
KILLS = 4
WITHIN = 10.0
"""Seconds in which the bot ends when it is asked to, as the README promises."""


async def invited(machine: Machine, records: Store, folder: Path) -> list[Awaiting]:
    """Return people who each have an invitation, and a referent of their own who is told of what they do."""
    referents = [await machine.person(f"Referent {n}") for n in range(PEOPLE)]
    home = app_context(config.load({"VALISE_TOKEN": "1:token-of-a-house-without-telegram"}, folder))
    now = datetime.now(UTC)

    def furnish(tx: Tx) -> list[str]:
        moment = Moment(home, now, "")
        network = admin.only_or_new(tx, "Réseau des Tilleuls")
        organisation = admin.add_organisation(tx, network, "Résidence", OrganisationKind.RESIDENCE, "93")
        admin.open_call(tx, moment, network, next_summer(now))
        codes = []
        for n, chat_id in enumerate(referents):
            lina = admin.add_member(tx, moment, network, organisation, Role.REFERENT, f"Referent {n}")
            people.change(tx, lina, chat_id=chat_id, language="fr")
            hours.choose(tx, lina, EAGER)
            coded = replace(moment, code=f"invitation-{n}")
            codes.append(admin.invite_beneficiary(tx, coded, network, organisation, lina, f"Person {n}"))
        return codes

    codes = await records.run(furnish)
    return [Awaiting(machine, await machine.person("Awa"), code) for code in codes]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
async def test_killed_under_load_it_loses_nothing(machine: Machine, records: Store, tmp_path: Path, seed: int) -> None:
    crowd = await invited(machine, records, tmp_path)
    for chat_id in await records.read(referents_of):
        await machine.asks("POST", f"people/{chat_id}/start")
    await machine.begins()
    load = asyncio.gather(*(awa.builds_a_plan() for awa in crowd))
    in_flight = await kill_now_and_then(machine, records, Random(seed), load)
    await load

    await machine.settled()
    await machine.asks("POST", "clock", advance=120)  # what a dead process had in hand is free by then
    await until_all_has_left(records)

    for awa in crowd:
        person = await records.read(people.by_chat, awa.chat_id)
        assert person is not None
        plan = await records.read(plans.latest_of, person.id)
        assert plan is not None
        assert set(awa.answered) == set(KEPT) | {"dates"}
        assert {name: plan.answers[name]["v"] for name in KEPT} == KEPT
        assert plan.reference is not None
    states = await records.read(inbox.counts)
    assert (states[inbox.UpdateState.NEW], states[inbox.UpdateState.APPLIED], states[inbox.UpdateState.DEAD]) == (
        0,
        0,
        0,
    )
    await every_notice_came(machine, records, in_flight)
    counted = await machine.asks("GET", "summary")
    assert counted["flood"] == 0
    # A tap that was answered just before the kill is answered again: nobody could know.
    assert counted["refused"] == counted["repeated_answers"], await machine.asks("GET", "refused")
    assert machine.errors() == []


async def kill_now_and_then(
    machine: Machine, records: Store, random: Random, load: "asyncio.Future[list[None]]"
) -> Counter[int]:
    """Kill and start again while people answer; returns how many notices to each person were being sent then."""
    in_flight: Counter[int] = Counter()
    for _ in range(KILLS):
        await asyncio.wait([load], timeout=2 + 3 * random.random())
        if load.done():
            break
        await machine.ends(signal.SIGKILL)
        in_flight += Counter(row.recipient_id for row in await records.read(being_sent))
        await machine.begins()
    return in_flight


async def until_it_says(what: str, machine: Machine) -> None:
    for _ in range(600):
        if what in machine.log():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"it never says {what}: {machine.log()}")


def referents_of(tx: Tx) -> list[int]:
    found = [people.by_id(tx, person_id) for person_id in range(1, 2 * PEOPLE + 1)]
    return [person.chat_id for person in found if person.chat_id is not None]


def being_sent(tx: Tx) -> list[outbox.Row]:
    return outbox._rows(tx, outbox.outbox.c.state == outbox.NoticeState.CLAIMED)


def every_row(tx: Tx) -> list[outbox.Row]:
    return outbox._rows(tx)


async def until_all_has_left(records: Store) -> None:
    for _ in range(300):
        left = [row for row in await records.read(every_row) if row.state is not outbox.NoticeState.SENT]
        if not left:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"notices that never left: {left}")


async def every_notice_came(machine: Machine, records: Store, in_flight: Counter[int]) -> None:
    """Check that each notice came once, and once more at most where it was being sent as the process was killed."""
    texts = {
        kind: words(renderer().render(Page(f"notices/{kind}", {"urgent": False}), Reader(language="fr")).text)
        for kind in ("joined", "review_asked")
    }
    owed = Counter((row.recipient_id, row.kind) for row in await records.read(every_row))
    assert Counter(kind for _, kind in owed) == {"joined": PEOPLE, "review_asked": PEOPLE}
    came: Counter[int] = Counter()
    for recipient, kind in owed:
        person = await records.read(people.by_id, recipient)
        assert person.chat_id is not None
        seen = [words(message.get("text", "")) for message in await machine.messages(person.chat_id)]
        assert texts[kind] in seen, (kind, seen)
        came[recipient] += seen.count(texts[kind])
    for reached, count in came.items():
        assert count <= 2 + in_flight[reached]


@pytest.mark.slow
async def test_asked_to_end_it_finishes_what_it_has_in_hand(machine: Machine, records: Store, tmp_path: Path) -> None:
    crowd = await invited(machine, records, tmp_path)
    await machine.begins()
    load = asyncio.gather(*(awa.builds_a_plan() for awa in crowd))
    await until_it_says("running", machine)
    await asyncio.wait([load], timeout=2)

    async with asyncio.timeout(WITHIN):
        assert await machine.ends(signal.SIGTERM) == 0

    states = await records.read(inbox.counts)
    assert (states[inbox.UpdateState.APPLIED], states[inbox.UpdateState.DEAD]) == (0, 0)
    assert await records.read(being_sent) == []
    await machine.begins()
    await load
    assert machine.errors() == []
