"""What the bot owed its recipients and could not deliver: looked at, and sent again on request. Ids only."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import Stop, opened, run, settings

if TYPE_CHECKING:
    from bot.storage.outbox import NoticeState, Row


@click.group()
def outbox() -> None:
    """Notices on their way, and those that wait for a word."""


@outbox.command(name="list")
def list_outbox() -> None:
    """Print counts by state, then each notice that is uncertain, unreachable or dead."""
    from bot.storage import outbox as rows  # noqa: PLC0415

    found = settings()

    async def look() -> "tuple[dict[NoticeState, int], list[Row]]":
        async with opened(found) as store:
            return await store.read(rows.counts), await store.read(rows.aside)

    counts, aside = run(look())
    click.echo("  ".join(f"{state.value} {count}" for state, count in counts.items()))
    for row in aside:
        click.echo(
            f"{row.id}  {row.state.value}  {row.kind}  person {row.recipient_id}  plan {row.plan_id or '-'}"
            f"  {row.created_at:%Y-%m-%d %H:%M}Z  {row.last_error or '-'}"
        )


@outbox.command()
@click.argument("ids", type=int, nargs=-1, required=True, metavar="ID…")
def repeat(ids: tuple[int, ...]) -> None:
    """Send again notices that are uncertain, unreachable or dead: all of those named, or none."""
    from bot.storage import outbox as rows  # noqa: PLC0415

    found = settings()

    async def queue() -> list[int]:
        async with opened(found) as store:
            known = {row.id for row in await store.read(rows.aside)}
            unknown = sorted(set(ids) - known)
            if not unknown:
                await store.run(rows.repeat, ids, datetime.now(UTC))
            return unknown

    unknown = run(queue())
    if unknown:
        named = ", ".join(map(str, unknown))
        raise Stop(f"nothing waits for your word under {named}: see ./valise outbox list; none was queued")
    click.echo(f"{len(set(ids))} queued again; a running bot sends them.")
