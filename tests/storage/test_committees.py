"""Deciders who are named for the committees of a network, in drafts too."""

from bot.storage import calls, committees
from tests.support.books import Books


def test_the_calls_that_name_a_decider_are_found_drafts_too_and_none_of_another_network(books: Books) -> None:
    tx = books.tx
    draft, other = books.opens_call(draft=True), books.opens_call(network_id=books.elsewhere)
    for number in (draft, other):
        calls.change(tx, number, deciders=(books.claire, 99))
    assert committees.naming(tx, books.network, books.claire) == [draft]
    assert committees.naming(tx, books.network, 98) == []
    calls.change(tx, draft, deciders=())
    assert committees.naming(tx, books.network, 99) == []
