"""An edit that would change nothing is not sent; one that might change something always is."""

from dataclasses import replace

import pytest
from telegram import Bot

from bot.chat.looks import Looks
from bot.chat.messenger import Outgoing, TelegramMessenger
from bot.chat.outcomes import Done, Later, Outcome, Sent, Unchanged
from bot.chat.pace import Pace
from bot.rendering.renderer import Key
from tests.chat.conftest import Telegram

HELLO = Outgoing("<b>Hello</b> &amp; good  day", keyboard=((Key("Go", data="go"),),))
EDIT, STRIP = "editMessageText", "editMessageReplyMarkup"


@pytest.fixture
def messenger(bot: Bot) -> TelegramMessenger:
    return TelegramMessenger(bot, Pace(rate=1000))


async def begun(telegram: Telegram, messenger: TelegramMessenger) -> tuple[int, int]:
    awa = await telegram.person()
    outcome = await messenger.send(awa, HELLO)
    assert isinstance(outcome, Sent)
    return awa, outcome.message_id


@pytest.mark.parametrize(
    ("then", "sent"),
    [
        (HELLO, 0),
        (replace(HELLO, text="Hello &amp; good  day"), 1),
        (replace(HELLO, keyboard=()), 1),
        (replace(HELLO, keyboard=((Key("Go", data="gone"),),)), 1),
    ],
)
async def test_only_what_differs_is_sent(
    telegram: Telegram, messenger: TelegramMessenger, then: Outgoing, sent: int
) -> None:
    awa, number = await begun(telegram, messenger)
    first: Outcome = await messenger.edit(awa, number, then)
    assert first == (Sent(number) if sent else Unchanged())
    assert await messenger.edit(awa, number, then) == Unchanged()
    assert len(await telegram.calls(EDIT)) == sent


async def test_buttons_go_once_and_come_back_with_the_same_words(
    telegram: Telegram, messenger: TelegramMessenger
) -> None:
    awa, number = await begun(telegram, messenger)
    for _ in range(3):
        assert await messenger.strip(awa, number) == Done()
    assert len(await telegram.calls(STRIP)) == 1
    assert await messenger.edit(awa, number, HELLO) == Sent(number)
    assert "reply_markup" in (await telegram.sees(awa))[-1]


async def test_a_message_without_buttons_need_not_lose_them(telegram: Telegram, messenger: TelegramMessenger) -> None:
    awa = await telegram.person()
    outcome = await messenger.send(awa, Outgoing("Hello"))
    assert isinstance(outcome, Sent)
    assert await messenger.strip(awa, outcome.message_id) == Done()
    assert await telegram.calls(STRIP) == []


async def test_what_maybe_arrived_is_sent_again(telegram: Telegram, bot: Bot) -> None:
    async def nap(_seconds: float) -> None:
        pass

    messenger = TelegramMessenger(bot, Pace(rate=1000), sleep=nap)
    awa, number = await begun(telegram, messenger)
    await telegram.fault("drop", EDIT, times=3)
    assert isinstance(await messenger.edit(awa, number, Outgoing("Next")), Later)
    assert await messenger.edit(awa, number, HELLO) == Unchanged()
    assert len(await telegram.calls(EDIT)) == 4


@pytest.mark.parametrize("changed", [False, True])
async def test_after_a_restart_telegrams_own_word_is_taken(telegram: Telegram, bot: Bot, *, changed: bool) -> None:
    awa, number = await begun(telegram, TelegramMessenger(bot, Pace(rate=1000)))
    after = TelegramMessenger(bot, Pace(rate=1000))
    after.told(awa, (await telegram.sees(awa))[-1])
    then = Outgoing("Next") if changed else HELLO
    assert await after.edit(awa, number, then) == (Sent(number) if changed else Unchanged())
    assert len(await telegram.calls(EDIT)) == changed


async def test_telegrams_word_of_what_we_have_changed_since_is_not_taken(
    telegram: Telegram, messenger: TelegramMessenger
) -> None:
    awa, number = await begun(telegram, messenger)
    when_tapped = (await telegram.sees(awa))[-1]
    await messenger.edit(awa, number, Outgoing("Next"))
    messenger.told(awa, when_tapped)
    assert await messenger.edit(awa, number, HELLO) == Sent(number)


def test_nothing_is_known_of_a_message_that_telegram_has_no_more() -> None:
    looks = Looks()
    looks.told(1, {"message_id": 5, "date": 0})
    assert not looks.is_bare(1, 5)


def test_as_many_are_remembered_as_was_said() -> None:
    looks = Looks(most=2)
    for number in (1, 2, 3):
        looks.shown(1, number, "Hello", ())
    assert [looks.is_so(1, number, "Hello", ()) for number in (1, 2, 3)] == [False, True, True]
