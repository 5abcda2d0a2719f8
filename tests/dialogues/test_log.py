"""A name, a word, a token planted everywhere are found nowhere in the log, at any level, whatever goes wrong."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.storage import teams
from tests.support.town import TOKEN, Town

pytestmark = pytest.mark.played

NAME = "Zéphyrine"
WORD = "xylophone"
CANARIES = (NAME, WORD, TOKEN, TOKEN.partition(":")[2], "a key for tests")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[io.StringIO, Terminal], ids=["json", "terminal"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Return what `VALISE_LOG=debug` writes."""
    stream: io.StringIO = request.param()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    root.handlers = []
    logs.set_up("debug", stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def tells_nothing(log: io.StringIO) -> None:
    written = log.getvalue()
    found = [canary for canary in CANARIES if canary in written or json.dumps(canary)[1:-1] in written]
    assert not found, [line for line in written.splitlines() if any(canary in line for canary in found)]


async def test_a_dialogue_with_every_kind_of_trouble_leaves_no_name(log: io.StringIO, town: Town) -> None:
    await town.opens_call(name=f"Séjours {WORD}")
    residence = await town.organisation(f"Résidence {WORD}", OrganisationKind.RESIDENCE)
    lina = await town.member(NAME, Role.REFERENT, residence)
    code = await town.does(
        admin.invite_beneficiary,
        town.moment,
        town.network,
        residence,
        await town.does(teams.first_referent, residence),
        NAME,
    )
    awa = await town.phone(NAME)
    await awa.starts("a-code-that-nobody-made")
    await awa.starts(code)
    await awa.taps("g:accept")
    await awa.says(f"<b>{WORD}</b> & {NAME}")
    for kind in ("500", "429", "502", "drop", "400", "edit_not_found"):
        await town.http.post("/sandbox/faults", json={"kind": kind, "method": "*", "times": 1})
        await awa.says(f"{kind} {WORD}")
    await awa.sends("document", file_name=f"{WORD}.pdf", mime_type="application/pdf")
    await awa.sends("voice")
    await awa.forges(f"{WORD}:{NAME}:1")
    await lina.says(WORD)
    await town.http.post("/sandbox/faults", json={"kind": "500", "method": "getUpdates", "times": 1})
    await awa.says(WORD)
    await lina.blocks()
    await town.passes(days=1)

    assert log.getvalue()
    tells_nothing(log)


async def test_an_unexpected_error_is_told_by_kind_and_place_alone(log: io.StringIO) -> None:
    def reads(words: str) -> None:
        try:
            dict[str, str]()[words]
        except KeyError as error:
            raise ValueError(f"cannot read {words}") from error

    for told in ("a job failed", "a handler raised"):
        try:
            reads(f"{NAME} {WORD}")
        except ValueError:
            logging.getLogger("bot.jobs").exception(told)

    tells_nothing(log)
    assert "a job failed" in log.getvalue()
    assert "builtins.KeyError" in log.getvalue()
    assert "builtins.ValueError" in log.getvalue()
    assert "test_log.py" in log.getvalue()
