"""What the committee leaves on paper: figures that add up, minutes to print, references of ANCV's own tool."""

import csv
import io
from datetime import datetime
from html.parser import HTMLParser

from bot.domain.people import Role
from bot.domain.plans import Action, State
from bot.interaction.routes import encode_id
from bot.plan import access
from bot.storage import audit, calls, ledger, minutes
from bot.storage.ledger import Books, Sum
from conversations.engine.screens import Page
from tests.dialogues.docket import AID, Committee, committee
from tests.dialogues.story import cast, granted_plan, joins, reviewed_plan
from tests.support.phones import Phone
from tests.support.plans import does
from tests.support.town import Town, read


async def page(phone: Phone, template: str) -> Page:
    screen = await phone.sees(template)
    assert isinstance(screen, Page)
    return screen


async def file(phone: Phone, template: str) -> tuple[str, str]:
    """Return name and text of the file on the newest message."""
    document = (await page(phone, template)).document
    assert isinstance(document, tuple)
    return document[0], document[1].decode("utf-8-sig")


class Cells(HTMLParser):
    """The rows of the tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += " ".join(data.split())


def rows_of(html: str) -> list[list[str]]:
    cells = Cells()
    cells.feed(html)
    return cells.rows


async def books(room: Committee) -> Books:
    found: Books = await room.town.does(ledger.books, room.seine.call)
    return found


async def a_year(town: Town) -> tuple[Committee, list[int]]:
    """Decide on four plans: one granted, one offered less, one waiting, one declined; no undoing any more."""
    room = await committee(town, envelope=1_000_00)
    ids = await room.writes("Awa.", "Bao.", "Cem.", "Dan.")
    taps = (("grant",), ("offer",), ("wait",), ("decline", "rules", "talk"))
    for each, verbs in zip(ids, taps, strict=True):
        await room.opens(each)
        await room.claire.taps(*verbs)
        if verbs == ("offer",):
            await room.claire.says("100")
        await town.passes(minutes=3)
    return room, ids


# Figures


async def test_the_figures_are_sums_of_the_ledger_to_the_cent(town: Town) -> None:
    room, ids = await a_year(town)
    found = await books(room)
    assert found == Books(Sum(1, AID), Sum(2, AID + 100_00), Sum(), Sum(1, 100_00), Sum(1, AID))
    plan = await room.plan(ids[1])
    await town.does(lambda tx: does(tx, town.moment, plan.id, Action.LET_GO, plan.beneficiary_id, granted_cents=None))
    found = await books(room)
    assert found == Books(Sum(2, 2 * AID), Sum(2, AID + 100_00), Sum(1, 100_00), Sum(), Sum(1, AID))
    call = await town.does(calls.by_id, room.seine.call)
    taken = Sum(call.taken_places, call.taken_cents)
    assert found.given + -found.released == found.granted + found.held == taken


async def test_what_was_undone_was_neither_given_nor_released(town: Town) -> None:
    room = await committee(town)
    (each,) = await room.writes("A.")
    await room.opens(each)
    await room.claire.taps("grant", "undo_decision")
    assert await books(room) == Books(Sum(1, AID), Sum(), Sum(), Sum(), Sum())


async def test_the_figures_are_one_tap_from_the_list(town: Town) -> None:
    room, _ = await a_year(town)
    await room.claire.taps("d:list", "d:figures")
    text = (await room.claire.text()).replace("\u202f", " ").replace("\xa0", " ")
    await room.claire.sees("committee/figures")
    for line in ("= Engagé : 2 places, 290 €", "dont accordé : 1 place, 190 €", "Reste : 38 places, 710 €"):
        assert line in text


async def test_after_the_last_decision_the_figures_are_one_tap_away_and_from_the_home_as_well(town: Town) -> None:
    room = await committee(town)
    await room.writes("A.")
    await room.claire.taps("d:list", "decide", "grant", f"d:figures:{room.seine.call}")
    await room.claire.sees("committee/figures")
    await room.claire.taps("g:home", "d:figures")
    await room.claire.sees("committee/figures")


async def test_with_several_calls_claire_says_which(town: Town) -> None:
    room, _ = await a_year(town)
    other = await town.opens_call(name="Hiver")
    await room.claire.taps("d:list", "d:figures")
    await room.claire.sees("committee/which_call")
    await room.claire.taps(f"d:figures:{other}")
    await room.claire.sees("committee/figures")


async def test_every_movement_of_money_is_a_file_with_its_balance(town: Town) -> None:
    room, _ = await a_year(town)
    await room.claire.taps("d:list", "d:figures", f"d:ledger:{room.seine.call}")
    name, text = await file(room.claire, "committee/table")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert name == f"mouvements-{room.seine.call}.csv"
    assert all(datetime.fromisoformat(line["Quand"]).tzinfo is None for line in lines), "a date for a spreadsheet"
    balance = {"demandé": 0.0, "engagé": 0.0}
    for line in lines:
        balance[line["Compte"]] += float(line["Euros"].replace(",", "."))
        assert float(line["Euros après"].replace(",", ".")) == balance[line["Compte"]]
    assert balance == {"demandé": 190.0, "engagé": 290.0}
    assert {line["Cause"] for line in lines} >= {"validé", "accordé", "moins proposé"}


# Minutes


async def test_minutes_list_each_decision_with_its_sums_and_who_decided(town: Town) -> None:
    room, ids = await a_year(town)
    await room.claire.taps("d:list", "d:figures", f"d:minutes:{room.seine.call}")
    name, html = await file(room.claire, "committee/minutes")
    assert name == f"{room.seine.call}-1.html"
    decided = [row for row in rows_of(html) if row and "V-2026" in "".join(row)]
    assert [row[1] for row in decided] == [(await room.plan(each)).reference for each in ids]
    assert [row[5] for row in decided] == [
        "accordé",
        "moins proposé",
        "en attente",
        "refuséLe projet est hors des règles",
    ]
    assert [row[6].replace("\xa0", " ") for row in decided] == ["190 €", "100 €", "", ""]
    assert {row[7] for row in decided} == {"Claire"}
    assert not any(name in html for name in ("Awa", "Bao", "Cem", "Dan")), "references, no names"
    sums = {row[0]: row[1].replace("\xa0", " ") for row in rows_of(html)[-5:]}
    assert sums["= Engagé"] == "2 places, 290 €"
    assert await town.does(audit.verify_all) == []


async def test_the_next_minutes_begin_where_the_last_ones_end(town: Town) -> None:
    room, ids = await a_year(town)
    await room.claire.forges(f"d:minutes:{room.seine.call}")
    await room.claire.forges(f"d:minutes:{room.seine.call}")
    await room.claire.sees("committee/no_minutes")
    plan = await room.plan(ids[1])
    await town.does(does, town.moment, plan.id, Action.ACCEPT_OFFER, plan.beneficiary_id)
    await town.passes(minutes=3)
    await room.claire.forges(f"d:minutes:{room.seine.call}")
    _, html = await file(room.claire, "committee/minutes")
    told = [row for row in rows_of(html) if row and "V-2026" in "".join(row)]
    assert [(row[1], row[5]) for row in told] == [(plan.reference, "offre acceptée")]
    first, second = reversed(await town.does(minutes.of_call, room.seine.call))
    assert first.until == second.since


async def test_a_decision_that_can_still_be_undone_waits_for_the_next_minutes(town: Town) -> None:
    room = await committee(town)
    first, second = await room.writes("A.", "B.")
    await room.opens(first)
    await room.claire.taps("grant")
    await room.claire.forges(f"d:minutes:{room.seine.call}")
    await room.claire.sees("committee/no_minutes")
    await room.opens(first)
    await room.claire.taps("undo_decision")
    await room.opens(second)
    await room.claire.taps("grant")
    await town.passes(minutes=3)
    await room.claire.forges(f"d:minutes:{room.seine.call}")
    _, html = await file(room.claire, "committee/minutes")
    told = [row[1] for row in rows_of(html) if row and "V-2026" in "".join(row)]
    assert told == [(await room.plan(second)).reference], "what was undone never happened"


async def test_minutes_between_two_days_include_both(town: Town) -> None:
    room, _ = await a_year(town)
    await town.passes(days=3)
    (late,) = await room.writes("E.")
    await room.opens(late)
    await room.claire.taps("grant")
    await town.passes(minutes=3)
    await room.claire.forges(f"d:minutes_dates:{room.seine.call}")
    await room.claire.sees("minutes/first_day")
    await room.claire.taps("20261123")
    await room.claire.sees("minutes/last_day")
    await room.claire.taps("20261123")
    _, html = await file(room.claire, "committee/minutes")
    assert len([row for row in rows_of(html) if row and "V-2026" in "".join(row)]) == 4
    await room.claire.forges(f"d:minutes_dates:{room.seine.call}")
    await room.claire.taps("20261124")
    await room.claire.says("26/11/2026")
    _, html = await file(room.claire, "committee/minutes")
    told = [row[1] for row in rows_of(html) if row and "V-2026" in "".join(row)]
    assert told == [(await room.plan(late)).reference]


async def test_the_same_minutes_can_be_had_again_and_as_a_table(town: Town) -> None:
    room, _ = await a_year(town)
    await room.claire.forges(f"d:minutes:{room.seine.call}")
    _, first = await file(room.claire, "committee/minutes")
    await town.passes(days=30)
    await room.claire.forges(f"d:figures:{room.seine.call}")
    await room.claire.taps("d:minutes_again:1")
    _, again = await file(room.claire, "committee/minutes")
    assert rows_of(again)[:-1] == rows_of(first)[:-1]
    await room.claire.taps("d:minutes_table:1")
    _, text = await file(room.claire, "committee/table")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [line["Décision"] for line in lines] == ["accordé", "moins proposé", "en attente", "refusé"]
    assert lines[-1]["Raison"] == "Le projet est hors des règles"
    assert [line["Montant"] for line in lines] == ["190,00", "100,00", "", ""]
    assert all(datetime.fromisoformat(line["Quand"]).tzinfo is None for line in lines)


# The reference of APV-Web


async def test_the_reference_of_ancv_is_typed_once_and_quoted_afterwards(town: Town) -> None:
    room, ids = await a_year(town)
    await room.claire.forges("d:granted")
    assert await room.shown() == ids[:2]
    await room.opens(ids[0])
    await room.claire.taps("ancv")
    await room.claire.sees("ancv/ancv_reference")
    await room.claire.says("=2027-00123")
    await room.claire.sees("committee/card")
    assert "APV-Web =2027-00123" in await room.claire.text()
    plan = await room.plan(ids[0])
    assert (plan.state, plan.ancv_reference) == (State.GRANTED, "=2027-00123")
    await room.claire.forges("d:granted")
    assert "📎 =2027-00123" in await room.claire.text()
    await room.claire.forges(f"d:minutes:{room.seine.call}")
    _, html = await file(room.claire, "committee/minutes")
    assert "APV-Web =2027-00123" in html
    await room.claire.taps("d:minutes_table:1")
    _, text = await file(room.claire, "committee/table")
    cell = next(csv.DictReader(io.StringIO(text), delimiter=";"))["APV-Web"]
    assert cell == "'=2027-00123", "no spreadsheet works it out"
    trail = await town.does(audit.history, f"plan:{ids[0]}")
    assert trail[-1].action == "ancv_reference"


async def test_the_referent_types_it_before_the_committee_and_the_same_for_several_plans(town: Town) -> None:
    story = await cast(town)
    for name in ("Awa", "Bao"):
        await reviewed_plan(story, name)
        await story.lina.taps("whole", "reference")
        await story.lina.sees("ancv/ancv_reference")
        await story.lina.says("2027-00123")
        await story.lina.sees("review/card")
        assert "APV-Web 2027-00123" in await story.lina.text()
        await story.lina.taps("endorse")
        await story.lina.starts()
    await town.passes(minutes=3)
    await story.claire.taps("d:list")
    assert (await story.claire.text()).count("📎 2027-00123") == 2
    trail = await town.does(audit.history, "plan:1")
    assert "ancv_reference" in {line.action for line in trail}


async def test_it_is_typed_before_the_plan_is_sent_and_one_tap_for_who_goes_with_them(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await joins(story)
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "reference")
    await lina.says("x" * 41)
    await lina.sees("ancv/ancv_reference", problem="too_long")
    await lina.says("2027-00123")
    assert "La référence APV-Web est gardée : 2027-00123" in read(await lina.text())
    await lina.starts()
    await reviewed_plan(story, "Bao")
    await lina.taps("whole", "reference", "2027-00123")
    assert "APV-Web 2027-00123" in await lina.text()
    rows = [await town.does(access.need, each) for each in (1, 2)]
    assert [row.ancv_reference for row in rows] == ["2027-00123"] * 2
    assert rows[0].state is State.DRAFT


async def test_a_lead_who_hands_over_types_it_too_and_only_where_the_tool_is_used(town: Town) -> None:
    story = await cast(town)
    bruno = await town.member("Bruno", Role.LEAD, story.residence)
    await granted_plan(story)
    await bruno.starts()
    await bruno.taps("handover", "reference")
    await bruno.says("2027-00123")
    await bruno.taps("handover")
    assert await bruno.offers("reference")
    assert (await town.does(access.need, 1)).ancv_reference == "2027-00123"
    await town.does(lambda tx: calls.change(tx, story.call, model="coorace-2022"))  # its money knows no such tool
    await bruno.starts()
    await bruno.taps("handover")
    assert not await bruno.offers("reference")
    await bruno.forges(f"p:reference:1:{encode_id((await town.does(access.need, 1)).version)}")
    await bruno.sees("handover/_page", problem="not_now")
    await story.claire.forges("d:granted")
    await story.claire.taps("decide")
    assert not await story.claire.offers("ancv")
    await story.lina.taps("card", "whole")
    assert not await story.lina.offers("reference")


async def test_only_what_was_granted_has_a_reference_of_ancv(town: Town) -> None:
    room, ids = await a_year(town)
    await room.opens(ids[2])
    assert not await room.claire.offers("ancv")
    plan = await room.plan(ids[2])
    await room.claire.forges(f"p:ancv:{ids[2]}:{encode_id(plan.version)}")
    await room.claire.sees("committee/card", problem="not_now")
