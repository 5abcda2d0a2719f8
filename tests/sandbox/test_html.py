"""The HTML parse mode follows Telegram's parser, to the byte offset in its complaints."""

import pytest

from bot.sandbox.entities import caption_text, formatted, message_text
from bot.sandbox.html import parse
from bot.sandbox.wire import ApiError, Json


def entity(kind: str, offset: int, length: int, **more: object) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("1 &lt; 2 &amp; 3 &gt; 2 &quot;x&quot;", '1 < 2 & 3 > 2 "x"', []),
        ("&#233;&#xE9;&#128512;", "éé😀", []),
        ("&nbsp;&eacute; stay", "&nbsp;&eacute; stay", []),
        ("a & b &", "a & b &", []),
        ("<b>gras</b>", "gras", [entity("bold", 0, 4)]),
        ("<STRONG>x</strong>", "x", [entity("bold", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<b></b>x", "x", []),
        ("😀<u>é</u>", "😀é", [entity("underline", 2, 1)]),
        ("<s>x</s>", "x", [entity("strikethrough", 0, 1)]),
        ("<del>y</del>", "y", [entity("strikethrough", 0, 1)]),
        ("<ins>z</ins>", "z", [entity("underline", 0, 1)]),
        (
            '<a href="https://a.fr/?x=1&amp;y=2">site</a>',
            "site",
            [entity("text_link", 0, 4, url="https://a.fr/?x=1&y=2")],
        ),
        ("<a>no address</a>", "no address", []),
        ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
        ("<tg-spoiler>s</tg-spoiler>", "s", [entity("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
        ("<code>x</code>", "x", [entity("code", 0, 1)]),
        ('<tg-emoji emoji-id="53">👍</tg-emoji>', "👍", [entity("custom_emoji", 0, 2, custom_emoji_id="53")]),
        ('<tg-time unix="1784000000">lundi</tg-time>', "lundi", [entity("date_time", 0, 5, unix_time=1784000000)]),
    ],
)
def test_what_parses(html: str, text: str, entities: list[Json]) -> None:
    assert parse(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("line<br/>", 'Unsupported start tag "br/" at byte offset 4'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">z</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("5 <6", "Unclosed start tag at byte offset 2"),
        ("5 <6 x>", 'Unsupported start tag "6" at byte offset 2'),
    ],
)
def test_what_does_not(html: str, complaint: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_links_and_commands_are_found_but_not_in_code() -> None:
    text, entities = formatted("/start go https://a.fr, @awa_b #mer x@y.fr <code>/no</code>", "HTML", None)
    assert [(each["type"], text[each["offset"] :][: each["length"]]) for each in entities] == [
        ("bot_command", "/start"),
        ("url", "https://a.fr"),
        ("mention", "@awa_b"),
        ("hashtag", "#mer"),
        ("email", "x@y.fr"),
        ("code", "/no"),
    ]


def test_ends_are_trimmed_and_entities_move_along() -> None:
    assert formatted("\n <b> x</b>\n", "HTML", None) == ("x", [entity("bold", 0, 1)])
    assert formatted("  ab", None, [entity("italic", 3, 1)]) == ("ab", [entity("italic", 1, 1)])


def test_length_counts_after_parsing() -> None:
    assert message_text("<b>" + "x" * 4096 + "</b>", "HTML", None)[0] == "x" * 4096
    with pytest.raises(ApiError, match="message is too long"):
        message_text("x" * 4097, None, None)
    with pytest.raises(ApiError, match="message text is empty"):
        message_text("<b> </b>", "HTML", None)
    with pytest.raises(ApiError, match="message caption is too long"):
        caption_text("x" * 1025, None, None)


@pytest.mark.parametrize("mode", ["Markdown", "MarkdownV2", "rtf"])
def test_other_modes_are_refused_aloud(mode: str) -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("x", mode, None)


def test_invisible_characters_are_cleaned_as_telegram_does() -> None:
    assert formatted("a\0b\r\nc\u202ed\u2067e\u2069", None, None)[0] == "a b\ncd\u2067e\u2069"


def test_stated_entities_must_lie_inside() -> None:
    with pytest.raises(ApiError, match="out of the text"):
        formatted("abc", None, [entity("bold", 2, 2)])
