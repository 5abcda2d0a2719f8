"""Commands about those who work in a network: who leaves it."""

import click

from bot.commands.terminal import in_office, settings


@click.group()
def member() -> None:
    """Professionals of a network."""


@member.command()
@click.argument("person", type=int, metavar="ID")
@click.option("--to", "successor", type=int, help="id of the colleague who goes on; else it is left to the lead")
def remove(person: int, successor: int | None) -> None:
    """Take a professional out: every role goes, the account opens nothing more, private notes are deleted.

    Those accompanied pass to a colleague, and are told; without one they wait, and the lead chooses who reads.
    """
    from bot.features.absences import removal  # noqa: PLC0415

    accompanied = in_office(settings(), removal.remove, person, successor)
    click.echo(f"Removed. People who were accompanied: {accompanied}.")
