"""The HTML parse mode, by the rules (and error texts) of Telegram's own parser. Knows no message and no chat.

The rules follow `parse_html` of tdlib: tag names in any case, numeric entities and four named ones, an unknown
`&name;` stays as it is, every tag is closed in order, empty ones leave no entity.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.sandbox.wire import ApiError, Json, bad_request

NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
PLAIN: Final = re.compile(r"[^<&]+")
REFERENCE: Final = re.compile(r"&(?:#(?:x([0-9a-fA-F]+)|([0-9]+))|([a-zA-Z]+));?")
TAG_NAME: Final = re.compile(r"[^\s>]*")
END_TAG: Final = re.compile(r"</([^\s>]*)\s*(.?)", re.DOTALL)
ATTRIBUTE: Final = re.compile(r"[^\s=>/\"']*")
TOKEN: Final = re.compile(r"[A-Za-z0-9.\-]*")
USER_LINK: Final = re.compile(r"tg://user\?id=(\d+)")

SIMPLE: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "code": "code",
}
SUPPORTED: Final = frozenset({*SIMPLE, "a", "pre", "blockquote", "tg-emoji", "tg-time"})


def utf16_length(text: str) -> int:
    """Return the length as entities count it: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _reference(match: re.Match[str]) -> str:
    """Return what `&…;` stands for; what is unknown stays as written."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, match.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    start: int
    piece: int


@dataclass(slots=True)
class _Parser:
    """One text on its way from HTML to plain text and entities."""

    html: str
    at: int = 0
    offset: int = 0
    pieces: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        html, end = self.html, len(self.html)
        while self.at < end:
            plain = PLAIN.match(html, self.at)
            if plain:
                self._add(plain.group(), plain.end())
            else:
                self._step()
        if self.stack:
            raise bad_entities(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.pieces), self.entities

    def _step(self) -> None:
        if self.html[self.at] == "<":
            (self._end_tag if self.html.startswith("</", self.at) else self._start_tag)()
            return
        match = REFERENCE.match(self.html, self.at)
        if match is None:
            self._add("&", self.at + 1)
        else:
            self._add(_reference(match), match.end())

    def _add(self, text: str, end: int) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)
        self.at = end

    def _where(self, position: int) -> str:
        return f"at byte offset {len(self.html[:position].encode('utf-8', 'surrogatepass'))}"

    def _start_tag(self) -> None:
        begin = self.at
        name = TAG_NAME.match(self.html, begin + 1)
        end = name.end() if name else begin + 1
        if end >= len(self.html):
            raise bad_entities(f"Unclosed start tag {self._where(begin)}")
        tag = self.html[begin + 1 : end].lower()
        if tag not in SUPPORTED:
            raise bad_entities(f'Unsupported start tag "{tag}" {self._where(begin)}')
        self.at = end
        attributes: dict[str, str] = {}
        if self.html[end] == ">":
            self.at += 1
        else:
            attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise bad_entities(f'Tag "span" must have class "tg-spoiler" {self._where(begin)}')
        self.stack.append(_Open(tag, attributes, self.offset, len(self.pieces)))

    def _skip_spaces(self) -> str:
        """Move to the next character that is no space and return it, or "" at the end."""
        while self.at < len(self.html) and self.html[self.at].isspace():
            self.at += 1
        return self.html[self.at : self.at + 1]

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while self._skip_spaces() != ">":
            match = ATTRIBUTE.match(self.html, self.at)
            name = match.group() if match else ""
            if not name:
                unclosed = self.at >= len(self.html)
                problem = "Unclosed start tag" if unclosed else f'Empty attribute name in the tag "{tag}"'
                raise bad_entities(f"{problem} {self._where(begin)}")
            self.at += len(name)
            attributes[name] = self._value(begin) if self._skip_spaces() == "=" else ""
        self.at += 1
        return attributes

    def _value(self, begin: int) -> str:
        self.at += 1
        quote = self._skip_spaces()
        if quote and quote in "\"'":
            end = self.html.find(quote, self.at + 1)
            if end < 0 or end + 1 >= len(self.html):
                raise bad_entities(f"Unclosed start tag {self._where(begin)}")
            raw, self.at = self.html[self.at + 1 : end], end + 1
            return REFERENCE.sub(_reference, raw)
        match = TOKEN.match(self.html, self.at)
        token_at, token = self.at, match.group() if match else ""
        self.at += len(token)
        if self.at >= len(self.html):
            raise bad_entities(f"Unclosed start tag {self._where(begin)}")
        if not self.html[self.at].isspace() and self.html[self.at] != ">":
            raise bad_entities(f"Unexpected end of name token {self._where(token_at)}")
        return token.lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.stack:
            raise bad_entities(f"Unexpected end tag {self._where(begin)}")
        match = END_TAG.match(self.html, begin)
        if match is None or match.group(2) != ">":
            raise bad_entities(f"Unclosed end tag {self._where(begin)}")
        opened, found = self.stack.pop(), match.group(1)
        if found and found != opened.tag:
            raise bad_entities(
                f'Unmatched end tag {self._where(begin)}, expected "</{opened.tag}>", found "</{found}>"'
            )
        self.at = match.end()
        if self.offset > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        """Add the entity of a tag that held something."""
        span: Json = {"offset": opened.start, "length": self.offset - opened.start}
        if opened.tag in SIMPLE:
            self._simple(opened, span)
        else:
            RICH[opened.tag](self, opened, span)

    def _simple(self, opened: _Open, span: Json) -> None:
        language = opened.attributes.get("class", "")
        if opened.tag == "code" and language.startswith("language-"):
            span["_language"] = language.removeprefix("language-")
        self.entities.append({"type": SIMPLE[opened.tag], **span})

    def link(self, opened: _Open, span: Json) -> None:
        """Add `<a href>`: a person or an address; without an address the text itself; what is no address is dropped."""
        url = opened.attributes.get("href") or "".join(self.pieces[opened.piece :])
        user = USER_LINK.match(url)
        if user:
            mentioned = {"id": int(user.group(1)), "is_bot": False, "first_name": ""}
            self.entities.append({"type": "text_mention", **span, "user": mentioned})
        elif "." in url or "://" in url:
            self.entities.append({"type": "text_link", **span, "url": url if "://" in url else f"http://{url}/"})

    def preformatted(self, _opened: _Open, span: Json) -> None:
        """Add `<pre>`, which takes the language of a `<code>` that fills it."""
        last = self.entities[-1] if self.entities else {}
        inner = {key: last.get(key) for key in span} == span and last.get("type") == "code"
        language = self.entities.pop().get("_language") if inner else None
        self.entities.append({"type": "pre", **span, **({"language": language} if language else {})})

    def quote(self, opened: _Open, span: Json) -> None:
        """Add `<blockquote>`, perhaps expandable."""
        kind = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
        self.entities.append({"type": kind, **span})

    def emoji(self, opened: _Open, span: Json) -> None:
        """Add `<tg-emoji emoji-id>`."""
        number = opened.attributes.get("emoji-id", "")
        if not number.isdecimal():
            raise bad_entities("Invalid custom emoji identifier specified")
        self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": number})

    def time(self, opened: _Open, span: Json) -> None:
        """Add `<tg-time unix format>`."""
        moment = opened.attributes.get("unix", "")
        if not moment.isdecimal():
            raise bad_entities('Invalid date specified in the tag "tg-time"')
        shown = opened.attributes.get("format")
        extra = {"date_time_format": shown} if shown else {}
        self.entities.append({"type": "date_time", **span, "unix_time": int(moment), **extra})


RICH: Final[dict[str, Callable[[_Parser, _Open, Json], None]]] = {
    "a": _Parser.link,
    "pre": _Parser.preformatted,
    "blockquote": _Parser.quote,
    "tg-emoji": _Parser.emoji,
    "tg-time": _Parser.time,
}


def bad_entities(problem: str) -> ApiError:
    """Return the refusal of a text that does not parse."""
    return bad_request(f"can't parse entities: {problem}")


def parse(html: str) -> tuple[str, list[Json]]:
    """Return the plain text and its entities, offsets in UTF-16 code units.

    Raises:
        ApiError: the text is not Telegram's HTML, with Telegram's own words.
    """
    if "<" not in html and "&" not in html:
        return html, []
    text, entities = _Parser(html).run()
    for entity in entities:
        entity.pop("_language", None)
    return text, entities
