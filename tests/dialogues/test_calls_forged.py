"""Buttons about calls that nobody was ever shown: another network's, a referent's, or none that makes sense."""

import pytest

from bot.domain.people import Role
from bot.features.administration import admin
from bot.features.calls import routes
from bot.features.feature import routes_in
from bot.interaction.routes import COORDINATOR
from bot.storage import calls
from bot.storage.calls import CallRow
from tests.dialogues.story import cast
from tests.support.phones import Phone
from tests.support.town import Town

OF_A_CALL = sorted(route.word for route in routes_in(routes) if route.realm is COORDINATOR and route.arguments)
ANYTHING = ("1:0", "1:zz", "1:places", "1:nothing", "1:BRE", "1:ZZZ", "1:person")
NONSENSE = (
    "",
    "zzzzzz",
    "-1",
    "é",
    "1",
    "1:",
    "1:zzzzzzzz",
    "1:-1",
    "1:é",
    "1:9",
    "zzzzzzzzzzzzzzzzzzzz",
    "1:zzzzzzzzzzzzzzzzzzzz",
)


async def stranger_to_the_network(town: Town) -> Phone:
    """Return a coordinator of another network."""
    other = await town.does(admin.only_or_new, "Un autre réseau")
    code = await town.does(admin.invite_member, town.moment, Role.COORDINATOR, other, None)
    phone = await town.phone("Zoé")
    await phone.starts(code)
    return phone


async def call(town: Town) -> CallRow:
    row: CallRow = await town.does(calls.by_id, 1)
    return row


@pytest.mark.parametrize("more", ANYTHING)
async def test_another_network_sees_and_changes_nothing(town: Town, more: str) -> None:
    await cast(town)
    before = await call(town)
    zoe = await stranger_to_the_network(town)
    for word in OF_A_CALL:
        await zoe.forges(f"d:{word}:{more}")
        await zoe.sees("committee/home", problem="not_found")
    assert await call(town) == before


async def test_a_referent_opens_none_of_these_doors(town: Town) -> None:
    story = await cast(town)
    before = await call(town)
    for word in OF_A_CALL:
        await story.lina.forges(f"d:{word}:1:0")
        await story.lina.sees("review/home", problem="not_for_you")
    assert await call(town) == before


@pytest.mark.parametrize("more", NONSENSE)
async def test_what_makes_no_sense_is_answered(town: Town, more: str) -> None:
    story = await cast(town)
    for word in sorted({*OF_A_CALL, "past_year"} - {"close_now"}):
        count = len(await story.claire.messages())
        await story.claire.forges(f"d:{word}:{more}")
        assert await story.claire.messages(), f"{word} {more} after {count}"
        await story.claire.screen()
