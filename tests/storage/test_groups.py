"""Groups: who is in one, links that open them, and who asks by a link."""

from datetime import timedelta

import pytest

from bot.domain.groups import Part
from bot.domain.plans import State
from bot.storage import groups
from bot.storage.groups import Answer
from bot.storage.kernel.store import Conflict
from bot.storage.plans import PlanRow
from tests.support.books import DAY, NOW, Books


def group(books: Books, state: State = State.DRAFT, name: str = "Atelier") -> PlanRow:
    return books.plan(books.person(name), state, households={})


def member(books: Books, plan: PlanRow, person: int) -> groups.Member:
    return next(each for each in groups.of_plan(books.tx, plan.id) if each.person_id == person)


def test_who_had_left_comes_back_anew_and_who_is_there_stays_unchanged(books: Books) -> None:
    tx, plan, awa = books.tx, group(books), books.person()
    groups.add(tx, plan.id, awa, Part.ASKED, NOW)
    groups.change(tx, member(books, plan, awa), NOW, part=Part.CONFIRMED, answers={"adults": 1}, confirmed_at=NOW)
    groups.add(tx, plan.id, awa, Part.ASKED, NOW)
    there = member(books, plan, awa)
    assert (there.part, there.answers, there.confirmed_at) == (Part.CONFIRMED, {"adults": 1}, NOW)
    groups.change(tx, there, NOW, part=Part.LEFT)
    with pytest.raises(Conflict):
        groups.change(tx, there, NOW, part=Part.LEAVING)
    groups.add(tx, plan.id, awa, Part.ASKED, NOW)
    back = member(books, plan, awa)
    assert (back.part, back.answers, back.confirmed_at) == (Part.ASKED, {}, None)
    assert groups.member(tx, back.id) == back


def test_parts_of_live_groups_that_a_member_sees(books: Books) -> None:
    tx, awa = books.tx, books.person()
    first, over, last, picked = (
        group(books),
        group(books, State.CANCELLED),
        group(books, name="Randonnée"),
        group(books),
    )
    for plan, part in ((first, Part.CONFIRMED), (over, Part.CONFIRMED), (last, Part.ASKED), (picked, Part.PICKED)):
        groups.add(tx, plan.id, awa, part, NOW)
    assert [each.plan_id for each in groups.live_parts_of(tx, awa)] == [last.id, first.id]
    latest = groups.latest_part_of(tx, awa)
    assert latest is not None
    assert latest.plan_id == last.id
    assert groups.part_of(tx, picked.id, awa) is Part.PICKED
    assert groups.part_of(tx, picked.id, books.lina) is None
    assert groups.with_whom(tx, [awa]) == {awa: "Randonnée"}
    assert groups.counted(tx, first.id) == [awa]
    assert groups.counted(tx, last.id) == [], "until she confirms she does not count"
    assert groups.in_call(tx, [awa], books.call, [Part.ASKED]) == {awa: last.id}
    assert groups.in_call(tx, [awa], books.call + 1, [Part.ASKED]) == {}
    assert groups.among(tx, [first.id, books.plan().id]) == {first.id}


def test_an_own_plan_in_a_call_is_one_under_way(books: Books) -> None:
    tx = books.tx
    mine, later, over = books.plan(), books.plan(state=State.POSTPONED), books.plan(state=State.CANCELLED)
    asked = [plan.beneficiary_id for plan in (mine, later, over)]
    assert set(groups.own_plans(tx, asked, books.call)) == {mine.beneficiary_id}
    assert groups.own_plans(tx, asked, books.call + 1) == {}


def test_a_link_opens_until_its_end_and_the_next_closes_it(books: Books) -> None:
    tx, plan, other = books.tx, group(books), group(books)
    groups.open_link(tx, plan.id, "one", 2, NOW, NOW + DAY)
    groups.open_link(tx, other.id, "other", 2, NOW, NOW + DAY)
    groups.open_link(tx, plan.id, "two", 2, NOW, NOW + DAY)
    assert groups.link_of(tx, "one", NOW) is None
    link = groups.link_of(tx, "two", NOW)
    assert link == groups.open_link_of(tx, plan.id, NOW)
    assert groups.link_of(tx, "two", NOW + DAY) is None
    groups.close_links(tx, plan.id, NOW)
    assert groups.open_link_of(tx, plan.id, NOW) is None
    assert groups.open_link_of(tx, other.id, NOW) is not None


def test_as_many_ask_as_the_link_is_for_and_each_once(books: Books) -> None:
    tx, plan = books.tx, group(books)
    groups.open_link(tx, plan.id, "one", 2, NOW, NOW + DAY)
    link = groups.link_of(tx, "one", NOW)
    assert link is not None
    first = groups.ask(tx, link, 70, "Awa", "fr", NOW)
    assert first is not None
    assert groups.ask(tx, link, 70, "Awa", "fr", NOW) is None
    assert groups.ask(tx, link, 71, "Léo", "en", NOW) is not None
    assert groups.ask(tx, link, 72, "Eve", "fr", NOW) is None
    assert [(ask.chat_id, ask.name, ask.plan_id) for ask in groups.asking(tx, plan.id)] == [
        (70, "Awa", plan.id),
        (71, "Léo", plan.id),
    ]
    assert groups.awaiting(tx, [plan.beneficiary_id]) == [plan.id]
    groups.answer(tx, first, Answer.ACCEPTED)
    with pytest.raises(Conflict):
        groups.answer(tx, first, Answer.DECLINED)
    assert groups.ask_of(tx, first) is None
    assert groups.count_asking(tx, plan.id) == 1
    assert groups.ask(tx, link, 72, "Eve", "fr", NOW) is None, "that she has asked still counts"


def test_a_leaving_member_awaits_the_referent_and_a_group_that_is_over_does_not(books: Books) -> None:
    tx, plan, over = books.tx, group(books), group(books, State.CANCELLED)
    rows = [plan.beneficiary_id, over.beneficiary_id]
    assert groups.awaiting(tx, rows) == []
    groups.add(tx, plan.id, books.person(), Part.LEAVING, NOW)
    groups.add(tx, over.id, books.person(), Part.LEAVING, NOW)
    assert groups.awaiting(tx, rows) == [plan.id]


def test_who_asked_by_a_link_that_has_ended_is_forgotten(books: Books) -> None:
    tx, plan, other = books.tx, group(books), group(books)
    for code, of, until in (("one", plan, NOW), ("two", other, NOW + timedelta(seconds=1))):
        groups.open_link(tx, of.id, code, 2, NOW - DAY, until)
        link = groups.link_of(tx, code, NOW - DAY)
        assert link is not None
        groups.ask(tx, link, 70, "Awa", "fr", NOW - DAY)
    assert groups.forget(tx, NOW) == 1
    assert groups.count_asking(tx, other.id) == 1
