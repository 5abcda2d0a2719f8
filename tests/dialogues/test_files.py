"""A file is fetched only where a question or a page asks a known person for one: anybody may send anything."""

from typing import Any

import pytest

from bot.storage import messages
from tests.dialogues.story import cast, joins, sent_plan
from tests.dialogues.test_discreet import discreet_person
from tests.dialogues.test_organisations import HEADINGS, LAC, as_csv
from tests.support.phones import Phone
from tests.support.town import Town

LARGE = b"%PDF" * 120_000


async def fetched(town: Town) -> tuple[int, int]:
    """Count the files the bot asked for, and those it downloaded."""
    counted = await town.summary()
    return counted["by_method"].get("getFile", 0), counted["downloads"]


async def sends_all(phone: Phone) -> None:
    """Send a photo and a heavy PDF, a list, each with words under it."""
    await phone.sends("photo", LARGE, caption="regardez")
    await phone.sends("document", LARGE, mime_type="application/pdf", file_name="a.pdf", size=19_000_000)
    await phone.sends("document", LARGE, mime_type="text/csv", file_name="liste.csv")


async def test_nothing_of_strangers_is_fetched(town: Town) -> None:
    for number in range(12):
        stranger = await town.phone(f"S{number}")
        await sends_all(stranger)
        await stranger.sees("stranger")
    assert await fetched(town) == (0, 0)


async def test_nor_of_a_stranger_who_is_asked_five_things(town: Town) -> None:
    await town.opens_call()
    stranger = await town.phone("S")
    await stranger.starts()
    await stranger.taps("g:join")
    await sends_all(stranger)
    assert await fetched(town) == (0, 0)


async def test_nor_behind_a_gate_that_is_shut(town: Town) -> None:
    awa, _, _ = await discreet_person(town)
    await town.passes(hours=5)
    await sends_all(awa)
    await awa.sees("code/ask")
    assert await fetched(town) == (0, 0)


@pytest.mark.parametrize("content", [{"kind": "photo"}, {"kind": "document", "mime_type": "application/pdf"}])
async def test_nor_of_a_person_who_is_asked_for_something_else(town: Town, content: dict[str, Any]) -> None:
    awa = await joins(await cast(town))
    await awa.sends(content["kind"], LARGE, **{key: value for key, value in content.items() if key != "kind"})
    assert await fetched(town) == (0, 0)


async def test_a_quote_that_is_asked_for_is_fetched_once(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await story.lina.taps("r:next", "prices")
    await story.lina.says("Camping du Lac")
    await story.lina.taps("france")
    await story.lina.says("420")
    await story.lina.sends("photo", LARGE)
    await story.lina.sees("figures/vouchers")
    assert await fetched(town) == (1, 1)


async def test_a_file_in_a_thread_is_fetched_and_keeps_its_fingerprint(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.says("Je veux parler à quelqu’un")
    await awa.sees("messages/thread")
    await awa.sends("photo", LARGE)
    assert await fetched(town) == (1, 1)
    assert await town.does(lambda tx: [len((each.file or {})["sha256"]) for each in messages.newest(tx, 1, 9)]) == [64]


async def test_a_list_of_a_coordinator_is_fetched_and_read(town: Town) -> None:
    story = await cast(town)
    table = as_csv(HEADINGS, LAC)
    await story.claire.sends("document", table, mime_type="text/csv", file_name="liste.csv")
    assert await fetched(town) == (1, 1)
    assert await story.claire.offers("d:store:1")
