"""Editing, deleting, copying: what Telegram allows with a message, and in which words it refuses."""

import pytest

from bot.sandbox.files import picture_size
from tests.sandbox.conftest import Hands

KEYS = {"inline_keyboard": [[{"text": "OK", "callback_data": "ok"}]]}


async def test_ids_rise_over_all_chats_and_both_directions(hands: Hands) -> None:
    awa, lina = await hands.person("Awa"), await hands.person("Lina")
    numbers = [
        (await hands.api("sendMessage", chat_id=awa, text="1"))["message_id"],
        (await hands.control("POST", f"people/{lina}/send", text="2"))["message_id"],
        (await hands.api("sendMessage", chat_id=lina, text="3"))["message_id"],
    ]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


async def test_an_edit_changes_text_and_takes_the_keyboard_away(hands: Hands) -> None:
    awa = await hands.person()
    sent = await hands.api("sendMessage", chat_id=awa, text="<b>one</b>", parse_mode="HTML", reply_markup=KEYS)
    place = {"chat_id": awa, "message_id": sent["message_id"]}
    edited = await hands.api("editMessageText", **place, text="two")
    assert edited["text"] == "two"
    assert not edited.keys() & {"reply_markup", "entities"}
    assert edited["date"] == sent["date"]
    (shown,) = [each for each in (await hands.chat(awa))["messages"] if each["message_id"] == sent["message_id"]]
    assert shown["edited"] is True


async def test_the_same_again_is_not_modified(hands: Hands) -> None:
    awa = await hands.person()
    sent = await hands.api("sendMessage", chat_id=awa, text="one", reply_markup=KEYS)
    place = {"chat_id": awa, "message_id": sent["message_id"]}
    words = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
    assert await hands.refusal("editMessageText", **place, text=" one ", reply_markup=KEYS) == words
    assert await hands.refusal("editMessageReplyMarkup", **place, reply_markup=KEYS) == words
    await hands.api("editMessageReplyMarkup", **place)
    assert await hands.refusal("editMessageReplyMarkup", **place) == words
    assert (await hands.summary())["refused"] == 0, "the bot could not know: no fault of its own"


async def test_an_edit_has_its_own_words_for_too_long(hands: Hands) -> None:
    assert (
        await hands.refusal("editMessageText", chat_id=1, message_id=1, text="x" * 4097)
        == "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await hands.refusal("sendMessage", chat_id=1, text="x" * 4097) == "Bad Request: message is too long"


async def test_what_cannot_be_edited(hands: Hands) -> None:
    awa = await hands.person()
    words = await hands.control("POST", f"people/{awa}/send", text="mine")
    with_keys = await hands.api("sendMessage", chat_id=awa, text="x", reply_markup={"keyboard": [[{"text": "A"}]]})
    photo = (await hands.control("POST", f"people/{awa}/send", kind="photo"), (await hands.updates())[-1])[1]
    sent = await hands.api("sendPhoto", chat_id=awa, photo=photo["message"]["photo"][-1]["file_id"], caption="c")

    async def refusal(method: str, number: int, **params: object) -> str:
        return await hands.refusal(method, chat_id=awa, message_id=number, **params)

    assert await refusal("editMessageText", 999, text="x") == "Bad Request: message to edit not found"
    assert await refusal("editMessageText", words["message_id"], text="x") == "Bad Request: message can't be edited"
    assert await refusal("editMessageText", with_keys["message_id"], text="y") == "Bad Request: message can't be edited"
    assert "no text in the message" in await refusal("editMessageText", sent["message_id"], text="x")
    assert "no caption in the message" in await refusal(
        "editMessageCaption", (await hands.api("sendMessage", chat_id=awa, text="t"))["message_id"], caption="x"
    )
    edited = await hands.api("editMessageCaption", chat_id=awa, message_id=sent["message_id"], caption="new")
    assert edited["caption"] == "new"


async def test_deleting_within_forty_eight_hours(hands: Hands) -> None:
    awa = await hands.person()
    numbers = [(await hands.api("sendMessage", chat_id=awa, text=str(n)))["message_id"] for n in range(3)]
    assert await hands.api("deleteMessage", chat_id=awa, message_id=numbers[0])
    gone = await hands.refusal("deleteMessage", chat_id=awa, message_id=numbers[0])
    assert gone == "Bad Request: message to delete not found"
    assert await hands.api("deleteMessages", chat_id=awa, message_ids=numbers[:2]), (
        "those that are gone are passed over"
    )
    await hands.control("POST", "clock", advance=48 * 3600 + 60)
    old = await hands.refusal("deleteMessage", chat_id=awa, message_id=numbers[2])
    assert old == "Bad Request: message can't be deleted for everyone"
    again = await hands.api("editMessageText", chat_id=awa, message_id=numbers[2], text="an edit has no such limit")
    assert again["edit_date"] > again["date"] + 48 * 3600


async def test_protected_content_stays_where_it_is(hands: Hands) -> None:
    awa, lina = await hands.person("Awa"), await hands.person("Lina")
    secret = await hands.api("sendMessage", chat_id=awa, text="secret", protect_content=True)
    assert secret["has_protected_content"] is True
    place = {"from_chat_id": awa, "message_id": secret["message_id"], "chat_id": lina}
    assert await hands.refusal("forwardMessage", **place) == "Bad Request: the message can't be forwarded"
    assert await hands.refusal("copyMessage", **place) == "Bad Request: the message can't be copied"


async def test_copies_and_forwards(hands: Hands) -> None:
    awa, lina = await hands.person("Awa"), await hands.person("Lina")
    words = await hands.control("POST", f"people/{awa}/send", text="look https://a.fr")
    place = {"from_chat_id": awa, "message_id": words["message_id"], "chat_id": lina}
    copied = await hands.api("copyMessage", **place, reply_markup=KEYS)
    forwarded = await hands.api("forwardMessage", **place)
    assert forwarded["forward_origin"]["sender_user"]["id"] == awa
    shown = {each["message_id"]: each for each in (await hands.chat(lina))["messages"]}
    assert shown[copied["message_id"]]["text"] == "look https://a.fr"
    assert shown[copied["message_id"]]["reply_markup"] == KEYS
    assert "message to copy not found" in await hands.refusal("copyMessage", **place | {"message_id": 999})


async def test_replies_pins_and_reactions(hands: Hands) -> None:
    awa = await hands.person()
    question = (await hands.control("POST", f"people/{awa}/send", text="?"))["message_id"]
    reply = await hands.api("sendMessage", chat_id=awa, text="!", reply_parameters={"message_id": question})
    assert reply["reply_to_message"]["text"] == "?"
    lost = {"message_id": 999}
    words = await hands.refusal("sendMessage", chat_id=awa, text="!", reply_parameters=lost)
    assert words == "Bad Request: message to be replied not found"
    lenient = lost | {"allow_sending_without_reply": True}
    assert "reply_to_message" not in await hands.api("sendMessage", chat_id=awa, text="!", reply_parameters=lenient)
    await hands.api("pinChatMessage", chat_id=awa, message_id=question)
    assert (await hands.api("getChat", chat_id=awa))["pinned_message"]["text"] == "?"
    await hands.api("unpinChatMessage", chat_id=awa)
    assert "not found" in await hands.refusal("unpinChatMessage", chat_id=awa)
    thumb = [{"type": "emoji", "emoji": "👍"}]
    assert await hands.api("setMessageReaction", chat_id=awa, message_id=question, reaction=thumb)
    wrong = [{"type": "emoji", "emoji": "🦖"}]
    assert "REACTION_INVALID" in await hands.refusal(
        "setMessageReaction", chat_id=awa, message_id=question, reaction=wrong
    )


async def test_a_file_over_twenty_megabytes_cannot_be_fetched(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("POST", f"people/{awa}/send", kind="document", size=20 * 2**20 + 1, file_name="big.pdf")
    document = (await hands.updates())[-1]["message"]["document"]
    assert document["file_size"] == 20 * 2**20 + 1
    assert await hands.refusal("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"
    assert "wrong file_id" in await hands.refusal("getFile", file_id="none")


async def test_a_photo_comes_in_two_sizes_the_smaller_first(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("POST", f"people/{awa}/send", kind="photo", size=0, caption="a quote")
    message = (await hands.updates())[-1]["message"]
    assert message["caption"] == "a quote"
    assert [each["width"] for each in message["photo"]] == [90, 1280]
    assert message["photo"][-1]["file_size"] == 0


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x80", (256, 128)),
        (b"GIF89a\x10\0\x20\0", (16, 32)),
        (b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08\0\x30\0\x40\x03", (64, 48)),
        (b"\xff\xd8\xff\xe0\0\x04", None),
        (b"%PDF", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size


async def test_smaller_matters(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("POST", f"people/{awa}/send", kind="photo", caption="hers")
    photo = (await hands.updates())[-1]["message"]
    copy = {"chat_id": awa, "from_chat_id": awa, "message_id": photo["message_id"]}
    copied = await hands.api("copyMessage", **copy, caption="<b>his</b>", parse_mode="HTML")
    assert (await hands.chat(awa))["messages"][-1]["caption"] == "his"
    await hands.api("pinChatMessage", chat_id=awa, message_id=copied["message_id"])
    await hands.api("unpinAllChatMessages", chat_id=awa)
    assert (await hands.chat(awa))["pinned"] == []
    two = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}]
    many = await hands.refusal("setMessageReaction", chat_id=awa, message_id=photo["message_id"], reaction=two)
    assert many == "Bad Request: REACTIONS_TOO_MANY"
    inline = await hands.refusal("editMessageText", inline_message_id="x", text="y")
    assert inline == "Bad Request: MESSAGE_ID_INVALID"
    await hands.api("setChatMenuButton", menu_button={"type": "default"})
    assert await hands.api("getChatMenuButton", chat_id=awa) == {"type": "default"}
    assert await hands.api("logOut") is True
