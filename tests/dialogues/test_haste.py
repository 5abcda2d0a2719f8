"""A person taps and writes faster than Telegram lets us answer: all of it counts, and where it has led is shown."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.people import Role
from bot.features.administration import admin
from bot.storage import inbox, messages
from tests.dialogues.story import cast, joins
from tests.support.phones import Message, Phone
from tests.support.town import Town, name_of

ACKNOWLEDGED = "answerCallbackQuery"
SHOWN = frozenset({"sendMessage", "editMessageText", "sendDocument"})


async def does(phone: Phone, what: str, **body: Any) -> None:
    """Do something, and wait for nothing."""
    async with phone.town.http.post(f"/sandbox/people/{phone.account}/{what}", json=body) as answer:
        assert answer.status == 200, await answer.text()


async def taps(phone: Phone, message: Message, data: str) -> None:
    await does(phone, "tap", message_id=message["message_id"], data=data, forged=True)


async def calls(town: Town) -> list[dict[str, Any]]:
    async with town.http.get("/sandbox/log") as answer:
        found: list[dict[str, Any]] = await answer.json()
    return found


async def slow(phone: Phone, method: str, times: int = 1) -> None:
    """Slow Telegram down for what is shown to this person next."""
    wish = {"method": method, "kind": "delay", "seconds": 2, "times": times, "chat_id": phone.account}
    async with phone.town.http.post("/sandbox/faults", json=wish) as answer:
        assert answer.status == 200, await answer.text()


async def held_up(phone: Phone) -> int:
    """Ask for help, with a slow answer; returns how many calls there were before."""
    before = len(await calls(phone.town))
    await slow(phone, "sendMessage")
    await does(phone, "send", text="/help")
    while phone.account not in phone.town.app.talk._showing:  # noqa: ASYNC110 - nobody tells when it begins
        await asyncio.sleep(0.01)
    return before


async def test_every_tap_is_answered_while_its_screen_waits(town: Town) -> None:
    awa = await joins(await cast(town))
    card = await awa.last()
    before = await held_up(awa)
    for data in ("g:home", "g:help", "g:home", "g:help", "g:home"):
        await taps(awa, card, data)
    await town.settles()
    methods = [each["method"] for each in (await calls(town))[before:]]
    shown = [index for index, method in enumerate(methods) if method in SHOWN]
    assert methods[: shown[0]].count(ACKNOWLEDGED) == 5, methods
    assert methods.count(ACKNOWLEDGED) == 5


async def test_of_what_waits_only_the_last_is_shown(town: Town) -> None:
    awa = await joins(await cast(town))
    card = await awa.last()
    before = await held_up(awa)
    for data in ("g:home", "g:help", "g:home", "g:help", "g:home"):
        await taps(awa, card, data)
    await town.settles()
    methods = [each["method"] for each in (await calls(town))[before:]]
    assert sum(method in SHOWN for method in methods) == 2, methods
    assert name_of(await awa.screen()) != "help"


async def test_answers_given_too_fast_to_be_shown_are_all_kept_and_told(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.taps("sea", "children", "done", "children", "never")
    await awa.sees("travellers/adults")
    await held_up(awa)
    await does(awa, "send", text="2")
    await does(awa, "send", text="6, 8, 11")
    await town.settles()
    texts = [str(each.get("text", "")) for each in await awa.messages()]
    assert any("6" in text and "8" in text and "11" in text for text in texts[-3:]), texts[-3:]
    screen = await awa.screen()
    assert name_of(screen) not in {"travellers/adults", "travellers/children"}


async def test_a_document_is_not_lost_behind_what_follows_it(town: Town) -> None:
    story = await cast(town)
    await story.claire.starts()
    card = await story.claire.last()
    await held_up(story.claire)
    for data in ("g:home", "d:example", "g:home", "d:example", "g:home", "g:help"):
        await taps(story.claire, card, data)
    await town.settles()
    assert sum("document" in each for each in await story.claire.messages()) == 2


async def test_words_to_a_person_are_all_handed_on(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    await awa.says("Je veux parler à quelqu’un")
    for number in range(60):
        await does(awa, "send", text=f"message {number}")
    await town.settles()
    kept = await town.does(lambda tx: messages.newest(tx, 1, 100))
    assert sorted(each.text for each in kept) == sorted(f"message {number}" for number in range(60))


@pytest.fixture
async def limited(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.founded(sqlite_url, tmp_path, limited=True) as founded:
        yield founded


async def sent_to(town: Town, *accounts: int) -> list[int]:
    """Return to whom of these something was shown, in that order."""
    return [each["chat_id"] for each in await calls(town) if each["method"] in SHOWN and each["chat_id"] in accounts]


async def test_who_sends_a_thousand_messages_is_told_once_and_sees_where_that_has_led(limited: Town) -> None:
    await limited.opens_call()
    residence = await limited.organisation()
    lina = await limited.member("Lina", Role.REFERENT, residence)
    before = len(await sent_to(limited, lina.account))
    for number in range(999):
        await does(lina, "send", text=f"mot {number}")
    await does(lina, "send", text="/help")
    await limited.settles()
    assert len(await sent_to(limited, lina.account)) - before < 60
    screens = [await lina.screen(), *await lina.screens()]
    assert sum("slow_down" in {note.code for note in screen.notes} for screen in screens[1:]) == 1
    assert name_of(screens[0]) == "help"
    counted = await limited.does(inbox.counts)
    assert (counted[inbox.UpdateState.NEW], counted[inbox.UpdateState.APPLIED], counted[inbox.UpdateState.DEAD]) == (
        0,
        0,
        0,
    )
    assert (await limited.summary())["flood"] == 0


async def test_a_referent_is_answered_before_strangers_who_wrote_first(limited: Town) -> None:
    await limited.opens_call()
    residence = await limited.organisation()
    lina = await limited.member("Lina", Role.REFERENT, residence)
    strangers = [await limited.phone(f"S{number}") for number in range(24)]
    for stranger in strangers:
        await does(stranger, "start")
    await does(lina, "send", text="/help")
    await limited.settles()
    order = await sent_to(limited, lina.account, *(stranger.account for stranger in strangers))
    linas = len(order) - 1 - order[::-1].index(lina.account)
    assert len(order[linas:]) > 12, "most strangers come after her"
    for stranger in strangers:
        await stranger.sees("stranger")


async def test_who_comes_with_an_invitation_is_no_stranger(limited: Town) -> None:
    await limited.opens_call()
    residence = await limited.organisation()
    lina = await limited.does(admin.add_member, limited.moment, limited.network, residence, Role.REFERENT, "Lina")
    code = await limited.does(admin.invite_beneficiary, limited.moment, limited.network, residence, lina, "Awa")
    strangers = [await limited.phone(f"S{number}") for number in range(14)]
    for stranger in strangers:
        await does(stranger, "start")
    awa = await limited.phone("Awa")
    await does(awa, "start", code=code)
    await limited.settles()
    order = await sent_to(limited, awa.account, *(stranger.account for stranger in strangers))
    assert order.index(awa.account) < 9
