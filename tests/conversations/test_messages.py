"""What can be handed on: words, a photo, a PDF, a voice note; anything else is refused kindly. And what is a link."""

import pytest

from conversations.engine.board import Problem
from conversations.engine.replies import FileRef, Reply, Said, Sent
from conversations.guide import link_in
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
