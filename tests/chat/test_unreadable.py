"""An update that is not as the Bot API writes them is put aside: nobody waits for it, no log tells it."""

import json
import math
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.admission import parted
from bot.chat.depth import loads
from bot.chat.receiver import HEADER, webhook
from bot.storage import inbox
from tests.chat.processes import until
from tests.support.town import Town

SECRET = "hush"
WORD = "canary"
"""Something in them that no log may have."""
NUMBERS = {"many digits": 10**30, "a fraction": 1.5, "not finite": math.inf, "words": WORD, "a list": [7], "no": None}


def chat(number: Any = 7) -> dict[str, Any]:
    return {"id": number, "type": "private"}


def message(**content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 3, "chat": chat(), "from": {"id": 7, "first_name": WORD}, **content}}


MALFORMED: dict[str, dict[str, Any]] = {
    **{f"the chat is {name}": message(text=WORD, chat=chat(number)) for name, number in NUMBERS.items()},
    "no chat": {"message": {"message_id": 3, "text": WORD}},
    "the chat is None": message(text=WORD, chat=None),
    "the chat is a text": message(text=WORD, chat=WORD),
    "the message is a list": {"message": [WORD]},
    "the message is None": {"message": None},
    "the message is a text": {"message": WORD},
    "the text is a number": message(text=5),
    "the text is an object": message(text={WORD: WORD}),
    "half a character": message(text=f"{WORD}\ud800"),
    "half a character in a name": message(text=WORD, **{"from": {"id": 7, "first_name": "\ud800"}}),
    "the name is a number": message(text=WORD, **{"from": {"id": 7, "first_name": 5}}),
    "the sender is a text": message(text=WORD, **{"from": WORD}),
    "a photo without sizes": message(photo=[]),
    "a photo that is an object": message(photo={WORD: WORD}),
    "a photo of numbers": message(photo=[1, 2]),
    "a document that is a text": message(document=WORD),
    "a document without an id": message(document={"file_name": WORD}),
    "a document of no size": message(document={"file_id": "a", "file_size": WORD}),
    "the caption is a list": message(photo=[{"file_id": "a"}], caption=[WORD]),
    "the message has no number": {"message": {"chat": chat(), "text": WORD}},
    "the tap is None": {"callback_query": None},
    "a tap of nobody": {"callback_query": {"id": "1", "data": WORD, **message(text=WORD)}},
    "a tap whose data is a number": {"callback_query": {"id": "1", "data": 5, "from": {"id": 7}, **message()}},
    "a tap on a text": {"callback_query": {"id": "1", "data": "x", "from": {"id": 7}, "message": WORD}},
    "a presence without a status": {"my_chat_member": {"chat": chat(), "from": {"id": 7}}},
    "a presence whose status is a list": {
        "my_chat_member": {"chat": chat(), "from": {"id": 7}, "new_chat_member": [WORD]}
    },
}


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.founded(database_url, tmp_path) as founded:
        yield founded


def comes(town: Town, update: dict[str, Any]) -> int:
    """Offer an update as Telegram, whatever it is; returns its number."""
    [(kind, body)] = update.items()
    number: int = town.sandbox.world.updates.add(kind, body)
    return number


async def dead(town: Town) -> int:
    return int((await town.does(inbox.counts))[inbox.UpdateState.DEAD])


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "put aside" in record.getMessage()]


async def test_polling_goes_on_after_each_of_them_and_the_others_are_answered(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    awa = await town.phone("Awa")
    for name, update in MALFORMED.items():
        number = comes(town, update)
        await awa.says("bonjour")
        assert any(str(number) in line for line in logged(caplog)), name
    assert len(await awa.messages()) == len(MALFORMED)
    assert await dead(town) == len(MALFORMED)
    assert town.app.polling.trouble is None
    assert WORD not in caplog.text


async def test_one_who_writes_in_the_same_moment_is_answered(town: Town) -> None:
    awa, ben = await town.phone("Awa"), await town.phone("Ben")
    for update in MALFORMED.values():
        comes(town, update)
        await town.http.post(f"/sandbox/people/{awa.account}/send", json={"text": "bonjour"})
    await ben.says("bonjour")
    assert await awa.messages()
    assert await ben.messages()
    assert await dead(town) == len(MALFORMED)


async def test_a_restart_meets_none_of_them_again(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    comes(town, message(photo=[]))
    awa = await town.phone("Awa")
    await awa.says("bonjour")
    caplog.clear()
    await town.restart()
    await awa.says("encore")
    assert logged(caplog) == []
    assert len(await awa.messages()) == 2


async def test_one_whose_own_number_cannot_be_kept_is_only_told_of(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Check that what nothing can confirm, and Telegram offers until it expires, is asked for less and less often."""
    updates = town.sandbox.world.updates
    usual, updates.last_id = updates.last_id, 10**30
    number = comes(town, message(text=WORD))
    updates.last_id = usual
    await until(lambda: any("update_id is no number" in line for line in logged(caplog)))
    updates.done(number)
    awa = await town.phone("Awa")
    await awa.says("bonjour")
    assert await awa.messages()
    assert await dead(town) == 0


@pytest.fixture
async def posted(town: Town) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    application = web.Application(client_max_size=2**20)
    application.router.add_post("/telegram", webhook(town.app.receive, SECRET))
    async with TestClient(TestServer(application)) as client:
        yield client


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_webhook_takes_each_of_them(
    town: Town, posted: TestClient[web.Request, web.Application], name: str
) -> None:
    body = json.dumps({"update_id": 4, **MALFORMED[name]}).encode()
    for _ in range(2):  # Telegram may call twice
        async with posted.post("/telegram", data=body, headers={HEADER: SECRET}) as answer:
            assert answer.status == 200
    assert await dead(town) == 1


async def test_a_webhook_takes_a_number_too_large_to_be_kept(
    town: Town, posted: TestClient[web.Request, web.Application]
) -> None:
    body = json.dumps({"update_id": 10**30, **message(text=WORD)}).encode()
    async with posted.post("/telegram", data=body, headers={HEADER: SECRET}) as answer:
        assert answer.status == 200
    assert await dead(town) == 0


async def test_a_webhook_takes_200_000_brackets(town: Town, posted: TestClient[web.Request, web.Application]) -> None:
    awa = await town.phone("Awa")
    more = b"[" * 200_000 + b"]" * 200_000
    chat_ = json.dumps(chat(awa.account)).encode()
    body = b'{"update_id": 4, "message": {"chat": %s, "message_id": 3, "text": "a", "more": %s}}' % (chat_, more)
    async with posted.post("/telegram", data=body, headers={HEADER: SECRET}) as answer:
        assert answer.status == 200
    await awa.says("bonjour")
    assert await awa.messages()


@pytest.mark.parametrize("levels", [300, 800])
async def test_polling_reads_on_past_brackets_in_brackets(town: Town, levels: int) -> None:
    awa = await town.phone("Awa")
    comes(town, message(text=WORD, more=json.loads("[" * levels + "]" * levels)))
    await awa.says("bonjour")
    assert await awa.messages()
    assert town.app.polling.trouble is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just("private"),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["chat", "from", "id", "type", "message", "message_id", "text", "data", "photo", "document", "voice",
             "file_id", "file_size", "caption", "new_chat_member", "status", "first_name"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(kind=st.sampled_from(["message", "callback_query", "my_chat_member", "poll"]), content=JSON, number=JSON)
def test_whatever_json_comes_is_handled_or_put_aside(kind: str, content: Any, number: Any) -> None:
    for update in ({"update_id": 5, kind: content}, {"update_id": number, kind: content}, content):
        readable, unread = parted([update])
        assert len(readable) + len(unread) == 1


@given(levels=st.integers(0, 5000), words=st.text())
def test_json_of_any_depth_is_read_and_what_stands_beside_the_depth_is_kept(levels: int, words: str) -> None:
    nested = b"[" * levels + b"]" * levels if levels else b"1"
    told = loads(
        b'{"a": %s, "deep": %s, "b": [%s]}' % ((json.dumps(words).encode(), nested, json.dumps(words).encode()))
    )
    assert (told["a"], told["b"]) == (words, [words])


@pytest.mark.parametrize("broken", [b"", b"{", b"[" * 100_000, b'{"a": [[' + b"[" * 100_000])
def test_what_is_no_json_is_called_so(broken: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(broken)
