"""Networks and their organisations, each known by its name whatever its spelling."""

import pytest

from bot.domain.people import OrganisationKind, Trait
from bot.storage import networks
from bot.storage.networks import NewOrganisation
from tests.support.books import Books


def test_who_answers_for_the_data_of_a_network(books: Books) -> None:
    tx = books.tx
    networks.answer_for_data(tx, books.network, "Association", "dpo@example.org")
    assert networks.network(tx, books.network).controller == "Association"
    assert networks.network(tx, books.elsewhere).controller == ""
    assert [each.id for each in networks.all_networks(tx)] == [books.network, books.elsewhere]
    with pytest.raises(LookupError):
        networks.network(tx, books.elsewhere + 1)


def test_an_organisation_is_found_whatever_its_spelling_in_its_own_network(books: Books) -> None:
    tx = books.tx
    assert networks.find_or_add_organisation(tx, books.network, "  RÉSIDENCE ") == books.residence
    assert networks.find_organisation(tx, books.elsewhere, "Résidence") is None
    other = networks.find_or_add_organisation(tx, books.elsewhere, "Résidence", department="35")
    assert other not in {books.residence, books.workshop}
    assert [each.id for each in networks.all_organisations(tx, books.network)] == [books.residence, books.workshop]
    assert networks.names_of(tx, [books.workshop]) == {books.workshop: "Chantier"}
    assert networks.networks_in(tx, "BRE") == [books.network, books.elsewhere]
    assert networks.networks_in(tx, "IDF") == [books.network]
    found = networks.organisation(tx, other)
    assert (found.region, found.department, found.network_id) == ("BRE", "35", books.elsewhere)
    with pytest.raises(LookupError):
        networks.organisation(tx, other + 1)


def test_regions_with_the_most_come_first_and_the_latest_are_counted(books: Books) -> None:
    tx = books.tx
    last = networks.find_or_add_organisation(tx, books.network, "Autre", department="35")
    networks.find_or_add_organisation(tx, books.elsewhere, "Loin", department="93")
    networks.find_or_add_organisation(tx, books.elsewhere, "Nulle part")
    assert networks.regions_of(tx, books.network) == ["BRE", "IDF"]
    assert networks.regions_of(tx, books.elsewhere) == ["IDF"]
    count, latest = networks.latest_organisations(tx, books.network, 1)
    assert (count, [each.id for each in latest]) == (3, [last])


def test_of_many_at_once_only_the_new_ones_are_added(books: Books) -> None:
    tx = books.tx
    new = [NewOrganisation(name, OrganisationKind.SIAE, "BRE", "") for name in ("Résidence", "Neuve")]
    count, ids = networks.add_rows(tx, books.network, networks.rows_of(tx, books.network, new))
    assert count == 1
    assert {ids[key] for key in networks.hashes_of(tx, books.network, "résidence") if key in ids} == {books.residence}
    assert networks.organisation(tx, books.residence).kind.code == OrganisationKind.RESIDENCE, "it is left alone"


def test_a_kind_of_a_networks_own_is_one_whatever_its_spelling_and_no_other_networks(books: Books) -> None:
    tx = books.tx
    code = networks.find_or_add_kind(tx, books.network, "Halte", {Trait.HOUSES})
    assert networks.find_or_add_kind(tx, books.network, " HALTÉ ", ()) == code
    assert networks.own_kinds(tx, books.elsewhere) == []
    networks.find_or_add_organisation(tx, books.network, "Ici", code)
    found = networks.latest_organisations(tx, books.network, 1)[1][0].kind
    assert (found.words, found.does, found.told) == ("Halte", frozenset({Trait.HOUSES}), "=Halte")
    assert networks.kinds_used(tx, books.network) == [code, "residence", "siae"]
