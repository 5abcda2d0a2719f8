"""What can be kept and applied in one transaction: everything but what makes us fetch or read a file first."""

from typing import Any

import pytest

from bot.chat.files import concerns_file
from bot.chat.updates import understand
from bot.features.organisations import imports

AWA = {"id": 1, "type": "private", "first_name": "Awa"}
STORES = "d:store:3"


def message(**content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "chat": AWA, "from": AWA, **content}}


def tap(data: str) -> dict[str, Any]:
    return {"update_id": 1, "callback_query": {"id": "7", "from": AWA, "data": data, **message(text="?")}}


def is_quick(update: dict[str, Any]) -> bool:
    understood = understand(update)
    assert understood is not None
    return not concerns_file(understood.incoming)


@pytest.mark.parametrize("update", [message(text="sept"), message(text="/start abc"), tap("q:p1:1:wishes:sea")])
def test_words_commands_and_taps_are_quick(update: dict[str, Any]) -> None:
    assert is_quick(update)


@pytest.mark.parametrize("file", [{"document": {"file_id": "a"}}, {"photo": [{"file_id": "b"}]}, {"sticker": {}}])
def test_whatever_may_have_to_be_fetched_first_is_not(file: dict[str, Any]) -> None:
    assert not is_quick(message(**file))


def test_nor_is_the_tap_that_stores_a_long_list() -> None:
    stores = tap(STORES)
    assert imports.to_store(STORES) is not None
    assert not is_quick(stores)
