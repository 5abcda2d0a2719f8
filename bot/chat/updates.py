"""From a raw update of the Bot API to what somebody did, in our own words. Nothing is decided here.

Updates are read as plain data: building the library's objects for each would cost more than all the rest.
"""

from dataclasses import dataclass
from typing import Any

from bot.interaction.request import Command, Incoming, Presence, Sender, Tap
from conversations.engine.replies import FileRef, Said, Sent


@dataclass(frozen=True, slots=True)
class Understood:
    """An update: who, what, and what is needed to answer it.

    `worded`: the message that was tapped is words, so that others can be put in its place; a picture's cannot.
    """

    sender: Sender
    incoming: Incoming
    callback_id: str = ""
    message_id: int | None = None
    worded: bool = False


KEPT_KINDS = ("photo", "document", "voice")
OTHER_KINDS = ("video", "video_note", "audio", "animation", "sticker", "location", "contact", "poll", "dice", "venue")


def understand(update: dict[str, Any]) -> Understood | None:
    """What the update says; None for what is no matter of a private chat, such as an edited message."""
    if "callback_query" in update:
        return _tap(update["callback_query"])
    if "message" in update:
        return _message(update["message"])
    if "my_chat_member" in update:
        return _presence(update["my_chat_member"])
    return None


def _sender(chat: dict[str, Any], user: dict[str, Any]) -> Sender | None:
    if chat.get("type") != "private":
        return None
    return Sender(chat["id"], user.get("language_code", ""), user.get("first_name", ""))


def _tap(query: dict[str, Any]) -> Understood | None:
    message = query.get("message")
    if message is None:
        return None
    sender = _sender(message["chat"], query["from"])
    if sender is None:
        return None
    tap = Tap(query.get("data", ""), message["message_id"])
    return Understood(sender, tap, query["id"], message["message_id"], worded="text" in message)


def _message(message: dict[str, Any]) -> Understood | None:
    sender = _sender(message["chat"], message.get("from", {}))
    if sender is None:
        return None
    return Understood(sender, _content(message), message_id=message["message_id"])


def _content(message: dict[str, Any]) -> Incoming:
    text = message.get("text")
    if text is None:
        return Sent(_file(message), message.get("caption", ""))
    if text.startswith("/"):
        name, _, argument = text[1:].partition(" ")
        return Command(name.partition("@")[0].lower(), argument.strip())
    return Said(text)


def _file(message: dict[str, Any]) -> FileRef:
    for kind in KEPT_KINDS:
        if kind in message:
            found = message[kind][-1] if kind == "photo" else message[kind]
            return FileRef(
                found["file_id"],
                kind,
                found.get("file_size", 0),
                found.get("file_name", ""),
                found.get("mime_type", ""),
            )
    other = next((kind for kind in OTHER_KINDS if kind in message), "other")
    return FileRef("", other, 0)


def _presence(change: dict[str, Any]) -> Understood | None:
    sender = _sender(change["chat"], change["from"])
    if sender is None:
        return None
    return Understood(sender, Presence(change["new_chat_member"]["status"] in {"kicked", "left"}))
