"""Finding by words: what is forgiven, what counts, and what is never found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interaction.search import Index, words_of

ANIMALS = Index(
    {
        "dog": ("my dog", "does the dog travel", "chien"),
        "cat": ("my cat", "does the cat travel"),
        "sister": ("ma sœur", "my sister comes"),
        "train": ("train tickets", "réservation du train"),
        "when": ("when", "when do we leave"),
    },
    fillers=("my", "the", "does", "du", "ma"),
    weak=("when",),
)


def keys(text: str) -> list[str]:
    return [found.key for found in ANIMALS.find(text)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("my dog", "dog"),
        ("DOG!!!", "dog"),
        ("chein", "dog"),  # two letters exchanged
        ("chiens", "dog"),  # a plural
        ("ma soeur", "sister"),  # a joined letter typed in two
        ("ma seur", "sister"),  # a letter missing
        ("sistr", "sister"),
        ("reservasion", "train"),  # accents and a wrong letter
        ("tick", "train"),  # half a word
    ],
)
def test_slips_are_forgiven(typed: str, key: str) -> None:
    assert keys(typed)[:1] == [key]


@pytest.mark.parametrize("typed", ["", "  ", "!?", "👍", "zebra", "dig", "12", "the my"])
def test_what_resembles_nothing_finds_nothing(typed: str) -> None:
    assert keys(typed) == []


def test_rare_words_count_more_than_those_of_every_phrase() -> None:
    assert keys("does the cat travel by train")[0] == "cat"
    assert ANIMALS.find("travel")[0].score < ANIMALS.find("cat travel")[0].score


def test_a_phrase_said_in_full_comes_before_one_said_in_part() -> None:
    first, second = ANIMALS.find("my dog and my sister leave", 2)
    assert {first.key, second.key} == {"dog", "sister"}
    assert ANIMALS.find("my dog")[0].score == pytest.approx(1.0)
    assert first.score < 1.0


def test_weak_words_are_found_alone_and_weigh_little_beside_others() -> None:
    assert keys("when") == ["when"]
    assert keys("when does the dog bark")[0] == "dog"


def test_an_index_without_phrases_finds_nothing() -> None:
    assert Index({}).find("dog") == ()
    assert Index({"a": ("",)}).find("dog") == ()


@given(st.text(max_size=300))
def test_whatever_is_typed_scores_lie_between_none_and_all_and_come_in_order(typed: str) -> None:
    scores = [found.score for found in ANIMALS.find(typed)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1.0 + 1e-9 for score in scores)


def test_words_are_compared_without_case_accents_and_signs() -> None:
    assert words_of("L'Été, à la SŒUR d’Anaïs…") == ("l", "ete", "a", "la", "soeur", "d", "anais")
