"""Every request is checked against the facts: methods, parameters, types, limits."""

import aiohttp
import pytest

from bot.sandbox import facts
from bot.sandbox.checking import Compiler
from tests.sandbox.conftest import TOKEN, Hands


def keyboard(*rows: list[dict[str, object]]) -> dict[str, object]:
    return {"inline_keyboard": list(rows)}


def button(data: str = "x", text: str = "OK") -> dict[str, object]:
    return {"text": text, "callback_data": data}


def test_every_method_of_the_facts_has_a_checker() -> None:
    known = facts.load()
    compiler = Compiler(known)
    assert len([compiler.method(name) for name in known.methods]) == 180


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({}, "chat_id is empty"),
        ({"chat_id": 1}, "message text is empty"),
        ({"chat_id": 1, "text": ""}, "message text is empty"),
        ({"chat_id": 1, "text": "x", "colour": "red"}, 'unknown parameter "colour" of sendMessage'),
        ({"chat_id": 1, "text": "x", "protect_content": "perhaps"}, "must be true or false"),
        ({"chat_id": 1, "text": "x", "message_thread_id": "x"}, "must be an integer"),
        ({"chat_id": 1, "text": "x", "reply_markup": "{"}, "can't parse InlineKeyboardMarkup JSON object"),
        ({"chat_id": 1, "text": "x", "reply_markup": {"rows": []}}, "can't parse reply markup"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button(), "no"])}, "must be a InlineKeyboardButton"),  # type: ignore[list-item]  # the wrong type is the point
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([{"callback_data": "x"}])}, 'Can\'t find field "text"'),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([{"text": "x"}])}, "Text buttons are unallowed"),
        (
            {"chat_id": 1, "text": "x", "reply_markup": keyboard([button() | {"url": "https://a.fr"}])},
            "exactly one action",
        ),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button(text=" ")])}, "Text must be non-empty"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button(text="")])}, "Text must be non-empty"),
        (
            {"chat_id": 1, "text": "x", "reply_markup": keyboard([button(text="\u200b\u202e")])},
            "Text must be non-empty",
        ),
        ({"chat_id": 1, "text": "\u200f\ufeff \x07"}, "text must be non-empty"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button("é" * 33)])}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button("")])}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button()] * 9)}, "reply markup is too long"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard(*[[button()] * 8] * 13)}, "reply markup is too long"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button() | {"style": "pink"}])}, "must be one of"),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([button() | {"size": 2}])}, 'unknown field "size"'),
        ({"chat_id": 1, "text": "x", "reply_markup": keyboard([{"text": "x", "url": "no host"}])}, "Wrong HTTP URL"),
        ({"chat_id": 1, "text": "x", "reply_markup": {"keyboard": []}}, "reply keyboard is empty"),
        ({"chat_id": 1, "text": "x", "entities": [{"type": "bold", "offset": "0", "length": 1}]}, "JSON int"),
        ({"chat_id": 1, "text": "x", "link_preview_options": {"is_disabled": "yes"}}, "JSON bool"),
    ],
)
async def test_a_wrong_message_is_refused(hands: Hands, params: dict[str, object], complaint: str) -> None:
    words = await hands.refusal("sendMessage", **params)
    assert words.startswith("Bad Request: ")
    assert complaint in words
    assert (await hands.summary())["refused"] == 1


async def test_sixty_four_bytes_and_a_hundred_buttons_are_fine(hands: Hands) -> None:
    awa = await hands.person()
    markup = keyboard(*[[button("é" * 32)] * 8] * 12, [button()] * 4)
    sent = await hands.api("sendMessage", chat_id=awa, text="x", reply_markup=markup)
    assert sum(map(len, sent["reply_markup"]["inline_keyboard"])) == 100


async def test_an_empty_cell_of_a_calendar_is_a_button(hands: Hands) -> None:
    awa = await hands.person()
    await hands.api("sendMessage", chat_id=awa, text="x", reply_markup=keyboard([button(text="\u2800")]))
    assert "text must be non-empty" in await hands.refusal("sendMessage", chat_id=awa, text="\u2800")


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("getUpdates", {"limit": 101}, '"getUpdates.limit" must have 1 to 100 value'),
        ("getUpdates", {"allowed_updates": ["gossip"]}, "unknown allowed_updates: gossip"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x"}], "scope": {"type": "moon"}},
            "unknown type",
        ),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ("setMyName", {"name": "x" * 65}, "must have 0 to 64 chars"),
        ("setMyDescription", {"description": "x", "language_code": "fra"}, "invalid language code"),
        ("sendChatAction", {"chat_id": 1, "action": "dancing"}, "must be one of"),
        ("deleteMessages", {"chat_id": 1, "message_ids": list(range(101))}, "1 to 100 items"),
        ("deleteMessages", {"chat_id": 1}, "message identifiers are not specified"),
        ("editMessageText", {"text": "x", "message_id": 1}, "chat_id is empty"),
        (
            "editMessageText",
            {"chat_id": 1, "message_id": 1, "text": "x", "reply_markup": {"keyboard": []}},
            "inline keyboard",
        ),
        ("setWebhook", {"url": "http://example.org/"}, "An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://example.org/", "secret_token": "no space"}, "secret_token"),
    ],
)
async def test_limits_of_other_methods(hands: Hands, method: str, params: dict[str, object], complaint: str) -> None:
    assert complaint in await hands.refusal(method, **params)


async def test_broken_letters_are_refused_on_both_sides(hands: Hands) -> None:
    awa = await hands.person()
    for body in (b'{"chat_id": %d, "text": "\\ud83d"}' % awa, b'{"chat_id": %d, "text": "\xff"}' % awa):
        headers = {"Content-Type": "application/json"}
        async with hands.session.post(f"{hands.path}sendMessage", data=body, headers=headers) as answer:
            assert answer.status == 400
    assert (await hands.misuse("POST", f"people/{awa}/send", text="\ud83d"))[0] == 400


async def test_unknown_methods_and_those_not_served(hands: Hands) -> None:
    assert (await hands.raw("sendSmell", chat_id=1))["error_code"] == 404
    body = await hands.raw("sendDice", chat_id=1)
    assert (body["error_code"], body["description"]) == (
        501,
        "Not Implemented: the sandbox knows sendDice and does not serve it",
    )
    assert [entry["verdict"] for entry in await hands.control("GET", "log")] == ["refused", "refused"]


async def test_a_wrong_token_is_unauthorized(hands: Hands) -> None:
    for token, code in (("1:other", 401), (TOKEN + "x", 401), ("nonsense", 404)):
        async with hands.session.get(f"/bot{token}/getMe") as answer:
            assert (answer.status, (await answer.json())["error_code"]) == (code, code)


async def test_parameters_may_come_as_query_json_or_multipart(hands: Hands) -> None:
    awa = await hands.person()
    async with hands.session.get(f"{hands.path}sendMessage?chat_id={awa}&text=a%20b%26c") as answer:
        assert (await answer.json())["result"]["text"] == "a b&c"
    async with hands.session.post(f"{hands.path}sendMessage", json={"chat_id": awa, "text": "j"}) as answer:
        assert (await answer.json())["result"]["text"] == "j"
    form = aiohttp.FormData({"chat_id": str(awa), "voice": "attach://note"})
    form.add_field("note", b"OggS", filename="note.ogg", content_type="audio/ogg")
    async with hands.session.post(f"{hands.path}sendVoice", data=form) as answer:
        assert (await answer.json())["result"]["voice"]["file_size"] == 4
    async with hands.session.post(
        f"{hands.path}getMe", data=b"{", headers={"Content-Type": "application/json"}
    ) as answer:
        assert answer.status == 400


async def test_files_are_checked(hands: Hands) -> None:
    awa = await hands.person()

    async def refused(kind: str, content: bytes) -> str:
        form = aiohttp.FormData({"chat_id": str(awa)})
        form.add_field(kind, content, filename="f", content_type="application/octet-stream")
        async with hands.session.post(f"{hands.path}send{kind.title()}", data=form) as answer:
            return str((await answer.json())["description"])

    assert await refused("document", b"") == "Bad Request: file must be non-empty"
    assert await refused("photo", b"no picture") == "Bad Request: IMAGE_PROCESS_FAILED"
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    assert await refused("photo", header + b"\0\0\x30\0\0\0\0\x10") == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert "wrong file identifier" in await hands.refusal("sendPhoto", chat_id=awa, photo="unknown")
    voice = await hands.control("POST", f"people/{awa}/send", kind="voice", content_base64="T2dnUw==")
    update = (await hands.updates())[-1]
    assert update["message"]["message_id"] == voice["message_id"]
    words = await hands.refusal("sendPhoto", chat_id=awa, photo=update["message"]["voice"]["file_id"])
    assert "can't use file of type Voice as Photo" in words
