"""Plans: the one to speak of, what waits for whom, ranks, and that of two writers one reads again."""

from datetime import date

import pytest

from bot.domain.plans import State
from bot.storage import plans, worklist
from bot.storage.kernel.store import Conflict
from tests.support.books import DAY, NOW, Books


def test_of_two_who_write_at_once_the_second_reads_again(books: Books) -> None:
    tx, read = books.tx, books.plan()
    assert plans.save_answers(tx, read, {"place": {"v": "=Le lac"}}, {}, NOW) == 2
    with pytest.raises(Conflict):
        plans.save_answers(tx, read, {}, {}, NOW)
    with pytest.raises(Conflict):
        plans.save(tx, read, NOW, people=3)
    again = books.read(read.id)
    assert (again.answers, again.version, again.people) == ({"place": {"v": "=Le lac"}}, 2, None)
    assert plans.save(tx, again, NOW + DAY, people=3, word={"text": "Bravo"}) == 3
    saved = books.read(read.id)
    assert (saved.people, saved.word, saved.updated_at) == (3, {"text": "Bravo"}, NOW + DAY)


def test_one_speaks_of_the_live_plan_or_else_of_the_latest(books: Books) -> None:
    tx, awa, leo = books.tx, books.person(), books.person("Léo")
    live, later = books.plan(awa, State.GRANTED), books.plan(awa, State.CANCELLED)
    books.plan(leo, State.CANCELLED)
    over = books.plan(leo, State.DECLINED)
    assert {person: plan.id for person, plan in plans.of_people(tx, [awa, leo]).items()} == {awa: live.id, leo: over.id}
    assert plans.live_of(tx, leo) is None
    found, latest = plans.live_of(tx, awa), plans.latest_of(tx, awa)
    assert found is not None
    assert latest is not None
    assert (found.id, latest.id) == (live.id, later.id)
    assert plans.calls_of(tx, awa) == {books.call}


def test_what_a_person_sent_before_is_of_another_call_and_was_sent(books: Books) -> None:
    tx, awa, other = books.tx, books.person(), books.opens_call()
    sent = books.plan(awa, State.CLOSED, call_id=other, sent_at=NOW)
    books.plan(awa, State.CANCELLED, call_id=other)
    books.plan(awa, State.CANCELLED, sent_at=NOW)
    now = books.plan(awa)
    books.plan(awa, State.CLOSED, call_id=other, sent_at=NOW)
    before = plans.sent_before(tx, now)
    assert before is not None
    assert before.id == sent.id
    assert plans.sent_before(tx, sent) is None


def test_what_waits_for_a_referent_is_not_put_off_and_the_oldest_comes_first(books: Books) -> None:
    tx = books.tx
    late = books.plan(state=State.TO_REVIEW, sent_at=NOW + DAY)
    early = books.plan(state=State.TO_REVIEW, sent_at=NOW, snoozed_until=NOW + DAY)
    put_off = books.plan(state=State.TO_REVIEW, sent_at=NOW, snoozed_until=NOW + 2 * DAY)
    draft, others = books.plan(), books.plan(state=State.TO_REVIEW, sent_at=NOW)
    asked = [plan.beneficiary_id for plan in (late, early, put_off, draft)]
    assert [plan.id for plan in plans.to_review(tx, asked, NOW + DAY)] == [early.id, late.id]
    assert others.id not in {plan.id for plan in plans.to_review(tx, asked, NOW + 9 * DAY)}


def test_ranks_are_those_of_the_call(books: Books) -> None:
    tx, other = books.tx, books.opens_call()
    second, first = (books.plan(state=State.WAITING, rank_at=NOW + days * DAY) for days in (1, 0))
    third = books.plan(state=State.WAITING, rank_at=NOW + DAY)
    granted = books.plan(state=State.GRANTED, rank_at=NOW - DAY)
    books.plan(state=State.WAITING, rank_at=NOW - DAY, call_id=other)
    assert [plans.rank_of(tx, plan) for plan in (first, second, third, granted)] == [1, 2, 3, None]
    assert [plan.id for plan in plans.ranked(tx, books.call)] == [granted.id, first.id, second.id, third.id]
    waiting = plans.to_decide(tx, books.network, [State.WAITING], books.call)
    assert [plan.id for plan in waiting] == [first.id, second.id, third.id]
    assert len(plans.to_decide(tx, books.network, [State.WAITING])) == 4
    assert plans.to_decide(tx, books.elsewhere, [State.WAITING]) == []


def test_what_the_clock_moves_has_come_by_then(books: Books) -> None:
    tx, day = books.tx, date(2027, 7, 1)
    leaves = books.plan(state=State.HANDED_OVER, departure=day)
    books.plan(state=State.HANDED_OVER, departure=date(2027, 7, 2))
    books.plan(state=State.GRANTED, departure=day)
    books.plan(state=State.HANDED_OVER)
    assert [plan.id for plan in worklist.due_for_clock(tx, State.HANDED_OVER, day, "departure")] == [leaves.id]
    held = books.plan(state=State.CANCELLED, held_until=NOW)
    assert [plan.id for plan in worklist.due_for_clock(tx, State.CANCELLED, NOW, "held_until")] == [held.id]


def test_counts_references_and_what_changed(books: Books) -> None:
    tx, old, new = books.tx, books.plan(begun_at=NOW - DAY), books.plan(reference="VAL-2", begun_at=NOW)
    books.plan(network_id=books.elsewhere, begun_at=NOW - DAY)
    assert plans.count_by_state(tx, books.network)[State.DRAFT] == 2
    assert plans.references(tx, [old.id, new.id]) == {old.id: "", new.id: "VAL-2"}
    assert plans.changed_since(tx, NOW, 9) == [new.id]
    assert [(number, state) for number, state, _ in plans.states(tx)][:2] == [
        (old.id, State.DRAFT),
        (new.id, State.DRAFT),
    ]
