"""What can be said in a message between people: words of any length, a photo, a PDF, a voice note."""

from dataclasses import dataclass

from conversations.engine.keyboard import Problem
from conversations.engine.replies import FileRef, Reply, Said, Sent
from conversations.engine.widgets import MOST_BYTES, NOT_UNDERSTOOD, Attachment

VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Content:
    """Words, a file, or a file with words under it."""

    text: str = ""
    file: FileRef | None = None


def content_of(reply: Reply) -> Content | Problem:
    """Return what a reply says, or why it cannot be handed on: a sticker, a film, an empty or too heavy file."""
    match reply:
        case Said(text) if text.strip():
            return Content(text.strip())
        case Sent(file, caption):
            problem = unfit(file)
            return problem or Content(caption.strip(), file)
        case _:
            return NOT_UNDERSTOOD


def unfit(file: FileRef) -> Problem | None:
    """Return why a file cannot be handed on; None for one that can."""
    if file.kind == VOICE:
        return Problem("too_big", {"megabytes": MOST_BYTES // 1_000_000}) if file.size > MOST_BYTES else None
    return Attachment().unfit(file)
