"""The commands of `./valise bench`. They print figures and pass no judgement: exit 0, whatever the figures."""

import asyncio
import logging

import click


@click.group()
def bench() -> None:
    """Measure the bot on this machine."""
    logging.basicConfig(level=logging.WARNING)


@bench.command()
@click.option("--users", default=200, show_default=True, type=click.IntRange(1), help="people at a time")
@click.option("--seconds", default=10.0, show_default=True, type=click.FloatRange(1), help="of each of two phases")
@click.option("--rate", default=50.0, show_default=True, type=click.FloatRange(1), help="updates a second, when paced")
@click.option("--json", "as_json", is_flag=True, help="one JSON object as the last line")
def conversation(users: int, seconds: float, rate: float, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """People walk the real plan: first as fast as the bot answers, then at a pace."""
    from bot.bench import conversation as walk  # noqa: PLC0415 - imports the whole bot
    from bot.bench import report  # noqa: PLC0415
    from bot.bench.people import BenchError  # noqa: PLC0415

    try:
        figures = asyncio.run(walk.measure(walk.Load(users, seconds, rate)))
    except BenchError as error:
        raise click.ClickException(str(error)) from None
    click.echo(report.table(figures))
    if as_json:
        click.echo(report.as_json("conversation", report.keys_of(figures)))


SHARE = click.FloatRange(0, 50)


@bench.command()
@click.option("--recipients", default=1_000, show_default=True, type=click.IntRange(1), help="who get the message")
@click.option("--users", default=10, show_default=True, type=click.IntRange(0), help="people who walk meanwhile")
@click.option("--blocked", default=0.0, show_default=True, type=SHARE, help="percent who closed the chat")
@click.option("--slow", default=0.0, show_default=True, type=SHARE, help="percent whose message takes Telegram 2 s")
@click.option("--floods", default=0, show_default=True, type=click.IntRange(0), help="429s that are not our fault")
@click.option("--prepare", default=100_000, show_default=True, type=click.IntRange(0), help="recipients to queue apart")
@click.option("--database", default="", metavar="URL", help="an empty database to queue them in; none: an SQLite file")
@click.option("--json", "as_json", is_flag=True, help="one JSON object as the last line")
def broadcast(
    recipients: int,
    users: int,
    blocked: float,
    slow: float,
    floods: int,
    prepare: int,
    database: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    """A message to many at Telegram's own limits, while people walk the plan; then how long queueing takes."""
    from bot.bench import broadcast as many  # noqa: PLC0415 - imports the whole bot
    from bot.bench import report  # noqa: PLC0415
    from bot.bench.people import BenchError  # noqa: PLC0415

    try:
        figures = asyncio.run(many.measure(many.Load(recipients, users, blocked, slow, floods, prepare, database)))
    except BenchError as error:
        raise click.ClickException(str(error)) from None
    click.echo(many.table(figures))
    if as_json:
        click.echo(report.as_json("broadcast", many.keys_of(figures)))


@bench.command()
@click.option("--plans", default=100_000, show_default=True, type=click.IntRange(1), help="live plans")
@click.option("--database", default="", metavar="URL", help="an empty database to fill; none: an SQLite file")
@click.option("--json", "as_json", is_flag=True, help="one JSON object as the last line")
def reminders(plans: int, database: str, as_json: bool) -> None:  # noqa: FBT001
    """One look at what has to be recalled: all that is due, one day more, and nothing."""
    from bot.bench import reminders as recalled  # noqa: PLC0415 - imports the whole bot
    from bot.bench import report  # noqa: PLC0415
    from bot.bench.people import BenchError  # noqa: PLC0415

    try:
        figures = asyncio.run(recalled.measure(plans, database))
    except BenchError as error:
        raise click.ClickException(str(error)) from None
    click.echo(recalled.table(figures))
    if as_json:
        click.echo(report.as_json("reminders", recalled.keys_of(figures)))


@bench.command()
@click.option("--texts", default=2_000, show_default=True, type=click.IntRange(100), help="texts to hear")
@click.option("--json", "as_json", is_flag=True, help="one JSON object as the last line")
def hearing(texts: int, as_json: bool) -> None:  # noqa: FBT001
    """What it costs to hear whether a text tells of distress."""
    from bot.bench import hearing as heard  # noqa: PLC0415 - imports what is heard by
    from bot.bench import report  # noqa: PLC0415

    figures = heard.measure(texts)
    click.echo(heard.table(figures))
    if as_json:
        click.echo(report.as_json("hearing", heard.keys_of(figures)))
