"""What holds for any text: nothing is lost on the way in, and entities never lie outside."""

from html import escape
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import formatted
from bot.sandbox.forms import pairs
from bot.sandbox.html import parse, utf16_length
from bot.sandbox.wire import ApiError, Json

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
MARKED = st.lists(
    st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<a href='x.fr'>", "</a>", "<", "&lt;", "&", "é😀", " "])
)


@given(WORDS, WORDS)
def test_a_form_arrives_as_it_was_sent(text: str, other: str) -> None:
    form = {"text": text, "other": other}
    assert dict(pairs(urlencode(form).encode())) == form


@given(WORDS)
def test_escaped_text_arrives_as_it_was_meant(text: str) -> None:
    assert parse(escape(text, quote=False)) == (text, [])


def outcome(html: str) -> tuple[str, list[Json]] | str:
    """Return the text and its entities, or the words of the refusal."""
    try:
        return formatted(html, "HTML", None)
    except ApiError as refused:
        return refused.description


@given(MARKED)
def test_entities_lie_inside_the_text_or_the_text_is_refused(pieces: list[str]) -> None:
    result = outcome("".join(pieces))
    if isinstance(result, str):
        assert result.startswith("Bad Request: can't parse entities: ")
        return
    text, entities = result
    assert text == text.strip()
    for entity in entities:
        assert entity["offset"] >= 0
        assert 0 < entity["length"] <= utf16_length(text) - entity["offset"]
