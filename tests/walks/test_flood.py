"""Telegram limits a bot to some thirty messages a second, and one a second in a chat: ours never meets that limit."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.people import Role
from bot.services import office
from tests.support.phones import Phone
from tests.support.town import Town

TWO, MANY = 2, 8
"""Two reach the limit of one chat before that of the bot; eight the other way round."""


@pytest.mark.slow
@pytest.mark.parametrize("people", [TWO, MANY])
async def test_people_who_all_tap_fast_make_no_flood(database_url: str, tmp_path: Path, people: int) -> None:
    async with Town.founded(database_url, tmp_path, limited=True) as town:
        await town.opens_call()
        residence = await town.organisation()
        lina = await town.does(office.add_member, town.scene, town.network, residence, Role.REFERENT, "Lina")
        phones = []
        for number in range(people):
            name = f"Awa {number}"
            code = await town.does(office.invite_beneficiary, town.scene, town.network, residence, lina, name)
            phone = await town.phone(name)
            await phone.starts(code)
            phones.append(phone)
        await asyncio.gather(*(taps_fast(phone) for phone in phones))
        await town.settles()
        counted = await town.summary()
        assert counted["flood"] == 0, counted
        assert counted["refused"] == 0, await town.refusals()
        assert counted["unanswered_taps"] == 0, counted
        for phone in phones:
            await phone.sees("stay/place")


async def taps_fast(phone: Phone) -> None:
    """The first questions without a moment's thought: more messages than Telegram takes at once in a chat (20)."""
    await phone.taps("g:accept", *("sea", "-sea") * 6, "sea", "done", "children", "never", "1")
    await phone.taps("none", "wheelchair", "diet", "done")
