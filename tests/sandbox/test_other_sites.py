"""Pages of other sites, open in the same browser: they read and do nothing here, by whatever path they come."""

import stat
from pathlib import Path

import aiohttp
import pytest

from bot import demo
from bot.sandbox import Sandbox
from tests.sandbox.conftest import TOKEN

PATHS = (f"/bot{TOKEN}/getMe", f"/bot{TOKEN}/setWebhook?url=http://127.0.0.1:1/", "/sandbox/people", "/page/page.js")
FOREIGN = (
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example:8080"},
    {"Host": ""},
    {"Host": "[::1"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
)


@pytest.fixture
async def here(tmp_path: Path) -> Sandbox:
    return Sandbox(token=TOKEN, data=tmp_path / "made" / "telegram.db")


async def test_another_sites_page_is_refused_on_every_path(here: Sandbox) -> None:
    await here.start()
    try:
        async with aiohttp.ClientSession(here.url) as browser:
            for headers in FOREIGN:
                for path in PATHS:
                    async with browser.get(path, headers=headers) as answer:
                        assert answer.status in {400, 403}, (headers, path)
            for headers in ({}, {"Host": "localhost:1"}, {"Sec-Fetch-Site": "same-origin", "Origin": here.url}):
                async with browser.get(PATHS[0], headers=headers) as answer:
                    assert answer.status == 200, headers
            followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
            async with browser.get("/", headers=followed) as answer:
                assert answer.status == 200
    finally:
        await here.stop()


async def test_what_the_sandbox_keeps_is_for_its_owner_alone(here: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    await here.start()
    try:
        found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
        assert set(found.values()) == {0o600}, found
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        await here.stop()


def test_each_folder_of_a_demo_has_a_token_of_its_own_that_stays(tmp_path: Path) -> None:
    one, another = tmp_path / "one", tmp_path / "another"
    one.mkdir(mode=0o755)
    tokens = [demo._token(folder) for folder in (one, one, another)]
    assert tokens[0] == tokens[1] != tokens[2]
    assert all(token.startswith("7000001:") for token in tokens)
    assert stat.S_IMODE(one.stat().st_mode) == 0o700
    assert stat.S_IMODE((one / "token").stat().st_mode) == 0o600
