"""The bot as a process of its own, on a processor of its own: starting and stopping it, and what it used."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOPS_WITHIN = 15.0
TICKS = os.sysconf("SC_CLK_TCK")
MEBIBYTE = 1024  # kibibytes


class Process:
    """A running process."""

    def __init__(self, popen: "subprocess.Popen[bytes]") -> None:
        self._popen = popen

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._popen.poll() is None

    def cpu_seconds(self) -> float | None:
        """Return the processor time used so far; None where the system does not tell (it does on Linux)."""
        stat = _read(Path(f"/proc/{self._popen.pid}/stat"))
        if stat is None:
            return None
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak_mb(self) -> float | None:
        """Return the most memory the process ever held at once, in MiB; None where the system does not tell."""
        return self._memory("VmHWM:")

    def memory_mb(self) -> float | None:
        """Return the memory the process holds now, in MiB; None where the system does not tell."""
        return self._memory("VmRSS:")

    def _memory(self, name: str) -> float | None:
        return memory_of(str(self._popen.pid), name)

    async def stop(self) -> None:
        """Ask it to stop, and insist if it does not."""
        self._popen.terminate()
        try:
            await asyncio.to_thread(self._popen.wait, STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            await asyncio.to_thread(self._popen.wait)


@asynccontextmanager
async def bot(environment: Mapping[str, str], folder: Path) -> AsyncIterator[Process]:
    """Run `python -m bot run` with this environment, in this folder; stopped at the end. Its words go to `bot.log`."""
    with (folder / "bot.log").open("ab") as log:
        first, others = processors()
        if first:
            os.sched_setaffinity(0, first)  # a child begins where its parent is
        popen = subprocess.Popen(  # noqa: ASYNC220 - a process is made at once, and asyncio's would hide its id
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env={**_environment(folder), **environment},
            stdout=log,
            stderr=log,
        )
        if others:
            os.sched_setaffinity(0, others)
    process = Process(popen)
    try:
        yield process
    finally:
        await process.stop()


def processors() -> tuple[set[int], set[int]]:
    """Return the processor for the bot, and those for all else; nothing where they cannot be kept apart."""
    if not hasattr(os, "sched_setaffinity"):
        return set(), set()
    everything = sorted(range(os.cpu_count() or 1))
    return ({everything[0]}, set(everything[1:])) if len(everything) > 1 else (set(), set())


def _environment(folder: Path) -> dict[str, str]:
    """Return this environment; the bot keeps its compiled files as always, but here in the bench's own folder."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _read(path: Path) -> str | None:
    try:
        return path.read_text("ascii", errors="replace")
    except OSError:
        return None


def memory_of(pid: str, name: str = "VmRSS:") -> float | None:
    """Return what a process holds, in MiB ("self": this one; "VmHWM:": the most ever); None where no system tells."""
    lines = (_read(Path(f"/proc/{pid}/status")) or "").splitlines()
    return next((int(line.split()[1]) / MEBIBYTE for line in lines if line.startswith(name)), None)
