"""The list before a stay, changes of it that wait for a referent, and problems on the way."""

import pytest

from bot.domain.plans import State
from bot.storage import departures
from bot.storage.departures import Departure
from bot.storage.kernel.store import Conflict
from tests.support.books import DAY, NOW, Books


def test_of_two_who_tick_at_once_the_second_reads_again(books: Books) -> None:
    tx, plan = books.tx, books.plan().id
    nothing = departures.of_plan(tx, plan)
    assert nothing == Departure(plan)
    departures.save(tx, nothing, ticks={"bag": books.lina})
    with pytest.raises(Conflict):
        departures.save(tx, nothing, ticks={})
    first = departures.of_plan(tx, plan)
    assert (first.version, first.ticks) == (1, {"bag": books.lina})
    departures.save(tx, first, all_well=True, all_well_at=NOW)
    with pytest.raises(Conflict):
        departures.save(tx, first, all_well=False)
    assert departures.of_plan(tx, plan).all_well is True
    departures.begin_again(tx, plan)
    assert departures.of_plan(tx, plan) == Departure(plan)


def test_changes_to_read_are_of_these_people_in_these_states_the_oldest_first(books: Books) -> None:
    tx = books.tx
    late, early, without, elsewhere = (books.plan(state=State.GRANTED) for _ in range(4))
    over = books.plan(state=State.BACK)
    for plan, asked in ((late, NOW + DAY), (early, NOW), (without, None), (elsewhere, NOW), (over, NOW)):
        departures.save(tx, Departure(plan.id), change={"dates": {}}, change_asked_at=asked)
    asked_of = [plan.beneficiary_id for plan in (late, early, without, over)]
    assert departures.with_change(tx, asked_of, frozenset({State.GRANTED})) == [early.id, late.id]


def test_a_problem_is_a_no_and_neither_a_yes_nor_silence(books: Books) -> None:
    tx = books.tx
    bad, well, silent, unasked = (books.plan(state=State.AWAY).id for _ in range(4))
    for plan, said in ((bad, False), (well, True), (silent, None), (unasked, False)):
        departures.save(tx, Departure(plan), all_well=said)
    assert departures.with_problem(tx, [bad, well, silent]) == {bad}
