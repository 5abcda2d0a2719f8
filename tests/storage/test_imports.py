"""Lists of organisations that wait for a word, or were stored within the day."""

from bot.domain.organisation_list import Entry
from bot.storage import imports
from tests.support.books import DAY, NOW, Books

LIST = (Entry(2, "Résidence", "residence", "IDF", "93", "Lina"), Entry(3, "Chantier", "siae", "BRE"))


def test_one_list_waits_and_the_next_takes_its_place(books: Books) -> None:
    tx = books.tx
    imports.keep(tx, books.claire, "a", LIST, "seed", NOW)
    second = imports.keep(tx, books.claire, "b", LIST, "another", NOW)
    other = imports.keep(tx, books.lina, "a", LIST, "hers", NOW)
    kept = imports.of_person(tx, books.claire, second)
    assert kept is not None
    assert (kept.entries, kept.seed, kept.stored_at) == (LIST, "another", None)
    assert imports.of_person(tx, books.claire, other) is None, "it was never hers"
    imports.keep_only(tx, second, LIST[:1])
    left = imports.of_person(tx, books.claire, second)
    assert left is not None
    assert left.entries == LIST[:1]
    assert imports.forget(tx, NOW + DAY) == 2, "the first of hers was forgotten for the second"


def test_a_file_is_stored_once_and_known_again(books: Books) -> None:
    tx = books.tx
    number = imports.keep(tx, books.claire, "a", LIST, "seed", NOW)
    assert imports.stored_already(tx, books.claire, "a") is None, "it only waits"
    assert imports.mark_stored(tx, number, NOW)
    assert not imports.mark_stored(tx, number, NOW)
    assert imports.stored_already(tx, books.claire, "a") == number
    assert imports.stored_already(tx, books.claire, "b") is None
    assert imports.stored_already(tx, books.lina, "a") is None
    imports.keep(tx, books.claire, "b", LIST, "seed", NOW + DAY)
    assert imports.of_person(tx, books.claire, number) is not None, "what was stored is not forgotten for a new one"


def test_lists_of_yesterday_are_forgotten(books: Books) -> None:
    imports.keep(books.tx, books.claire, "a", LIST, "seed", NOW)
    young = imports.keep(books.tx, books.lina, "b", LIST, "seed", NOW + DAY / 2)
    assert imports.forget(books.tx, NOW + DAY) == 1
    assert imports.of_person(books.tx, books.lina, young) is not None
