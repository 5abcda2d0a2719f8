"""What is known of the stay of a person who goes with a group."""

from bot.domain.groups import Part
from bot.domain.plans import State
from bot.storage import groups, member_stays
from bot.storage.member_stays import Over, Stay
from tests.storage.test_groups import group, member
from tests.support.books import NOW, Books


def gone(books: Books, state: State, part: Part = Part.CONFIRMED, person: int | None = None) -> groups.Member:
    plan, who = group(books, state), person or books.person()
    groups.add(books.tx, plan.id, who, part, NOW)
    return member(books, plan, who)


def test_a_problem_is_said_by_those_who_are_away_now(books: Books) -> None:
    tx = books.tx
    bad, well, back, left = (
        gone(books, State.AWAY), gone(books, State.AWAY), gone(books, State.BACK), gone(books, State.AWAY, Part.LEFT),
    )  # fmt: skip
    for each in (bad, back, left):
        member_stays.note(tx, each.id, all_well=False, all_well_at=NOW)
    member_stays.note(tx, well.id, all_well=True, all_well_at=NOW)
    assert member_stays.with_problem(tx, [each.person_id for each in (bad, well, back, left)]) == {bad.person_id}
    assert member_stays.with_problem(tx, [well.person_id]) == set()


def test_the_last_stay_that_is_over_and_whether_the_person_wants_to_go_again(books: Books) -> None:
    tx, awa = books.tx, books.person()
    first, last = gone(books, State.CLOSED, person=awa), gone(books, State.BACK, person=awa)
    gone(books, State.AWAY, person=awa)
    assert member_stays.over(tx, [awa]) == {awa: Over(last.plan_id, awa, None)}
    member_stays.note(tx, first.id, wants_again=False)
    member_stays.note(tx, last.id, wants_again=True)
    member_stays.note(tx, last.id, all_well=True, all_well_at=NOW)
    assert member_stays.of_member(tx, last.id) == Stay(True, True)
    assert member_stays.over(tx, [awa]) == {awa: Over(last.plan_id, awa, True)}
    assert member_stays.over(tx, [books.lina]) == {}


def test_calls_in_which_a_person_goes_or_went(books: Books) -> None:
    tx, awa = books.tx, books.person()
    assert member_stays.calls_of(tx, awa) == set()
    gone(books, State.CANCELLED, person=awa)
    gone(books, State.BACK, Part.ASKED, person=awa)
    assert member_stays.calls_of(tx, awa) == set()
    gone(books, State.CLOSED, person=awa)
    assert member_stays.calls_of(tx, awa) == {books.call}
