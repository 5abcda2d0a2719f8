"""Ways to run a sandbox: alone until it is told to stop, or in a thread beside something else."""

import asyncio
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.sandbox.server import Sandbox
from bot.sandbox.world import new_token


def main(port: int, token: str | None = None, data: Path | None = None) -> None:
    """Serve until SIGINT or SIGTERM; prints the address and the token to give to a bot.

    Raises:
        OSError: the port is in use, or the data file cannot be used.
        ValueError: the token is none.
    """
    asyncio.run(_serve(Sandbox(token=token or new_token(), port=port, data=data)))


async def _serve(sandbox: Sandbox) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not every system has signals on its loop; there Ctrl-C ends the process by itself.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    await sandbox.start()
    try:
        sys.stdout.write(
            f"A Telegram for this machine: {sandbox.url}\n"
            f"Bot API: {sandbox.url}/bot<token>/<method>\n"
            f"Token: {sandbox.token}\n"
        )
        sys.stdout.flush()
        await stop.wait()
    finally:
        await sandbox.stop()


@contextmanager
def in_background(sandbox: Sandbox) -> Iterator[Sandbox]:
    """Run a sandbox on a loop of its own in a thread, for those whose loop must not serve it.

    Raises:
        OSError: it could not start.
    """
    started = threading.Event()
    failure: list[OSError] = []
    ending: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def run() -> None:
        stop = asyncio.Event()
        try:
            await sandbox.start()
        except OSError as error:
            failure.append(error)
            return
        finally:
            ending.append((asyncio.get_running_loop(), stop))
            started.set()
        await stop.wait()
        await sandbox.stop()

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="sandbox")
    thread.start()
    started.wait()
    try:
        if failure:
            raise failure[0]
        yield sandbox
    finally:
        loop, stop = ending[0]
        if not failure:
            loop.call_soon_threadsafe(stop.set)
        thread.join()
