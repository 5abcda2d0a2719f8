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


def everything(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, sorted, and where the numbering stands."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(file.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608
    with psycopg.connect(url) as server:
        tables = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = sql.SQL("SELECT * FROM {}")
        found = {name: sorted(server.execute(rows.format(sql.Identifier(name))), key=repr) for (name,) in tables}
        found["numbers"] = server.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()
        return found


async def chats(town: Town) -> dict[int, dict[str, Any]]:
    """What every telephone of the town shows."""
    return {chat.id: await Phone(town, chat.id, "").chat() for chat in town._sandbox.world.people}


def of_any_play(found: object) -> str:
    """What no play of a story changes: codes and their pictures, seals, numbers and dates of a machine are left out."""
    told = re.sub(r"(?<![\w-])b('(\\.|[^'\\])*'|\"(\\.|[^\"\\])*\")", "sealed", repr(found))
    told = re.sub(r"'(date|edit_date|at|file_size)': [\d.]+", "", told)
    return re.sub(r"[\w-]{16,}|\d{8,}", "…", re.sub(r"start=[\w-]+", "start=…", told))


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
            begun = of_any_play(everything(database_url)), of_any_play(await chats(town))
            await awa.says("Bonjour")
            await town.passes(days=3)
            stories.append((begun, of_any_play(everything(database_url)), of_any_play(await chats(town))))
    assert town.progress.copied == 2, "the last of the three is a copy"
    assert stories[0] == stories[1] == stories[2]


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
