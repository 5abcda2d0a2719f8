"""From what a request says of a text to the text shown: parse modes, given entities, found links, trimming, length."""

import re
from typing import Final

from bot.sandbox import html
from bot.sandbox.html import utf16_length
from bot.sandbox.wire import Json, bad_request

MOST_TEXT: Final = 4096
MOST_CAPTION: Final = 1024
MOST_ENTITIES: Final = 100
FOUND: Final = re.compile(
    r"(?P<email>(?<![\w.@/])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>(?<![\w@])(?:https?://[^\s<>\"]+|(?:t\.me|telegram\.me)/[^\s<>\"]+)(?<![.,!?;:)]))"
    r"|(?P<mention>(?<![\w/])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)
UNCLEAN: Final = re.compile("[\\x00-\\x08\\x0b-\\x1f\\u2028-\\u202e]")
CLEAN: Final = {**dict.fromkeys(range(32), " "), 9: "\t", 10: "\n", 13: "", **dict.fromkeys(range(0x2028, 0x202F), "")}
"""Telegram makes spaces of control characters and takes carriage returns, line separators and bidirectional
overrides away; isolates (U+2066 to U+2069) stay."""
UNSEEN: Final = {
    ord(char): " "
    for char in "\xa0\u1680\u180e\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    + "".join(map(chr, (*range(0x2000, 0x2010), *range(0xE0000, 0xE0080))))
}
"""What Telegram takes for no sign at all (`is_empty_string` of tdlib): spaces, signs of no width, of direction."""
CLOSED: Final = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
"""Inside these nothing is looked for."""


def is_blank(text: str) -> bool:
    """Return whether Telegram finds nothing to read in a text."""
    return not text.translate(CLEAN).translate(UNSEEN).strip()


def found_in(text: str, taken: list[Json] | None = None) -> list[Json]:
    """Return the entities Telegram finds by itself: commands, links, mentions, hashtags, addresses."""
    if not any(mark in text for mark in "/@#."):
        return []
    spans = [(each["offset"], each["offset"] + each["length"]) for each in taken or () if each["type"] in CLOSED]
    entities = []
    for match in FOUND.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        if all(offset + length <= start or offset >= end for start, end in spans):
            entities.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return entities


def _given(text: str, entities: list[Json]) -> list[Json]:
    """Check entities that the request states itself."""
    length = utf16_length(text)
    for entity in entities:
        if entity["length"] <= 0 or entity["offset"] < 0 or entity["offset"] + entity["length"] > length:
            raise bad_request("entity beginning or end is out of the text")
    return sorted((dict(entity) for entity in entities), key=lambda entity: (entity["offset"], -entity["length"]))


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends, as Telegram does, and move the entities along."""
    bare = text.strip()
    if bare == text:
        return text, entities
    cut, length = utf16_length(text[: len(text) - len(text.lstrip())]), utf16_length(bare)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], length)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return bare, moved


def formatted(text: str, mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Return the text as shown and all its entities, offsets in UTF-16 code units.

    Args:
        text: What the request says.
        mode: Its `parse_mode`; of Telegram's modes only HTML is served here.
        entities: Its `entities`, which count only without a mode.

    Raises:
        ApiError: the text does not parse, or an entity lies outside.
    """
    if UNCLEAN.search(text):
        text = text.translate(CLEAN)
    stated: list[Json] = []
    if mode:
        if mode.lower() != "html":
            raise bad_request(f"unsupported parse_mode {mode}: the sandbox serves HTML only")
        text, stated = html.parse(text)
    elif entities:
        stated = _given(text, entities)
    text, stated = _trimmed(text, stated)
    found = found_in(text, stated)
    if found:
        stated = sorted([*stated, *found], key=lambda entity: (entity["offset"], -entity["length"]))
    return text, stated[:MOST_ENTITIES]


def message_text(
    text: str, mode: str | None, entities: list[Json] | None, too_long: str = "message is too long"
) -> tuple[str, list[Json]]:
    """Return `formatted`, refusing what cannot be a message; Telegram has other words where it is an edit.

    Raises:
        ApiError: empty or too long after parsing.
    """
    shown, stated = formatted(text, mode, entities)
    if not shown:
        raise bad_request("message text is empty")
    if is_blank(shown):
        raise bad_request("text must be non-empty")
    if len(shown) > MOST_TEXT:
        raise bad_request(too_long)
    return shown, stated


def caption_text(text: str, mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Return `formatted`, refusing what cannot be a caption.

    Raises:
        ApiError: too long after parsing.
    """
    shown, stated = formatted(text, mode, entities)
    if len(shown) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return shown, stated
