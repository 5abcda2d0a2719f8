"""What an operator can do about an error: one line with cause and remedy. Imported only when something failed."""

import errno

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


def remedy(error: Exception) -> str | None:  # noqa: PLR0911 - one line a kind of error
    """The line for an error that a user can cause; None for what is a mistake of ours."""
    match error:
        case InvalidToken():
            return "Telegram does not know this token; check VALISE_TOKEN, or ask @BotFather for a new one"
        case NetworkError():
            return "Telegram cannot be reached; check the network, and VALISE_API_URL if it is set"
        case TelegramError():
            return f"Telegram refused: {type(error).__name__}"
        case SettingsError() | SchemaOutdated() | SchemaNewer() | ProgrammeInvalid() | ValueError():
            return str(error)
        case Unavailable():
            return f"the database cannot be used: {error}"
        case CallInvalid():
            return f"this call cannot be opened: {error}"
        case Refused():
            return REFUSALS.get(error.code, error.code)
        case OSError() if error.errno == errno.EADDRINUSE:
            return f"{error.strerror or 'the port is in use'}; choose another with --port or VALISE_LISTEN"
        case OSError():
            return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
    return None
