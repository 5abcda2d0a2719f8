"""People: found by chat and id, their roles, and who accompanies whom now."""

from datetime import date

import pytest

from bot.domain.people import Role
from bot.storage import absences, people
from tests.support.books import DAY, NOW, Books


def test_a_person_is_found_with_their_roles_and_their_referent(books: Books) -> None:
    tx, awa = books.tx, books.person(chat=70)
    people.change(tx, awa, name="Awa D.", support="Une écoute", language="en")
    found = people.by_chat(tx, 70)
    assert found is not None
    assert (found.id, found.name, found.support, found.language) == (awa, "Awa D.", "Une écoute", "en")
    assert (found.roles, found.referent_id, found.referent_name) == (frozenset({Role.BENEFICIARY}), books.lina, "Lina")
    assert people.by_chat(tx, 71) is None
    people.give_role(tx, books.lina, Role.LEAD)
    people.give_role(tx, books.lina, Role.LEAD)
    assert people.by_id(tx, books.lina).roles == {Role.REFERENT, Role.LEAD}
    assert set(people.by_ids(tx, [awa, books.lina, 999])) == {awa, books.lina}
    with pytest.raises(LookupError):
        people.by_id(tx, 999)


def test_a_person_has_one_referent_at_a_time(books: Books) -> None:
    tx, awa, sam = books.tx, books.person(), books.member("Sam", Role.REFERENT, books.residence)
    leo = books.person("Léo")
    people.attach(tx, awa, sam, NOW + DAY)
    assert [each.id for each in people.attached(tx, books.lina)] == [leo]
    assert [each.id for each in people.attached(tx, sam)] == [awa]
    assert people.is_attached(tx, awa, sam)
    assert not people.is_attached(tx, awa, books.lina)
    assert people.by_id(tx, awa).referent_id == sam
    people.attach(tx, leo, sam, NOW)
    assert [each.id for each in people.attached(tx, sam)] == [awa, leo], "the latest first"
    assert people.reader_for(tx, books.claire) is None


def test_who_stands_in_reads_for_a_referent_who_is_away(books: Books) -> None:
    tx, awa, sam = books.tx, books.person(), books.member("Sam", Role.REFERENT, books.residence)
    leo = books.person("Léo", referent=sam)
    absences.note(tx, books.lina, sam, NOW, date(2026, 11, 27), books.lina, begun=True)
    assert people.reader_for(tx, awa) == sam
    assert people.readers_for(tx, [awa, leo, books.claire]) == {awa: sam, leo: sam}
    assert people.is_attached(tx, awa, sam)
    assert people.is_attached(tx, awa, books.lina), "she stays her referent"
    assert [each.id for each in people.accompanied(tx, sam)] == [leo, awa]
    assert people.free_colleagues(tx, people.by_id(tx, sam)) == []


def test_colleagues_can_be_written_to_and_coordinators_have_an_account(books: Books) -> None:
    tx = books.tx
    sam, blocked = (books.member(name, Role.REFERENT, books.residence) for name in ("Sam", "Paul"))
    people.change(tx, blocked, blocked_at=NOW)
    people.add(tx, NOW, books.network, "Zoé", frozenset({Role.REFERENT}), organisation_id=books.residence)
    lead = books.member("Inès", Role.LEAD, books.residence)
    books.member("Loin", Role.REFERENT, books.workshop)
    assert [each.id for each in people.colleagues(tx, books.residence)] == [books.lina, sam]
    assert [each.id for each in people.colleagues(tx, books.residence, Role.LEAD)] == [lead]
    people.add(tx, NOW, books.network, "Sans", frozenset({Role.COORDINATOR}))
    people.add(tx, NOW, books.elsewhere, "Autre", frozenset({Role.COORDINATOR}), chat_id=5)
    assert people.coordinators(tx, books.network) == [books.claire]
