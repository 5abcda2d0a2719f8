"""The command line. Each command imports what it needs, so that the first one starts at once.

Exit status: 0 done; 1 it could not, and stderr says why in one line and what to do; 2 wrong usage.
"""

import asyncio
import logging
import os
import secrets
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from bot import config

T = TypeVar("T")

CODE_BYTES = 18


class Stop(click.ClickException):
    """Something that an operator can mend: one line, exit status 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the line alone."""
        click.echo(f"valise: {self.message}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def valise() -> None:
    """A Telegram bot with which people build a holiday plan, one easy question at a time."""


def settings() -> config.Settings:
    """The settings of this folder and environment."""
    try:
        return config.load(os.environ, Path.cwd())
    except config.SettingsError as error:
        raise Stop(str(error)) from None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; what a user can cause becomes one line that says what to do."""
    from bot.failures import remedy  # noqa: PLC0415 - imports the libraries whose errors it knows

    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise Stop("stopped") from None
    except Exception as error:
        line = remedy(error)
        if line is None:
            raise
        raise Stop(line) from None


def log_to_stderr(level: str) -> None:
    """Plain lines at a terminal, JSON elsewhere; never a token, a name or a text."""
    from bot.logs import handler  # noqa: PLC0415

    logging.basicConfig(level=level.upper(), handlers=[handler(sys.stderr)], force=True)
    for noisy in ("apscheduler", "telegram", "aiohttp.access", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


async def until_told(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await work(stop)


@valise.command(name="run")
def run_bot() -> None:
    """The real bot, from the environment or .env."""
    from bot.app import App  # noqa: PLC0415

    found = settings()
    log_to_stderr(found.log_level)

    async def serve(stop: asyncio.Event) -> None:
        async with App.open(found) as app:
            await app.run(stop, lambda: logging.getLogger("valise").info("running"))

    run(until_told(serve))


@valise.command()
@click.option("--port", default=8080, show_default=True, help="0 takes any free one")
@click.option("--data", type=click.Path(path_type=Path), default=Path("demo-data"), show_default=True)
@click.option("--no-browser", is_flag=True, help="do not open the page")
def demo(port: int, data: Path, no_browser: bool) -> None:  # noqa: FBT001 - click's way
    """The main job with nothing to configure: a page with three phones, the real bot behind it."""
    from bot import demo as story  # noqa: PLC0415

    log_to_stderr("warning")

    def ready(address: str) -> None:
        click.echo("Valise demo. Three phones wait for you here:")
        click.echo(address)
        click.echo("Stop with Ctrl-C; everything is kept.")
        if not no_browser:
            click.launch(address)

    run(until_told(lambda stop: story.run(port, data, stop, ready)))


@valise.command()
@click.option("--port", default=8081, show_default=True)
@click.option("--token", help="the bot's token; made if none is given")
def sandbox(port: int, token: str | None) -> None:
    """The local Bot API server alone, for anyone's bot."""
    from bot.failures import remedy  # noqa: PLC0415
    from bot.sandbox.serve import main  # noqa: PLC0415

    try:
        main(port, token)
    except (OSError, ValueError) as error:
        raise Stop(remedy(error) or str(error)) from None


@valise.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    found = settings()
    run(_upgraded(found.database_url))
    click.echo("The database has this version's schema.")


async def _upgraded(url: str) -> None:
    from bot.storage.migrate import upgrade  # noqa: PLC0415

    await asyncio.to_thread(upgrade, url)


@valise.command()
@click.option("--network", required=True, help="the network's name")
@click.option("--controller", help="who answers for people's data")
@click.option("--data-contact", help="where people write about their data")
def init(network: str, controller: str | None, data_contact: str | None) -> None:
    """An empty installation: makes the database, prints the first coordinator's invitation."""
    from bot.services import office  # noqa: PLC0415

    if sys.stdin.isatty():
        controller = controller or click.prompt("Who answers for people's data (an organisation)")
        data_contact = data_contact or click.prompt("Where people write about their data (an address)")
    found = settings()
    run(_upgraded(found.database_url))
    code = _in_office(found, office.found_network, network, controller or "", data_contact or "")
    _print_link(found, code)


@valise.command()
@click.option("--role", type=click.Choice(["referent", "lead", "coordinator", "beneficiary"]), required=True)
@click.option("--organisation", required=True)
@click.option("--contact", type=click.Choice(["normal", "discreet"]), default="normal")
@click.option("--referent", type=int, help="id of the beneficiary's referent; else the organisation's first")
def invite(role: str, organisation: str, contact: str, referent: int | None) -> None:
    """Print a deep link and its code, each on a line; makes the organisation if it is new."""
    from bot.domain.people import Contact, Role  # noqa: PLC0415
    from bot.services import office  # noqa: PLC0415

    found = settings()
    code = _in_office(found, office.invite, Role(role), organisation, Contact(contact), referent)
    _print_link(found, code)


@valise.group()
def call() -> None:
    """Calls for projects."""


DAY = click.DateTime(["%Y-%m-%d"])


@call.command(name="open")
@click.option("--model", required=True, help="a programme model, such as apv")
@click.option("--name", required=True)
@click.option("--people-by", type=DAY, required=True, help="the date people read")
@click.option("--closes-at", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]), required=True)
@click.option("--from", "stay_from", type=DAY, required=True, help="first day of the stays")
@click.option("--until", "stay_until", type=DAY, required=True, help="last day of the stays")
@click.option("--places", type=int, required=True, help="people")
@click.option("--envelope", type=click.FloatRange(min=0), required=True, help="euros")
@click.option("--network", help="needed when there are several")
def open_call(network: str | None, closes_at: datetime, envelope: float, **given: Any) -> None:
    """Open a call without the chat."""
    from bot.services import office  # noqa: PLC0415

    found = settings()
    days = {name: given.pop(name).date() for name in ("people_by", "stay_from", "stay_until")}
    closing = closes_at.replace(tzinfo=found.timezone).astimezone(UTC)
    new = office.NewCall(closes_at=closing, envelope=round(envelope * 100), **days, **given)

    def opened(tx: Any, scene: Any) -> int:
        return office.open_call(tx, scene, office.only_network(tx, network), new)

    click.echo(f"Call {_in_office(found, opened)} is open.")


def _in_office(found: config.Settings, service: Callable[..., T], *arguments: Any) -> T:
    from bot.app import house, open_store  # noqa: PLC0415
    from bot.services.scene import Scene  # noqa: PLC0415

    async def work() -> T:
        store = await open_store(found)
        try:
            scene = Scene(house(found), datetime.now(UTC), secrets.token_urlsafe(CODE_BYTES))
            return await store.run(service, scene, *arguments)
        finally:
            await store.close()

    return run(work())


def _print_link(found: config.Settings, code: str) -> None:
    from bot.app import username_of  # noqa: PLC0415

    name = run(username_of(found)) if found.token else None
    if name is None:
        click.echo("valise: the bot's name is not known yet (set VALISE_TOKEN); put it in the link", err=True)
    click.echo(f"https://t.me/{name or 'BOT'}?start={code}")
    click.echo(code)


@valise.group()
def check() -> None:
    """Checks that need no bot."""


@check.command()
def texts() -> None:
    """Every sentence in every language: nothing missing, nothing too long, nothing that Telegram refuses."""
    from bot.app import LOCALES, TEMPLATES  # noqa: PLC0415
    from bot.rendering.texts import check as problems_of  # noqa: PLC0415

    problems = problems_of(TEMPLATES, LOCALES)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise Stop(f"{len(problems)} texts to mend")
    click.echo("Every text is complete.")


@valise.command()
def doctor() -> None:
    """Look for what is wrong: schema, ledgers, audit chains, who answers for data."""
    from bot.app import open_store  # noqa: PLC0415
    from bot.services.checkup import findings  # noqa: PLC0415

    found = settings()

    async def look() -> list[str]:
        store = await open_store(found)
        try:
            return await store.read(findings)
        finally:
            await store.close()

    wrong = run(look())
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise Stop(f"{len(wrong)} things to see to")
    click.echo("All is well.")


def main() -> NoReturn:
    """The entry point."""
    valise.main(prog_name="valise")
    sys.exit(0)


if __name__ == "__main__":
    main()
