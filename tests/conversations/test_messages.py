"""What can be handed on: words, a photo, a PDF, a voice note; anything else is refused kindly. And what is a link."""

import pytest

from conversations.engine.keyboard import Problem
from conversations.engine.replies import FileRef, Reply, Said, Sent
from conversations.guide import LONGEST_TITLE, first_words, link_in, named_in
from conversations.messages import Content, content_of


def file(kind: str, size: int = 10, mime: str = "") -> FileRef:
    return FileRef("f1", kind, size, mime=mime)


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Said(" 👍 "), "👍"),
        (Sent(file("photo"), " Le devis "), "Le devis"),
        (Sent(file("voice")), ""),
        (Sent(file("document", mime="application/pdf")), ""),
    ],
)
def test_words_pictures_and_voices_are_handed_on(reply: Reply, text: str) -> None:
    assert content_of(reply) == Content(text, reply.file if isinstance(reply, Sent) else None)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Said("  "), "not_understood"),
        (Sent(file("sticker")), "wrong_type"),
        (Sent(file("document", mime="text/html")), "wrong_type"),
        (Sent(file("photo", size=0)), "empty_file"),
        (Sent(file("voice", size=30_000_000)), "too_big"),
    ],
)
def test_anything_else_is_refused_with_its_reason(reply: Reply, code: str) -> None:
    assert isinstance(problem := content_of(reply), Problem)
    assert problem.code == code


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (" https://example.org/a?b=1 ", "https://example.org/a?b=1"),
        ("Voir https://example.org", ""),
        ("javascript:alert(1)", ""),
        ("https://exa mple.org", ""),
    ],
)
def test_a_link_is_an_address_and_nothing_else(text: str, link: str) -> None:
    assert link_in(text) == link


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("L’acompte\n\nLa structure peut l’avancer.", "L’acompte"),
        ("  Deux   mots ", "Deux mots"),
        ("mot " * 30, "mot " * 14 + "mot…"),
        ("x" * 100, "x" * (LONGEST_TITLE - 1) + "…"),
        ("", ""),
    ],
)
def test_the_first_words_of_an_answer_are_its_title(text: str, title: str) -> None:
    assert first_words(text) == title
    assert len(first_words(text)) <= LONGEST_TITLE


def test_names_are_found_as_whole_words_whatever_their_accents() -> None:
    said = "Avec Zoe, et l'aide de MARIE-LOU : la linaire fleurit."
    assert named_in(said, ["Zoé", "Marie-Lou", "Lina", "", "👩"]) == ["Marie-Lou", "Zoé"]
