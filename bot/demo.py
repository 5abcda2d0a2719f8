"""The demo: a Telegram for one machine, the real bot, and the first page of a story that its visitor plays.

Everything lives in one folder and survives a restart.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import aiohttp

from bot import config
from bot.app import App, app_context, open_store
from bot.domain.hours import ALWAYS, Way
from bot.domain.people import Contact, OrganisationKind, Role
from bot.features.administration import admin
from bot.plan.context import Moment
from bot.sandbox.server import Sandbox
from bot.storage import hours, people
from bot.storage.hours import Preference
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.migrate import upgrade
from bot.storage.kernel.store import Tx

BOT = 7_000_001
"""The bot's id. What follows it in its token is of each folder alone: any page in a browser could try a known one."""
OWN_TOKEN = "token"  # noqa: S105 - the name of a file
USERNAME = "carnet_bot"
STORY = "story.json"

NETWORK = "Réseau des Tilleuls"
RESIDENCE = "Résidence des Tilleuls"
WORKSHOP = "Tremplin du Val"
PEOPLE = (("awa", "Awa", "fr"), ("lina", "Lina", "fr"), ("claire", "Claire", "fr"))
WORD = "J’ai pensé à vous et à vos 3 enfants. Le lac est à 25 km. On regarde ensemble ?"

INTRO = (
    "Awa brings up 3 children alone and has never been on holiday. Lina, her social worker, has just invited her.",
    "You play all three: Awa builds her plan, Lina reads and endorses it, Claire grants the money.",
    "Tap “Démarrer” on Awa's phone. She dreams of a campsite by a lake, 25 km from home: a first restaurant, a canoe.",
)
HINTS = {
    "awa": ("beneficiary", "1. Start here, and answer as she would."),
    "lina": ("social worker", "2. Start when Awa has sent: her plan waits here."),
    "claire": ("coordinator", "3. Start when Lina has endorsed: she decides."),
}


async def run(port: int, folder: Path, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
    """Serve the demo on `port` (0: any free one) until `stop`; `ready` is told its address.

    Raises:
        OSError: the port is in use, or the folder cannot be written.
    """
    token = await asyncio.to_thread(_token, folder)
    sandbox = Sandbox(token=token, username=USERNAME, port=port, data=folder / "telegram.db")
    await sandbox.start()
    try:
        settings = _settings(sandbox.url, token, folder)
        await asyncio.to_thread(upgrade, settings.database_url, "head", Cipher(settings.secret_keys))
        sandbox.tell(await _story(settings, sandbox.url, folder))
        async with App.open(settings) as app:
            await app.run(stop, lambda: ready(f"{sandbox.url}/"))
    finally:
        await sandbox.stop()


def _token(folder: Path) -> str:
    """Return the token of a folder; both are for their owner alone, and made where there are none yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    file = folder / OWN_TOKEN
    if not file.exists():
        _write_private(file, f"{BOT}:{secrets.token_urlsafe(24)}")
    return file.read_text("utf-8").strip()


def _write_private(file: Path, text: str) -> None:
    """Write a file for its owner alone; it is never anybody else's, not even before it is written."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text, "utf-8")


def _settings(url: str, token: str, folder: Path) -> config.Settings:
    environment = {
        "VALISE_TOKEN": token,
        "VALISE_API_URL": url,
        "VALISE_DATABASE_URL": f"sqlite:///{folder.resolve()}/valise.db",
        "VALISE_CLOCK_URL": f"{url}/sandbox/clock",
        "VALISE_LISTEN": "127.0.0.1:0",
    }
    return config.load(environment, folder)


async def _story(settings: config.Settings, url: str, folder: Path) -> dict[str, Any]:
    """Return the story as it was begun, or a new one with its network, its call and its three invitations."""
    file = folder / STORY
    if file.exists():
        begun: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return begun
    store = await open_store(settings)
    try:
        home = app_context(settings, USERNAME)
        moment = Moment(home, datetime.now(UTC), "")
        codes = await store.run(_furnish, moment, [secrets.token_urlsafe(12) for _ in range(4)])
    finally:
        await store.close()
    phones = []
    async with aiohttp.ClientSession() as telegram:
        for name, first_name, language in PEOPLE:
            newcomer = {"first_name": first_name, "language_code": language}
            async with telegram.post(f"{url}/sandbox/people", json=newcomer) as answer:
                person = (await answer.json())["id"]
            role, hint = HINTS[name]
            phones.append({"id": person, "role": role, "hint": hint, "start_code": codes[name]})
    story = {"intro": list(INTRO), "people": phones}
    await asyncio.to_thread(_write_private, file, json.dumps(story, ensure_ascii=False, indent=1))
    return story


def _furnish(tx: Tx, moment: Moment, codes: list[str]) -> dict[str, str]:
    """Furnish a fictional network with two organisations, an open call, and the people of the story."""
    network_id = admin.only_or_new(tx, NETWORK)
    residence = admin.add_organisation(tx, network_id, RESIDENCE, OrganisationKind.RESIDENCE, "93")
    admin.add_organisation(tx, network_id, WORKSHOP, OrganisationKind.SIAE, "71")
    admin.open_call(tx, moment, network_id, summer_call(moment.today, moment))
    lina = admin.add_member(tx, moment, network_id, residence, Role.REFERENT, "Lina")
    claire = admin.add_member(tx, moment, network_id, None, Role.COORDINATOR, "Claire")

    def fresh(number: int) -> Moment:
        return replace(moment, code=codes[number])

    awa = admin.invite_beneficiary(tx, fresh(0), network_id, residence, lina, "Awa", word=WORD)
    for person in (lina, claire, people.attached(tx, lina)[0].id):  # a visitor waits for nobody's hours
        hours.choose(tx, person, Preference(ALWAYS, Way.AT_ONCE))
    admin.invite_beneficiary(tx, fresh(3), network_id, residence, lina, "Monsieur K.", Contact.NONE)
    return {
        "awa": awa,
        "lina": admin.invite_member(tx, fresh(1), Role.REFERENT, network_id, residence, lina),
        "claire": admin.invite_member(tx, fresh(2), Role.COORDINATOR, network_id, None, claire),
    }


def summer_call(today: date, moment: Moment) -> admin.NewCall:
    """Return a call for next summer's stays: sent before the first of June, decided until the middle of the month."""
    year = today.year + (1 if today.month >= 5 else 0)
    closes = datetime.combine(date(year, 6, 15), time(18), moment.app.zone)
    return admin.NewCall(
        model="apv",
        name=f"Séjours d’été {year}",
        people_by=date(year, 6, 1),
        closes_at=closes,
        stay_from=date(year, 6, 20),
        stay_until=date(year, 9, 15),
        places=40,
        envelope=2_000_000,
        confirmed=("own_share_min",),
    )
