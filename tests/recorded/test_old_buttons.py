"""Buttons that are in people's chats go on working, whatever happens to the code behind them.

A former release recorded what its buttons opened (`record.py`), each in one world that is kept as a backup. Here the
backup is restored as an operator restores one, brought to the present schema, and every button is tapped again.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import config
from bot.app import app_context
from bot.commands.upkeep import restore
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from tests.recorded.entrance import Opened, let_the_notice_be_read, opened, tapped, undone

HERE = Path(__file__).parent
RELEASES = sorted(path.stem.removeprefix("buttons_") for path in HERE.glob("buttons_*.json"))

MOVED: Mapping[str, str] = {}
"""Templates that have another name since a recording: the old one, and the new one."""

ASKED_FIRST = "an act that cannot be taken back is asked about first"
AREA_FIRST = "a call can say in which countries a stay may be, so where it is is asked before what it costs"
OTHER_COSTS = "what else has to be paid is the next question after the prices"
STOPPED_FIRST = "it is paused at once, and stopping is asked about on the report"
TELEPHONE_FIRST = "one page tells what a new telephone does before a link is made"

AID_FIRST = "a report asks what became of an aid that nobody noted as handed over"
EACH_HOUSEHOLD = "each household of a group gets its own amount, and signs for it"
NOTICE_BELOW = "the privacy notice stands below the first word to a person, and is not passed by"
NOTICE_CHANGED = "another privacy notice than the one above that button is read first"

NEWS_TOGETHER = "the news stand on one page, by what they say, instead of one after the other"

CHANGED: Mapping[str, tuple[Opened, str]] = {
    "g:accept": (Opened(("privacy",)), NOTICE_CHANGED),
    "b:guides": (Opened(("join/beneficiary", "privacy")), NOTICE_BELOW),
    "d:bc_stop:2:page": (Opened(("broadcast/_report",)), STOPPED_FIRST),
    "d:forget:7": (Opened(("call/_forget",)), ASKED_FIRST),
    "d:relink:5": (Opened(("telephone/_link",)), TELEPHONE_FIRST),
    "l:relink:5": (Opened(("telephone/_link",)), TELEPHONE_FIRST),
    "p:endorse:18:4": (Opened(("review/card",), "own_part_missing", stale=True), AREA_FIRST),
    "p:endorse:1c:4": (Opened(("review/card",), "own_part_missing", stale=True), AREA_FIRST),
    "p:hand:2:10": (Opened(("handover/household",)), EACH_HOUSEHOLD),
    "p:rework:1f:7": (Opened(("plan/rework",)), ASKED_FIRST),
    "p:take_back:k:4": (Opened(("plan/take_back",)), ASKED_FIRST),
    "r:detach:10": (Opened(("review/detach",)), ASKED_FIRST),
    "r:forget_note:1": (Opened(("note/_forget",)), ASKED_FIRST),
    **dict.fromkeys(
        (
            "g:news",
            "g:news:bg",
            "g:news:bn",
            "g:news:ce",
            "g:news:cl",
            "g:news:ct",
            "g:news:cv",
            "g:news:cx",
            "g:news:cz",
        ),
        (Opened(("summary/news",)), NEWS_TOGETHER),
    ),
    "n:c5:8:objective_reached:back": (Opened(("report/went",)), AID_FIRST),
    **dict.fromkeys(
        (
            "n:c5:8:advice:skip",
            "n:c5:8:left_over:edit",
            "n:c5:8:used_count:back",
            "n:c5:8:used_count:edit",
            "p:correct_report:9:a",
            "p:report:2:10",
            "p:report:7:9",
            "r:give_report:c5:8",
            "r:give_report:c5:9",
        ),
        (Opened(("report/rest_given",)), AID_FIRST),
    ),
    **dict.fromkeys(
        (
            "n:c5:1:consent:example",
            "n:c5:3:used_count:skip",
            "n:c5:4:help:talk",
            "n:c5:4:help:unknown",
            "q:c5:2:adults:1",
        ),
        (Opened(("report/rest_given",), "old_button", stale=True), AID_FIRST),
    ),
    **dict.fromkeys(
        (
            "g:prices",
            "n:p1qe:4:provider:talk",
            "n:p1qe:4:provider:unknown",
            "p:prices:17:3",
            "p:prices:k:4",
            "r:beside:1h",
        ),
        (Opened(("figures/area",)), AREA_FIRST),
    ),
    **dict.fromkeys(
        (
            "n:p17e:3:quote:skip",
            "n:p1de:5:booking:talk",
            "n:p1de:5:booking:unknown",
            "q:p17e:3:deposit:0",
            "q:p17e:3:food_price:20000",
            "q:p17e:3:leisure_price:10000",
            "q:p17e:3:transport_price:12000",
            "q:p17e:3:vouchers:yes",
            "q:p1de:5:booking:booked",
            "q:p1de:5:lodging_price:42000",
        ),
        (Opened(("figures/other_costs",)), OTHER_COSTS),
    ),
}
"""Buttons of 0.3.0 that open something else on purpose: what they open since, and why."""

FEWEST = 300


@dataclass(frozen=True)
class Recording:
    """Hold what one release recorded."""

    release: str
    now: datetime
    key: str
    words: Mapping[str, list[str]]
    buttons: list[dict[str, Any]]

    @property
    def world(self) -> Path:
        return HERE / f"world_{self.release}.backup"


@pytest.fixture(params=RELEASES)
def recording(request: pytest.FixtureRequest) -> Recording:
    """Read each former release's recording in turn."""
    return recorded(request.param)


def recorded(release: str) -> Recording:
    """Read the recording of a release."""
    found = json.loads((HERE / f"buttons_{release}.json").read_text())
    return Recording(**(found | {"now": datetime.fromisoformat(found["now"])}))


def test_old_buttons_open_what_they_opened(
    recording: Recording, empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"VALISE_DATABASE_URL": empty_database_url, "VALISE_SECRET_KEY": recording.key}
    restored = CliRunner().invoke(restore, [str(recording.world)], env=environment)
    assert restored.exit_code == 0, restored.output
    wrong = asyncio.run(otherwise(recording, config.load(environment, tmp_path)))
    assert wrong == [], f"{len(wrong)} of {len(recording.buttons)} buttons open something else:\n" + "\n".join(wrong)


async def otherwise(recording: Recording, settings: config.Settings) -> list[str]:
    """Tell of each button that opens something else what it opened, and what it opens now."""
    store = await Store.open(settings.database_url, Cipher(settings.secret_keys))
    try:
        return await store.run(_otherwise, recording, settings)
    finally:
        await store.close()


def _otherwise(tx: Tx, recording: Recording, settings: config.Settings) -> list[str]:
    home = app_context(settings, username="carnet_bot")
    let_the_notice_be_read(tx)
    wrong = []
    for row in recording.buttons:
        chat, data = row["chat"], row["data"]
        expected = _expected(row)
        try:
            found = opened(undone(tx, lambda: tapped(tx, home, recording.now, chat, data)))  # noqa: B023 - used at once
        except Exception as error:  # noqa: BLE001 - one button that fails must not hide the others
            wrong.append(f"{data} of {row['who']} opened {_told(expected)} in {recording.release}, now {error!r}")
            continue
        meant, _why = CHANGED.get(data, (expected, ""))
        if found not in {expected, meant}:
            wrong.append(f"{data} of {row['who']} opened {_told(expected)} in {recording.release}, now {_told(found)}")
    return wrong


def _expected(row: Mapping[str, Any]) -> Opened:
    screens = tuple(MOVED.get(name, name) for name in row["opens"])
    return Opened(screens, row.get("refused", ""), row.get("stale", False), tuple(row.get("notes", ())))


def _told(what: Opened) -> str:
    said = [*what.screens, *([f"refused: {what.refused}"] if what.refused else []), *(["stale"] if what.stale else [])]
    said += [f"saying {code}" for code in what.notes]
    return " + ".join(said) or "nothing"


def test_a_recording_has_every_word_of_its_release(recording: Recording) -> None:
    known = {(letter, word) for letter, words in recording.words.items() for word in words}
    meant = [row for row in recording.buttons if not row.get("not_meant") and not row.get("refused")]
    working = {(row["letter"], row["word"]) for row in meant}
    assert known - working == set(), "words that open nothing in the recording"
    assert len(recording.buttons) >= FEWEST
