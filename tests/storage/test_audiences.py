"""Who is meant by a broadcast, what becomes of each, and who is queued."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.audience import Audience, Reach, Seen, To
from bot.domain.people import Contact, OrganisationKind, Role, Writing
from bot.domain.plans import State
from bot.storage import audiences, broadcasts, people
from bot.storage.broadcasts import RowState
from tests.support.books import DAY, NOW, Books

REFERENTS = Audience(To.REFERENTS)


def begun(books: Books, key: bytes = b"") -> int:
    values = {
        "network_id": books.network, "author_id": books.claire, "message": "own", "due_at": NOW,
        "state": broadcasts.BroadcastState.SENDING,
    }  # fmt: skip
    return broadcasts.add(books.tx, values, REFERENTS, key, NOW)


def meant(books: Books, **narrowed: Any) -> list[int]:
    everybody = [each.id for each in people.by_ids(books.tx, range(1, 50)).values()]
    return sorted(audiences.again(books.tx, books.network, Audience(**narrowed), NOW, everybody))


@pytest.fixture
def sam(books: Books) -> int:
    """Add a referent of the workshop in Brittany, who reads English and was there today."""
    number = books.member("Sam", Role.REFERENT, books.workshop, language="en")
    people.change(books.tx, number, last_seen=NOW)
    return number


def test_each_narrowing_of_professionals(books: Books, sam: int) -> None:
    assert meant(books, to=To.REFERENTS) == [books.lina, sam]
    assert meant(books, to=To.COORDINATORS) == [books.claire]
    assert meant(books, to=To.REFERENTS, regions=("BRE",)) == [sam]
    assert meant(books, to=To.REFERENTS, kinds=(OrganisationKind.RESIDENCE.value,)) == [books.lina]
    assert meant(books, to=To.REFERENTS, regions=("BRE",), kinds=(OrganisationKind.RESIDENCE.value,)) == []
    assert meant(books, to=To.REFERENTS, languages=("en",)) == [sam]
    assert meant(books, to=To.REFERENTS, seen=Seen.LATELY) == [sam]
    assert books.lina in meant(books, to=To.REFERENTS, seen=next(each for each in Seen if each is not Seen.LATELY))
    books.plan(state=State.TO_REVIEW)
    assert meant(books, to=To.REFERENTS, call_id=books.call, states=("to_review",)) == [books.lina]
    assert meant(books, to=To.REFERENTS, call_id=books.call + 1, states=("to_review",)) == []
    assert audiences.count(books.tx, books.elsewhere, REFERENTS, NOW)[Reach.REACHED] == 0


def test_what_becomes_of_people(books: Books) -> None:
    tx = books.tx
    quiet, discreet = books.person("Léo", chat=1), books.person("Eve", chat=2, contact=Contact.DISCREET)
    people.change(tx, quiet, writing=Writing.NO.value)
    alone = people.add(tx, NOW, books.network, "Ali", frozenset({Role.BENEFICIARY}), chat_id=3)
    people.change(tx, alone, writing=Writing.NO.value)
    without, blocked, sent = books.person("Nour"), books.person("Bako", chat=4), books.person("Binta", chat=5)
    people.change(tx, blocked, blocked_at=NOW)
    reached = books.person("Awa", chat=6)
    for person in (quiet, discreet, alone, without, blocked, reached):
        books.plan(person)
    books.plan(sent, State.TO_REVIEW)
    to_all = Audience(To.PEOPLE, call_id=books.call)
    everybody = [quiet, discreet, alone, without, blocked, reached, sent]
    assert audiences.again(tx, books.network, to_all, NOW, everybody) == {
        quiet: Reach.ALOUD, discreet: Reach.ALOUD, alone: Reach.ASKED_NOT, without: Reach.NO_ACCOUNT,
        blocked: Reach.BLOCKED, reached: Reach.REACHED, sent: Reach.ALREADY_SENT,
    }  # fmt: skip
    assert audiences.count(tx, books.network, to_all, NOW)[Reach.ALOUD] == 2
    with_sent = Audience(To.PEOPLE, call_id=books.call, with_sent=True)
    assert audiences.again(tx, books.network, with_sent, NOW, [sent]) == {sent: Reach.REACHED}
    assert audiences.languages(tx, books.network, to_all, NOW) == {"fr": 1}


def test_queueing_goes_on_where_it_stopped_and_queues_nobody_twice(books: Books, sam: int) -> None:
    tx, number = books.tx, begun(books)
    assert audiences.queue(tx, number, books.network, REFERENTS, NOW, 1) == 1
    assert broadcasts.in_row_state(tx, number, RowState.QUEUED, 9) == [(books.lina, "")]
    assert audiences.queue(tx, number, books.network, REFERENTS, NOW, 1) == 1
    assert audiences.queue(tx, number, books.network, REFERENTS, NOW, 9) == 0
    assert broadcasts.in_row_state(tx, number, RowState.QUEUED, 9) == [(books.lina, ""), (sam, "")]
    found = broadcasts.by_id(tx, number)
    assert found is not None
    assert found.total == 2


def test_the_same_text_to_the_same_people_is_found(books: Books) -> None:
    tx, number = books.tx, begun(books, b"key")
    audiences.queue(tx, number, books.network, REFERENTS, NOW, 9)
    assert audiences.overlap(tx, books.network, REFERENTS, NOW, b"key", NOW - DAY) == 1
    assert audiences.overlap(tx, books.network, REFERENTS, NOW, b"key", NOW + timedelta(seconds=1)) == 0
    assert audiences.overlap(tx, books.network, REFERENTS, NOW, b"other", NOW - DAY) == 0


def test_what_is_left_to_referents(books: Books) -> None:
    tx, number, awa, leo = books.tx, begun(books), books.person("Awa"), books.person("Léo")
    for person, state in ((awa, RowState.ALOUD), (leo, RowState.SENT)):
        tx.connection.execute(
            broadcasts.rows.insert(), {"broadcast_id": number, "recipient_id": person, "state": state}
        )
    assert audiences.left_to_referents(tx, number) == {books.lina: 1}
    assert audiences.left_among(tx, number, [awa, leo]) == {awa: RowState.ALOUD}
    assert audiences.left_among(tx, number + 1, [awa, leo]) == {}
