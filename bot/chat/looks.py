"""How messages looked when they were last shown: to put a message in its own place costs a turn and is refused.

A digest a message, in memory only. What is not known is shown, and Telegram says at worst that nothing has changed.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, Final

from bot.rendering.renderer import Key

REMEMBERED: Final = 20_000
"""Messages; some hundred bytes each."""
_TAG: Final = re.compile(r"<[^>]*>")
_NO_KEYS: Final = hash(())


@dataclass(frozen=True, slots=True)
class _Look:
    """Digests. `words` is of the text without its tags, as Telegram tells it; `text` is None where only that is known.

    Both are None where no more is known than whether there are buttons.
    """

    keys: int
    text: int | None = None
    words: int | None = None


class Looks:
    """What is known of the messages that this process has sent, changed, or been told of."""

    def __init__(self, most: int = REMEMBERED) -> None:
        """Know nothing yet, and never of more than `most` messages."""
        self._known: OrderedDict[tuple[int, int], _Look] = OrderedDict()
        self._most = most

    def is_so(self, chat_id: int, message_id: int, text: str, keyboard: tuple[tuple[Key, ...], ...]) -> bool:
        """Return whether a message certainly looks so already."""
        known = self._known.get((chat_id, message_id))
        if known is None or known.keys != _keys(keyboard):
            return False
        if known.text is not None:
            return known.text == hash(text)
        return known.words is not None and known.words == hash(_words(unescape(_TAG.sub("", text))))

    def is_bare(self, chat_id: int, message_id: int) -> bool:
        """Return whether a message certainly has no buttons."""
        known = self._known.get((chat_id, message_id))
        return known is not None and known.keys == _NO_KEYS

    def shown(self, chat_id: int, message_id: int, text: str, keyboard: tuple[tuple[Key, ...], ...]) -> None:
        """Remember how it looks from now on."""
        self._keep(chat_id, message_id, _Look(_keys(keyboard), hash(text)))

    def stripped(self, chat_id: int, message_id: int, before: _Look | None) -> None:
        """Remember that its buttons are gone, and the words as they were."""
        self._keep(chat_id, message_id, replace(before, keys=_NO_KEYS) if before else _Look(_NO_KEYS))

    def forget(self, chat_id: int, message_id: int) -> _Look | None:
        """Know nothing of a message while it is being changed; returns what was known."""
        return self._known.pop((chat_id, message_id), None)

    def told(self, chat_id: int, message: Mapping[str, Any]) -> None:
        """Take Telegram's word for a message that was tapped, where nothing better is known.

        It is how the message was when it was tapped: nothing has changed it since but for who knows so.
        """
        number = message["message_id"]
        if (chat_id, number) in self._known or not message.get("date"):  # without a date it is no more to be had
            return
        text = message.get("text")
        rows = message.get("reply_markup", {}).get("inline_keyboard", ())
        known = hash(_words(text)) if isinstance(text, str) else None
        self._keep(chat_id, number, _Look(_told_keys(rows), words=known))

    def _keep(self, chat_id: int, message_id: int, look: _Look) -> None:
        self._known[chat_id, message_id] = look
        self._known.move_to_end((chat_id, message_id))
        if len(self._known) > self._most:
            self._known.popitem(last=False)


def _words(text: str) -> str:
    return " ".join(text.split())


def _keys(keyboard: tuple[tuple[Key, ...], ...]) -> int:
    return hash(tuple(tuple((key.label, key.data, key.url, key.style, key.copied) for key in row) for row in keyboard))


def _told_keys(rows: Iterable[Iterable[Mapping[str, Any]]]) -> int:
    return hash(tuple(tuple(_told_key(key) for key in row) for row in rows))


def _told_key(key: Mapping[str, Any]) -> tuple[str, ...]:
    fields = ("text", "callback_data", "url", "style")
    return (*(str(key.get(field, "")) for field in fields), str(key.get("copy_text", {}).get("text", "")))
