"""Single-use links: whom they are for, how long they open, and that each opens once."""

from datetime import timedelta

import pytest

from bot.domain.people import Role
from bot.storage import invitations, networks
from bot.storage.invitations import Newcomer
from bot.storage.kernel.store import Conflict
from tests.support.books import DAY, NOW, Books


def invited(books: Books, code: str, role: Role = Role.REFERENT, until: timedelta = DAY, **more: object) -> int:
    values = {"organisation_id": books.residence, **more}
    network = values.pop("network", books.network)
    return invitations.invite(books.tx, code, role, network, NOW, NOW + until, **values)  # type: ignore[arg-type]


def test_a_link_is_found_by_its_code_and_used_once(books: Books) -> None:
    tx, number = books.tx, invited(books, "a code", invited_by=books.claire, word={"name": "Sam"})
    found = invitations.invitation_of(tx, "a code")
    assert found is not None
    assert (found.id, found.role, found.invited_by, found.word) == (
        number,
        Role.REFERENT,
        books.claire,
        {"name": "Sam"},
    )
    assert invitations.invitation_of(tx, "another") is None
    invitations.use(tx, number, NOW)
    with pytest.raises(Conflict):
        invitations.use(tx, number, NOW)


def test_awaited_are_referents_of_organisations_whose_links_still_open(books: Books) -> None:
    tx = books.tx
    invited(books, "1", word={"name": "Sam"})
    invited(books, "2", organisation_id=books.workshop)
    used = invited(books, "3")
    invitations.use(tx, used, NOW)
    invited(books, "4", until=timedelta(0))
    invited(books, "5", role=Role.LEAD)
    invited(books, "6", organisation_id=None)
    last = invited(books, "7", network=books.elsewhere)
    assert sorted(invitations.awaited_referents(tx, books.network, NOW)) == [
        (books.residence, "Sam"),
        (books.workshop, ""),
    ]
    assert invitations.count_awaited(tx, books.network, NOW) == {books.residence: 1, books.workshop: 1}
    assert invitations.newest(tx, books.network) == last - 1
    assert invitations.newest(tx, books.elsewhere) == last


def test_until_when_a_person_can_come_and_that_their_links_are_revoked(books: Books) -> None:
    tx, awa, leo = books.tx, books.person(), books.person("Léo")
    for code, person, days in (("1", awa, 1), ("2", awa, 2), ("3", leo, 1)):
        invited(books, code, Role.BENEFICIARY, days * DAY, person_id=person)
    assert invitations.open_until(tx, [awa, leo, books.lina]) == {awa: NOW + 2 * DAY, leo: NOW + DAY}
    invitations.revoke_invitations(tx, awa, NOW)
    assert invitations.open_until(tx, [awa, leo]) == {leo: NOW + DAY}


def test_many_are_invited_at_once_each_into_their_organisation(books: Books) -> None:
    tx, until = books.tx, NOW + DAY
    newcomers = [Newcomer("1", "RÉSIDENCE", "Sam"), Newcomer("2", "Chantier", "")]
    rows = invitations.rows_of(tx, books.network, newcomers, NOW, until, books.claire)
    invitations.add_rows(tx, rows, networks.add_rows(tx, books.network, ())[1])
    assert sorted(invitations.awaited_referents(tx, books.network, NOW)) == [
        (books.residence, "Sam"),
        (books.workshop, ""),
    ]
    found = invitations.invitation_of(tx, "1")
    assert found is not None
    assert (found.organisation_id, found.invited_by, found.expires_at) == (books.residence, books.claire, until)
