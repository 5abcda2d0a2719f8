"""What a referent keeps about beneficiaries: notes that nobody else reads, figures, and what was told face to face."""

from bot.domain.people import Role
from bot.domain.plans import State
from bot.storage import accompanying
from tests.support.books import DAY, NOW, Books


def test_a_note_is_read_by_whom_it_is_for_and_by_who_wrote_it(books: Books) -> None:
    tx, awa, sam = books.tx, books.person(), books.member("Sam", Role.REFERENT, books.residence)
    own = accompanying.write_note(tx, awa, books.lina, books.lina, "La mer", NOW)
    left = accompanying.write_note(tx, awa, books.lina, sam, "Une dette", NOW + DAY)
    assert [note.text for note in accompanying.notes_about(tx, awa, books.lina)] == ["Une dette", "La mer"]
    assert [note.id for note in accompanying.notes_about(tx, awa, sam)] == [left]
    assert accompanying.note_of(tx, own, sam) is None
    assert accompanying.notes_about(tx, awa, books.claire) == []
    assert accompanying.has_notes(tx, awa, books.lina)
    assert not accompanying.has_notes(tx, awa, sam), "what she wrote for a colleague is not her own"


def test_a_note_is_changed_and_forgotten_alone(books: Books) -> None:
    tx, awa = books.tx, books.person()
    first = accompanying.write_note(tx, awa, books.lina, books.lina, "Un", NOW)
    accompanying.write_note(tx, awa, books.lina, books.lina, "Deux", NOW)
    accompanying.change_note(tx, first, "Trois", NOW + DAY)
    changed = accompanying.note_of(tx, first, books.lina)
    assert changed is not None
    assert (changed.text, changed.written_at, changed.changed_at) == ("Trois", NOW, NOW + DAY)
    accompanying.forget_note(tx, first)
    assert [note.text for note in accompanying.notes_about(tx, awa, books.lina)] == ["Deux"]


def test_notes_are_handed_on_or_removed_of_that_person_and_referent_only(books: Books) -> None:
    tx, awa, leo, sam = books.tx, books.person(), books.person("Léo"), books.member("Sam", Role.REFERENT, None)
    for person, owner in ((awa, books.lina), (leo, books.lina), (awa, sam)):
        accompanying.write_note(tx, person, owner, owner, "…", NOW)
    assert accompanying.hand_notes_on(tx, awa, books.lina, books.claire) == 1
    assert accompanying.has_notes(tx, awa, books.claire)
    assert accompanying.has_notes(tx, leo, books.lina)
    assert accompanying.hand_notes_on(tx, awa, books.claire, None) == 1
    assert not accompanying.has_notes(tx, awa, books.claire)
    assert accompanying.has_notes(tx, awa, sam)


def test_the_last_calculation_and_the_last_news_are_kept(books: Books) -> None:
    tx, plan = books.tx, books.plan()
    awa = plan.beneficiary_id
    assert accompanying.figures_of(tx, plan.id) is None
    accompanying.keep_figures(tx, plan.id, {"income": 1}, books.lina, NOW)
    accompanying.keep_figures(tx, plan.id, {"income": 2}, books.claire, NOW + DAY)
    assert accompanying.figures_of(tx, plan.id) == accompanying.Worked({"income": 2}, books.claire, NOW + DAY)
    accompanying.note_told(tx, awa, plan.id, State.ENDORSED, books.lina, NOW)
    accompanying.note_told(tx, awa, plan.id, State.GRANTED, books.lina, NOW + DAY)
    assert accompanying.told_to(tx, [awa, books.claire]) == {awa: (plan.id, State.GRANTED, NOW + DAY)}
    assert accompanying.told_to(tx, [books.claire]) == {}
