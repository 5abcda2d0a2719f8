"""A coordinator sends a list of organisations and referents: checked line by line, stored by one tap, never twice."""

import csv
import io
from collections.abc import Sequence

import pytest

from bot.domain.people import OrganisationKind, Role
from bot.features.organisations.spreadsheets import MOST_LINES
from bot.storage import audit, imports, invitations, networks, people
from conversations.engine.screens import Page
from tests.support.phones import Message, Phone
from tests.support.town import Town
from tests.support.workbooks import workbook

HEADINGS = ("Structure", "Type", "Département", "Région", "Référent")
LAC = ("Résidence du Lac", "Résidence sociale", "93", "Île-de-France", "Lina B.")
PARC = ("Chantier du Parc", "SIAE", "35", "Bretagne", "Inès M.")
FAR_AWAY = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
"""One cell in the last corner of a sheet: a program that keeps all the empty ones before it needs 400 GB."""
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
    """Return the rows of the file that travels with a message, the newest by default."""
    document = (message or await claire.last())["document"]
    content = b"".join([piece async for piece in claire.town.app.talk._messenger.download(document["file_id"])])
    assert content.startswith(b"\xef\xbb\xbf"), "without its mark a French office reads garbled accents"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def code_of(row: Sequence[str]) -> str:
    """Return the code of the link in a line of the file."""
    return next(cell for cell in row if "start=" in cell).partition("start=")[2]


async def names(town: Town) -> list[str]:
    return [each.name for each in await town.does(networks.all_organisations, town.network)]


async def stores(claire: Phone) -> None:
    """Tap "store", whatever number the list has."""
    rows = (await claire.last())["reply_markup"]["inline_keyboard"]
    data = next(b["callback_data"] for row in rows for b in row if b["callback_data"].startswith("d:store:"))
    await claire.taps(data)
    await claire.sees("import/stored")


class TestTheRoad:
    async def test_nothing_is_stored_before_the_tap(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC, PARC))
        screen = await claire.sees("import/found")
        assert isinstance(screen, Page)
        assert (screen.values["new"], screen.values["organisations"], screen.values["refused"]) == (2, 2, 0)
        assert await names(town) == []

    async def test_one_tap_stores_all_and_brings_a_link_for_each_referent(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC, PARC))
        await stores(claire)
        assert await names(town) == ["Résidence du Lac", "Chantier du Parc"]
        rows = await table_on(claire)
        assert [row[:2] for row in rows[1:]] == [["Résidence du Lac", "Lina B."], ["Chantier du Parc", "Inès M."]]
        ines = await town.phone("I.")
        await ines.starts(code_of(rows[2]))
        await ines.taps("g:hours:fine")
        await ines.sees("review/home")
        person = await town.does(people.by_chat, ines.account)
        assert (person.name, person.has(Role.REFERENT)) == ("Inès M.", True)
        found = await town.does(networks.organisation, person.organisation_id)
        assert (found.kind.code, found.region, found.department) == (OrganisationKind.SIAE, "BRE", "35")

    async def test_a_link_opens_once_and_for_fourteen_days(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC, PARC))
        await stores(claire)
        _, first, second = await table_on(claire)
        lina, thief, late = await town.phone("Lina"), await town.phone("Tom"), await town.phone("Inès")
        await lina.starts(code_of(first))
        await thief.starts(code_of(first))
        await thief.sees("stranger", problem="invitation")
        await town.passes(days=15)
        await late.starts(code_of(second))
        await late.sees("stranger", problem="invitation")

    async def test_the_trail_says_how_many_and_no_name(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC, PARC))
        await stores(claire)
        line = (await town.does(audit.history, f"network:{town.network}"))[0]
        assert (line.action, line.after) == ("import", {"organisations": 2, "invitations": 2})
        assert line.actor_id is not None

    async def test_the_page_counts_organisations_referents_and_open_links(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC, PARC))
        await stores(claire)
        lina = await town.phone("Lina")
        await lina.starts(code_of((await table_on(claire))[1]))
        await claire.says("/organisations")
        screen = await claire.sees("import/overview")
        assert isinstance(screen, Page)
        assert (screen.values["count"], screen.values["joined"], screen.values["awaited"]) == (2, 1, 1)

    async def test_the_example_sent_back_as_it_is_is_a_good_list(self, town: Town) -> None:
        for language in ("fr", "en"):
            coordinator = await town.member("Claire", Role.COORDINATOR, language=language)
            await coordinator.says("/organisations")
            await coordinator.taps("d:example")
            await coordinator.sees("import/example")
            rows = await table_on(coordinator)
            await sends(coordinator, as_csv(*rows))
            screen = await coordinator.sees("import/found")
            assert isinstance(screen, Page)
            assert (screen.values["new"], screen.values["refused"]) == (3, 0)


class TestNeverTwice:
    async def test_a_restart_between_the_check_and_the_tap_loses_nothing(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC))
        await town.restart()
        await stores(claire)
        assert await names(town) == ["Résidence du Lac"]

    async def test_a_second_tap_brings_the_same_links(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC, PARC))
        asked = await claire.last()
        await stores(claire)
        first = await table_on(claire)
        await claire.taps_old(asked, "d:store:1")
        assert await table_on(claire) == first
        assert len(await town.does(invitations.awaited_referents, town.network, town.clock())) == 2
        assert len(await names(town)) == 2

    async def test_the_same_file_sent_again_stores_nothing_and_its_links_can_be_had_again(
        self, town: Town, claire: Phone
    ) -> None:
        content = as_csv(HEADINGS, LAC, PARC)
        await sends(claire, content)
        await stores(claire)
        first = await table_on(claire)
        await sends(claire, content)
        await claire.sees("import/again")
        await claire.taps("d:links:1")
        assert await table_on(claire) == first
        assert len(await names(town)) == 2

    async def test_of_a_longer_list_only_what_is_new_is_stored(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC))
        await stores(claire)
        colleague = (*LAC[:-1], "Omar K.")
        await sends(claire, as_csv(HEADINGS, LAC, colleague, PARC))
        screen = await claire.sees("import/found")
        assert isinstance(screen, Page)
        assert (screen.values["new"], screen.values["known"]) == (2, 1)
        await stores(claire)
        assert [row[1] for row in (await table_on(claire))[1:]] == ["Omar K.", "Inès M."]
        assert await names(town) == ["Résidence du Lac", "Chantier du Parc"]

    async def test_what_a_colleague_stored_meanwhile_is_left_alone(self, town: Town, claire: Phone) -> None:
        omar = await town.member("Omar", Role.COORDINATOR)
        await sends(claire, as_csv(HEADINGS, LAC, PARC))
        await sends(omar, as_csv(HEADINGS, PARC))
        await stores(omar)
        await stores(claire)
        assert [row[0] for row in (await table_on(claire))[1:]] == ["Résidence du Lac"]
        assert len(await town.does(invitations.awaited_referents, town.network, town.clock())) == 2

    async def test_a_list_is_forgotten_after_a_day(self, town: Town, claire: Phone) -> None:
        await sends(claire, as_csv(HEADINGS, LAC))
        await town.passes(days=1)
        await claire.taps("d:store:1")
        await claire.sees("import/overview", problem="list_forgotten")
        await town.app.sweep()
        person = await town.does(people.by_chat, claire.account)
        assert await town.does(imports.of_person, person.id, 1) is None
        assert await names(town) == []

    async def test_nobody_stores_the_list_of_another_coordinator(self, town: Town, claire: Phone) -> None:
        omar = await town.member("Omar", Role.COORDINATOR)
        await sends(claire, as_csv(HEADINGS, LAC))
        await omar.forges("d:store:1")
        await omar.sees("import/overview", problem="list_forgotten")
        assert await names(town) == []


class TestLinesToCorrect:
    async def test_refused_lines_come_back_with_their_reason_and_can_be_sent_again(
        self, town: Town, claire: Phone
    ) -> None:
        wrong = ("Foyer du Nord", "Residense sociale", "75", "Île-de-France", "Nora")
        await sends(claire, as_csv(HEADINGS, LAC, wrong))
        await claire.sees("import/found")
        rows = await table_on(claire)
        assert rows[0][:5] == list(HEADINGS)
        assert rows[1][:5] == list(wrong)
        assert "Residense sociale" in rows[1][5]
        assert "Résidence sociale" in rows[1][5], "what was meant is proposed"
        await stores(claire)
        rows[1][1] = "Résidence sociale"
        await sends(claire, as_csv(*rows), name="a-corriger.csv")
        await stores(claire)
        assert await names(town) == ["Résidence du Lac", "Foyer du Nord"]

    async def test_a_file_corrected_in_part_has_its_reasons_once(self, town: Town, claire: Phone) -> None:
        wrong = ("Foyer du Nord", "Residense", "99", "", "Nora")
        await sends(claire, as_csv(HEADINGS, wrong))
        rows = await table_on(claire)
        rows[1][1] = "Foyer"
        await sends(claire, as_csv(*rows))
        again = await table_on(claire)
        assert again[0] == rows[0]
        assert [len(row) for row in again] == [6, 6]
        assert "99" in again[1][5]

    async def test_a_cell_that_would_become_a_formula_comes_back_harmless_and_as_it_was(
        self, town: Town, claire: Phone
    ) -> None:
        bait = ('=HYPERLINK("http://x")', "Residense", "75", "", "+33 1")
        await sends(claire, as_csv(HEADINGS, bait))
        rows = await table_on(claire)
        assert rows[1][0] == f"'{bait[0]}"
        assert rows[1][4] == "'+33 1"
        rows[1][1] = "Foyer"
        await sends(claire, as_csv(*rows))
        await stores(claire)
        assert await names(town) == [bait[0]]

    async def test_what_is_known_otherwise_is_not_changed_by_a_list(self, town: Town, claire: Phone) -> None:
        await town.organisation()
        await sends(claire, as_csv(HEADINGS, ("résidence des  TILLEULS", "SIAE", "93", "", "Lina")))
        screen = await claire.sees("import/found")
        assert isinstance(screen, Page)
        assert (screen.values["new"], screen.values["refused"]) == (0, 1)
        assert not await claire.offers("d:store:1")


class TestFilesOfAllKinds:
    @pytest.mark.parametrize(
        "content",
        [
            as_csv(HEADINGS, LAC, encoding="utf-8"),
            as_csv(HEADINGS, LAC, separator=",", encoding="cp1252"),
            as_csv(HEADINGS, LAC, separator="\t", encoding="utf-16"),
            b"sep=;\r\n" + as_csv(HEADINGS, LAC, encoding="latin-1"),
            workbook([("Nos structures en 2027",), (), HEADINGS, (*LAC[:2], 93.0, *LAC[3:])]),
            workbook(
                [("Organisation", "KIND", "department", "Social worker"), ("Résidence du Lac", "foyer", 93, "Lina")]
            ),
        ],
        ids=["utf-8", "windows-1252", "utf-16", "latin-1", "xlsx", "english"],
    )
    async def test_what_offices_write_is_read(self, town: Town, claire: Phone, content: bytes) -> None:
        excel = content.startswith(b"PK")
        await sends(claire, content, "liste.xlsx" if excel else "liste.csv", mime_type=XLSX if excel else "text/csv")
        await stores(claire)
        assert await names(town) == ["Résidence du Lac"]

    @pytest.mark.parametrize(
        ("content", "name", "problem"),
        [
            (b"\n", "liste.csv", "no_lines"),
            (b"\xff\xd8\xff a photo", "liste.csv", "wrong_list_type"),
            (b"%PDF-1.4", "liste.xlsx", "wrong_list_type"),
            (workbook([HEADINGS, LAC])[:900], "liste.xlsx", "broken_list"),
            (workbook([]), "liste.xlsx", "no_lines"),
            (workbook([HEADINGS]), "liste.xlsx", "no_lines"),
            (workbook([["x"] * 10_000]), "liste.xlsx", "list_too_wide"),
            (as_csv(HEADINGS, *[LAC] * MOST_LINES), "liste.csv", "list_too_long"),
            (workbook([HEADINGS], FAR_AWAY), "liste.xlsx", "too_much_inside"),
            (as_csv(("Structure", "Référent"), ("Lac", "Lina")), "liste.csv", "no_columns"),
        ],
        ids=["blank", "photo", "pdf", "cut", "empty", "headings", "wide", "long", "far", "columns"],
    )
    async def test_what_cannot_be_read_is_told_kindly(
        self, town: Town, claire: Phone, content: bytes, name: str, problem: str
    ) -> None:
        await sends(claire, content, name)
        await claire.sees("import/unreadable", problem=problem)
        assert await claire.offers("d:example")
        assert await names(town) == []

    @pytest.mark.parametrize(
        ("size", "problem"), [(0, "empty_list_file"), (20_000_001, "list_too_big")], ids=["nothing", "too much"]
    )
    async def test_what_is_not_even_fetched(self, town: Town, claire: Phone, size: int, problem: str) -> None:
        await sends(claire, b"x", size=size)
        await claire.sees("import/unreadable", problem=problem)

    async def test_a_photo_of_a_list_is_answered_where_a_list_is_awaited(self, town: Town, claire: Phone) -> None:
        await claire.says("/organisations")
        await claire.taps("d:send_list")
        await claire.sees("import/ask")
        await claire.sends("photo", b"\xff\xd8\xff")
        await claire.sees("import/unreadable", problem="photo_of_list")
        await claire.sends("document", file_name="liste.pdf")
        await claire.sees("import/unreadable", problem="wrong_list_type")


class TestWhoMay:
    async def test_a_referents_table_is_no_list(self, town: Town) -> None:
        lina = await town.member("Lina", Role.REFERENT, await town.organisation())
        await sends(lina, as_csv(HEADINGS, PARC))
        await lina.sees("review/home", problem="nothing_asked")
        assert await names(town) == ["Résidence des Tilleuls"]

    async def test_a_list_of_five_thousand_is_stored_whole(self, town: Town, claire: Phone) -> None:
        """Check that nothing of it is lost; how long it takes is for the bench to say."""
        lines = [(f"Résidence {n}", "Résidence sociale", "93", "", f"Lina {n}") for n in range(5_000)]
        await sends(claire, workbook([HEADINGS, *lines]), "liste.xlsx", mime_type=XLSX)
        await stores(claire)
        assert len(await table_on(claire)) == 5_001
        assert len(await names(town)) == 5_000
