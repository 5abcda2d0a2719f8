"""What an operator can set: read once, from the environment and ``.env``, into a frozen value.

Names, meanings and defaults are those of the README's table. Nothing here knows what a setting is used for
beyond checking its form. Only the composition roots (``app``, ``demo``, ``bench``, the command line)
import it.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv.parser import Original, parse_stream

T = TypeVar("T")

KEY_FILE: Final = "secret.key"
SHORTEST_KEY: Final = 16  # characters
LEVELS: Final = ("debug", "info", "warning", "error")


class SettingsError(Exception):
    """A setting cannot be used: one line that names it, says what is wrong and what to do."""


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process, checked. Secrets stay out of ``repr``, so that no log shows them."""

    token: str | None = field(repr=False)
    """The bot's token; ``need_token`` for a caller that cannot do without."""
    api_url: str
    """Root of the Bot API, without ``/bot`` and without a slash at the end."""
    database_url: str = field(repr=False)
    """``sqlite:///ABSOLUTE PATH`` or ``postgresql://…``; hidden, it may hold a password."""
    secret_keys: tuple[str, ...] = field(repr=False)
    """Keys for encryption at rest: the first writes, all read."""
    webhook_url: str | None
    """The public address Telegram calls; None means long polling."""
    listen: Address
    webhook_secret: str = field(repr=False)
    """What every webhook call must carry; empty only where there is no token either."""
    timezone: ZoneInfo
    """Zone of people whose own is unknown."""
    programmes: Path | None
    """Extra folder of programme files."""
    bot_name: str
    clock_url: str | None
    rate: float
    """Messages a second, overall."""
    chat_rate: float
    """Messages a second in one chat, sustained."""
    log_level: str
    data_folder: Path
    """Where the database file and the made key lie."""

    def need_token(self) -> str:
        """Return the token.

        Raises:
            SettingsError: there is none.
        """
        if self.token is None:
            raise SettingsError("VALISE_TOKEN is missing: ask @BotFather on Telegram for a token and put it in .env")
        return self.token


def load(environment: Mapping[str, str], folder: Path, *, new_database: bool = True, new_key: bool = True) -> Settings:
    """Read and check all settings; make the key for encryption where there is none yet and it may be made.

    Args:
        environment: usually ``os.environ``; it wins over the ``.env`` file.
        folder: where ``.env`` is looked for, and what relative paths are relative to.
        new_database: whether the database may be missing. Whatever only looks after one is in a wrong folder then.
        new_key: whether a key may be made. Whatever reads what was written before needs the key it was written with.

    Raises:
        SettingsError: one of them cannot be used, the database or its key is missing, or the data folder cannot be
            written.
    """
    texts = _Texts(environment, folder)
    database_url = texts.parsed("VALISE_DATABASE_URL", "sqlite:///data/valise.db", _database_in(folder))
    data_folder = _data_folder(database_url, folder)
    token = texts.optional("VALISE_TOKEN", _token)
    settings = Settings(
        token=token,
        api_url=texts.parsed("VALISE_API_URL", "https://api.telegram.org", _web_address),
        database_url=database_url,
        secret_keys=texts.optional("VALISE_SECRET_KEY", _keys) or (),
        webhook_url=texts.optional("VALISE_WEBHOOK_URL", _web_address),
        listen=texts.parsed("VALISE_LISTEN", "127.0.0.1:8443", _address),
        webhook_secret=texts.optional("VALISE_WEBHOOK_SECRET", _webhook_secret) or _derived_secret(token),
        timezone=texts.parsed("VALISE_TIMEZONE", "Europe/Paris", _zone),
        programmes=texts.optional("VALISE_PROGRAMMES", _existing_folder_in(folder)),
        bot_name=texts.parsed("VALISE_BOT_NAME", "Carnet", _bot_name),
        clock_url=texts.optional("VALISE_CLOCK_URL", _web_address),
        rate=texts.parsed("VALISE_RATE", "25", _rate),
        chat_rate=texts.parsed("VALISE_CHAT_RATE", "1", _rate),
        log_level=texts.parsed("VALISE_LOG", "info", _level),
        data_folder=data_folder,
    )
    if not new_database:
        _need_database(database_url)
    if settings.secret_keys:
        return settings
    return replace(settings, secret_keys=(_kept_key(data_folder, database_url, new=new_key),))


class _Texts:
    """The settings as texts, from the environment, from ``.env``, or from a file named by ``…_FILE``."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._texts = _dotenv(folder / ".env") | dict(environment)
        self._folder = folder

    def optional(self, name: str, parse: Callable[[str], T]) -> T | None:
        text = self._text(name)
        return self._parse(name, text, parse) if text else None

    def parsed(self, name: str, default: str, parse: Callable[[str], T]) -> T:
        return self._parse(name, self._text(name) or default, parse)

    @staticmethod
    def _parse(name: str, text: str, parse: Callable[[str], T]) -> T:
        try:
            return parse(text)
        except ValueError as error:
            # `from None`: the text that would not parse may be a secret, and tracebacks show it.
            raise SettingsError(f"{name} {error}") from None

    def _text(self, name: str) -> str:
        text, file = self._texts.get(name, "").strip(), self._texts.get(f"{name}_FILE", "").strip()
        if text and file:
            raise SettingsError(f"{name} and {name}_FILE are both set: keep one of them")
        if not file:
            return text
        try:
            return (self._folder / file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{name}_FILE names {file}, which cannot be read ({_reason(error)}): correct path or rights"
            ) from None


def _dotenv(path: Path) -> dict[str, str]:
    """Read `.env`. Nothing in a text is replaced: a ``$`` in a password is a ``$``."""
    try:
        lines = list(parse_stream(StringIO(path.read_text("utf-8"))))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({_reason(error)}): correct its rights or remove it") from None
    texts: dict[str, str] = {}
    for name, text, original, failed in lines:
        if name is None and not failed:  # a remark, or an empty line
            continue
        if name is None or text is None or not name.isidentifier():
            raise SettingsError(f"{path} line {_number(original)} is not NAME=value: correct it or put # before it")
        texts[name] = text
    return texts


def _number(original: Original) -> int:
    """Count the line that is meant: what was read may begin with empty ones."""
    text = original.string
    return original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _token(text: str) -> str:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", text):
        raise ValueError("does not look like a bot token (digits, a colon, letters): copy it again from @BotFather")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"is {text!r}, not a web address: write it as https://host or http://host:port")
    return text.rstrip("/")


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"is {text!r}: write host:port, such as 127.0.0.1:8443")
    return Address(host.strip("[]"), int(port))


def _database_in(folder: Path) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.startswith("sqlite:///") and len(text) > len("sqlite:///"):
            path = folder.absolute() / Path(text.removeprefix("sqlite:///")).expanduser()
            return f"sqlite:///{path}"
        if re.match(r"postgres(ql)?(\+psycopg)?://", text):
            return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql://", text)
        raise ValueError("is of no known kind: write sqlite:///PATH or postgresql://user:password@host/name")

    return parse


def _data_folder(database_url: str, folder: Path) -> Path:
    if database_url.startswith("sqlite:///"):
        return Path(database_url.removeprefix("sqlite:///")).parent
    return folder.absolute() / "data"


def _existing_folder_in(folder: Path) -> Callable[[str], Path]:
    def parse(text: str) -> Path:
        path = folder.absolute() / Path(text).expanduser()
        if not path.is_dir():
            raise ValueError(f"names {path}, which is no folder: create it or correct the path")
        return path

    return parse


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"is {text!r}, an unknown time zone: write one like Europe/Paris") from None


def _bot_name(text: str) -> str:
    if len(text) > 64:
        raise ValueError("is too long: Telegram shows at most 64 characters of a bot's name")
    return text


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 1_000_000:
        raise ValueError(f"is {text!r}: write messages a second as a number above 0 (Telegram allows about 30)")
    return rate


def _level(text: str) -> str:
    if text.lower() not in LEVELS:
        raise ValueError(f"is {text!r}: write one of {', '.join(LEVELS)}")
    return text.lower()


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key for part in text.split(",") if (key := part.strip()))
    if not keys or min(map(len, keys)) < SHORTEST_KEY:
        raise ValueError(f"holds a key of fewer than {SHORTEST_KEY} characters: choose a long random one")
    return keys


def _webhook_secret(text: str) -> str:
    # The alphabet and length Telegram's setWebhook allows.
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("may have only letters, digits, _ and -, 256 at most: choose another")
    return text


def _derived_secret(token: str | None) -> str:
    return hmac.digest(token.encode(), b"valise webhook secret", hashlib.sha256).hex() if token else ""


def _file_of(database_url: str) -> Path | None:
    return Path(database_url.removeprefix("sqlite:///")) if database_url.startswith("sqlite:///") else None


def _need_database(database_url: str) -> None:
    path = _file_of(database_url)
    if path is not None and not path.exists():
        raise SettingsError(
            f"there is no database {path}: go to the folder of your installation, or begin one here with"
            " ./valise init --network NAME"
        )


def _kept_key(data_folder: Path, database_url: str, *, new: bool) -> str:
    """Read the key kept in the data folder; make it on the very first use.

    Raises:
        SettingsError: the folder cannot be used, or a database stands there and its key is gone: a new
            key would leave everything in it unreadable, silently.
    """
    path = data_folder / KEY_FILE
    try:
        if not path.exists():
            _refuse_without_key(path, database_url, new=new)
            _make_key(path)
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} cannot be used ({_reason(error)}): make {data_folder} writable, or set VALISE_SECRET_KEY"
        ) from None
    if len(key) < SHORTEST_KEY:
        raise SettingsError(f"{path} holds no key: put it back from your backup, or set VALISE_SECRET_KEY")
    return key


def _refuse_without_key(path: Path, database_url: str, *, new: bool) -> None:
    database = _file_of(database_url)
    if database is not None and database.is_file() and database.stat().st_size:
        raise SettingsError(
            f"VALISE_SECRET_KEY is missing and {path} is gone, but {database} was written with a key:"
            " put the key back from your backup"
        )
    if not new:
        raise SettingsError(f"VALISE_SECRET_KEY is missing and there is no {path}: put the key of this database there")


def _make_key(path: Path) -> None:
    """Write a new key, whole or not at all, readable by its owner alone; the first of two processes wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{KEY_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "unreadable") if isinstance(error, OSError) else "it is not a text file"
