"""Added to a group or a channel the bot goes out again: what is said here is for one person's eyes."""

from typing import Any

import pytest

from tests.support.town import Town


def change(kind: str, status: str) -> dict[str, Any]:
    """Return what Telegram says when the bot's place in a chat changes."""
    bot, member = {"id": 1, "is_bot": True, "first_name": "Carnet"}, {"id": 2, "is_bot": False, "first_name": "Kim"}
    return {
        "update_id": 900_000_000,
        "my_chat_member": {
            "chat": {"id": -1_001_234, "type": kind, "title": "Le groupe"}, "from": member, "date": 1_795_000_000,
            "old_chat_member": {"user": bot, "status": "left"}, "new_chat_member": {"user": bot, "status": status},
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "status", "leaves"),
    [("group", "member", 1), ("supergroup", "administrator", 1), ("channel", "administrator", 1), ("group", "left", 0)],
)
async def test_it_leaves_and_says_nothing(town: Town, kind: str, status: str, leaves: int) -> None:
    await town.app.receive([change(kind, status)])
    await town.settles()
    calls = [each for each in await town.gets("/sandbox/log") if each.get("chat_id") == -1_001_234]
    assert [each["method"] for each in calls] == ["leaveChat"] * leaves
