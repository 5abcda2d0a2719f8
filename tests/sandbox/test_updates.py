"""Updates reach the bot by polling: in order, until it confirms them, to one poll at a time."""

import asyncio
import time

from bot.sandbox.archive import Archive
from bot.sandbox.updates import Updates
from tests.sandbox.conftest import Hands


async def test_an_update_stays_until_it_is_confirmed(hands: Hands) -> None:
    awa = await hands.person()
    for text in ("1", "2", "3"):
        await hands.control("POST", f"people/{awa}/send", text=text)
    first = await hands.api("getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["1", "2"]
    assert await hands.api("getUpdates", limit=2) == first
    rest = await hands.api("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["3"]
    assert rest[0]["update_id"] == first[-1]["update_id"] + 1
    assert (await hands.summary())["pending_updates"] == 1


async def test_a_negative_offset_keeps_the_latest(hands: Hands) -> None:
    awa = await hands.person()
    for text in ("1", "2", "3"):
        await hands.control("POST", f"people/{awa}/send", text=text)
    assert [update["message"]["text"] for update in await hands.api("getUpdates", offset=-1)] == ["3"]
    assert len(await hands.api("getUpdates")) == 1


async def test_a_poll_waits_for_news(hands: Hands) -> None:
    awa = await hands.person()
    poll = asyncio.create_task(hands.api("getUpdates", timeout=20))
    await hands.control("POST", f"people/{awa}/send", text="news")
    assert (await poll)[0]["message"]["text"] == "news"


async def test_a_second_poll_ends_the_first(hands: Hands) -> None:
    first = asyncio.create_task(hands.raw("getUpdates", timeout=20))
    while (await hands.summary())["by_method"].get("getMe", 0) == 0:
        await hands.api("getMe")
    second = asyncio.create_task(hands.raw("getUpdates", timeout=20))
    ended = await first
    assert ended["error_code"] == 409
    assert ended["description"].startswith("Conflict: terminated by other getUpdates request")
    awa = await hands.person(started=False)
    await hands.control("POST", f"people/{awa}/start")
    assert len((await second)["result"]) == 1


async def test_an_update_can_be_offered_again(hands: Hands) -> None:
    awa = await hands.person()
    sent = await hands.control("POST", f"people/{awa}/send", text="once")
    original = await hands.updates()
    await hands.control("POST", "redeliver", update_id=sent["update_id"])
    assert await hands.api("getUpdates", offset=sent["update_id"] + 1) == original
    assert await hands.updates() == []
    assert (await hands.misuse("POST", "redeliver", update_id=5))[0] == 404


async def test_only_wanted_kinds_are_queued(hands: Hands) -> None:
    awa = await hands.person()
    await hands.api("getUpdates", allowed_updates=["callback_query"])
    assert (await hands.control("POST", f"people/{awa}/send", text="unheard"))["update_id"] == 0
    assert await hands.updates() == []
    await hands.api("getUpdates", allowed_updates=[])
    await hands.control("POST", f"people/{awa}/send", text="heard")
    assert len(await hands.updates()) == 1


async def test_settled_means_fetched_and_answered(hands: Hands) -> None:
    awa = await hands.person()
    keys = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await hands.api("sendMessage", chat_id=awa, text="?", reply_markup=keys)
    assert await hands.control("GET", "settled") == {"settled": True}
    tap = await hands.control("POST", f"people/{awa}/tap", message_id=sent["message_id"], data="a")
    assert await hands.control("GET", "settled", seconds=0) == {"settled": False}
    waiting = asyncio.create_task(hands.control("GET", "settled"))
    await hands.updates()
    await hands.api("answerCallbackQuery", callback_query_id=tap["callback_query_id"])
    assert await waiting == {"settled": True}


async def test_a_machine_that_stood_still_has_not_waited_for_the_bot(hands: Hands) -> None:
    await hands.control("POST", f"people/{await hands.person()}/send", text="heard")
    waiting = asyncio.create_task(hands.control("GET", "settled", seconds=1))
    await asyncio.sleep(0.1)
    time.sleep(1.2)  # noqa: ASYNC251 - nothing runs meanwhile, neither the bot nor Telegram
    await hands.updates()
    assert await waiting == {"settled": True}


def test_an_update_nobody_fetches_is_forgotten_after_a_day() -> None:
    updates = Updates(Archive(None), frozenset({"message"}))
    fresh = updates.add("message", {"text": "fresh"})
    old = {"update_id": 1, "message": {"text": "old"}}
    forgetful = Updates(Archive(None), frozenset({"message"}))
    forgetful.restore({"update": {"1": {"at": 0, "update": old}}})
    assert [update["update_id"] for update in updates.waiting()] == [fresh]
    assert forgetful.waiting() == []
