"""Files: their bytes, ids and what Telegram finds out about them. Knows no chat."""

import hashlib
import struct
from dataclasses import asdict, dataclass

from bot.sandbox.archive import Archive, Records
from bot.sandbox.wire import Json, Upload, bad_request

MOST_DOWNLOAD = 20 << 20
MOST_UPLOAD = 50 << 20
MOST_PHOTO = 10 << 20
KINDS = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "sticker": "stickers"}


@dataclass(frozen=True, slots=True)
class File:
    """A stored file.

    Attributes:
        id: Its `file_id`; any chat that holds it may send or download the file.
        kind: photo, document, voice, video or sticker.
        size: The size claimed, which may be more than there are bytes (tests claim 20 MB without carrying them).
        duration: Seconds of a voice message or video.
        width, height: Pixels of a picture or video.
    """

    id: str
    kind: str
    name: str
    mime_type: str
    size: int
    duration: int = 0
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        """The `file_unique_id`, the same for the same file."""
        return f"AQAD{self.id[-12:]}"

    @property
    def path(self) -> str:
        """The `file_path` of getFile."""
        suffix = "jpg" if self.kind == "photo" else self.name.rpartition(".")[2] if "." in self.name else "dat"
        return f"{KINDS[self.kind]}/{self.id}.{suffix}"

    def reference(self) -> Json:
        """Return what every kind of attachment says of its file."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """All files of the sandbox, by id."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._files: dict[str, File] = {}
        self._contents: dict[str, bytes] = {}

    def add(self, kind: str, upload: Upload, size: int | None = None, **measures: int) -> File:
        """Store a file; the same bytes under the same name get the same id."""
        digest = hashlib.sha256(f"{kind}\0{upload.name}\0{size}\0".encode() + upload.content).hexdigest()
        claimed = len(upload.content) if size is None else size
        file = File(f"SBX{digest[:45]}", kind, upload.name, upload.mime_type, claimed, **measures)
        self._files[file.id] = file
        self._archive.put("file", file.id, asdict(file))
        if not self._archive.keep(file.id, upload.content):
            self._contents[file.id] = upload.content
        return file

    def find(self, file_id: str) -> File | None:
        """Return a file by its id."""
        return self._files.get(file_id)

    def content(self, file: File) -> bytes:
        """Return the bytes of a file."""
        return self._contents.get(file.id) or self._archive.content(file.id) or b""

    def received(self, kind: str, given: Upload | str, **measures: int) -> File:
        """Return the file a request means: uploaded now, or known by its id.

        Raises:
            ApiError: empty, too big, no such id, or an id of another kind; addresses on the web are not fetched here.
        """
        if isinstance(given, Upload):
            if not given.content:
                raise bad_request("file must be non-empty")
            if len(given.content) > (MOST_PHOTO if kind == "photo" else MOST_UPLOAD):
                raise bad_request("file is too big")
            return self.add(kind, given, **measures)
        file = self._files.get(given)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def restore(self, records: Records) -> None:
        """Take up what the archive remembers; bytes are read when they are asked for."""
        for record in records.get("file", {}).values():
            self._files[record["id"]] = File(**record)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, JPEG or GIF, or None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to the first frame header."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return None
