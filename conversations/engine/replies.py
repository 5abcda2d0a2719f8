"""What a person did, in our own words: never a Telegram object."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button of the current question; `value` is the part of the button that belongs to the widget."""

    value: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words typed, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file kept by Telegram: we keep its id, its size in bytes and, once known, the hash of its content."""

    file_id: str
    kind: str
    size: int
    name: str = ""
    mime: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo, a document, a voice note, or something nobody asked for (sticker, place, video).

    `caption` are the words under it.
    """

    file: FileRef
    caption: str = ""


Reply: TypeAlias = Tapped | Said | Sent
