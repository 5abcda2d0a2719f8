"""A demo that runs in an empty folder, and a visitor in front of its page."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.demo.visitor import WIDE, Demo, Visitor, running_demo
from tests.sandbox.test_page import ARGS

CHROMIUM = shutil.which("chromium")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: it needs a browser, and walks a long road."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(420))
            reason = "no browser here: install chromium to walk the demo's road"
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason=reason))


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(tmp_path / "demo") as running:
        yield running


@pytest.fixture
async def visitor(demo: Demo, tmp_path: Path) -> AsyncIterator[Visitor]:
    shots = Path(os.environ.get("VALISE_SHOTS", tmp_path / "shots"))
    await asyncio.to_thread(shots.mkdir, parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=ARGS)
        page = await browser.new_page(viewport=WIDE, locale="en-GB", timezone_id="Europe/Paris")
        visitor = await Visitor.arrives(page, demo.address, shots)
        yield visitor
        await browser.close()
        assert visitor.complaints == []
