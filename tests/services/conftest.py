"""The house that services work in: the real programmes, texts and holidays, and no Telegram."""

from pathlib import Path

import pytest

from bot import config
from bot.app import house
from bot.services.scene import House


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder: Path = tmp_path_factory.mktemp("house")
    return house(config.load({"VALISE_TOKEN": "1:token-of-a-house-without-telegram"}, folder))
