"""People's side: accounts, writing, tapping, blocking, and what the bot may and may not do then."""

import pytest

from bot.sandbox import Limits
from tests.sandbox.conftest import Hands, opened

KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}, {"text": "Site", "url": "https://a.fr"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_the_bot_cannot_write_first(hands: Hands) -> None:
    awa = await hands.person(started=False)
    words = await hands.refusal("sendMessage", chat_id=awa, text="hello")
    assert words == "Forbidden: bot can't initiate conversation with a user"
    assert await hands.refusal("sendMessage", chat_id=42, text="hello") == "Bad Request: chat not found"
    assert await hands.refusal("sendMessage", chat_id="@awa", text="hello") == "Bad Request: chat not found"
    assert (await hands.summary())["refused"] == 3


async def test_blocking_and_coming_back(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("POST", f"people/{awa}/block")
    blocked = await hands.raw("sendMessage", chat_id=awa, text="x")
    assert (blocked["error_code"], blocked["description"]) == (403, "Forbidden: bot was blocked by the user")
    assert (await hands.summary())["refused"] == 0, "nobody told the bot before"
    assert (await hands.misuse("POST", f"people/{awa}/send", text="x"))[0] == 409
    assert (await hands.misuse("POST", f"people/{awa}/tap", message_id=1, data="x"))[0] == 409
    await hands.control("POST", f"people/{awa}/start", code="again")
    kicked, member, start = await hands.updates()
    assert kicked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start again"
    assert await hands.api("sendMessage", chat_id=awa, text="welcome back")


async def test_a_deleted_account(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("DELETE", f"people/{awa}")
    assert await hands.refusal("sendMessage", chat_id=awa, text="x") == "Forbidden: user is deactivated"
    assert await hands.control("GET", "people") == []
    assert (await hands.misuse("GET", f"people/{awa}/chat"))[0] == 404


async def test_a_tap_is_answered_once_and_in_time(hands: Hands) -> None:
    awa = await hands.person()
    sent = await hands.api("sendMessage", chat_id=awa, text="?", reply_markup=KEYS)
    place = {"message_id": sent["message_id"], "row": 0, "column": 0}
    tap = await hands.control("POST", f"people/{awa}/tap", **place)
    (update,) = await hands.updates()
    assert update["update_id"] == tap["update_id"]
    assert update["callback_query"]["data"] == "yes"
    assert (await hands.summary())["unanswered_taps"] == 1
    answer = {"callback_query_id": tap["callback_query_id"]}
    assert await hands.api("answerCallbackQuery", **answer, text="Good", show_alert=True)
    (told,) = await hands.control("GET", f"people/{awa}/taps")
    assert (told["answered"], told["text"], told["show_alert"]) == (True, "Good", True)
    assert await hands.refusal("answerCallbackQuery", **answer) == TOO_OLD
    assert (await hands.summary())["refused"] == 1, "a second answer is the bot's own fault"

    late = await hands.control("POST", f"people/{awa}/tap", **place)
    await hands.control("POST", "clock", advance=16)
    assert await hands.refusal("answerCallbackQuery", callback_query_id=late["callback_query_id"]) == TOO_OLD
    summary = await hands.summary()
    assert (summary["refused"], summary["unanswered_taps"]) == (1, 1)


async def test_only_buttons_that_are_there_can_be_tapped(hands: Hands) -> None:
    awa = await hands.person()
    sent = await hands.api("sendMessage", chat_id=awa, text="?", reply_markup=KEYS)
    number = sent["message_id"]
    for wish in ({"data": "no"}, {"row": 0, "column": 1}, {"row": 3, "column": 0}, {}):
        assert (await hands.misuse("POST", f"people/{awa}/tap", message_id=number, **wish))[0] == 409
    assert (await hands.misuse("POST", f"people/{awa}/tap", message_id=999, data="yes"))[0] == 409
    await hands.control("POST", f"people/{awa}/tap", message_id=999, data="forged", forged=True)
    (update,) = await hands.updates()
    assert update["callback_query"]["message"] == {
        "message_id": 999,
        "date": 0,
        "chat": {"id": awa, "type": "private", "first_name": "Awa"},
    }


async def test_a_long_text_is_cut_as_an_app_does(hands: Hands) -> None:
    awa = await hands.person()
    sent = await hands.control("POST", f"people/{awa}/send", text="x" * 10_000)
    updates = await hands.updates()
    assert [len(update["message"]["text"]) for update in updates] == [4096, 4096, 1808]
    assert sent["message_ids"] == [update["message"]["message_id"] for update in updates]
    assert (await hands.misuse("POST", f"people/{awa}/send", text="  "))[0] == 400


async def test_a_person_edits_words_and_empties_the_chat(hands: Hands) -> None:
    awa = await hands.person()
    typed = (await hands.control("POST", f"people/{awa}/send", text="tomorow"))["message_id"]
    sent = (await hands.api("sendMessage", chat_id=awa, text="?"))["message_id"]
    await hands.control("POST", f"people/{awa}/edit", message_id=typed, text="/tomorrow")
    edited = (await hands.updates())[-1]["edited_message"]
    assert (edited["message_id"], edited["text"], edited["entities"][0]["type"]) == (typed, "/tomorrow", "bot_command")
    assert (await hands.misuse("POST", f"people/{awa}/edit", message_id=sent, text="x"))[0] == 409
    assert (await hands.misuse("POST", f"people/{awa}/edit", message_id=typed, text=""))[0] == 400
    await hands.control("POST", f"people/{awa}/clear")
    assert (await hands.chat(awa))["messages"] == []
    words = await hands.refusal("editMessageText", chat_id=awa, message_id=sent, text="x")
    assert words == "Bad Request: message to edit not found"
    assert (await hands.summary())["refused"] == 0


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "sticker", "location"])
async def test_other_things_than_words(hands: Hands, kind: str) -> None:
    awa = await hands.person()
    await hands.control("POST", f"people/{awa}/send", kind=kind, duration=4, latitude=43.3, longitude=5.4)
    (update,) = await hands.updates()
    assert kind in update["message"]


async def test_what_a_person_sees(hands: Hands) -> None:
    awa = await hands.person(language_code="fr", last_name="D", username="awa_d")
    await hands.api("setMyName", name="Valise")
    await hands.api("setMyDescription", description="Vacances", language_code="fr")
    await hands.api("setMyCommands", commands=[{"command": "start", "description": "Go"}])
    scope = {"type": "all_private_chats"}
    fr = [{"command": "aide", "description": "Aide"}]
    await hands.api("setMyCommands", commands=fr, scope=scope, language_code="fr")
    await hands.api("setChatMenuButton", chat_id=awa, menu_button={"type": "default"})
    await hands.api("sendMessage", chat_id=awa, text="one")
    await hands.api("sendChatAction", chat_id=awa, action="typing")
    seen = await hands.chat(awa)
    assert seen["bot"] == {"name": "Valise", "description": "Vacances", "short_description": ""}
    assert (seen["commands"], seen["menu"], seen["typing"], seen["unread"]) == (fr, {"type": "default"}, "typing", 1)
    await hands.control("POST", f"people/{awa}/read")
    await hands.control("PATCH", f"people/{awa}", language_code="en")
    await hands.api("deleteMyCommands", scope=scope, language_code="fr")
    await hands.control("POST", "clock", advance=6)
    seen = await hands.chat(awa)
    assert [command["command"] for command in seen["commands"]] == ["start"]
    assert (seen["bot"]["description"], seen["typing"], seen["unread"]) == ("", "", 0)


async def test_accounts_are_checked(hands: Hands) -> None:
    awa = await hands.person(id=77)
    assert awa == 77
    assert (await hands.misuse("POST", "people", first_name="Other", id=77))[0] == 409
    assert (await hands.misuse("POST", "people"))[0] == 400
    assert (await hands.misuse("PATCH", "people/77", shoe_size=38))[0] == 400
    assert (await hands.misuse("POST", "people/77/start", code="no spaces"))[0] == 400
    assert (await hands.misuse("POST", "people/77/send", kind="smell"))[0] == 400
    assert (await hands.misuse("POST", "people/77/send", kind="photo", content_base64="*"))[0] == 400
    assert (await hands.misuse("GET", "people/77/dreams"))[0] == 404


async def test_only_the_latest_messages_of_a_chat_are_remembered() -> None:
    async with opened(Limits(per_second=0, chat_per_second=0, kept_messages=3)) as hands:
        awa = await hands.person()
        for number in range(4):
            await hands.api("sendMessage", chat_id=awa, text=str(number))
        assert [message["text"] for message in (await hands.chat(awa))["messages"]] == ["1", "2", "3"]
