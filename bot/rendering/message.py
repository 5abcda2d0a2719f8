"""Who reads, and the message as it leaves: words, keys, and what travels with them."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: language and zone, and the name of the referent for "with Lina".

    `most` is how many characters are read of a value: all of them, unless a message would be too long.
    """

    language: str = "en"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))
    referent: str = ""
    discreet: bool = False
    at_work: bool = False
    """Reads which programme, call and source a rule is of; of a beneficiary none of them is ever named."""
    most: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """A rendered button: with `data` it comes back to us, with `url` it opens an address, with `copied` it copies."""

    label: str
    data: str = ""
    url: str = ""
    style: str = ""
    copied: str = ""

    def __post_init__(self) -> None:
        """Refuse a button that does nothing, or two things."""
        if [bool(self.data), bool(self.url), bool(self.copied)].count(True) != 1:
            raise ValueError(f"a key has either data, a url or what it copies: {self.label!r}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent: Telegram's HTML, the keyboard, and what travels with it."""

    text: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    picture: bytes | str | None = None
    document: tuple[str, bytes] | str | None = None
    voice: str | None = None
    protected: bool = False

    @property
    def has_file(self) -> bool:
        """Whether the text is the caption of something."""
        return not (self.picture is None and self.document is None and self.voice is None)
