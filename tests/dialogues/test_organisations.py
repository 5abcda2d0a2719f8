"""A coordinator sends her list of organisations and referents: checked line by line, stored by one tap, never twice."""

import csv
import io
from collections.abc import Sequence

import pytest

from bot.domain.people import OrganisationKind, Role
from bot.services.spreadsheets import MOST_COLUMNS, MOST_LINES
from bot.storage import audit, imports, invitations, networks, people
from tests.support.phones import Message, Phone
from tests.support.town import Town
from tests.support.workbooks import workbook

HEADINGS = ("Structure", "Type", "Département", "Région", "Référent")
TILLEULS = ("Résidence du Lac", "Résidence sociale", "93", "Île-de-France", "Lina B.")
CHANTIER = ("Chantier du Parc", "SIAE", "35", "Bretagne", "Inès M.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(*rows: Sequence[str], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.fixture
async def claire(town: Town) -> Phone:
    return await town.member("Claire", Role.COORDINATOR)


async def sends(claire: Phone, content: bytes, name: str = "liste.csv", **more: object) -> None:
    await claire.sends("document", content, file_name=name, mime_type=more.pop("mime_type", "text/csv"), **more)


async def table_on(claire: Phone, message: Message | None = None) -> list[list[str]]:
    """The rows of the file that travels with a message, the newest by default."""
    document = (message or await claire.last())["document"]
    content = await claire.town.app.talk._messenger.download(document["file_id"])
    assert content.startswith(b"\xef\xbb\xbf"), "without its mark a French office reads garbled accents"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


async def names(town: Town) -> list[str]:
    return [each.name for each in await town.does(networks.all_organisations, town.network)]


class TestTheRoad:
    async def test_nothing_is_stored_before_she_taps(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, TILLEULS, CHANTIER))
        screen = await claire.sees("import/found")
        assert screen.values["new"] == 2  # type: ignore[union-attr]  # a page
        assert await names(town) == []

    async def test_one_tap_stores_all_and_brings_a_link_for_each_referent(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, TILLEULS, CHANTIER))
        await claire.taps("d:store:1")
        await claire.sees("import/stored")
        assert await names(town) == ["Résidence du Lac", "Chantier du Parc"]
        rows = await table_on(claire)
        assert [row[:2] for row in rows[1:]] == [["Résidence du Lac", "Lina B."], ["Chantier du Parc", "Inès M."]]
        ines = await town.phone("I.")
        await ines.starts(rows[2][2].partition("start=")[2])
        await ines.sees("review/home")
        person = await town.does(people.by_chat, ines.account)
        assert (person.name, person.has(Role.REFERENT)) == ("Inès M.", True)
        organisation = await town.does(networks.organisation, person.organisation_id)
        assert (organisation.kind, organisation.region, organisation.department) == (OrganisationKind.SIAE, "BRE", "35")
