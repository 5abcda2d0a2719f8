"""What walks have found, each as the shortest story that shows it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.people import Contact, Role
from bot.services import office
from tests.support.phones import Phone
from tests.support.town import Town


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.founded(sqlite_url, tmp_path) as founded:
        yield founded
        counted = await founded.summary()
        assert counted["refused"] == 0, counted


@pytest.fixture
async def lina(town: Town) -> Phone:
    await town.opens_call()
    return await town.member("Lina", Role.REFERENT, await town.organisation())


async def invites(lina: Phone) -> None:
    """An invitation ends on a picture: the link to scan."""
    await lina.taps("r:invite")
    await lina.says("Awa")
    await lina.taps("yes", "no", "yes", "normal")
    await lina.says("On regarde ensemble ?")
    await lina.sees("invitation/_link")


async def test_a_tap_under_a_picture_is_answered_below_it(lina: Phone) -> None:
    await invites(lina)
    await lina.taps("g:home")
    await lina.sees("review/home")


async def test_words_after_a_picture_answer_the_question_before_it(lina: Phone) -> None:
    await invites(lina)
    await lina.taps("g:home", "r:people")
    people = await lina.last()
    await lina.taps("g:home", "r:invite")
    await lina.taps_old(people, "r:person:2")
    await lina.taps("r:link:2")
    await lina.says("Ben")
    await lina.sees("invitation/under_limit")


async def test_a_new_code_leads_on(town: Town) -> None:
    await town.opens_call()
    organisation = await town.organisation()
    referent = await town.does(office.add_member, town.scene, town.network, organisation, Role.REFERENT, "Lina")
    code = await town.does(
        office.invite_beneficiary, town.scene, town.network, organisation, referent, "Nour", Contact.DISCREET
    )
    nour = await town.phone("Nour")
    await nour.starts(code)
    await nour.says("mimosa")
    await nour.says("mimosa")
    await nour.sees("code/chosen")
    await nour.taps("g:home")
    await nour.sees("join/beneficiary")
