"""Those who work in a network: who there are, and which organisations have which referents."""

from bot.domain.people import Role
from bot.storage import people, teams
from tests.support.books import NOW, Books


def test_professionals_of_a_network_are_listed_by_organisation_and_by_pages(books: Books) -> None:
    tx = books.tx
    sam, zoe = (books.member(name, Role.REFERENT, books.workshop) for name in ("Sam", "Zoé"))
    books.person()
    people.give_role(tx, zoe, Role.LEAD)
    count, found = teams.professionals(tx, books.network, 0, 10)
    assert (count, {each.id for each in found}) == (4, {books.lina, books.claire, sam, zoe})
    count, found = teams.professionals(tx, books.network, 3, 10)
    assert (count, len(found)) == (4, 1)
    people.take_role(tx, zoe, Role.REFERENT)
    assert people.by_id(tx, zoe).roles == {Role.LEAD}


def test_referents_of_organisations_of_a_network(books: Books) -> None:
    tx = books.tx
    sam = books.member("Sam", Role.REFERENT, books.workshop)
    zoe = books.member("Zoé", Role.REFERENT, books.workshop)
    books.member("Seule", Role.REFERENT, None)
    people.add(tx, NOW, books.elsewhere, "Autre", frozenset({Role.REFERENT}), organisation_id=books.workshop)
    assert teams.first_referent(tx, books.workshop) == sam
    people.change(tx, sam, chat_id=None)
    assert teams.first_referent(tx, books.workshop) == zoe
    assert teams.count_referents(tx, books.network) == {books.residence: 1, books.workshop: 2}
    assert sorted(teams.referents_of(tx, books.network)) == [
        (books.residence, "Lina"), (books.workshop, "Sam"), (books.workshop, "Zoé"),
    ]  # fmt: skip
    assert teams.is_referent(tx, books.network, sam)
    assert not teams.is_referent(tx, books.elsewhere, sam)
    assert not teams.is_referent(tx, books.network, books.claire)
