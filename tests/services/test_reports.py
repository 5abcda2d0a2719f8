"""The reports of a call, as its coordinator sees them: counts, none under five, and sentences without a name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.handovers import Handed
from bot.domain.messages import weight
from bot.domain.people import OrganisationKind, Role
from bot.domain.plans import Action, State
from bot.domain.reports import Objective, Scale
from bot.features.administration import admin
from bot.features.my_plan import next_year
from bot.features.reports import overview, report_context
from bot.features.reports import report as reporting
from bot.features.reports.awaited import awaited_reports, missing_reports
from bot.interaction.request import Request, reader_of
from bot.plan import access, transitions
from bot.plan.context import AppContext, Moment
from bot.rendering.renderer import Reader
from bot.sandbox.entities import MOST_TEXT
from bot.storage import absences, calls, handovers, people, plans, reports, stories
from bot.storage.kernel.store import Conflict, Store, Tx
from bot.storage.plans import PlanRow
from bot.storage.reports import Report, Whose
from conversations.engine.screens import Page
from conversations.report import ReportContext
from tests.support import plans as made
from tests.support.plans import Team

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BACK = datetime(2027, 7, 18, 9, 0, tzinfo=UTC)
PEOPLE = 7
AIMS = (Objective.FULLY, Objective.FULLY, Objective.FULLY, Objective.FULLY, Objective.FULLY, Objective.MOSTLY)
"""Of six reports; the seventh is awaited."""


def summer(tx: Tx, moment: Moment) -> Team:
    """Bring home seven people, six of whom have their report; each told something."""
    team = made.team(tx, moment, made.next_summer(NOW))
    for number in range(PEOPLE):
        plan = made.endorsed(tx, replace(moment, code=f"code {number}"), team, f"Awa {number}")
        later = replace(moment, now=NOW + timedelta(minutes=3))
        made.does(tx, later, plan, Action.GRANT, team.coordinator, granted_cents=200_00)
        handovers.note(tx, plan, Handed(200_00, NOW.date(), "electronic"), team.referent)
        made.does(tx, replace(moment, now=datetime(2027, 7, 10, 9, tzinfo=UTC)), plan, Action.DEPART, None)
        home = replace(moment, now=BACK)
        made.does(tx, home, plan, Action.COME_BACK, None)
        quote = f"Phrase {number}" if number < 2 else ""
        stories.note(
            tx,
            plan,
            access.need(tx, plan).beneficiary_id,
            told_at=BACK,
            quote=quote,
            answers=taps(number),
            **faces(number),
        )
        if number < len(AIMS):
            reports.note(tx, report(plan, AIMS[number], team.referent, returned=10_50))
            made.does(tx, home, plan, Action.REPORT, team.referent)
    return team


def faces(number: int) -> dict[str, Any]:
    """Return faces by which all trust themselves more afterwards but one; only three said anything of rest."""
    rest = {"rested": 2} if number < 3 else {}
    return {"before": {"trust": 2, **rest}, "after": {"trust": 4 if number else 1, **rest}}


def taps(number: int) -> dict[str, Any]:
    """Return answers by which what mattered happened to everybody; five would go again."""
    return {"aim_reached": {"v": "yes"}, "again": {"v": "yes" if number < 5 else "no"}, "best": {"d": "later"}}


def report(plan: int, objective: Objective, referent: int, returned: int) -> Report:
    return Report(
        plan_id=plan, departure=date(2027, 7, 10), homecoming=date(2027, 7, 17), people=3, lodging_cents=100_00,
        transport_cents=50_00, food_cents=50_00, leisure_cents=50_00, used_count=None, used_cents=200_00 - returned,
        returned_count=1, returned_cents=returned, objective=objective, words={"fact": "Un fait", "effects": []},
        given_by=referent, given_at=BACK,
    )  # fmt: skip


def coordinators(tx: Tx, moment: Moment, team: Team) -> Request:
    person = people.by_id(tx, team.coordinator)
    return Request(moment, person, reader_of(person, moment.app))


@pytest.fixture
def moment(home: AppContext) -> Moment:
    return Moment(home, NOW, "code")


async def test_counts_of_people_under_five_are_hidden_and_nobody_is_named(store: Store, moment: Moment) -> None:
    team = await store.run(summer, moment)

    def seen(tx: Tx) -> Page:
        request = coordinators(tx, replace(moment, now=BACK), team)
        return overview.page(tx, request, calls.by_id(tx, team.call))

    page = await store.read(seen)
    values = page.values
    assert values["late"] == [], "thirty days after the return"
    assert (values["over"], values["given"], values["awaited"]) == (7, 6, 1)
    assert values["first_departures"] == 7
    assert values["people"] == 3 * len(AIMS) + 1, "as reported; where nothing is reported yet, as planned"
    assert [(aim[2], count) for aim, count in values["aims"]] == [("3", 5), ("2", None), ("1", None), ("0", 0)]
    assert [(step.name, *counts) for step, *counts in values["changes"]] == [("trust", 6, None, None)]
    assert [(step.name, counts) for step, counts in values["said"]] == [
        ("aim_reached", [("yes", 7), ("a_little", 0), ("no", 0)]),
        ("again", [("yes", 5), ("alone", None), ("perhaps", 0), ("no", None)]),
    ]
    assert values["quotes"] == ["Phrase 1", "Phrase 0"]
    assert "Awa" not in moment.app.renderer.render(page, Reader(language="fr", zone=moment.app.zone)).text


async def test_what_came_back_is_free_again_and_one_tap_closes_what_is_reported(store: Store, moment: Moment) -> None:
    team = await store.run(summer, moment)
    row = await store.read(calls.by_id, team.call)
    assert (row.taken_places, row.taken_cents) == (7, 7 * 200_00 - 6 * 10_50)

    def close(tx: Tx) -> Page:
        request = coordinators(tx, replace(moment, now=BACK), team)
        return overview.close_plans(tx, request, calls.by_id(tx, team.call))

    await store.run(close)
    states = [state for _, state, _ in await store.read(plans.states)]
    assert (states.count(State.CLOSED), states.count(State.BACK)) == (6, 1)
    assert (await store.read(calls.by_id, team.call)).taken_cents == row.taken_cents
    assert await store.read(calls.unbalanced) == []


@pytest.mark.parametrize("first", ["closed", "corrected"])
async def test_of_two_who_change_a_report_at_once_one_was_faster(store: Store, moment: Moment, first: str) -> None:
    """Check that money moves by what each has read: one who read before the other wrote has to read again."""
    team = await store.run(summer, moment)
    home = replace(moment, now=BACK)
    seen = await store.read(access.need, 1)

    def corrects(tx: Tx, plan: PlanRow, returned: int) -> PlanRow:
        reports.note(tx, report(plan.id, Objective.FULLY, team.referent, returned))
        return transitions.settle(tx, home, plan, people.by_id(tx, team.referent), "correct_report")

    def closes(tx: Tx) -> PlanRow:
        return made.does(tx, home, 1, Action.CLOSE, team.coordinator)

    after = await (store.run(closes) if first == "closed" else store.run(corrects, seen, 20_00))
    assert after.version == seen.version + 1
    taken = (await store.read(calls.by_id, team.call)).taken_cents
    with pytest.raises(Conflict):
        await store.run(corrects, seen, 30_00)
    assert (await store.read(calls.by_id, team.call)).taken_cents == taken
    found = await store.read(reports.of_plan, 1)
    assert found is not None
    assert found.returned_cents == (10_50 if first == "closed" else 20_00)


async def test_a_stand_in_is_led_on_to_the_next_report_of_the_colleague(store: Store, moment: Moment) -> None:
    def led_on(tx: Tx) -> list[str]:
        team = summer(tx, moment)
        home = replace(moment, now=BACK)
        omar = admin.add_member(
            tx, replace(moment, code="Omar"), team.network, team.organisation, Role.REFERENT, "Omar"
        )
        absences.note(tx, team.referent, omar, BACK, date(2027, 8, 1), team.referent, begun=True)
        request = Request(home, who := people.by_id(tx, omar), reader_of(who, home.app))
        given = reports.of_plan(tx, 1)
        assert given is not None
        page = reporting.page(tx, request, access.need(tx, 1), given)
        return [button.data for row in page.rows for button in row]

    assert any(data.startswith(f"p:report:{PEOPLE}:") for data in await store.run(led_on))


async def test_what_was_never_handed_over_was_never_used(store: Store, moment: Moment) -> None:
    def story(tx: Tx) -> tuple[ReportContext, int]:
        team = made.team(tx, moment, made.next_summer(NOW))
        plan = made.endorsed(tx, replace(moment, code="Awa"), team, "Awa")
        later, home = replace(moment, now=NOW + timedelta(minutes=3)), replace(moment, now=BACK)
        made.does(tx, later, plan, Action.GRANT, team.coordinator, granted_cents=190_00)
        made.does(tx, later, plan, Action.HAND_OVER, team.referent)
        handovers.note(tx, plan, Handed(150_00, NOW.date(), "electronic"), team.referent)
        made.does(tx, replace(moment, now=datetime(2027, 7, 10, 9, tzinfo=UTC)), plan, Action.DEPART, None)
        made.does(tx, home, plan, Action.COME_BACK, None)
        lina = people.by_id(tx, team.referent)
        context = report_context.of_report(tx, Request(home, lina, reader_of(lina, home.app)), plan)
        given = replace(report(plan, Objective.FULLY, team.referent, 0), used_cents=150_00)
        reports.note(tx, given)
        made.does(tx, home, plan, Action.REPORT, team.referent)
        return context, calls.by_id(tx, team.call).taken_cents

    context, taken = await store.run(story)
    assert context.granted == 150_00, "what could be used, and could come back"
    assert context.electronic
    assert taken == 150_00


async def test_closing_is_offered_to_those_who_decide_the_call_and_to_nobody_else(store: Store, moment: Moment) -> None:
    team = await store.run(summer, moment)

    def offered(tx: Tx, deciders: list[int]) -> bool:
        calls.change(tx, team.call, deciders=deciders)
        page = overview.page(tx, coordinators(tx, replace(moment, now=BACK), team), calls.by_id(tx, team.call))
        return any(button.data.startswith("d:close_plans") for row in page.rows for button in row)

    assert await store.run(offered, [team.coordinator])
    assert not await store.run(offered, [team.referent])


async def test_long_names_reasons_and_sentences_still_make_one_message(store: Store, moment: Moment) -> None:
    def names_and_reasons(tx: Tx) -> tuple[Page, Page]:
        team = summer(tx, moment)
        late = replace(moment, now=BACK + timedelta(days=60))
        row = calls.by_id(tx, admin.open_call(tx, late, team.network, made.next_summer(BACK)))
        for number in range(1, 1 + PEOPLE):
            stories.note(tx, number, access.need(tx, number).beneficiary_id, quote="Nous avons vu la mer. " * 13)
        for number in range(40):
            name = f"{number} Résidence sociale du bout du monde ".ljust(120, "x")
            organisation = admin.add_organisation(tx, team.network, name, OrganisationKind.RESIDENCE, "93")
            if number < 20:
                reports.let_pass(tx, row.id, organisation, "Elle est en arrêt. " * 10, team.coordinator, BACK)
            else:
                plan = made.sent(tx, replace(moment, code=name), team, f"Ada {number}")
                made_late(tx, plan, organisation)
        request = coordinators(tx, late, team)
        return overview.held_up(tx, request, row), overview.page(tx, request, calls.by_id(tx, team.call))

    def made_late(tx: Tx, plan: int, organisation: int) -> None:
        back = access.need(tx, plan)
        home = date(2027, 7, 17)
        plans.save(tx, back, BACK, organisation_id=organisation, state=State.BACK.value, homecoming=home)

    for page in await store.run(names_and_reasons):
        text = moment.app.renderer.render(page, Reader(language="fr", zone=moment.app.zone)).text
        assert weight(text) < MOST_TEXT, page.template
        assert "Résidence sociale" in text


async def test_a_report_is_awaited_from_the_return_and_missing_after_thirty_days(store: Store, moment: Moment) -> None:
    team = await store.run(summer, moment)
    for days, awaited, missing in ((0, 1, 0), (29, 1, 0), (30, 1, 1)):
        moment = replace(moment, now=BACK + timedelta(days=days))
        found = await store.read(awaited_reports, moment, Whose(network_id=team.network))
        assert [each.referent_id for each in found] == [team.referent] * awaited
        assert len(await store.read(missing_reports, moment, Whose(organisation_id=team.organisation))) == missing


async def test_the_coordinator_sees_which_organisations_are_late(store: Store, moment: Moment) -> None:
    team = await store.run(summer, moment)

    def seen(tx: Tx) -> Page:
        request = coordinators(tx, replace(moment, now=BACK + timedelta(days=31)), team)
        return overview.page(tx, request, calls.by_id(tx, team.call))

    assert (await store.read(seen)).values["late"] == [("Résidence", None)]


async def test_reports_of_the_call_itself_are_never_held_against_it(store: Store, moment: Moment) -> None:
    team = await store.run(summer, moment)
    late = replace(moment, now=BACK + timedelta(days=60))

    def owed(tx: Tx, call: int) -> dict[int, int]:
        return report_context.owing(tx, coordinators(tx, late, team), call)

    assert await store.read(owed, team.call) == {}
    assert await store.read(owed, team.call + 1) == {team.organisation: 1}


@pytest.mark.parametrize(("model", "asked"), [("apv", True), ("elles-en-vacances", False)])
async def test_no_family_scale_for_victims_of_violence(
    store: Store, moment: Moment, model: str, *, asked: bool
) -> None:
    def scales(tx: Tx) -> frozenset[Scale]:
        team = made.team(tx, moment, replace(made.next_summer(NOW), model=model))
        plan = made.sent(tx, moment, team, "Awa")
        woman = people.attached(tx, team.referent)[0]
        return report_context.before_leaving(tx, Request(moment, woman, reader_of(woman, moment.app)), plan).scales

    found = await store.run(scales)
    assert (Scale.FAMILY in found) is asked
    assert len(found) == 6 + asked


@pytest.mark.parametrize(
    ("others", "begins_in"),
    [([], None), (["apv"], 0), (["aurore"], 0), (["aurore", "apv"], 1), (["apv", "apv"], None),
     (["elles-en-vacances"], None), (["elles-en-vacances", "aurore"], 1)],
)  # fmt: skip
async def test_a_person_begins_the_next_plan_alone_only_where_it_is_surely_theirs(
    store: Store, moment: Moment, others: list[str], begins_in: int | None
) -> None:
    def begins(tx: Tx) -> tuple[int | None, list[int]]:
        team = made.team(tx, moment, made.next_summer(NOW))
        made.sent(tx, moment, team, "Awa")
        new = replace(made.next_summer(NOW), name="Automne")
        opened = [admin.open_call(tx, moment, team.network, replace(new, model=model)) for model in others]
        found = next_year.call_to_begin_in(tx, moment, people.attached(tx, team.referent)[0])
        return (found.id if found else None), opened

    found, opened = await store.run(begins)
    assert found == (None if begins_in is None else opened[begins_in])
