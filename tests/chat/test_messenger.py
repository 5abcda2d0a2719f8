"""Sending against a Bot API as strict as Telegram's, with every trouble it can make."""

import asyncio
import logging

import pytest
from telegram import Bot

from bot.chat.messenger import Outgoing, TelegramMessenger
from bot.chat.outcomes import (
    Blocked,
    Deactivated,
    Done,
    Failed,
    Gone,
    Later,
    Migrated,
    NoChat,
    Outcome,
    Sent,
    TooOld,
    Unchanged,
)
from bot.chat.pace import Pace, Priority
from bot.rendering.renderer import Key
from tests.chat.conftest import Telegram

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
HELLO = Outgoing("Hello <b>Awa</b>", keyboard=((Key("Yes", "a:yes"), Key("No", "a:no")),))


class Naps:
    """Waits for nothing, and remembers how long it should have."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def messenger(bot: Bot, naps: Naps) -> TelegramMessenger:
    return TelegramMessenger(bot, Pace(rate=1000), sleep=naps)


@pytest.fixture
async def awa(telegram: Telegram) -> int:
    return await telegram.person()


def number(outcome: Outcome) -> int:
    assert isinstance(outcome, Sent)
    return outcome.message_id


class TestMessages:
    async def test_words_with_a_keyboard(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        outcome = await messenger.send(awa, HELLO)

        (message,) = await telegram.sees(awa)
        assert outcome == Sent(message["message_id"])
        assert message["text"] == "Hello Awa"
        assert [entity["type"] for entity in message["entities"]] == ["bold"]
        assert message["reply_markup"]["inline_keyboard"] == [
            [{"text": "Yes", "callback_data": "a:yes"}, {"text": "No", "callback_data": "a:no"}]
        ]
        assert not message["protected"]

    async def test_a_key_that_opens_an_address(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        await messenger.send(awa, Outgoing("Look", keyboard=((Key("Here", url="https://example.org/a"),),)))

        (message,) = await telegram.sees(awa)
        assert message["reply_markup"]["inline_keyboard"] == [[{"text": "Here", "url": "https://example.org/a"}]]

    async def test_protected_and_silent(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        await messenger.send(awa, Outgoing("Hush", protected=True, silent=True))

        (message,) = await telegram.sees(awa)
        (sent,) = await telegram.calls("sendMessage")
        assert message["protected"]
        assert sent["params"]["disable_notification"] in {True, "true"}

    async def test_a_photo_a_document_and_a_voice(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        heard = await telegram.ask("POST", f"people/{awa}/send", kind="voice", duration=2, size=100)
        chat = await telegram.ask("GET", f"people/{awa}/chat")
        voice = next(m["voice"] for m in chat["messages"] if m["message_id"] == heard["message_id"])

        for outgoing in (
            Outgoing("A <i>code</i>", photo=PNG, keyboard=HELLO.keyboard),
            Outgoing("", document=("devis été.pdf", b"%PDF-1.4")),
            Outgoing("Her words", voice=voice["file_id"]),
        ):
            assert isinstance(await messenger.send(awa, outgoing), Sent)

        photo, document, words = await telegram.sees(awa)
        assert (photo["caption"], len(photo["photo"]) > 0) == ("A code", True)
        assert photo["reply_markup"]["inline_keyboard"][0][0]["text"] == "Yes"
        assert document["document"]["file_name"] == "devis été.pdf"
        assert "caption" not in document
        assert words["voice"]["file_unique_id"] == voice["file_unique_id"]

        again = Outgoing("", photo=photo["photo"][-1]["file_id"])
        assert isinstance(await messenger.send(awa, again), Sent)
        again = Outgoing("", document=document["document"]["file_id"])
        assert isinstance(await messenger.send(awa, again), Sent)
        assert await telegram.refusals() == 0

    def test_a_key_does_one_thing(self) -> None:
        with pytest.raises(ValueError, match="either"):
            Key("Both", "a", "https://example.org")
        with pytest.raises(ValueError, match="either"):
            Key("Neither")
        with pytest.raises(ValueError, match="either"):
            Key("Both", url="https://example.org", copied="690,00")


class TestEditing:
    async def test_in_place(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        first = number(await messenger.send(awa, HELLO))

        assert await messenger.edit(awa, first, Outgoing("Next")) == Sent(first)

        (message,) = await telegram.sees(awa)
        assert (message["text"], message["edited"]) == ("Next", True)
        assert "reply_markup" not in message

    async def test_the_same_again_is_fine(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        first = number(await messenger.send(awa, HELLO))

        assert await messenger.edit(awa, first, HELLO) == Unchanged()
        assert await telegram.refusals() == 0

    async def test_a_message_that_is_gone_is_sent_anew(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        first = number(await messenger.send(awa, HELLO))
        await messenger.delete(awa, [first])

        second = number(await messenger.edit(awa, first, Outgoing("Next")))

        (message,) = await telegram.sees(awa)
        assert (message["message_id"], message["text"]) == (second, "Next")

    async def test_a_photo_comes_below_and_the_old_keys_go(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        first = number(await messenger.send(awa, HELLO))

        await messenger.edit(awa, first, Outgoing("A code", photo=PNG))

        old, new = await telegram.sees(awa)
        assert "reply_markup" not in old
        assert new["caption"] == "A code"
        assert await telegram.refusals() == 0

    async def test_words_in_the_place_of_a_photo_are_sent_anew(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        photo = number(await messenger.send(awa, Outgoing("A code", photo=PNG)))

        assert number(await messenger.edit(awa, photo, HELLO)) != photo

    async def test_the_keyboard_alone_is_taken_off(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        first = number(await messenger.send(awa, HELLO))

        assert await messenger.strip(awa, first) == Done()
        assert await messenger.strip(awa, first) == Done()
        assert await messenger.strip(awa, 999) == Gone()

        (message,) = await telegram.sees(awa)
        assert (message["text"], "reply_markup" in message) == ("Hello Awa", False)

    async def test_more_than_a_hundred_are_deleted(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        first = number(await messenger.send(awa, HELLO))

        assert await messenger.delete(awa, list(range(first, first + 150))) == Done()

        assert await telegram.sees(awa) == []
        assert [len(c["params"]["message_ids"]) for c in await telegram.calls("deleteMessages")] == [100, 50]

    async def test_one_that_is_too_old_does_not_keep_the_others(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        old = number(await messenger.send(awa, HELLO))
        await telegram.ask("POST", "clock", advance=72 * 3600)
        new = number(await messenger.send(awa, HELLO))

        assert await messenger.delete(awa, [old, new]) == Gone()

        assert [message["message_id"] for message in await telegram.sees(awa)] == [old]


class TestAnsweringTaps:
    async def test_with_and_without_words(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        await messenger.send(awa, HELLO)
        (message,) = await telegram.sees(awa)
        taps = [
            await telegram.ask("POST", f"people/{awa}/tap", message_id=message["message_id"], data=data)
            for data in ("a:yes", "a:no")
        ]

        assert await messenger.answer(taps[0]["callback_query_id"]) == Done()
        assert await messenger.answer(taps[1]["callback_query_id"], "Saved", alert=True) == Done()

        plain, spoken = await telegram.ask("GET", f"people/{awa}/taps")
        assert (plain["answered"], spoken["text"], spoken["show_alert"]) == (True, "Saved", True)

    async def test_too_late(self, telegram: Telegram, messenger: TelegramMessenger) -> None:
        await telegram.fault("too_old", "answerCallbackQuery")

        assert await messenger.answer("1") == TooOld()

    async def test_it_waits_for_no_turn(self, telegram: Telegram, bot: Bot, naps: Naps) -> None:
        pace = Pace(rate=1000)
        pace.pause(3600)
        await telegram.fault("too_old", "answerCallbackQuery")

        assert await TelegramMessenger(bot, pace, sleep=naps).answer("1") == TooOld()

    async def test_asked_to_wait_it_waits(self, telegram: Telegram, messenger: TelegramMessenger, naps: Naps) -> None:
        await telegram.fault("429", "answerCallbackQuery", retry_after=2)
        await telegram.fault("too_old", "answerCallbackQuery")

        assert await messenger.answer("1") == TooOld()
        assert naps.taken == [2]


class TestWhoCannotBeReached:
    async def test_blocked_and_unblocked(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        await telegram.ask("POST", f"people/{awa}/block")
        assert await messenger.send(awa, HELLO) == Blocked()

        await telegram.ask("POST", f"people/{awa}/unblock")
        assert isinstance(await messenger.send(awa, HELLO), Sent)

    async def test_a_deleted_account(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        await telegram.ask("DELETE", f"people/{awa}")

        assert await messenger.send(awa, HELLO) == Deactivated()

    async def test_nobody(self, messenger: TelegramMessenger) -> None:
        assert await messenger.send(987654321, HELLO) == NoChat()

    async def test_a_person_who_never_began(self, telegram: Telegram, messenger: TelegramMessenger) -> None:
        stranger = await telegram.person(started=False)

        assert await messenger.send(stranger, HELLO) == NoChat()

    async def test_a_chat_with_another_id(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        await telegram.fault("migrated", "sendMessage", migrate_to=-100123)

        assert await messenger.send(awa, HELLO) == Migrated(-100123)

    async def test_a_mistake_of_ours_is_logged_without_the_words(
        self, messenger: TelegramMessenger, awa: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        outcome = await messenger.send(awa, Outgoing("Awa said <b>yes"))

        assert isinstance(outcome, Failed)
        assert "sendMessage was refused: " in caplog.text
        assert "Awa said" not in caplog.text


class TestTrouble:
    @pytest.mark.parametrize("kind", ["drop", "500", "502"])
    async def test_a_short_one_is_overcome(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int, naps: Naps, kind: str
    ) -> None:
        await telegram.fault(kind, "sendMessage", times=2)

        assert isinstance(await messenger.send(awa, HELLO), Sent)
        assert len(await telegram.sees(awa)) == 1
        assert naps.taken == [0.5, 2.0]

    async def test_a_long_one_is_handed_back(self, telegram: Telegram, messenger: TelegramMessenger, awa: int) -> None:
        await telegram.fault("500", "sendMessage", times=3)

        assert await messenger.send(awa, HELLO) == Later(30)
        assert isinstance(await messenger.send(awa, HELLO), Sent)

    async def test_asked_to_wait_it_pauses_everyone_and_drops_nothing(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        bob = await telegram.person()
        await telegram.fault("429", "sendMessage", retry_after=1, chat_id=awa)

        outcomes = await asyncio.gather(messenger.send(awa, HELLO), messenger.send(bob, HELLO))

        assert all(isinstance(outcome, Sent) for outcome in outcomes)
        assert (len(await telegram.sees(awa)), len(await telegram.sees(bob))) == (1, 1)

    async def test_asked_to_wait_for_long_it_hands_back(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        await telegram.fault("429", "sendMessage", retry_after=900)

        assert await messenger.send(awa, HELLO, Priority.NOTICE) == Later(900, asked=True)

    async def test_a_wrong_token_is_no_trouble_that_passes(
        self, telegram: Telegram, messenger: TelegramMessenger, awa: int
    ) -> None:
        await telegram.fault("401", "sendMessage")

        assert isinstance(await messenger.send(awa, HELLO), Failed)


async def test_no_word_of_a_message_reaches_the_log(
    messenger: TelegramMessenger, awa: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await messenger.send(awa, Outgoing("my husband must not know"))

    assert "husband" not in caplog.text


async def test_a_crowd_is_served_without_a_breach(telegram: Telegram, bot: Bot) -> None:
    messenger = TelegramMessenger(bot, Pace(rate=25))
    crowd = [await telegram.person() for _ in range(20)]

    outcomes = await asyncio.gather(*(messenger.send(chat_id, HELLO, Priority.BROADCAST) for chat_id in crowd))

    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert await telegram.refusals() == 0
