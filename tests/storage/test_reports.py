"""Reports of stays: kept, awaited, missing, let pass, and counted."""

from datetime import date
from typing import Any

import pytest

from bot.domain.aid import AidForm
from bot.domain.handovers import Handed
from bot.domain.plans import State
from bot.domain.reports import DUE_AFTER, Objective
from bot.storage import calls, handovers, people, reports
from bot.storage.plans import PlanRow
from bot.storage.reports import Report, Returns, Whose
from tests.support.books import DAY, NOW, Books

HOME = date(2027, 7, 17)
LATE = HOME + DUE_AFTER + DAY
ALL = Whose()


def report(plan: int, by: int, **changes: Any) -> Report:
    values = {
        "departure": HOME, "homecoming": HOME, "people": 3, "lodging_cents": 1, "transport_cents": 2, "food_cents": 3,
        "leisure_cents": 4, "used_count": None, "used_cents": 5, "returned_count": 0, "returned_cents": 0,
        "objective": Objective.MOSTLY, "words": {"fact": "…"}, "given_by": by, "given_at": NOW,
    }  # fmt: skip
    return Report(plan_id=plan, **{**values, **changes})


@pytest.fixture
def back(books: Books) -> PlanRow:
    return books.plan(state=State.BACK, homecoming=HOME, people=2, first_time=True)


def test_a_report_is_kept_and_corrected(books: Books, back: PlanRow) -> None:
    tx = books.tx
    assert reports.of_plan(tx, back.id) is None
    reports.note(tx, report(back.id, books.lina))
    right = report(back.id, books.claire, people=4, objective=Objective.FULLY)
    reports.note(tx, right)
    assert reports.of_plan(tx, back.id) == right
    assert reports.objectives(tx, books.call) == [Objective.FULLY]
    assert reports.objectives(tx, books.call + 1) == []


def test_awaited_are_stays_that_are_over_the_longest_first_of_those_meant(books: Books, back: PlanRow) -> None:
    tx = books.tx
    longer = books.plan(state=State.BACK, homecoming=HOME - DAY, organisation_id=books.workshop)
    people.attach(tx, longer.beneficiary_id, books.claire, NOW + DAY)
    books.plan(state=State.REPORTED, homecoming=HOME)
    books.plan(state=State.BACK)

    def awaited(whose: Whose = ALL, models: tuple[str, ...] = ("apv",), before: date | None = None) -> list[int]:
        return [each.plan_id for each in reports.awaited(tx, models, whose, before)]

    assert awaited() == [longer.id, back.id]
    assert awaited(models=("other",)) == []
    assert awaited(Whose(network_id=books.elsewhere)) == []
    assert awaited(Whose(organisation_id=books.workshop)) == [longer.id]
    assert awaited(Whose(referents=(books.lina,))) == [back.id]
    assert awaited(before=HOME) == [longer.id]
    assert [each.plan_id for each in reports.missing(tx, ["apv"], LATE, ALL)] == [longer.id, back.id]
    assert [each.plan_id for each in reports.missing(tx, ["apv"], LATE - DAY, ALL)] == [longer.id]


def test_missing_reports_of_other_calls_are_held_against_an_organisation_until_they_are_let_pass(
    books: Books, back: PlanRow
) -> None:
    tx, new, models = books.tx, books.opens_call(), ["apv"]
    assert reports.held_against(tx, models, books.residence, new, LATE) == 1
    assert reports.owing(tx, models, books.network, new, LATE) == {books.residence: 1}
    assert reports.held_against(tx, models, books.residence, new, LATE - DAY) == 0, "it is not overdue"
    assert reports.owing(tx, models, books.network, new, LATE - DAY) == {}
    assert reports.held_against(tx, models, books.residence, back.call_id, LATE) == 0, "it is this call's own"
    assert reports.held_against(tx, models, books.workshop, new, LATE) == 0
    assert reports.held_against(tx, ["other"], books.residence, new, LATE) == 0
    assert reports.let_pass(tx, new, books.residence, "Malade", books.claire, NOW)
    assert not reports.let_pass(tx, new, books.residence, "Encore", books.claire, NOW)
    assert [(each.organisation_id, each.reason) for each in reports.waived(tx, new)] == [(books.residence, "Malade")]
    assert reports.held_against(tx, models, books.residence, new, LATE) == 0
    assert reports.owing(tx, models, books.network, new, LATE) == {}
    assert reports.owing(tx, models, books.network, new + 1, LATE) == {books.residence: 1}


def test_returns_count_stays_reports_and_of_those_who_had_the_aid_first_departures_and_people(
    books: Books, back: PlanRow
) -> None:
    tx = books.tx
    given = books.plan(state=State.REPORTED, people=2)
    reports.note(tx, report(given.id, books.lina))
    closed = books.plan(state=State.CLOSED, people=10, first_time=True)
    reports.note(tx, report(closed.id, books.lina, used_cents=0))
    books.plan(state=State.AWAY, people=100)
    assert reports.returns(tx, books.call) == Returns(3, 2, 2, 0, 1, 3), "three were away of the two that were planned"
    assert reports.left_with(tx, books.call) == {given.id: 5, closed.id: 0}
    handovers.note(tx, back.id, Handed(5, HOME), books.lina)
    assert reports.returns(tx, books.call) == Returns(3, 2, 1, 1, 1, 5), "the aid of one was never handed over"
    assert reports.returns(tx, books.call + 1) == Returns(0, 0, 0, 0, 0, 0)
    calls.change(tx, books.call, aid_form=AidForm.REFUND.value)
    assert reports.returns(tx, books.call) == Returns(3, 2, 0, 2, 1, 8), "a refund comes after the stay"
