"""Commands that look after an installation: migrate, doctor, backup, restore, rekey."""

import asyncio
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import config
from bot.commands.terminal import Stop, opened, run, settings, upgraded

if TYPE_CHECKING:
    from bot.features.administration.doctor import Findings
    from bot.storage.backup import Summary

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    run(_migrated(settings()))
    click.echo("The database has this version's schema.")


async def _migrated(found: config.Settings) -> None:
    """Refuse an empty database: a wrong one most of the time, which would be reported as brought up to date."""
    from bot.storage.kernel.migrate import revision  # noqa: PLC0415
    from bot.storage.kernel.revision import SchemaOutdated  # noqa: PLC0415

    if await asyncio.to_thread(revision, found.database_url) is None:
        raise SchemaOutdated("the database is empty")
    await upgraded(found)


@click.command()
def doctor() -> None:
    """Look for what is wrong, and say what to do.

    Database, keys, ledgers, audit chains, programme files, the token, who answers for people's data, who may read
    the settings.
    """
    found = settings()
    _say(run(_findings(found)))


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write the whole database into a new FILE, while the bot runs.

    Encrypted values stay so, and the key is not in the file.
    """
    from bot.storage import backup as files  # noqa: PLC0415

    found = settings()

    async def keep() -> "Summary":
        async with opened(found) as store:
            return await store.read(files.write, file, datetime.now(UTC))

    summary = run(keep())
    click.echo(f"{summary.rows} rows are kept in {file}.")
    click.echo(f"The key is not in it: keep VALISE_SECRET_KEY or {found.data_folder / config.KEY_FILE} elsewhere too.")


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Fill an empty database from a backup FILE, and check it.

    A backup of SQLite can be restored on PostgreSQL, and the other way round.
    """
    found = settings(new_database=True)
    rows = run(_restored(found, file))
    click.echo(f"{rows} rows are restored.")
    _say(run(_findings(found)))


async def _restored(found: config.Settings, file: Path) -> int:
    from bot.storage import backup as files  # noqa: PLC0415
    from bot.storage.kernel.cipher import Cipher  # noqa: PLC0415
    from bot.storage.kernel.migrate import revision  # noqa: PLC0415
    from bot.storage.kernel.revision import refuse_newer  # noqa: PLC0415
    from bot.storage.kernel.store import Store  # noqa: PLC0415

    cipher = Cipher(found.secret_keys)
    summary = files.check(file, cipher)
    refuse_newer(summary.revision)
    present = await asyncio.to_thread(revision, found.database_url)
    if present not in {None, summary.revision}:
        raise files.NotEmpty("the database is in use already: name a new one in VALISE_DATABASE_URL and restore there")
    await upgraded(found, summary.revision)
    store = await Store.open(found.database_url, cipher)
    try:
        rows = await store.run(files.load, file)
    finally:
        await store.close()
    await upgraded(found)
    return rows


@click.command()
def rekey() -> None:
    """Seal everything again under the first key of VALISE_SECRET_KEY.

    The bot may run meanwhile, with the same keys.
    """
    from bot.storage import sealed  # noqa: PLC0415

    found = settings()

    async def renew() -> int:
        done = 0
        async with opened(found) as store:
            for name in sealed.SEALED:
                after = None
                while True:
                    after, changed = await store.run(sealed.reseal, name, after)
                    done += changed
                    if after is None:
                        break
        return done

    click.echo(f"{run(renew())} values are now under the first key.")
    click.echo("Keep the older keys behind it: audit lines of calls, and codes not yet used, were made with them.")


async def _findings(found: config.Settings) -> "Findings":
    from bot.app import app_context, username_of  # noqa: PLC0415
    from bot.failures import remedy  # noqa: PLC0415
    from bot.features.administration.doctor import (  # noqa: PLC0415
        Findings,
        ending,
        findings,
    )
    from bot.programmes.loading import ProgrammeInvalid  # noqa: PLC0415

    async with opened(found) as store:
        wrong, remarks = await store.read(findings)
    try:
        remarks += ending(app_context(found).schools, datetime.now(found.timezone).date())
    except ProgrammeInvalid as error:
        wrong += error.problems
    if found.token is not None:
        from telegram.error import TelegramError  # noqa: PLC0415

        try:
            await username_of(found)
        except TelegramError as error:
            wrong.append(remedy(error) or "")
    exposed = [path for path in (Path.cwd() / ".env", found.data_folder / config.KEY_FILE) if _read_by_all(path)]
    remarks += [f"{path} can be read by everybody on this machine: chmod o-r {path}" for path in exposed]
    return Findings(wrong, remarks)


def _read_by_all(path: Path) -> bool:
    return path.is_file() and bool(path.stat().st_mode & stat.S_IROTH)


def _say(found: "Findings") -> None:
    """Print all of it; only what is wrong is a failure, so that a good restore with a remark succeeds."""
    for line in (*found.remarks, *found.wrong):
        click.echo(line, err=True)
    if found.wrong:
        raise Stop(f"{len(found.wrong)} {'thing' if len(found.wrong) == 1 else 'things'} to see to, named above")
    click.echo("All else is well." if found.remarks else "All is well.")
