"""Reminders: for which plans one has come near, for whom it is meant, and what became of it."""

from datetime import date, timedelta

from bot.domain.handovers import Handed
from bot.domain.people import Role
from bot.domain.plans import State as PlanState
from bot.domain.reminders import REMINDERS, Anchor
from bot.storage import handovers, reminders
from bot.storage.reminders import EVERY_PLAN, WHATEVER, ReminderState, Source
from tests.support.books import DAY, NOW, Books

TABLE = {reminder.kind: reminder for reminder in REMINDERS}
WEEK = TABLE["leaving_week"]
FIRST, LAST = date(2027, 7, 1), date(2027, 7, 10)


def near(books: Books, source: Source, after: int = 0, limit: int = 9) -> list[int]:
    found = reminders.near(books.tx, TABLE[source.kind], source, after, limit)
    if not after and limit == 9:
        assert len(found) == reminders.count(books.tx, TABLE[source.kind], source)
    return [each.plan_id for each in found]


def test_near_is_what_leaves_between_two_days_and_was_not_noted(books: Books) -> None:
    tx, source = books.tx, Source("leaving_week", FIRST, LAST)
    first, last = (books.plan(state=PlanState.GRANTED, departure=day).id for day in (FIRST, LAST))
    books.plan(state=PlanState.GRANTED, departure=FIRST - DAY)
    books.plan(state=PlanState.GRANTED, departure=LAST + DAY)
    books.plan(state=PlanState.DRAFT, departure=FIRST)
    assert near(books, source) == [first, last]
    assert near(books, source, after=first) == [last]
    assert near(books, source, limit=1) == [first]
    assert near(books, Source("leaving_week", FIRST, LAST, plans=(last,))) == [last]
    found = reminders.near(tx, WEEK, source, 0, 1)[0]
    assert (found.referent_id, found.anchor, found.region, found.department) == (books.lina, FIRST, "IDF", "93")
    reminders.plan(tx, [(first, "leaving_week", FIRST, books.lina, FIRST, ReminderState.DROPPED)])
    reminders.plan(tx, [(last, "leaving_week", FIRST, books.lina, FIRST, ReminderState.PLANNED)])
    assert near(books, source) == [last], "noted for another date it is still to come"


def test_what_hangs_on_the_call_on_vouchers_or_comes_once_in_a_life(books: Books) -> None:
    tx, draft = books.tx, books.plan().id
    books.plan(call_id=books.opens_call())
    assert near(books, Source("last_day", FIRST, FIRST, call_id=books.call)) == [draft]
    assert near(books, Source("unsent_quiet", NOW - DAY, NOW)) != []
    reminders.plan(tx, [(draft, "unsent_quiet", WHATEVER, books.lina, FIRST, ReminderState.TOLD)])
    assert draft not in near(books, Source("unsent_quiet", NOW - DAY, NOW))
    handed = books.plan(state=PlanState.HANDED_OVER).id
    handovers.note(tx, handed, Handed(100, FIRST), books.lina)
    assert near(books, Source("vouchers_expire", FIRST, LAST)) == [handed]
    assert near(books, Source("vouchers_expire", FIRST + DAY, LAST)) == []


def test_calls_whose_date_lies_between_two_days_or_a_day_beside(books: Books) -> None:
    tx = books.tx
    books.opens_call(draft=True)
    closing = date(2027, 6, 15)
    for anchor, day in ((Anchor.PEOPLE_BY, date(2027, 6, 1)), (Anchor.CLOSING, closing)):
        for first, last, found in ((0, 0, True), (1, 9, True), (-9, -1, True), (2, 9, False), (-9, -2, False)):
            between = reminders.calls_between(tx, anchor, day + first * DAY, day + last * DAY)
            assert [number for number, *_ in between] == ([books.call] if found else []), (anchor, first, last)


def test_what_is_meant_for_a_person_up_to_a_day(books: Books) -> None:
    tx, plan = books.tx, books.plan().id
    days = (FIRST, FIRST + DAY)
    reminders.plan(tx, [(plan, "leaving_week", day, books.lina, day, ReminderState.PLANNED) for day in days])
    reminders.plan(tx, [(plan, "leaving_week", FIRST, books.lina, LAST, ReminderState.PLANNED)])
    reminders.plan(tx, [(plan, "leaving_week", FIRST, books.claire, FIRST, ReminderState.PLANNED)])
    assert reminders.known_to(tx, plan, "leaving_week", FIRST) == {books.lina, books.claire}
    (planned,) = reminders.meant_for(tx, books.lina, FIRST, 5)
    assert planned.day == FIRST, "what is known is left alone"
    reminders.settle(tx, [planned.id], ReminderState.TOLD, 5)
    assert reminders.meant_for(tx, books.lina, FIRST, 6) == []
    assert reminders.meant_for(tx, books.lina, FIRST, 5) == reminders.in_message(tx, 5) == [planned]
    assert [each.id for each in reminders.of_person(tx, books.lina, FIRST)] == [planned.id]
    reminders.settle(tx, [planned.id], ReminderState.DROPPED, 5)
    assert reminders.of_person(tx, books.lina, FIRST) == reminders.in_message(tx, 5) == []
    reminders.put_off(tx, planned.id, LAST)
    assert [each.day for each in reminders.of_person(tx, books.lina, LAST)] == [LAST, FIRST + DAY]
    sam = books.member("Sam", Role.REFERENT, books.residence)
    reminders.readdress(tx, plan, books.lina, sam)
    assert reminders.of_person(tx, books.lina, LAST) == []
    assert len(reminders.of_person(tx, sam, LAST)) == 2


def test_what_the_other_person_is_reminded_of_already_stays_one_reminder(books: Books) -> None:
    tx, plan = books.tx, books.plan(state=PlanState.GRANTED, departure=LAST).id
    sam = books.member("Sam", Role.REFERENT, books.residence)
    told, planned = ((plan, "leaving_week", FIRST, each, FIRST) for each in (books.lina, sam))
    reminders.plan(tx, [(*told, ReminderState.TOLD), (*planned, ReminderState.PLANNED)])
    reminders.readdress(tx, plan, books.lina, sam)
    assert len(reminders.of_person(tx, sam, LAST)) == 1
    assert reminders.of_person(tx, books.lina, LAST) == []


def test_a_reminder_that_the_other_person_was_not_given_is_handed_on(books: Books) -> None:
    tx, plan = books.tx, books.plan(state=PlanState.GRANTED, departure=LAST).id
    sam = books.member("Sam", Role.REFERENT, books.residence)
    planned, dropped = ((plan, "leaving_week", FIRST, each, FIRST) for each in (books.lina, sam))
    reminders.plan(tx, [(*planned, ReminderState.PLANNED), (*dropped, ReminderState.DROPPED)])
    reminders.readdress(tx, plan, books.lina, sam)
    assert len(reminders.of_person(tx, sam, LAST)) == 1


def test_who_stopped_reminders_of_a_plan_or_of_all(books: Books) -> None:
    tx, awa = books.tx, books.person()
    reminders.stop(tx, awa, 7, NOW + DAY)
    reminders.stop(tx, awa, 7, NOW + 2 * DAY)
    assert reminders.stopped(tx, awa, 7) == NOW + DAY
    assert reminders.stopped(tx, awa, 8) is None
    reminders.stop(tx, awa, EVERY_PLAN, NOW)
    assert reminders.stopped(tx, awa, 8) == reminders.stopped(tx, awa, 7) == NOW
    assert reminders.stopped(tx, books.lina, 8) is None
    reminders.resume(tx, awa)
    assert reminders.stopped(tx, awa, 7) is None


def test_when_something_was_last_looked_at(books: Books) -> None:
    tx = books.tx
    reminders.look(tx, ["a", "b"], NOW)
    reminders.look(tx, ["a"], NOW + timedelta(hours=1))
    assert [reminders.looked_at(tx, name) for name in "abc"] == [NOW + timedelta(hours=1), NOW, None]
