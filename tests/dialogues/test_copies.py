"""A story that is copied stands where the one stands that was played, and goes on as that one does."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from bot.domain.people import Role
from tests.dialogues.story import Cast, cast, endorsed_plan, granted_plan, joins, reviewed_plan, sent_plan
from tests.support.copies import rows_of
from tests.support.phones import Phone
from tests.support.town import Town

ACTS: dict[str, Callable[[Cast], Any]] = {
    "awa has joined": joins,
    "awa has sent": sent_plan,
    "lina has filled in her part": reviewed_plan,
    "lina has endorsed": endorsed_plan,
    "claire has granted": granted_plan,
}
OF_A_MACHINE = {
    "date", "edit_date", "at", "file_size", "callback_query_id", "message_id", "card_id", "progress_id", "pinned",
}  # fmt: skip
"""What differs from one play to the next: two notices of one moment may leave in either order, with their numbers."""


def everything(url: str) -> dict[str, Any]:
    """Return all rows of all tables, sorted, and where the numbering stands."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.row_factory = lambda cursor, row: dict(
                zip([column[0] for column in cursor.description], row, strict=True)
            )
            names = [row["name"] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(file.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608
    with psycopg.connect(url, row_factory=dict_row) as server:
        tables = [row["tablename"] for row in server.execute("SELECT * FROM pg_tables WHERE schemaname = 'public'")]
        rows = sql.SQL("SELECT * FROM {}")
        found = {name: sorted(server.execute(rows.format(sql.Identifier(name))), key=repr) for name in tables}
        found["numbers"] = server.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()
        return found


async def chats(town: Town) -> dict[int, dict[str, Any]]:
    """Return what every telephone of the town shows."""
    return {chat.id: await Phone(town, chat.id, "").chat() for chat in town._sandbox.world.people}


def of_any_play(found: Any) -> Any:
    """Return what all plays of a story share: codes and pictures, seals, numbers and a machine's dates are left out."""
    match found:
        case dict():
            return {key: of_any_play(value) for key, value in found.items() if key not in OF_A_MACHINE}
        case list() | tuple():
            return [of_any_play(each) for each in found]
        case bytes():
            return "sealed"
        case str():
            return re.sub(r"[\w-]{16,}|\d{8,}", "…", found)
        case int() if found > 10**7:
            return "numbered"
    return found


async def has_come(town: Town, name: str) -> Phone:
    phone: Phone = await ACTS[name](await cast(town))
    return phone


@pytest.mark.parametrize("name", ACTS)
async def test_a_copy_is_all_that_was_there(town: Town, database_url: str, name: str) -> None:
    await has_come(town, name)
    there, rows, phones, counted = town.copied(), everything(database_url), await chats(town), await town.summary()
    await town.passes(days=200)
    await town.member("Zoé", Role.REFERENT, await town.organisation("Une autre"))
    await town.becomes(there)
    assert everything(database_url) == rows
    assert await chats(town) == phones
    again, counted_again = town.copied(), await town.summary()
    assert (again.now, again.mind, again.screens) == (there.now, there.mind, there.screens)
    assert again.offset + again.taken == pytest.approx(there.offset + there.taken, abs=30)
    for polls in (counted, counted_again):  # the bot that runs now has asked for news on its own
        del polls["requests"], polls["by_method"]
    assert counted_again == counted


@pytest.mark.parametrize("name", ACTS)
async def test_a_copied_story_is_the_played_one_and_goes_on_like_it(
    database_url: str, tmp_path: Path, name: str
) -> None:
    nothing, stories = rows_of(database_url), []
    for played in (True, False, False):
        nothing.load(database_url)
        async with Town.founded(database_url, tmp_path, played=played) as town:
            awa = await has_come(town, name)
            begun = everything(database_url) | {"chats": await chats(town)}
            await awa.says("Bonjour")
            await town.passes(days=3)
            stories.append([of_any_play(found) for found in (begun, everything(database_url), await chats(town))])
    assert town.progress.copied == 2, "the last of the three is a copy"
    for then in range(3):
        assert stories[1][then] == stories[0][then]
        assert stories[2][then] == stories[0][then]


async def test_what_happens_in_between_is_not_skipped(town: Town) -> None:
    story = await cast(town)
    await town.passes(hours=1)
    await sent_plan(story)
    assert town.progress.played + town.progress.copied == 1, "only the first act is known by its name"
    assert await story.lina.offers("r:next")


async def test_who_takes_the_bot_in_hand_plays_the_rest(town: Town) -> None:
    await cast(town)
    known = town.progress.played + town.progress.copied
    assert town.app is not None
    await town.member("Zoé", Role.COORDINATOR)
    assert town.progress.played + town.progress.copied == known
