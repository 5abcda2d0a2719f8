"""A process that has loaded the program once, and forks for each command: no command has to load it anew.

Each command is a process of its own all the same, with its own folder, environment, arguments and streams.
"""

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias

Request: TypeAlias = tuple[list[str], str, dict[str, str]]
"""Arguments, folder, environment."""

LONGEST = 60
"""Seconds a command may take; then it is ended by a signal."""
MOST = 2**20
"""Bytes of a request: the arguments, the folder, the environment."""


@dataclass(frozen=True)
class Forks:
    """The way to the process that forks."""

    address: str

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]
    ) -> int:
        """Run a command to its end, with both its streams in these files, and return its exit status."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(self.address)
            request = json.dumps([list(arguments), str(folder), dict(environment)]).encode()
            socket.send_fds(connection, [len(request).to_bytes(4, "big")], [out.fileno(), err.fileno()])
            connection.sendall(request)
            said = connection.recv(16)
        assert said, "the process that forks has fallen"
        return int(said)


@contextmanager
def forking(address: Path, modules: Sequence[str], path: str) -> Iterator[Forks]:
    """Begin a process that has loaded these modules, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-W", "error", __file__, str(address), *modules],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield Forks(str(address))
    finally:
        process.terminate()
        process.communicate()


def _serve(address: str) -> Request:
    """Fork for each command that is asked for; return its request in the process that is to be the command."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(address)
        listening.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _ = listening.accept()
            with connection:
                if os.fork() == 0:  # waits for the command, and tells how it ended
                    listening.close()
                    return _begin(connection)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _begin(connection: socket.socket) -> Request:
    size, streams, _, _ = socket.recv_fds(connection, 4, 2)
    request = b""
    while len(request) < int.from_bytes(size, "big"):
        request += connection.recv(MOST)
    command = os.fork()
    if command:
        _, status = os.waitpid(command, 0)
        connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    for number, stream in enumerate(streams, start=1):
        os.dup2(stream, number)
        os.close(stream)
    asked: Request = json.loads(request)
    return asked


def _become(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be the command, as `python -P -W error -m bot` is in that folder."""
    signal.alarm(LONGEST)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["bot", *arguments]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in sys.argv[2:]:
        importlib.import_module(name)
    gc.freeze()  # what is loaded stays: no command has to look at it again
    _become(*_serve(sys.argv[1]))
