"""Telegram limits a bot to some thirty messages a second: ours never meets that limit. A walk by test_crowd.py."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.people import Role
from bot.features.administration import admin
from bot.sandbox import Limits
from tests.support.phones import Phone
from tests.support.town import Town

MANY = 2 * Limits().burst


@pytest.mark.slow
async def test_a_whole_town_that_opens_the_bot_at_once_makes_no_flood(sqlite_url: str, tmp_path: Path) -> None:
    async with Town.founded(sqlite_url, tmp_path, limited=True) as town:
        await town.opens_call()
        residence = await town.organisation()
        lina = await town.does(admin.add_member, town.moment, town.network, residence, Role.REFERENT, "Lina")
        invited = [await has_an_invitation(town, residence, lina, f"Awa {number}") for number in range(MANY)]

        await asyncio.gather(*(phone.starts(code) for phone, code in invited))

        counted = await town.summary()
        assert counted["flood"] == 0, counted
        assert counted["refused"] == 0, await town.refusals()
        for phone, _ in invited:
            await phone.sees("privacy")


async def has_an_invitation(town: Town, organisation: int, referent: int, name: str) -> tuple[Phone, str]:
    """Return a person's phone and their link."""
    code = await town.does(admin.invite_beneficiary, town.moment, town.network, organisation, referent, name)
    return await town.phone(name), code
