"""How many places a region or an organisation has taken of a call."""

from bot.storage import calls, quotas
from bot.storage.calls import Account
from tests.support.books import NOW, Books


def test_places_taken_are_counted_by_call_region_and_organisation(books: Books) -> None:
    tx, other = books.tx, books.opens_call()
    here, there = books.plan(), books.plan(organisation_id=books.workshop)
    calls.post(tx, books.call, here.id, Account.TAKEN, 3, 1, NOW)
    calls.post(tx, books.call, here.id, Account.TAKEN, -1, -1, NOW)
    calls.post(tx, books.call, here.id, Account.ASKED, 9, 1, NOW)
    calls.post(tx, other, here.id, Account.TAKEN, 9, 1, NOW)
    calls.post(tx, books.call, there.id, Account.TAKEN, 5, 1, NOW)
    assert quotas.taken_in_region(tx, books.call, "IDF") == 2
    assert quotas.taken_in_region(tx, books.call, "BRE") == 5
    assert quotas.taken_in_region(tx, books.call, "PAC") == 0
    assert quotas.taken_by_organisation(tx, books.call, books.workshop) == 5
    assert quotas.taken_by_organisation(tx, books.call, books.residence) == 2


def test_a_plan_in_a_region_however_far_it_is(books: Books) -> None:
    assert not quotas.any_plan_in(books.tx, books.call, "IDF")
    books.plan()
    assert quotas.any_plan_in(books.tx, books.call, "IDF")
    assert not quotas.any_plan_in(books.tx, books.call, "BRE")
    assert not quotas.any_plan_in(books.tx, books.call + 1, "IDF")
