"""What a sandbox remembers over a restart, how it is run, and how the page follows it."""

import asyncio
import base64
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.archive import Archive
from bot.sandbox.serve import in_background
from tests.sandbox.conftest import TOKEN, opened


async def test_a_restart_shows_the_same_chats(tmp_path: Path) -> None:
    data = tmp_path / "telegram.sqlite3"
    async with opened(data=data) as hands:
        awa = await hands.person("Awa", language_code="fr")
        keys = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
        sent = await hands.api("sendMessage", chat_id=awa, text="kept", reply_markup=keys)
        gone = await hands.api("sendMessage", chat_id=awa, text="gone")
        await hands.api("deleteMessage", chat_id=awa, message_id=gone["message_id"])
        await hands.api("setMyName", name="Valise")
        await hands.api("setMyCommands", commands=[{"command": "start", "description": "Go"}])
        await hands.control("POST", "clock", advance=86_400)
        bytes64 = base64.b64encode(b"%PDF quote").decode()
        await hands.control("POST", f"people/{awa}/send", kind="document", content_base64=bytes64)
        before = await hands.chat(awa)
    async with opened(data=data) as hands:
        assert await hands.chat(awa) == before
        assert (await hands.control("GET", "clock"))["offset"] == 86_400
        (unfetched,) = await hands.updates()
        document = unfetched["message"]["document"]
        path = (await hands.api("getFile", file_id=document["file_id"]))["file_path"]
        for address in (f"/file/bot{TOKEN}/{path}", f"/sandbox/files/{document['file_id']}"):
            async with hands.session.get(address) as answer:
                assert await answer.read() == b"%PDF quote"
        tap = await hands.control("POST", f"people/{awa}/tap", message_id=sent["message_id"], data="a")
        assert tap["update_id"] == unfetched["update_id"] + 1
        following = await hands.api("sendMessage", chat_id=awa, text="next")
        assert following["message_id"] == before["messages"][-1]["message_id"] + 1


def run_alone(data: Path) -> tuple[subprocess.Popen[str], str]:
    """Start a sandbox in a process of its own and return it with its address."""
    code = f"from pathlib import Path; from bot.sandbox.serve import main; main(0, {TOKEN!r}, Path({str(data)!r}))"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    return process, first.rsplit(" ", 1)[1].strip()


async def test_a_kill_loses_no_message_of_before_and_no_number_is_given_twice(tmp_path: Path) -> None:
    data = tmp_path / "telegram.sqlite3"
    process, url = await asyncio.to_thread(run_alone, data)
    with process:
        async with aiohttp.ClientSession(url) as session:
            await session.post("/sandbox/people", json={"id": 5, "first_name": "Awa"})
            await session.post("/sandbox/people/5/start")
            while not written(data, "message", "5:1"):  # noqa: ASYNC110 - another process writes, nothing rings
                await asyncio.sleep(0.05)
            process.kill()
    async with opened(data=data) as hands:
        (start,) = await hands.updates()
        assert start["message"]["text"] == "/start"
        assert (await hands.api("sendMessage", chat_id=5, text="x"))["message_id"] > 1000
        following = await hands.control("POST", "people/5/send", text="y")
        assert following["update_id"] > start["update_id"] + 1000


def written(data: Path, kind: str, key: str) -> bool:
    """Return whether a record is on disk."""
    with closing(sqlite3.connect(data)) as file:
        rows = file.execute("SELECT 1 FROM record WHERE kind = ? AND key = ?", (kind, key)).fetchall()
    return bool(rows)


async def test_a_file_can_be_read_before_and_after_it_is_on_disk(tmp_path: Path) -> None:
    async with opened(data=tmp_path) as hands:
        awa = await hands.person()
        await hands.control("POST", f"people/{awa}/send", kind="voice", content_base64="T2dnUw==")
        address = f"/sandbox/files/{(await hands.updates())[-1]['message']['voice']['file_id']}"
        async with hands.session.get(address) as answer:
            assert await answer.read() == b"OggS"
        while hands.sandbox.world.archive.behind:  # noqa: ASYNC110 - a thread writes, nothing rings
            await asyncio.sleep(0.05)
        async with hands.session.get(address) as answer:
            assert await answer.read() == b"OggS"
    assert (tmp_path / "telegram.sqlite3").is_file()


async def test_a_signal_ends_it_in_order(tmp_path: Path) -> None:
    data = tmp_path / "telegram.sqlite3"
    process, url = await asyncio.to_thread(run_alone, data)
    with process:
        async with aiohttp.ClientSession(url) as session, session.post("/sandbox/people", json={"first_name": "Awa"}):
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait) == 0
    async with opened(data=data) as hands:
        assert [person["first_name"] for person in await hands.control("GET", "people")] == ["Awa"]


async def test_a_damaged_file_and_a_taken_port_are_told_plainly(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"this is no database, however long it may be" * 40)
    with pytest.raises(OSError, match="data file cannot be used"):
        await Sandbox(token=TOKEN, data=broken).start()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"port {port} is in use"):
            await Sandbox(token=TOKEN, port=port).start()
    with pytest.raises(ValueError, match="a bot token"):
        Sandbox(token="no token")


async def test_it_can_run_in_a_thread_of_its_own() -> None:
    with in_background(Sandbox(token=TOKEN, username="valise_bot")) as sandbox:
        async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/bot{TOKEN}/getMe") as answer:
            assert (await answer.json())["result"]["username"] == "valise_bot"


async def test_the_page_and_its_files_but_nothing_else() -> None:
    async with opened(story={"people": [{"id": 1}]}) as hands:
        async with hands.session.get("/") as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        async with hands.session.get("/sandbox/people", headers={"Origin": "https://elsewhere.org"}) as answer:
            assert answer.status == 403
        for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/nothing", "/sandbox/nothing"):
            async with hands.session.get(path) as answer:
                assert answer.status == 404
        assert await hands.control("GET", "story") == {"people": [{"id": 1}]}
        await hands.control("PUT", "story", people=[])
        assert await hands.control("GET", "story") == {"people": []}


async def read_event(stream: aiohttp.StreamReader) -> tuple[int, dict[str, object]]:
    number = 0
    while True:
        line = (await stream.readline()).decode()
        if line.startswith("id: "):
            number = int(line[4:])
        if line.startswith("data: "):
            return number, json.loads(line[6:])


async def test_events_tell_what_happens_and_continue_where_they_were_left() -> None:
    async with opened() as hands:
        async with hands.session.get("/sandbox/events") as stream:
            awa = await hands.person(started=False)
            number, event = await read_event(stream.content)
            assert (event["type"], event["chat"]) == ("person", awa)
        await hands.control("POST", f"people/{awa}/start")
        await hands.control("POST", "clock", offset=60)
        async with hands.session.get("/sandbox/events", headers={"Last-Event-ID": str(number)}) as stream:
            kinds = [(await read_event(stream.content))[1]["type"] for _ in range(2)]
            assert kinds == ["message", "clock"]
        async with hands.session.get("/sandbox/events", headers={"Last-Event-ID": "999999"}) as stream:
            assert (await read_event(stream.content))[1]["type"] == "reset"


class SlowDisk(Archive):
    """An archive whose first write takes until it is told to go on."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.begun, self.goes_on = threading.Event(), threading.Event()

    def _write(self, changed: Mapping[tuple[str, str], Mapping[str, object] | None], contents: Any) -> None:
        if not self.begun.is_set():
            self.begun.set()
            assert self.goes_on.wait(60)
        super()._write(dict(changed), contents)


async def test_what_is_being_written_when_it_closes_is_kept(tmp_path: Path) -> None:
    archive = SlowDisk(tmp_path / "telegram.sqlite3")
    archive.open()
    archive.start()
    archive.put("message", 2, {"text": "the question"})
    assert await asyncio.to_thread(archive.begun.wait, 60)
    archive.put("message", 3, {"text": "the next one"})
    closing = asyncio.create_task(archive.close())
    await asyncio.sleep(0)
    archive.goes_on.set()
    await closing
    again = Archive(tmp_path / "telegram.sqlite3")
    assert again.open()["message"] == {"2": {"text": "the question"}, "3": {"text": "the next one"}}
    await again.close()
