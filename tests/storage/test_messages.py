"""Messages between two sides: who has read what, which threads come first, and what can be taken back."""

from bot.domain.messages import Kind, Side
from bot.domain.people import Role
from bot.storage import messages, people
from bot.storage.messages import Thread
from tests.support.books import DAY, NOW, Books


def writes(books: Books, into: Thread, side: Side = Side.ASKING, days: int = 0, text: str = "Bonjour") -> int:
    author = into.owner_id if side is Side.ASKING else books.lina
    return messages.add(books.tx, into, author, side, text, None, None, NOW + days * DAY)


def test_a_thread_is_begun_once_for_each_owner_and_kind(books: Books) -> None:
    tx, awa = books.tx, books.person()
    own = messages.thread_for(tx, Kind.PERSON, awa, books.network)
    assert messages.thread_for(tx, Kind.PERSON, awa, books.network) == own
    assert messages.thread_for(tx, Kind.SUPPORT, awa, books.network).id != own.id
    assert messages.thread_for(tx, Kind.PERSON, awa, books.network, 5).id != own.id
    assert messages.thread(tx, own.id) == own
    assert messages.of_owners(tx, [awa]) == [], "nothing was said in it"


def test_the_latest_threads_of_a_referents_people_come_first(books: Books) -> None:
    tx, awa, leo = books.tx, books.person(), books.person("Léo")
    first, second = (messages.thread_for(tx, Kind.PERSON, each, books.network) for each in (awa, leo))
    writes(books, first, days=1)
    writes(books, second)
    assert [each.id for each in messages.of_owners(tx, [awa, leo])] == [first.id, second.id]
    writes(books, second, Side.HELPING, 2)
    assert [each.owner_id for each in messages.of_owners(tx, [awa, leo])] == [leo, awa]
    assert [each.last_side for each in messages.of_owners(tx, [leo])] == [Side.HELPING]


def test_what_is_new_is_what_the_other_side_wrote_and_nobody_read(books: Books) -> None:
    tx, awa = books.tx, books.person()
    thread = messages.thread_for(tx, Kind.PERSON, awa, books.network)
    first = writes(books, thread)
    writes(books, thread)
    writes(books, thread, Side.HELPING)
    assert messages.first_unread(tx, thread.id, Side.ASKING) == first
    assert messages.unread(tx, Kind.PERSON, Side.ASKING, [awa, books.lina]) == {awa: 2}
    assert messages.unread(tx, Kind.SUPPORT, Side.ASKING, [awa]) == {}
    assert messages.unread_in(tx, [thread.id], Side.HELPING) == {thread.id: 1}
    assert messages.read(tx, thread.id, Side.ASKING, NOW) == 2
    assert messages.read(tx, thread.id, Side.ASKING, NOW) == 0
    assert messages.first_unread(tx, thread.id, Side.ASKING) is None
    assert messages.unread_in(tx, [thread.id], Side.HELPING) == {thread.id: 1}


def test_pages_go_back_from_the_newest(books: Books) -> None:
    tx, thread = books.tx, messages.thread_for(books.tx, Kind.PERSON, books.person(), books.network)
    one, two, three = (writes(books, thread, text=text) for text in ("1", "2", "3"))
    assert [each.text for each in messages.newest(tx, thread.id, 2)] == ["3", "2"]
    assert [each.id for each in messages.newest(tx, thread.id, 2, before=two)] == [one]
    assert messages.last_of(tx, [thread.id])[thread.id].id == three
    assert messages.message(tx, three + 1) is None


def test_a_message_is_taken_back_as_long_as_nobody_has_read_it(books: Books) -> None:
    tx, thread = books.tx, messages.thread_for(books.tx, Kind.PERSON, books.person(), books.network)
    writes(books, thread, Side.HELPING)
    old, new = messages.message(tx, writes(books, thread, days=1)), messages.message(tx, writes(books, thread, days=2))
    assert old is not None
    assert new is not None
    assert messages.take_back(tx, new)
    left = messages.thread(tx, thread.id)
    assert left is not None
    assert (left.last_side, left.last_at) == (Side.ASKING, NOW + DAY)
    messages.read(tx, thread.id, Side.ASKING, NOW)
    assert not messages.take_back(tx, old)
    assert len(messages.newest(tx, thread.id, 9)) == 2


def test_a_coordinator_answers_others_of_the_network_who_have_waited_longest(books: Books) -> None:
    tx, claire = books.tx, people.by_id(books.tx, books.claire)
    sam = books.member("Sam", Role.REFERENT, books.workshop)
    late, early = (messages.thread_for(tx, Kind.SUPPORT, each, books.network, 1) for each in (books.lina, sam))
    own = messages.thread_for(tx, Kind.SUPPORT, books.claire, books.network)
    elsewhere = messages.thread_for(tx, Kind.SUPPORT, sam, books.elsewhere, 2)
    person = messages.thread_for(tx, Kind.PERSON, books.person(), books.network)
    for thread, days in ((late, 1), (early, 0), (own, 0), (elsewhere, 0), (person, 0)):
        writes(books, thread, days=days)
    assert [each.id for each in messages.to_answer(tx, claire, 9)] == [early.id, late.id]
    assert messages.count_to_answer(tx, claire) == 2
    assert messages.asked_since(tx, claire) == NOW
    writes(books, early, Side.HELPING, 3)
    assert [each.id for each in messages.to_answer(tx, claire, 9)] == [late.id]
    assert [each.id for each in messages.answered(tx, claire, 9)] == [early.id]
    assert [each.id for each in messages.asked_by(tx, books.lina, 9)] == [late.id]
