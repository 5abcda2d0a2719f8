"""Commands that go on until they are told to stop: run, demo, sandbox."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import click

from bot.commands.terminal import OneLine, Stop, run, settings

PORT = click.IntRange(0, 65535)


def log_to_stderr(level: str) -> None:
    """Log plain lines at a terminal, JSON elsewhere; never a token, a name or a text."""
    from bot.logs import set_up  # noqa: PLC0415

    set_up(level, sys.stderr)


async def until_told(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await work(stop)


@click.command(name="run")
def run_bot() -> None:
    """The real bot, from the environment or .env."""
    # Nothing that is loaded now is thrown away again: looking for it took a fifth of the start. `App.run` looks again.
    gc.disable()
    from bot.app import App  # noqa: PLC0415

    found = settings()
    log_to_stderr(found.log_level)

    async def serve(stop: asyncio.Event) -> None:
        async with App.open(found) as app:
            await app.run(stop, lambda: logging.getLogger("valise").info("running"))

    run(until_told(serve))


@click.command()
@click.option("--port", type=PORT, default=8080, show_default=True, help="0 takes any free one")
@click.option("--data", type=click.Path(path_type=Path), default=Path("demo-data"), show_default=True)
@click.option("--no-browser", is_flag=True, help="do not open the page")
def demo(port: int, data: Path, no_browser: bool) -> None:  # noqa: FBT001 - click's way
    """The main job with nothing to configure: a page with three phones.

    The real bot is behind it, on a Telegram of this machine; everything is kept in one folder.
    """
    from bot import demo as story  # noqa: PLC0415

    log_to_stderr("warning")

    def ready(address: str) -> None:
        click.echo("Valise demo. Three phones wait for you here:")
        click.echo(address)
        click.echo("Stop with Ctrl-C; everything is kept.")
        if not no_browser:
            click.launch(address)

    run(until_told(lambda stop: story.run(port, data, stop, ready)))


@click.command()
@click.option("--port", type=PORT, default=8081, show_default=True, help="0 takes any free one")
@click.option("--token", help="the bot's token; made if none is given")
def sandbox(port: int, token: str | None) -> None:
    """The local Bot API server alone, for anyone's bot."""
    from bot.sandbox.serve import main  # noqa: PLC0415

    try:
        with OneLine():
            main(port, token)
    except ValueError as error:
        raise Stop(f"{error}; leave --token out, and one is made") from None
