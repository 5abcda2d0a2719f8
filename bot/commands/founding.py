"""Commands that begin something: a network, an invitation, a call."""

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from bot import config
from bot.commands.terminal import Closing, Day, Euros, Name, in_office, run, settings, upgraded
from bot.domain.people import INVITED, Contact, Role
from bot.domain.regions import Region

if TYPE_CHECKING:
    from bot.plan.context import Moment
    from bot.storage.kernel.store import Tx


@click.command()
@click.option("--network", type=Name(), required=True, help="the network's name")
@click.option("--controller", type=Name(), help="who answers for people's data")
@click.option("--data-contact", type=Name(), help="where people write about their data")
def init(network: str, controller: str | None, data_contact: str | None) -> None:
    """Make the database, print the first coordinator's invitation.

    For a network that exists it completes who answers for data, and prints no invitation.
    """
    from bot.features.administration import admin  # noqa: PLC0415

    if sys.stdin.isatty():
        controller = controller or click.prompt("Who answers for people's data (an organisation)", type=Name())
        data_contact = data_contact or click.prompt("Where people write about their data (an address)", type=Name())
    found = settings(new_database=True, new_key=True)
    bot_name = _bot_name(found)
    run(upgraded(found))
    if sys.stdin.isatty() and (others := in_office(found, admin.networks_beside, network)):
        click.confirm(f"There is a network already: {', '.join(others)}. Found another one beside it?", abort=True)
    code = in_office(found, admin.found_network, network, controller or "", data_contact or "")
    if code is None:
        click.echo("Noted.")
    else:
        _print_link(bot_name, code)


@click.command()
@click.option("--role", type=click.Choice([role.value for role in INVITED]), required=True)
@click.option("--organisation", type=Name(), required=True)
@click.option("--contact", type=click.Choice(["normal", "discreet"]), default="normal")
@click.option("--referent", type=int, help="id of the beneficiary's referent; else the organisation's first")
@click.option("--network", type=Name(), help="needed when there are several")
@click.option("--name", type=Name(), help="what a beneficiary is called; else the referent gives a name")
def invite(
    role: str, organisation: str, contact: str, referent: int | None, name: str | None, network: str | None
) -> None:
    """Print a deep link and its code, each on a line.

    The organisation is made if it is new.
    """
    from bot.features.administration import admin  # noqa: PLC0415

    found = settings()
    bot_name = _bot_name(found)
    code = in_office(
        found, admin.invite, Role(role), organisation, Contact(contact), referent, name or "", network=network
    )
    _print_link(bot_name, code)


REGIONS = [region.value for region in Region]
"""Codes of the regions, as ISO 3166-2 has them behind FR-."""


@click.group()
def call() -> None:
    """Calls for projects."""


@call.command(name="open")
@click.option("--model", required=True, help="a programme model, such as apv")
@click.option("--name", type=Name(), required=True)
@click.option("--people-by", type=Day(), required=True, help="the date people read")
@click.option("--closes-at", type=Closing(), required=True, help="endorsements count until then")
@click.option("--from", "stay_from", type=Day(), required=True, help="first day of the stays")
@click.option("--until", "stay_until", type=Day(), required=True, help="last day of the stays")
@click.option("--places", type=click.IntRange(1, 1_000_000), required=True, help="people")
@click.option("--envelope", type=Euros(), required=True, help="euros")
@click.option("--region", "regions", multiple=True, type=click.Choice(REGIONS), help="once each; none is everywhere")
@click.option("--network", type=Name(), help="needed when there are several")
def open_call(  # noqa: PLR0917 - one argument an option
    model: str,
    name: str,
    people_by: date,
    closes_at: datetime,
    stay_from: date,
    stay_until: date,
    places: int,
    envelope: int,
    regions: tuple[str, ...],
    network: str | None,
) -> None:
    """Open a call without the chat."""
    from bot.features.administration import admin  # noqa: PLC0415

    found = settings()
    closing = closes_at.replace(tzinfo=found.timezone).astimezone(UTC)
    new = admin.NewCall(model, name, people_by, closing, stay_from, stay_until, places, envelope, regions=regions)

    def opened(tx: "Tx", moment: "Moment") -> int:
        return admin.open_call(tx, moment, admin.only_network(tx, network), new)

    click.echo(f"Call {in_office(found, opened)} is open.")


def _bot_name(found: config.Settings) -> str | None:
    """Ask Telegram for the bot's name, before anything is written; None without a token."""
    from bot.app import username_of  # noqa: PLC0415

    return run(username_of(found)) if found.token else None


def _print_link(bot_name: str | None, code: str) -> None:
    if bot_name is None:
        click.echo("valise: without VALISE_TOKEN the bot's name is not known: put it in place of BOT", err=True)
    click.echo(f"https://t.me/{bot_name or 'BOT'}?start={code}")
    click.echo(code)
