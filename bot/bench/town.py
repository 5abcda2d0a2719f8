"""What the bench finds in place: a database with a network, an open call, and people who are invited."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot import config
from bot.app import app_context, open_store
from bot.demo import NETWORK, RESIDENCE, USERNAME, WORD, summer_call
from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.plan.context import Moment
from bot.storage.kernel.migrate import upgrade
from bot.storage.kernel.store import Store, Tx

TOKEN = "7000001:bench-of-one-machine-that-is-no-secret-at-all"  # noqa: S105 - opens nothing but the bench
UNLIMITED = "1000000"
"""Messages a second: what is measured is the bot, not the limits it keeps for Telegram."""
CODE_BYTES = 12
AT_ONCE = 50
PEOPLE_PER_REFERENT = 25


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return the bot's settings: the real ones but for the pace."""
    return {
        "VALISE_TOKEN": TOKEN,
        "VALISE_API_URL": url,
        "VALISE_DATABASE_URL": f"sqlite:///{folder}/valise.db",
        "VALISE_SECRET_KEY": "a key for the bench that is long enough",
        "VALISE_LISTEN": "127.0.0.1:0",
        "VALISE_RATE": UNLIMITED,
        "VALISE_CHAT_RATE": UNLIMITED,
        "VALISE_LOG": "warning",
    }


async def furnish(settings: config.Settings, people: int) -> tuple[list[str], list[str]]:
    """Make the database; return the codes of its referents and of so many people who may come."""
    upgrade(settings.database_url)
    store = await open_store(settings)
    try:
        moment = Moment(app_context(settings, USERNAME), datetime.now(UTC), "")
        place = await store.run(_found, moment)
        referents = await _team(store, moment, place, max(1, people // PEOPLE_PER_REFERENT))
        codes: list[str] = []
        for start in range(0, people, AT_ONCE):
            chunk = _codes(min(AT_ONCE, people - start))
            await store.run(_invite, moment, place, [number for number, _ in referents], chunk)
            codes += chunk
    finally:
        await store.close()
    return [code for _, code in referents], codes


def _codes(count: int) -> list[str]:
    return [secrets.token_urlsafe(CODE_BYTES) for _ in range(count)]


def _found(tx: Tx, moment: Moment) -> tuple[int, int]:
    network_id = admin.only_or_new(tx, NETWORK)
    admin.open_call(tx, moment, network_id, summer_call(moment.today, moment))
    return network_id, admin.add_organisation(tx, network_id, RESIDENCE, OrganisationKind.RESIDENCE, "93")


async def _team(store: Store, moment: Moment, place: tuple[int, int], count: int) -> list[tuple[int, str]]:
    return [await store.run(_referent, replace(moment, code=code), place) for code in _codes(count)]


def _referent(tx: Tx, moment: Moment, place: tuple[int, int]) -> tuple[int, str]:
    network_id, organisation_id = place
    person_id = admin.add_member(tx, moment, network_id, organisation_id, Role.REFERENT, "Lina")
    code = admin.invite_member(tx, moment, Role.REFERENT, network_id, organisation_id, person_id)
    return person_id, code


def _invite(tx: Tx, moment: Moment, place: tuple[int, int], referents: list[int], codes: list[str]) -> None:
    for number, code in enumerate(codes):
        referent = referents[number % len(referents)]
        admin.invite_beneficiary(tx, replace(moment, code=code), *place, referent, "Awa", word=WORD)
