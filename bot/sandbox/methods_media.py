"""Methods on files: photos, documents, voice messages, and fetching what people sent."""

from bot.sandbox import delivery
from bot.sandbox.files import MOST_DOWNLOAD, File, picture_size
from bot.sandbox.methods_messages import captioned, present
from bot.sandbox.wire import Json, Upload, bad_request
from bot.sandbox.world import World

MOST_SIDES = 10_000
MOST_RATIO = 20


def photo_part(file: File) -> list[Json]:
    """Return the `PhotoSize` list of a picture in one size."""
    return [{**file.reference(), "width": file.width, "height": file.height}]


def document_part(file: File) -> Json:
    """Return the `Document`."""
    return {**file.reference(), "file_name": file.name, "mime_type": file.mime_type}


def voice_part(file: File) -> Json:
    """Return the `Voice`."""
    return {**file.reference(), "duration": file.duration, "mime_type": file.mime_type}


def _measured(given: Upload | str) -> dict[str, int]:
    """Return width and height of an uploaded picture.

    Raises:
        ApiError: no picture, or not one of Telegram's sizes.
    """
    if not isinstance(given, Upload) or not given.content:
        return {}
    size = picture_size(given.content)
    if size is None or not all(size):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > MOST_SIDES or max(size) > MOST_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return {"width": size[0], "height": size[1]}


def send_photo(world: World, p: Json) -> Json:
    """Send a picture."""
    caption = captioned(p)
    chat = delivery.writable_chat(world, p["chat_id"])
    file = world.files.received("photo", p["photo"], **_measured(p["photo"]))
    return delivery.deliver(world, chat, {"photo": photo_part(file), **present(caption)}, p)


def send_document(world: World, p: Json) -> Json:
    """Send any file."""
    caption = captioned(p)
    chat = delivery.writable_chat(world, p["chat_id"])
    file = world.files.received("document", p["document"])
    return delivery.deliver(world, chat, {"document": document_part(file), **present(caption)}, p)


def send_voice(world: World, p: Json) -> Json:
    """Send a voice message."""
    caption = captioned(p)
    chat = delivery.writable_chat(world, p["chat_id"])
    file = world.files.received("voice", p["voice"], duration=p.get("duration", 0))
    return delivery.deliver(world, chat, {"voice": voice_part(file), **present(caption)}, p)


def get_file(world: World, p: Json) -> Json:
    """Prepare a file for download; the link is good for an hour in Telegram, for ever here."""
    file = world.files.find(p["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > MOST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.reference(), "file_path": file.path}


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "getFile": get_file,
}
