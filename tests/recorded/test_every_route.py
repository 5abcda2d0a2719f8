"""Every button answers everybody: each tap, whatever the button says, gets a page and never an apology.

It is walked in the world that a former release recorded, in which every state of a plan, a call and a message occurs.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import config
from bot.app import app_context
from bot.commands.upkeep import restore
from bot.features.registry import ROUTES
from bot.interaction.routes import AnyRoute
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from tests.recorded.entrance import tapped, undone
from tests.recorded.test_old_buttons import Recording, recorded

WHO = ("claire (coordinator)", "lina (referent)", "lea (lead)", "sent (beneficiary)", "looks (stranger)")
SAID = ("", ":1", ":k:4:page")
"""What may stand behind the word of a button: rows that are there, of others, of another kind, and nothing at all."""


@pytest.fixture
def recording() -> Recording:
    """Read the oldest recording."""
    return recorded("0.3.0")


@pytest.mark.slow
def test_every_button_answers_everybody_whatever_it_says(
    recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"VALISE_DATABASE_URL": f"sqlite:///{tmp_path}/walked.db", "VALISE_SECRET_KEY": recording.key}
    restored = CliRunner().invoke(restore, [str(recording.world)], env=environment)
    assert restored.exit_code == 0, restored.output
    fell = asyncio.run(_walked(recording, config.load(environment, tmp_path)))
    assert fell == [], f"{len(fell)} taps were answered by a fault:\n" + "\n".join(fell)


async def _walked(recording: Recording, settings: config.Settings) -> list[str]:
    store = await Store.open(settings.database_url, Cipher(settings.secret_keys))
    try:
        return await store.run(_fell, recording, settings)
    finally:
        await store.close()


def _fell(tx: Tx, recording: Recording, settings: config.Settings) -> list[str]:
    """Return what was answered by a fault: who, what, and the fault."""
    app = app_context(settings, username="carnet_bot")
    chats = {row["who"]: row["chat"] for row in recording.buttons if row["who"] in WHO}
    assert set(chats) == set(WHO)

    def answers(chat: int, data: str) -> None:
        response = tapped(tx, app, recording.now, chat, data)
        assert response.screens or response.toast, "nothing at all"
        for screen in response.screens:
            app.renderer.render(screen, response.reader)

    wrong = []
    for data in _buttons():
        for who, chat in chats.items():
            try:
                undone(tx, lambda: answers(chat, data))  # noqa: B023 - used at once
            except Exception as fault:  # noqa: BLE001 - one fault must not hide the others
                wrong.append(f"{data} of {who}: {fault!r}")
    return wrong


def _buttons() -> Iterator[str]:
    yield from {(row["letter"], row["word"]): row["data"] for row in recorded("0.3.0").buttons}.values()
    for route in ROUTES:
        yield from (_said(route, behind) for behind in SAID)


def _said(route: AnyRoute, behind: str) -> str:
    head = f"{route.realm.letter}:{route.word}" if route.word else route.realm.letter
    return head + behind
