"""From a raw update of the Bot API to what a person did, in our own words. Nothing is decided here.

Updates are read as plain data: building the library's objects for each would cost more than all the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

from bot.interaction.request import Command, Edited, Incoming, Presence, Sender, Tap
from conversations.engine.replies import FileRef, Said, Sent

LARGEST: Final = 2**63 - 1
"""The largest number that the database keeps, and larger than any that Telegram gives."""


class Unreadable(ValueError):  # noqa: N818 - named for what happened
    """An update is not as the Bot API writes them; the text says where, and nothing of what stands there."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An update: who, what, and what is needed to answer it.

    `tapped` is the message whose button was tapped, as it was then. `worded`: it is words, so that others can be put in
    its place; a picture's cannot.
    """

    sender: Sender
    incoming: Incoming
    callback_id: str = ""
    message_id: int | None = None
    tapped: Mapping[str, Any] = field(default_factory=dict)

    @property
    def worded(self) -> bool:
        """Whether the tapped message is words."""
        return "text" in self.tapped


KEPT_KINDS = ("photo", "document", "voice")
OTHER_KINDS = ("video", "video_note", "audio", "animation", "sticker", "location", "contact", "poll", "dice", "venue")


def understand(update: dict[str, Any]) -> Understood | None:
    """Return what the update says; None for what is no matter of a private chat, such as a post in a channel.

    Raises:
        Unreadable: a part of it is not what it should be.
    """
    if "callback_query" in update:
        return _tap(_part(update, "callback_query"))
    if "message" in update:
        return _message(_part(update, "message"), _content)
    if "edited_message" in update:
        return _message(_part(update, "edited_message"), _edited)
    if "my_chat_member" in update:
        return _presence(_part(update, "my_chat_member"))
    return None


def joined(update: Mapping[str, Any]) -> int | None:
    """Return the group or channel that the bot was added to, where it has nothing to say; None for any other update.

    Raises:
        Unreadable: a part of it is not what it should be.
    """
    if "my_chat_member" not in update:
        return None
    change = _part(update, "my_chat_member")
    chat, now = _part(change, "chat"), _part(change, "new_chat_member").get("status")
    there = chat.get("type") != "private" and now in {"member", "administrator", "restricted"}
    return _number(chat, "id") if there else None


def is_number(value: object) -> TypeGuard[int]:
    """Return whether a value is a whole number that can be kept."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _part(whole: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = whole.get(name)
    if not isinstance(found, dict):
        raise Unreadable(f"{name} is no object")
    return found


def _number(whole: Mapping[str, Any], name: str, default: int | None = None) -> int:
    found = whole.get(name, default)
    if not is_number(found):
        raise Unreadable(f"{name} is no number")
    return found


def _words(whole: Mapping[str, Any], name: str, default: str | None = None) -> str:
    found = whole.get(name, default)
    if not isinstance(found, str):
        raise Unreadable(f"{name} is no text")
    return found


def _sender(chat: Mapping[str, Any], user: Mapping[str, Any]) -> Sender | None:
    if chat.get("type") != "private":
        return None
    return Sender(_number(chat, "id"), _words(user, "language_code", ""), _words(user, "first_name", ""))


def _tap(query: dict[str, Any]) -> Understood | None:
    if query.get("message") is None:
        return None
    message = _part(query, "message")
    sender = _sender(_part(message, "chat"), _part(query, "from"))
    if sender is None:
        return None
    number = _number(message, "message_id")
    return Understood(sender, Tap(_words(query, "data", ""), number), _words(query, "id"), number, message)


def _message(message: dict[str, Any], content: Callable[[dict[str, Any]], Incoming]) -> Understood | None:
    sender = _sender(_part(message, "chat"), _part(message, "from") if "from" in message else {})
    if sender is None:
        return None
    return Understood(sender, content(message), message_id=_number(message, "message_id"))


def _content(message: dict[str, Any]) -> Incoming:
    if message.get("text") is None:
        return Sent(_file(message), _words(message, "caption", ""))
    text = _words(message, "text")
    if text.startswith("/"):
        name, _, argument = text[1:].partition(" ")
        return Command(name.partition("@")[0].lower(), argument.strip())
    return Said(text)


def _edited(message: dict[str, Any]) -> Incoming:
    return Edited(_words(message, "text", "") or _words(message, "caption", ""))


def _file(message: dict[str, Any]) -> FileRef:
    for kind in KEPT_KINDS:
        if kind in message:
            found = _largest(message) if kind == "photo" else _part(message, kind)
            return FileRef(
                _words(found, "file_id"),
                kind,
                _number(found, "file_size", 0),
                _words(found, "file_name", ""),
                _words(found, "mime_type", ""),
            )
    other = next((kind for kind in OTHER_KINDS if kind in message), "other")
    return FileRef("", other, 0)


def _largest(message: dict[str, Any]) -> dict[str, Any]:
    """Return the photo in its largest size, which Telegram names last."""
    sizes = message["photo"]
    if not isinstance(sizes, list) or not sizes:
        raise Unreadable("photo has no size")
    return _part({"photo": sizes[-1]}, "photo")


def _presence(change: dict[str, Any]) -> Understood | None:
    sender = _sender(_part(change, "chat"), _part(change, "from"))
    if sender is None:
        return None
    return Understood(sender, Presence(_part(change, "new_chat_member").get("status") in ("kicked", "left")))


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat of an update: that of its message or change, else of the user who caused it; 0 for none.

    Raises:
        Unreadable: it has no number that could be one.
    """
    for part in update.values():
        if isinstance(part, dict):
            message = part.get("message")
            within = message.get("chat") if isinstance(message, dict) else None
            chat = part.get("chat") or within or part.get("from") or {}
            return _number(_part({"chat": chat}, "chat"), "id", 0)
    return 0
