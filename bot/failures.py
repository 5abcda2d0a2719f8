"""What an operator can do about an error: one line with cause and remedy. Imported only when something failed."""

import errno
from collections.abc import Callable

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.config import SettingsError
from bot.domain.people import Refused
from bot.services.office import CallInvalid
from bot.storage.programmes import ProgrammeInvalid
from bot.storage.revision import SchemaNewer, SchemaOutdated
from bot.storage.store import Unavailable

REFUSALS = {
    "no_network": "there is no network yet; run ./valise init --network NAME first",
    "which_network": "there are several networks; name one with --network",
    "no_referent": "this organisation has no referent yet; invite one first with --role referent",
    "no_open_call": "no call is open; open one first with ./valise call open",
    "unknown_model": "there is no such programme model; look into bot/programmes for the names",
}


Line = Callable[[Exception], str]

REMEDIES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Line], ...] = (
    (InvalidToken, lambda _: "Telegram does not know this token; check VALISE_TOKEN, or ask @BotFather for a new one"),
    (NetworkError, lambda _: "Telegram cannot be reached; check the network, and VALISE_API_URL if it is set"),
    (TelegramError, lambda error: f"Telegram refused: {type(error).__name__}"),
    ((SettingsError, SchemaOutdated, SchemaNewer, ProgrammeInvalid, ValueError), str),
    (Unavailable, lambda error: f"the database cannot be used: {error}"),
    (CallInvalid, lambda error: f"this call cannot be opened: {error}"),
    (Refused, lambda error: REFUSALS.get(str(error), str(error))),
    (OSError, lambda error: _of_system(error) if isinstance(error, OSError) else ""),
)
"""Kinds of errors, the special ones before the general, and what to say of each."""


def remedy(error: Exception) -> str | None:
    """The line for an error that a user can cause; None for what is a mistake of ours."""
    return next((line(error) for kind, line in REMEDIES if isinstance(error, kind)), None)


def _of_system(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{error.strerror or 'the port is in use'}; choose another with --port or VALISE_LISTEN"
    return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
