"""What Telegram takes: never more than it takes, cut where a reader sees that it is cut, and never through a sign.

Lengths are those of UTF-16, which are never smaller than what Telegram counts.
"""

import re
from html import unescape
from typing import Final
from unicodedata import category

MOST_TEXT: Final = 4096
"""Of a message, as its reader sees it (Bot API, sendMessage)."""
MOST_CAPTION: Final = 1024
"""Of the words below a picture or a file (Bot API, sendPhoto)."""
MOST_TOAST: Final = 200
"""Of the answer to a tap (Bot API, answerCallbackQuery)."""
MOST_LABEL: Final = 120
"""Of a button's label that any telephone still shows."""
CUT_TO: Final = (1000, 300, 100, 40)
"""How long a value may be, tried one after the other, where all of them together are too long: the longest give way
first, and the sentences around them stay whole."""
SIGN: Final = "…"
"""What a reader sees where something was left out."""

_PIECE: Final = re.compile(r"<(?P<end>/?)(?P<tag>[\w-]+)[^>]*>|&(?:#\w+|\w+);|[^<&]+|.", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_JOINER: Final = "\u200d"
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_LONGEST_SIGN: Final = 12
"""Characters of one sign, such as a family of four: what claims to be longer is cut anyway."""


def length(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def seen(html: str) -> str:
    """Return what a reader sees of Telegram's HTML."""
    return unescape(_TAG.sub("", html))


def fits(html: str, most: int) -> bool:
    """Return whether a reader finds Telegram's HTML no longer than that: never more than what is written."""
    return length(html) <= most or length(seen(html)) <= most


def cut(text: str, most: int) -> str:
    """Return the text, or as much of its beginning as fits, with a sign that it goes on."""
    if length(text) <= most:
        return text
    kept = _beginning(text, most - len(SIGN)).rstrip()
    opened = sum(char in _ISOLATES for char in kept) - kept.count(_END_OF_ISOLATE)
    return kept + SIGN + _END_OF_ISOLATE * max(opened, 0)


def _beginning(text: str, most: int) -> str:
    """Return as many whole signs as fit: no accent is taken from its letter, no family torn apart."""
    at, left = 0, most
    while at < len(text) and (left := left - length(text[at])) >= 0:
        at += 1
    back = at
    while 0 < back < len(text) and at - back < _LONGEST_SIGN and _goes_on(text[back - 1], text[back]):
        back -= 1
    return text[:at] if at - back == _LONGEST_SIGN else text[:back]


def _goes_on(before: str, after: str) -> bool:
    """Return whether two characters are parts of one sign."""
    return _JOINER in {before, after} or category(after) in {"Mn", "Mc", "Me", "Sk"}


def cut_html(html: str, most: int) -> str:
    """Cut Telegram's HTML to what fits; no tag is left open, and no character that is spelled out is cut."""
    if fits(html, most):
        return html
    kept: list[str] = []
    opened: list[str] = []
    left = most - len(SIGN)
    for piece in _PIECE.finditer(html):
        if piece["tag"]:
            opened = opened[:-1] if piece["end"] else [*opened, piece["tag"]]
            kept.append(piece[0])
            continue
        size = length(unescape(piece[0]))
        if size > left:
            kept.append(_beginning(piece[0], left).rstrip() if not piece[0].startswith("&") else "")
            break
        left -= size
        kept.append(piece[0])
    return "".join([*kept, SIGN, *(f"</{tag}>" for tag in reversed(opened))])
