"""What is too long is cut where its reader sees it: by whole signs, with every tag closed."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.legible import blank
from bot.rendering import fitting
from bot.sandbox.html import parse

WORDS = st.text(st.characters(codec="utf-8"), max_size=80)
PIECES = st.recursive(
    WORDS.map(lambda text: escape(text, quote=False)),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "i", "blockquote", "code"]),
        st.lists(inner, max_size=4),
    ),
)
FAMILY = "👩\u200d👩\u200d👧\u200d👦"


@given(WORDS, st.integers(4, 60))
def test_a_text_that_is_cut_fits_and_is_its_own_beginning(text: str, most: int) -> None:
    cut = fitting.cut(text, most)
    if cut != text:
        kept, sign, _ = cut.rpartition(fitting.SIGN)
        assert sign
        assert text.startswith(kept)
        assert fitting.length(kept + sign) <= most


@given(PIECES, st.integers(4, 60))
def test_html_that_is_cut_fits_and_is_read_by_telegram(html: str, most: int) -> None:
    cut = fitting.cut_html(html, most)
    before, after = parse(html)[0], parse(cut)[0]
    assert fitting.fits(cut, most)
    assert before == after or before.startswith(after.removesuffix(fitting.SIGN))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Awa", "Awa"),
        ("Awa Diallo", "Awa D…"),
        ("Awa   Diallo", "Awa…"),
        ("Annee\u0301es", "Anne…"),
        ("Léon👦🏿👦🏿", "Léon…"),
    ],
)
def test_it_is_cut_between_signs(text: str, cut: str) -> None:
    assert fitting.cut(text, 6) == cut


def test_a_family_stays_together() -> None:
    assert fitting.cut(FAMILY * 3, 25) == FAMILY * 2 + "…"


def test_a_name_from_right_to_left_is_closed_where_it_is_cut() -> None:
    assert fitting.cut("\u2067عبد الرحمن\u2069 · 3", 6) == "\u2067عبد…\u2069"


def test_tags_and_spelled_out_characters_are_never_cut() -> None:
    assert fitting.cut_html("<b>Awa &amp; <i>Lina</i></b> !", 6) == "<b>Awa &amp;…</b>"
    assert fitting.cut_html("<b>Awa &amp; <i>Lina</i></b> !", 5) == "<b>Awa …</b>"


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b\u202e", "\u3164", "\u2800", "\x07", "\u0301", "\ufe0f", "\u2068\u2069"]
)
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert blank(text)


@pytest.mark.parametrize("text", ["A", "1", "☀️", "🇫🇷", FAMILY, "-", "’", "عبد", "\u200fع"])
def test_what_anybody_sees_is_not_blank(text: str) -> None:
    assert not blank(text)
