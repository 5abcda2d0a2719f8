"""What people tell of their stays: offered once, told once, read by call."""

from bot.domain.groups import Part
from bot.domain.plans import State
from bot.storage import groups, stories
from bot.storage.stories import Story
from tests.storage.test_groups import group
from tests.support.books import DAY, NOW, Books


def test_the_faces_of_before_are_offered_once_to_each(books: Books) -> None:
    tx, plan = books.tx, books.plan()
    assert stories.offer(tx, plan.id, plan.beneficiary_id, NOW)
    assert not stories.offer(tx, plan.id, plan.beneficiary_id, NOW + DAY)
    assert stories.offer(tx, plan.id, books.lina, NOW)
    stories.note(tx, plan.id, plan.beneficiary_id, before={"rest": 2}, quote="La mer")
    stories.note(tx, plan.id, plan.beneficiary_id, quote="")
    told = Story(plan.id, plan.beneficiary_id, NOW, {"rest": 2})
    assert stories.of_person(tx, plan.id, plan.beneficiary_id) == told
    assert stories.of_person(tx, plan.id, books.claire) == Story(plan.id, books.claire)


def test_a_person_tells_of_the_latest_stay_that_is_over_and_not_told(books: Books) -> None:
    tx, awa = books.tx, books.person()
    first, last = books.plan(awa, State.CLOSED), books.plan(awa, State.BACK)
    books.plan(awa, State.AWAY, call_id=books.opens_call())
    assert stories.to_tell(tx, awa) == last.id
    stories.note(tx, last.id, books.lina, told_at=NOW)
    assert stories.to_tell(tx, awa) == last.id, "another has told of it"
    stories.note(tx, last.id, awa, told_at=NOW)
    assert stories.to_tell(tx, awa) == first.id
    together, without = group(books, State.BACK), group(books, State.BACK)
    groups.add(tx, together.id, awa, Part.CONFIRMED, NOW)
    groups.add(tx, without.id, awa, Part.LEFT, NOW)
    assert stories.to_tell(tx, awa) == together.id
    assert stories.to_tell(tx, books.lina) is None


def test_stories_are_read_by_call(books: Books) -> None:
    tx, mine, other = books.tx, books.plan(), books.plan(call_id=books.opens_call())
    for plan in (mine, other):
        stories.note(tx, plan.id, plan.beneficiary_id, quote="La mer")
    assert [(each.plan_id, each.quote) for each in stories.of_call(tx, books.call)] == [(mine.id, "La mer")]
