"""Checks that need no bot."""

import click

from bot.commands.terminal import Stop


@click.group()
def check() -> None:
    """Checks that need no bot."""


@check.command()
def texts() -> None:
    """Every sentence in every language: nothing missing, nothing too long, nothing that Telegram refuses."""
    from bot.app import LOCALES, TEMPLATES  # noqa: PLC0415
    from bot.features import registry  # noqa: F401, PLC0415  # which notices there are
    from bot.notices.kinds import read_at_work  # noqa: PLC0415
    from bot.rendering.texts import check as problems_of  # noqa: PLC0415

    problems = problems_of(TEMPLATES, LOCALES, read_at_work())
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise Stop(f"{len(problems)} texts to mend")
    click.echo("Every text is complete.")
