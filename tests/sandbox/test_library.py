"""The answers parse in a real bot library: the one the product uses."""

import base64
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, Forbidden, InvalidToken

from tests.sandbox.conftest import Hands

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
async def bot(hands: Hands) -> AsyncIterator[Bot]:
    async with Bot(
        hands.sandbox.token,
        base_url=f"{hands.sandbox.url}/bot",
        base_file_url=f"{hands.sandbox.url}/file/bot",
    ) as bot:
        yield bot


async def test_a_conversation_from_start_to_edit(bot: Bot, hands: Hands) -> None:
    awa = await hands.person("Awa", started=False, language_code="fr")
    await hands.control("POST", f"people/{awa}/start", code="invite-1")

    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.text == "/start invite-1"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "fr"

    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="yes")]])
    sent = await bot.send_message(awa, "<b>Bonjour</b> Awa &amp; co", parse_mode="HTML", reply_markup=keyboard)
    assert sent.text == "Bonjour Awa & co"
    assert sent.entities == (MessageEntity(MessageEntity.BOLD, 0, 7),)

    await hands.control("POST", f"people/{awa}/tap", message_id=sent.message_id, data="yes")
    (tap,) = await bot.get_updates(offset=update.update_id + 1)
    assert tap.callback_query is not None
    assert tap.callback_query.message == sent
    assert await tap.callback_query.answer("Merci")

    edited = await bot.edit_message_text("À bientôt", chat_id=awa, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    assert edited.reply_markup is None

    seen = await hands.chat(awa)
    assert [message["text"] for message in seen["messages"]] == ["/start invite-1", "À bientôt"]
    assert seen["last_callback_answer"]["text"] == "Merci"


async def test_files_go_both_ways(bot: Bot, hands: Hands) -> None:
    awa = await hands.person()
    photo = await bot.send_photo(awa, PIXEL, caption="<i>QR</i>", parse_mode="HTML")
    assert (photo.photo[-1].width, photo.photo[-1].height) == (1, 1)
    again = await bot.send_photo(awa, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
    voice = await bot.send_voice(awa, b"OggS", duration=3, filename="word.ogg")
    assert voice.voice is not None
    assert voice.voice.mime_type == "audio/ogg"
    await bot.send_document(awa, b"%PDF", filename="plan.pdf")

    quote = base64.b64encode(b"%PDF-1.7 quote").decode()
    await hands.control("POST", f"people/{awa}/send", kind="document", file_name="q.pdf", content_base64=quote)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7 quote"


async def test_profile_commands_and_chat(bot: Bot, hands: Hands) -> None:
    awa = await hands.person("Awa", language_code="fr")
    await bot.set_my_name("Valise")
    await bot.set_my_description("Des vacances", language_code="fr")
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("aide", "De l'aide")], BotCommandScopeChat(awa), "fr")

    assert (await bot.get_my_name()).name == "Valise"
    assert (await bot.get_my_description("fr")).description == "Des vacances"
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert (await bot.get_chat(awa)).first_name == "Awa"
    seen = await hands.chat(awa)
    assert seen["commands"] == [{"command": "aide", "description": "De l'aide"}]
    assert seen["bot"]["description"] == "Des vacances"


async def test_errors_arrive_as_the_library_knows_them(bot: Bot, hands: Hands) -> None:
    awa = await hands.person()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "nobody")
    await hands.control("POST", f"people/{awa}/block")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(awa, "hello")
    (blocked,) = await bot.get_updates()
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    await hands.control("PATCH", "bot", revoked=True)
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_reply_keyboards_are_kept(bot: Bot, hands: Hands) -> None:
    awa = await hands.person()
    await bot.send_message(awa, "Choose", reply_markup=ReplyKeyboardMarkup([["A", "B"]], resize_keyboard=True))
    keyboard = (await hands.chat(awa))["keyboard"]
    assert [button["text"] for button in keyboard["keyboard"][0]] == ["A", "B"]
