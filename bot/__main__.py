"""The command line: which commands there are. Each is in a file of its own that is read when it is asked for.

Exit status: 0 done; 1 it could not, and stderr says why in one line and what to do; 2 wrong usage.
"""

import importlib
import sys
from typing import NoReturn

import click

COMMANDS = {
    "backup": "bot.commands.upkeep:backup",
    "bench": "bot.bench.commands:bench",
    "call": "bot.commands.founding:call",
    "check": "bot.commands.texts:check",
    "demo": "bot.commands.serving:demo",
    "doctor": "bot.commands.upkeep:doctor",
    "init": "bot.commands.founding:init",
    "invite": "bot.commands.founding:invite",
    "member": "bot.commands.members:member",
    "migrate": "bot.commands.upkeep:migrate",
    "outbox": "bot.commands.outbox:outbox",
    "rekey": "bot.commands.upkeep:rekey",
    "restore": "bot.commands.upkeep:restore",
    "run": "bot.commands.serving:run_bot",
    "sandbox": "bot.commands.serving:sandbox",
}
"""Where each command is. `./valise test` is the launcher's own."""


class Commands(click.Group):
    """The commands of the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
def valise() -> None:
    """A Telegram bot with which people build a holiday plan, one easy question at a time."""


def main() -> NoReturn:
    """Run the command line: whatever a user can cause ends in one line."""
    try:
        status = valise.main(prog_name="valise", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(error.exit_code)
    except click.UsageError as error:
        asked = error.ctx.command_path if error.ctx else "valise"
        _end(f"{error.format_message().rstrip('.')}; see ./{asked} --help", error.exit_code)
    except click.ClickException as error:
        _end(error.format_message(), error.exit_code)
    except click.Abort:
        _end("stopped", 1)
    sys.exit(status if isinstance(status, int) else 0)


def _end(line: str, status: int) -> NoReturn:
    click.echo(f"valise: {line}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
