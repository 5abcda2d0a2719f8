"""A network in the middle of a summer: people in every state of the life of a plan, and what else a chat may hold.

Built by the real application. Nothing here is checked: it is what `record.py` records buttons in.
"""

from datetime import timedelta

from tests.dialogues.story import Cast
from tests.recorded import rooms, seasons
from tests.recorded.inhabitants import PRESENT, World
from tests.support.town import Town


async def built(town: Town) -> World:
    """Build the whole world, at `PRESENT`."""
    summer = await town.opens_call()
    world = World(Cast(town, *await seasons.team(town), summer, 1))
    await seasons.professionals(world)
    await seasons.the_summer(world, summer)
    await seasons.passes_until(town, PRESENT - timedelta(days=21))
    autumn, small = await seasons.this_years_calls(world)
    await seasons.the_autumn(world, autumn)
    await seasons.passes_until(town, PRESENT - timedelta(days=6))
    await seasons.after_the_stays(world, autumn)
    await seasons.lately(world, autumn, small)
    await rooms.around_the_plans(world)
    await rooms.strangers(world)
    await rooms.messages_to_many(world, autumn)
    await rooms.some_days(world)
    await rooms.a_new_group(world, autumn)
    await rooms.at_this_moment(world)
    return world
