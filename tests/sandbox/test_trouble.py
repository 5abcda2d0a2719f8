"""Limits of speed, faults on purpose, and the log that tells them apart from the bot's own mistakes."""

import aiohttp
import pytest

from bot.sandbox import Limits
from tests.sandbox.conftest import Hands, opened


async def test_one_chat_takes_a_burst_and_then_one_a_second() -> None:
    async with opened(Limits(per_second=0, chat_burst=3, chat_per_second=0.001)) as hands:
        awa, lina = await hands.person("Awa"), await hands.person("Lina")
        sent = await hands.api("sendMessage", chat_id=awa, text="0")
        await hands.api("editMessageText", chat_id=awa, message_id=sent["message_id"], text="edits count")
        await hands.api("sendMessage", chat_id=awa, text="2")
        flooded = await hands.raw("sendMessage", chat_id=awa, text="3")
        assert flooded == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1000",
            "parameters": {"retry_after": 1000},
        }
        assert await hands.api("sendMessage", chat_id=lina, text="another chat is free")
        assert await hands.api("sendChatAction", chat_id=awa, action="typing")
        assert await hands.api("deleteMessage", chat_id=awa, message_id=sent["message_id"])
        summary = await hands.summary()
        assert (summary["flood"], summary["refused"]) == (1, 1)


async def test_all_chats_together_have_a_limit_and_a_breach_stops_everything() -> None:
    async with opened(Limits(per_second=0.001, burst=2, chat_per_second=0)) as hands:
        people = [await hands.person(name) for name in ("Awa", "Lina", "Max")]
        bodies = [await hands.raw("sendMessage", chat_id=person, text="x") for person in people]
        assert [body["ok"] for body in bodies] == [True, True, False]
        assert bodies[2]["parameters"] == {"retry_after": 3}
        assert await hands.api("getMe"), "what is no sending goes on"


async def test_the_usual_limits_are_telegrams() -> None:
    limits = Limits()
    assert (limits.per_second, limits.burst, limits.chat_per_second, limits.chat_burst) == (30, 30, 1, 20)
    assert (limits.answer_seconds, limits.delete_seconds) == (15, 172_800)


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("500", 500, "Internal Server Error"),
        ("429", 429, "Too Many Requests: retry after 7"),
        ("chat_not_found", 400, "Bad Request: chat not found"),
        ("migrated", 400, "Bad Request: group chat was upgraded to a supergroup chat"),
        ("blocked", 403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_a_fault_with_an_answer(hands: Hands, kind: str, code: int, words: str) -> None:
    awa = await hands.person()
    await hands.control("POST", "faults", method="sendMessage", kind=kind, retry_after=7)
    body = await hands.raw("sendMessage", chat_id=awa, text="x")
    assert (body["error_code"], body["description"]) == (code, words)
    assert await hands.api("sendMessage", chat_id=awa, text="x"), "it hits once"
    summary = await hands.summary()
    assert (summary["faults"], summary["refused"]) == (1, 0)


@pytest.mark.parametrize("kind", ["drop", "hang"])
async def test_a_fault_without_an_answer(hands: Hands, kind: str) -> None:
    awa = await hands.person()
    await hands.control("POST", "faults", kind=kind, seconds=0)
    with pytest.raises(aiohttp.ClientError):
        await hands.raw("sendMessage", chat_id=awa, text="x")
    assert await hands.api("sendMessage", chat_id=awa, text="x")


async def test_a_gateway_answers_with_a_page(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("POST", "faults", kind="502")
    async with hands.session.post(f"{hands.path}sendMessage", data={"chat_id": str(awa), "text": "x"}) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


async def test_a_slow_answer_comes_after_all(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("POST", "faults", kind="delay", seconds=0.01)
    assert await hands.api("sendMessage", chat_id=awa, text="x")


async def test_a_fault_may_come_after_the_deed(hands: Hands) -> None:
    awa = await hands.person()
    await hands.control("POST", "faults", method="sendMessage", kind="drop", after=True)
    with pytest.raises(aiohttp.ClientError):
        await hands.raw("sendMessage", chat_id=awa, text="it arrived")
    assert (await hands.chat(awa))["messages"][-1]["text"] == "it arrived"


async def test_who_did_not_hear_of_success_may_answer_a_tap_again(hands: Hands) -> None:
    awa = await hands.person()
    tap = await hands.control("POST", f"people/{awa}/tap", message_id=1, data="x", forged=True)
    await hands.control("POST", "faults", method="answerCallbackQuery", kind="500", after=True)
    for _ in range(2):
        await hands.refusal("answerCallbackQuery", callback_query_id=tap["callback_query_id"])
    summary = await hands.summary()
    assert (summary["refused"], summary["unanswered_taps"], summary["repeated_answers"]) == (0, 0, 1)


async def test_faults_can_be_aimed_repeated_and_taken_back(hands: Hands) -> None:
    awa, lina = await hands.person("Awa"), await hands.person("Lina")
    await hands.control("POST", "faults", kind="500", chat_id=awa, times=0)
    for _ in range(3):
        assert (await hands.raw("sendMessage", chat_id=awa, text="x"))["error_code"] == 500
    assert await hands.api("sendMessage", chat_id=lina, text="x")
    await hands.control("DELETE", "faults")
    assert await hands.api("sendMessage", chat_id=awa, text="x")
    await hands.control("POST", "faults", kind="500", times=2)
    codes = [(await hands.raw("sendMessage", chat_id=awa, text="x")).get("error_code") for _ in range(3)]
    assert codes == [500, 500, None]
    assert (await hands.misuse("POST", "faults", kind="earthquake"))[0] == 400
    assert (await hands.misuse("POST", "faults", kind="500", colour="red"))[0] == 400
    assert (await hands.misuse("POST", "faults", kind="500", method="sendSmell"))[0] == 400


async def test_the_log_says_what_was_asked_and_what_came_of_it(hands: Hands) -> None:
    awa = await hands.person()
    await hands.api("sendMessage", chat_id=awa, text="fine")
    await hands.refusal("sendMessage", chat_id=awa, text="<p>", parse_mode="HTML")
    good, bad = await hands.control("GET", "log")
    assert (good["verdict"], good["chat_id"], good["params"]["text"]) == ("ok", awa, "fine")
    assert (bad["verdict"], bad["error_code"]) == ("refused", 400)
    assert await hands.control("GET", f"log?since={good['n']}") == [bad]
    assert await hands.control("GET", "refused") == [bad]


async def test_without_a_log_only_mistakes_are_kept() -> None:
    async with opened(log=False) as hands:
        awa = await hands.person()
        await hands.api("sendMessage", chat_id=awa, text="fine")
        await hands.refusal("sendMessage", chat_id=awa)
        assert [entry["verdict"] for entry in await hands.control("GET", "log")] == ["refused"]
        assert (await hands.summary())["by_method"]["sendMessage"] == 2
