"""Words, a voice note or a photo: however people like to tell something."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from conversations.engine.answers import Facts, Json
from conversations.engine.replies import FileRef, Reply, Sent
from conversations.engine.widgets import Ear, Message, Read, Taken, TextOrVoice, Widget, dump_file, load_file

Told: TypeAlias = Message | FileRef
"""Words or a voice note, or a photo that Telegram keeps."""


@dataclass(frozen=True, kw_only=True)
class Keepsake(Widget[Told]):
    """One line of at most `limit` characters, a voice note, or a photo; nothing of it is ever turned into text."""

    kind: ClassVar[str] = "keepsake"
    takes_files: ClassVar[bool] = True
    limit: int = 300

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[Told]:
        """Read words, a photo or a voice note; files are kept as they are."""
        if isinstance(reply, Sent) and reply.file.kind == "photo":
            return Taken(reply.file)
        words = TextOrVoice(limit=self.limit).read(reply, scratch, facts, ear)
        return Taken(words.value) if isinstance(words, Taken) else words

    def dump(self, value: Told) -> Json:
        """Return the text, or the file's facts."""
        return {"photo": dump_file(value)} if isinstance(value, FileRef) else TextOrVoice().dump(value)

    def load(self, raw: Json) -> Told:
        """Reverse `dump`."""
        return load_file(raw["photo"]) if "photo" in raw else TextOrVoice().load(raw)
