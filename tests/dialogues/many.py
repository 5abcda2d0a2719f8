"""What dialogues about messages to many begin with: the way to the last look, and what came of it."""

from datetime import timedelta
from typing import Any

from bot.domain.people import Role
from bot.features.broadcasts import sending
from bot.storage import broadcasts
from bot.storage.broadcasts import RowState
from tests.dialogues.story import Cast
from tests.support.phones import Phone, buttons
from tests.support.town import Town


async def to_teams(claire: Phone, message: str = "call_opened") -> None:
    """Go the quick way to the last look: three taps."""
    await claire.starts()
    await claire.taps("d:bc", "d:bc_new", message, "1", "teams")
    await claire.sees("broadcast/_ready")


async def sends(claire: Phone) -> None:
    """Tap the first button of the last look."""
    await claire.taps(await starting(claire, "d:bc_go:"))


async def starting(phone: Phone, beginning: str) -> str:
    """Return the data of the newest button that begins so."""
    for message in reversed(await phone.messages()):
        for _, data in buttons(message):
            if data.startswith(beginning):
                return data
    raise AssertionError(f"{phone.name} has no button {beginning}")


async def the_only(town: Town) -> broadcasts.Broadcast:
    found: list[broadcasts.Broadcast] = await town.does(broadcasts.of_network, town.network)
    assert len(found) == 1
    return found[0]


async def rows(town: Town) -> dict[RowState, int]:
    """Count the recipients in each state, none left out."""
    counted = await town.does(broadcasts.counts, (await the_only(town)).id)
    return {state: number for state, number in counted.items() if number}


async def times_seen(phone: Phone, template: str) -> int:
    """Count the bot's messages that are that template's."""
    texts = [str(message.get("text") or "") for message in await phone.messages()]
    return sum(getattr(phone.town.screen_of(text), "template", "") == template for text in texts)


async def a_team(story: Cast) -> list[Phone]:
    """Add two more referents of the residence."""
    return [await story.town.member(name, Role.REFERENT, story.residence) for name in ("Omar", "Inès")]


async def under_way(story: Cast) -> broadcasts.Broadcast:
    """Return a broadcast to the team whose recipients are queued, and of which nothing has left yet."""
    town = story.town
    await at_noon(story.claire)
    await sends(story.claire)
    town.clock.now += timedelta(days=1, hours=3)
    await town.does(sending.tend, town.moment)
    return await the_only(town)


async def at_noon(claire: Phone) -> None:
    """Go to the last look at a message for tomorrow noon."""
    await to_teams(claire)
    await claire.taps("timing", "later")
    await claire.says("demain")
    await claire.says("12")
    await claire.sees("broadcast/_ready")


async def fails(town: Town, phone: Phone, kind: str, **more: Any) -> None:
    """Let the next message to that phone go wrong."""
    fault = {"method": "sendMessage", "kind": kind, "chat_id": phone.account, **more}
    async with town.http.post("/sandbox/faults", json=fault) as answer:
        assert answer.status == 200, await answer.text()


async def to_people(claire: Phone, *taps: str) -> None:
    """Go to the last look at a message to people, whom the call allows to be written to."""
    await claire.starts()
    await claire.taps("d:bc", "d:bc_new", *(taps or ("incomplete",)), "1", "people")
