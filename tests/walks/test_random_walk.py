"""Anybody does anything in any order, with restarts in between: all stays well, and in the end everyone can go on.

`VALISE_WALK_SEED=7 VALISE_WALK_STEPS=500 ./valise test tests/walks` walks another way, or the same way again.
"""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.domain.people import Contact, Role
from bot.domain.plans import EDITABLE
from bot.features.administration import admin
from bot.storage import people, plans
from bot.storage.kernel.store import Tx
from conversations.engine.screens import Question
from tests.support.phones import Phone, buttons, matches
from tests.support.plans import Team, endorsed, sent
from tests.support.town import Town
from tests.walks import words
from tests.walks.walker import Walker

SEEDS = [int(seed) for seed in os.environ.get("VALISE_WALK_SEED", "1,2").split(",")]
STEPS = int(os.environ.get("VALISE_WALK_STEPS", "200"))
ENOUGH = 60
"""Taps within which anybody must be able to send a plan."""

SIMPLE = (":talk", ":adults:1", ":none", ":done")
"""How buttons end that answer a question at once, the most general first."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_anybody_does_all_stays_well(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    async with Town.founded(database_url, tmp_path) as town:
        walker = Walker(town, Random(seed), caplog.records)
        await peopled(walker)
        await walker.walks(STEPS)
        for phone in walker.cast:
            await is_not_stuck(walker, phone)


async def peopled(walker: Walker) -> None:
    """Add two referents, a coordinator, a person of each kind, a stranger; some plans wait already, money is short."""
    town = walker.town
    organisation = await town.organisation()
    committee = await town.opens_call(places=7, envelope=90_000)
    direct = await town.opens_call(
        model="elles-en-vacances",
        committee=False,
        name="Séjour",
        closes_at=datetime(2027, 6, 20, 16, tzinfo=UTC),
        stay_from=date(2027, 6, 25),
        places=5,
        envelope=60_000,
    )
    lina = await town.member("Lina", Role.REFERENT, organisation)
    paul = await town.member("Paul", Role.REFERENT, organisation, "en")
    claire = await town.member("Claire", Role.COORDINATOR)
    referent = await person_of(town, lina)
    coordinator = await person_of(town, claire)

    def invited(tx: Tx, name: str, contact: Contact) -> str:
        return admin.invite_beneficiary(tx, town.moment, town.network, organisation, referent, name, contact)

    awa, nour, zed = await town.phone("Awa"), await town.phone("Nour", "en"), await town.phone("Zed", "tr")
    codes = [await town.does(invited, "Awa", Contact.NORMAL), await town.does(invited, "Nour", Contact.DISCREET)]
    await awa.starts(codes[0])
    await nour.starts(codes[1])
    await nour.says(words.CODE)
    await nour.says(words.CODE)
    await town.does(invited, "Monsieur K.", Contact.NONE)
    waiting = ((sent, committee, "B."), (endorsed, committee, "C."), (endorsed, committee, "D."), (sent, direct, "E."))
    for written, call, name in waiting:
        team = Team(town.network, organisation, referent, coordinator, call)
        await town.does(written, town.moment, team, name)
    past = replace(town.moment, now=town.clock() - timedelta(days=30))
    expired = await town.does(admin.invite_member, past, Role.REFERENT, town.network, organisation)
    fresh = await town.does(admin.invite_member, town.moment, Role.REFERENT, town.network, organisation)
    walker.cast = [awa, nour, lina, paul, claire, zed]
    walker.codes = [*codes, "nobody-made-this", expired, fresh]


async def person_of(town: Town, phone: Phone) -> int:
    found = await town.does(people.by_chat, phone.account)
    return int(found.id)


async def is_not_stuck(walker: Walker, phone: Phone) -> None:
    """Check that the person can open the bot, and send a plan that is to be written."""
    town = walker.town
    person = await town.does(people.by_chat, phone.account)
    await phone.starts()
    await walker.has_a_way_on(phone)
    if person is None or not person.has(Role.BENEFICIARY):
        return
    if person.contact is Contact.DISCREET:
        again = await town.does(
            admin.invite_member, town.moment, Role.BENEFICIARY, town.network, person.organisation_id, person.id
        )
        await phone.starts(again)
        await phone.says(words.CODE)
        await phone.says(words.CODE)
    await phone.says("/plan")
    for _ in range(ENOUGH):
        plan = await town.does(plans.latest_of, person.id)
        if plan.state not in EDITABLE:
            return
        await does_the_obvious(phone)
    raise AssertionError(f"{phone.name} cannot send her plan: {await phone.text()}")


async def does_the_obvious(phone: Phone) -> None:
    """Put off what may be put off, answer the rest, send."""
    screen = await phone.screen()
    offered = [data for _, data in buttons(await phone.last())]
    if isinstance(screen, Question):
        simple = next((data for end in SIMPLE for data in offered if data.endswith(end)), None)
        await (phone.taps(simple) if simple else phone.says("1"))
        return
    wanted = ("send", "send_again", "g:go", "g:accept", "g:recap", "g:home")
    tap = next((value for value in wanted for data in offered if matches(data, value)), None)
    assert tap, f"{phone.name} has nothing to tap: {await phone.text()}"
    await phone.taps(tap)
