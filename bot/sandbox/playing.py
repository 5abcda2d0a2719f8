"""What people do: write, tap, send files, block, leave. The other side of the chats, behind the control API."""

import base64
import binascii
from dataclasses import replace

from bot.sandbox.delivery import shown
from bot.sandbox.entities import MOST_TEXT, found_in
from bot.sandbox.files import File
from bot.sandbox.methods_media import document_part, photo_part, voice_part
from bot.sandbox.people import Chat, Entry
from bot.sandbox.wire import ControlError, Json, Upload
from bot.sandbox.world import World

DEFAULTS = {
    "photo": ("photo.jpg", "image/jpeg"),
    "document": ("document.pdf", "application/pdf"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video": ("video.mp4", "video/mp4"),
    "sticker": ("sticker.webp", "image/webp"),
}
START_CODE_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def write(world: World, chat: Chat, text: str) -> Json:
    """Send a person's text; a client cuts what is longer than a message into several.

    Raises:
        ControlError: an empty text, or a blocked bot.
    """
    bare = text.strip()
    if not bare:
        raise ControlError(400, "an app sends no empty message")
    pieces = [bare[at : at + MOST_TEXT] for at in range(0, len(bare), MOST_TEXT)]
    sent = [_post(world, chat, _text_part(piece)) for piece in pieces]
    return {**sent[-1], "message_ids": [each["message_id"] for each in sent]}


def edit(world: World, chat: Chat, wish: Json) -> Json:
    """Change the words of a text that a person sent; the bot hears of it.

    Raises:
        ControlError: not that person's text, an empty one, or a blocked bot.
    """
    entry = chat.entries.get(wish.get("message_id", 0))
    text = str(wish.get("text", "")).strip()
    if chat.blocked or entry is None or entry.body["from"]["id"] != chat.id or "text" not in entry.body:
        raise ControlError(409, "she has no such text to edit")
    if not 0 < len(text) <= MOST_TEXT:
        raise ControlError(400, f"a text has 1 to {MOST_TEXT} characters")
    kept = {key: item for key, item in entry.body.items() if key != "entities"}
    body = {**kept, **_text_part(text), "edit_date": world.clock.date()}
    changed = Entry(body, rewritten=True)
    world.people.put(chat, changed)
    world.events.emit("edit", chat.id, message=shown(chat, changed))
    return {"message_id": body["message_id"], "update_id": world.updates.add("edited_message", body)}


def clear(world: World, chat: Chat) -> None:
    """Delete the whole chat on both sides; the bot hears nothing and must find out."""
    for number in list(chat.entries):
        world.people.remove(chat, number)
        world.events.emit("delete", chat.id, message_id=number)
    world.people.keep(chat)


def _text_part(text: str) -> Json:
    entities = found_in(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _post(world: World, chat: Chat, content: Json) -> Json:
    if chat.blocked:
        raise ControlError(409, "she has blocked the bot: an app offers her to unblock it first")
    number = world.people.next_message_id()
    body: Json = {
        "message_id": number,
        "from": chat.person.as_user(),
        "chat": chat.person.as_chat(),
        "date": world.clock.date(),
        **content,
    }
    entry = Entry(body)
    world.people.put(chat, entry)
    chat.started, chat.read_to = True, number
    world.people.keep(chat)
    world.events.emit("message", chat.id, message=shown(chat, entry))
    return {"message_id": number, "update_id": world.updates.add("message", body)}


def start(world: World, chat: Chat, code: str | None) -> Json:
    """Open the chat by a deep link (or its button): unblock it, then send /start.

    Raises:
        ControlError: a code that no link can carry.
    """
    if code and (len(code) > 64 or not START_CODE_LETTERS.issuperset(code)):
        raise ControlError(400, "a start code has up to 64 of A-Z a-z 0-9 _ -")
    block(world, chat, blocked=False)
    return write(world, chat, f"/start {code}" if code else "/start")


def send(world: World, chat: Chat, wish: Json) -> Json:
    """Send what the control API says: words or an attachment.

    Raises:
        ControlError: an unknown kind, or content that is not base64.
    """
    kind = wish.get("kind", "text")
    if kind == "text":
        return write(world, chat, str(wish.get("text", "")))
    if kind == "location":
        place = {name: float(wish.get(name, 0)) for name in ("latitude", "longitude")}
        return _post(world, chat, {"location": place})
    if kind not in DEFAULTS:
        raise ControlError(400, f"kind must be one of text, location, {', '.join(DEFAULTS)}")
    content = _attachment(world, kind, wish)
    caption = str(wish.get("caption", ""))
    return _post(world, chat, {**content, "caption": caption} if caption else content)


def _attachment(world: World, kind: str, wish: Json) -> Json:
    try:
        content = base64.b64decode(wish.get("content_base64", ""), validate=True)
    except (binascii.Error, TypeError) as error:
        raise ControlError(400, f"content_base64: {error}") from error
    name, mime_type = DEFAULTS[kind]
    upload = Upload(wish.get("file_name") or name, wish.get("mime_type") or mime_type, content)
    measures = {"duration": int(wish.get("duration", 0))}
    if kind in {"photo", "video", "sticker"}:
        measures |= {"width": int(wish.get("width", 1280)), "height": int(wish.get("height", 960))}
    file = world.files.add(kind, upload, wish.get("size"), **measures)
    return {kind: _part(world, file)}


def _part(world: World, file: File) -> object:
    """Return the attachment as a message shows it; a picture comes in two sizes, the smaller first."""
    if file.kind == "photo":
        small = Upload(f"small-{file.name}", file.mime_type, world.files.content(file))
        smaller = world.files.add("photo", small, min(file.size, 1500), width=90, height=67)
        return photo_part(smaller) + photo_part(file)
    if file.kind == "document":
        return document_part(file)
    if file.kind == "voice":
        return voice_part(file)
    part: Json = {**file.reference(), "width": file.width, "height": file.height}
    if file.kind == "video":
        return {**part, "duration": file.duration, "mime_type": file.mime_type}
    return {**part, "type": "regular", "is_animated": False, "is_video": False}


def tap(world: World, chat: Chat, wish: Json) -> Json:
    """Tap a button of a message, by its data or its place.

    Raises:
        ControlError: no such message or button (a forged tap may name what is not there).
    """
    if chat.blocked:
        raise ControlError(409, "she has blocked the bot")
    entry = chat.entries.get(wish.get("message_id", 0))
    forged = bool(wish.get("forged"))
    if entry is None and not forged:
        raise ControlError(409, "that message is not there any more")
    data = str(wish["data"]) if "data" in wish else _data_at(entry, wish)
    if not forged and data not in _offered(entry):
        raise ControlError(409, "that message has no such button")
    made = world.taps.add(chat.id, data)
    if entry is not None:
        message = entry.body
    else:
        # Of a message that is gone or too old Telegram tells only where it was.
        message = {"chat": chat.person.as_chat(), "message_id": wish.get("message_id", 0), "date": 0}
    query = {
        "id": made.id,
        "from": chat.person.as_user(),
        "message": message,
        "chat_instance": str(chat.id * 7919),
        "data": data,
    }
    return {"callback_query_id": made.id, "update_id": world.updates.add("callback_query", query)}


def _rows(entry: Entry | None) -> list[list[Json]]:
    rows: list[list[Json]] = entry.body.get("reply_markup", {}).get("inline_keyboard", []) if entry else []
    return rows


def _offered(entry: Entry | None) -> set[str]:
    return {button["callback_data"] for row in _rows(entry) for button in row if "callback_data" in button}


def _data_at(entry: Entry | None, wish: Json) -> str:
    try:
        return str(_rows(entry)[int(wish["row"])][int(wish["column"])]["callback_data"])
    except (KeyError, IndexError) as error:
        raise ControlError(409, "there is no button with data at that place") from error


def block(world: World, chat: Chat, *, blocked: bool) -> None:
    """Block or unblock the bot; the bot hears of a change."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    world.people.keep(chat)
    words = ("member", "kicked") if blocked else ("kicked", "member")
    bot = world.profile.as_user()
    old, new = ({"user": bot, "status": word} for word in words)
    banned = {"until_date": 0}
    change = {
        "chat": chat.person.as_chat(),
        "from": chat.person.as_user(),
        "date": world.clock.date(),
        "old_chat_member": old if blocked else old | banned,
        "new_chat_member": new | banned if blocked else new,
    }
    world.updates.add("my_chat_member", change)
    world.events.emit("person", chat.id, person=described(chat))


def read(world: World, chat: Chat) -> None:
    """Note that the person has seen everything."""
    if not chat.unread():
        return
    chat.read_to = next(reversed(chat.entries))
    world.people.keep(chat)
    world.events.emit("person", chat.id, person=described(chat))


def leave(world: World, chat: Chat) -> None:
    """Delete the person's account."""
    chat.person = replace(chat.person, deleted=True)
    world.people.keep(chat)
    world.events.emit("person", chat.id, person=described(chat))


def described(chat: Chat) -> Json:
    """Return a person as the control API describes them."""
    person = chat.person
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
        "started": chat.started,
        "blocked": chat.blocked,
        "deleted": person.deleted,
        "unread": chat.unread(),
    }
