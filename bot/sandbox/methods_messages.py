"""Methods on messages of words: send, edit, copy, forward, delete, pin, react."""

from bot.sandbox import delivery
from bot.sandbox.entities import caption_text, message_text
from bot.sandbox.people import Chat, Entry
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import World


def _words(p: Json, *too_long: str) -> Json:
    text, entities = message_text(p.get("text", ""), p.get("parse_mode"), p.get("entities"), *too_long)
    return {"text": text, "entities": entities or None}


def captioned(p: Json) -> Json:
    """Return the caption part of a message, None for what is absent."""
    text, entities = caption_text(p.get("caption", ""), p.get("parse_mode"), p.get("caption_entities"))
    return {"caption": text or None, "caption_entities": entities or None}


def present(content: Json) -> Json:
    """Return the parts that are there."""
    return {key: item for key, item in content.items() if item is not None}


def send_message(world: World, p: Json) -> Json:
    """Send a text."""
    content = present(_words(p))
    return delivery.deliver(world, delivery.writable_chat(world, p["chat_id"]), content, p)


def _edited_chat(world: World, p: Json) -> Chat:
    if "inline_message_id" in p:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in p:
        raise bad_request("chat_id is empty")
    return delivery.writable_chat(world, p["chat_id"])


def edit_message_text(world: World, p: Json) -> Json:
    """Replace text and keyboard."""
    content = _words(p, "MESSAGE_TOO_LONG")
    chat = _edited_chat(world, p)
    entry = delivery.editable(chat, p)
    if "text" not in entry.body:
        raise bad_request("there is no text in the message to edit")
    return delivery.rewrite(world, chat, entry, content, p)


def edit_message_caption(world: World, p: Json) -> Json:
    """Replace caption and keyboard."""
    content = captioned(p)
    chat = _edited_chat(world, p)
    entry = delivery.editable(chat, p)
    if "text" in entry.body:
        raise bad_request("there is no caption in the message to edit")
    return delivery.rewrite(world, chat, entry, content, p)


def edit_message_reply_markup(world: World, p: Json) -> Json:
    """Replace the keyboard alone."""
    chat = _edited_chat(world, p)
    return delivery.rewrite(world, chat, delivery.editable(chat, p), {}, p)


def _source(world: World, p: Json, verb: str, past: str) -> Entry:
    """Return the message to copy or forward; protected content does not leave its chat."""
    chat = delivery.known_chat(world, p["from_chat_id"])
    entry = chat.entries.get(p["message_id"])
    if entry is None:
        raise bad_request(f"message to {verb} not found", excusable=True)
    if entry.body.get("has_protected_content"):
        raise bad_request(f"the message can't be {past}")
    return entry


def _content(entry: Entry) -> Json:
    return {key: entry.body[key] for key in delivery.CONTENT if key in entry.body}


def copy_message(world: World, p: Json) -> Json:
    """Send the content of a message anew, perhaps with another caption."""
    content = _content(_source(world, p, "copy", "copied"))
    if "caption" in p and "text" not in content:
        content = present({**content, **captioned(p)})
    message = delivery.deliver(world, delivery.writable_chat(world, p["chat_id"]), content, p)
    return {"message_id": message["message_id"]}


def forward_message(world: World, p: Json) -> Json:
    """Send a message on, with its origin."""
    entry = _source(world, p, "forward", "forwarded")
    origin = {"type": "user", "sender_user": entry.body["from"], "date": entry.body["date"]}
    content = {"forward_origin": entry.body.get("forward_origin", origin), **_content(entry)}
    return delivery.deliver(world, delivery.writable_chat(world, p["chat_id"]), content, p)


def _delete(world: World, chat: Chat, entry: Entry) -> None:
    if world.clock.now() - entry.body["date"] > world.limits.delete_seconds:
        raise bad_request("message can't be deleted for everyone")
    number = entry.body["message_id"]
    world.people.remove(chat, number)
    world.events.emit("delete", chat.id, message_id=number)


def delete_message(world: World, p: Json) -> bool:
    """Take one message away, for both."""
    chat = delivery.known_chat(world, p["chat_id"])
    entry = chat.entries.get(p["message_id"])
    if entry is None:
        raise bad_request("message to delete not found", excusable=True)
    _delete(world, chat, entry)
    return True


def delete_messages(world: World, p: Json) -> bool:
    """Take several messages away; those that are gone already are passed over."""
    chat = delivery.known_chat(world, p["chat_id"])
    if not all(isinstance(number, int) for number in p["message_ids"]):
        raise bad_request("message identifiers must be integers")
    for entry in [chat.entries[number] for number in p["message_ids"] if number in chat.entries]:
        _delete(world, chat, entry)
    return True


def pin_chat_message(world: World, p: Json) -> bool:
    """Pin a message."""
    chat = delivery.writable_chat(world, p["chat_id"])
    number = p["message_id"]
    if number not in chat.entries:
        raise bad_request("message to pin not found", excusable=True)
    chat.pinned = [*(each for each in chat.pinned if each != number), number]
    _pins_changed(world, chat)
    return True


def unpin_chat_message(world: World, p: Json) -> bool:
    """Unpin a message, or the latest pinned one."""
    chat = delivery.writable_chat(world, p["chat_id"])
    number = p.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found", excusable=True)
    chat.pinned.remove(number)
    _pins_changed(world, chat)
    return True


def unpin_all_chat_messages(world: World, p: Json) -> bool:
    """Unpin all messages."""
    chat = delivery.writable_chat(world, p["chat_id"])
    chat.pinned = []
    _pins_changed(world, chat)
    return True


def _pins_changed(world: World, chat: Chat) -> None:
    world.people.keep(chat)
    world.events.emit("pinned", chat.id, message_ids=list(chat.pinned))


def set_message_reaction(world: World, p: Json) -> bool:
    """Show the bot's reaction to a message: one at most, as bots have no Premium."""
    chat = delivery.writable_chat(world, p["chat_id"])
    if p["message_id"] not in chat.entries:
        raise bad_request("message to react not found", excusable=True)
    reaction = p.get("reaction", [])
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    world.events.emit("reaction", chat.id, message_id=p["message_id"], reaction=reaction)
    return True


METHODS = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
}
