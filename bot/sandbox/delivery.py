"""What all methods that write into a chat share: may the bot write there, and how a message comes to be or changes."""

from bot.sandbox.people import Chat, Entry
from bot.sandbox.wire import NOT_MODIFIED, ApiError, Json, bad_request
from bot.sandbox.world import World

CONTENT = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "voice",
    "video",
    "sticker",
    "location",
)
"""Fields of a message that a copy or a forward carries over."""


def known_chat(world: World, chat_id: int | str) -> Chat:
    """Return the chat a request names.

    Raises:
        ApiError: there is none. A private chat has no @name for a bot.
    """
    chat = world.people.find(chat_id) if isinstance(chat_id, int) else None
    if chat is None:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, chat_id: int | str) -> Chat:
    """Return the chat a request wants to write into.

    Raises:
        ApiError: unknown, deleted, never begun by the person, or blocked.
    """
    chat = known_chat(world, chat_id)
    if chat.person.deleted:
        raise ApiError(403, "Forbidden: user is deactivated", excusable=True)
    if not chat.started:
        raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
    if chat.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user", excusable=True)
    return chat


def inline_keyboard(markup: Json | None) -> Json | None:
    """Return an inline keyboard that has buttons; Telegram drops empty rows."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    return {"inline_keyboard": rows} if rows else None


def _replied_to(chat: Chat, p: Json) -> Json:
    """Return the `reply_to_message` part of a new message."""
    wish = p.get("reply_parameters")
    if not wish:
        return {}
    entry = chat.entries.get(wish["message_id"])
    if entry is not None:
        return {"reply_to_message": {key: item for key, item in entry.body.items() if key != "reply_to_message"}}
    if wish.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found", excusable=True)


def deliver(world: World, chat: Chat, content: Json, p: Json) -> Json:
    """Write a message of the bot into a chat and return it."""
    markup = p.get("reply_markup")
    reply = _replied_to(chat, p)
    body: Json = {
        "message_id": world.people.next_message_id(),
        "from": world.profile.as_user(),
        "chat": chat.person.as_chat(),
        "date": world.clock.date(),
        **reply,
        **content,
    }
    if p.get("protect_content"):
        body["has_protected_content"] = True
    inline = inline_keyboard(markup)
    if inline:
        body["reply_markup"] = inline
    other = markup if markup and "inline_keyboard" not in markup else None
    entry = Entry(body, other)
    world.people.put(chat, entry)
    chat.action_until = 0
    world.events.emit("message", chat.id, message=shown(chat, entry))
    return body


def editable(chat: Chat, p: Json) -> Entry:
    """Return the message a request wants to edit.

    Raises:
        ApiError: gone, or not one that a bot can edit: another's, or one that came with a reply keyboard.
    """
    number = p.get("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    entry = chat.entries.get(number)
    if entry is None:
        raise bad_request("message to edit not found", excusable=True)
    if not entry.body["from"]["is_bot"] or entry.keyboard is not None or "forward_origin" in entry.body:
        raise bad_request("message can't be edited")
    return entry


def rewrite(world: World, chat: Chat, entry: Entry, content: Json, p: Json) -> Json:
    """Replace parts of a message (None takes a part away) and its keyboard; returns the new message.

    Raises:
        ApiError: nothing would change.
    """
    body = {**entry.body, **content, "reply_markup": inline_keyboard(p.get("reply_markup"))}
    body = {key: item for key, item in body.items() if item is not None}
    if body == entry.body:
        raise bad_request(NOT_MODIFIED, excusable=True)
    body["edit_date"] = world.clock.date()
    changed = Entry(body, None, entry.rewritten or any(entry.body.get(key) != body.get(key) for key in content))
    world.people.put(chat, changed)
    world.events.emit("edit", chat.id, message=shown(chat, changed))
    return body


def shown(chat: Chat, entry: Entry) -> Json:
    """Return a message as the control API tells it."""
    body = entry.body
    extra: Json = {
        "edited": entry.rewritten,
        "protected": body.get("has_protected_content", False),
        "outgoing": body["from"]["id"] == chat.id,
    }
    if entry.keyboard is not None:
        extra["reply_markup"] = entry.keyboard
    return {**body, **extra}
