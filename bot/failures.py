"""What an operator can do about an error: one line with cause and remedy. Imported only when something failed."""

import errno
from collections.abc import Callable

from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.config import SettingsError
from bot.domain.calls import CallProblem
from bot.domain.people import Refused
from bot.features.administration.admin import CallInvalid
from bot.programmes.loading import ProgrammeInvalid
from bot.storage.backup import BackupInvalid, NotEmpty
from bot.storage.kernel.cipher import Unreadable
from bot.storage.kernel.revision import KeyNeeded, SchemaNewer, SchemaOutdated
from bot.storage.kernel.store import AddressInvalid, Unavailable

REFUSALS = {
    "no_network": "there is no such network yet; run ./valise init --network NAME first",
    "network_exists": "this network exists; for one more coordinator run"
    " ./valise invite --role coordinator --organisation NAME, or add --controller or --data-contact to note them",
    "which_network": "there are several networks; name one with --network",
    "no_referent": "this organisation has no referent yet; invite one first with --role referent",
    "unknown_referent": "no referent of this network has that id; leave --referent out for the organisation's first",
    "no_open_call": "no call is open; open one first with ./valise call open",
    "not_found": "no professional has that id; the audit trail, and ./valise outbox list, name people by their ids",
    "last_coordinator": "nobody else coordinates this network; invite one first with --role coordinator",
    "stand_in_away": "--to names no colleague of the same organisation who is there; leave it out for the lead",
    "successor_needed": "this account stays open, as its owner goes on holiday too; name a colleague with --to",
    "unknown_model": "there is no such programme model; look into bot/programmes for the names",
}
CALL_PROBLEMS = {
    CallProblem.PEOPLE_AFTER_CLOSING: "--people-by is after --closes-at: choose an earlier one",
    CallProblem.STAY_ENDS_BEFORE_IT_BEGINS: "--until is before --from: choose a later one",
    CallProblem.STAY_OVER_AT_CLOSING: "--until is not after --closes-at, so nobody could leave: correct one of them",
    CallProblem.NO_PLACES: "--places is 0: offer at least one",
    CallProblem.NO_MONEY: "--envelope is 0: offer some money",
    CallProblem.UNKNOWN_RULE: "a confirmed rule is none of this model: correct its name",
}
DATABASE = (
    ("database is locked", "another program holds it: stop that one, or try again later"),
    ("lock timeout", "another program holds it: stop that one, or try again later"),
    ("not a database", "the file is damaged: move it away and ./valise restore a backup"),
    ("malformed", "the file is damaged: move it away and ./valise restore a backup"),
    ("disk is full", "make room on the disk"),
    ("readonly", "make the file and its folder writable"),
    ("unable to open", "check the path in VALISE_DATABASE_URL and the rights of its folder"),
    ("No such file", "check the path in VALISE_DATABASE_URL and the rights of its folder"),
    ("Permission denied", "check the path in VALISE_DATABASE_URL and the rights of its folder"),
    ("Is a directory", "name a file in VALISE_DATABASE_URL"),
    ("authentication", "check user and password in VALISE_DATABASE_URL"),
)
"""What a database says, and what helps."""
FIRST = "the database is empty; run ./valise init --network NAME first"
ADDRESS = (
    "VALISE_DATABASE_URL is no address: write sqlite:///PATH or postgresql://user:password@host/name;"
    " in a password write %40 for @, %3A for :, %2F for / and %25 for %"
)
ELSE = "check VALISE_DATABASE_URL, and that the server runs"


def _flat(error: Exception) -> str:
    """Join several lines into one: what a programme file has wrong, all of it."""
    return " | ".join(str(error).splitlines())


Line = Callable[[Exception], str]

REMEDIES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Line], ...] = (
    (InvalidToken, lambda _: "Telegram does not know this token; check VALISE_TOKEN, or ask @BotFather for a new one"),
    (Conflict, lambda _: "another program polls with this token; stop it"),
    (RetryAfter, lambda _: "Telegram is busy with this bot; try again in a few minutes"),
    (BadRequest, lambda error: f"Telegram refused ({_flat(error)}); check VALISE_WEBHOOK_URL if it is set"),
    (TimedOut, lambda _: "Telegram does not answer in time; check the network, and VALISE_API_URL if it is set"),
    (NetworkError, lambda _: "Telegram cannot be reached; check the network, and VALISE_API_URL if it is set"),
    (TelegramError, lambda error: f"Telegram refused ({_flat(error)}); check VALISE_TOKEN and VALISE_API_URL"),
    (SchemaOutdated, lambda error: FIRST if "is empty" in str(error) else str(error)),
    ((SettingsError, KeyNeeded, SchemaNewer, ProgrammeInvalid, BackupInvalid, NotEmpty), _flat),
    (
        Unreadable,
        lambda _: "something was sealed under a key that is missing here; add it to VALISE_SECRET_KEY",
    ),
    (AddressInvalid, lambda _: ADDRESS),
    (Unavailable, lambda error: _of_database(str(error))),
    (CallInvalid, lambda error: _of_call(error) if isinstance(error, CallInvalid) else ""),
    (Refused, lambda error: REFUSALS.get(str(error), str(error))),
    (OSError, lambda error: _of_system(error) if isinstance(error, OSError) else ""),
)
"""Kinds of errors, the special ones before the general, and what to say of each."""


def remedy(error: Exception) -> str | None:
    """Return the line for an error that a user can cause; None for what is a mistake of ours."""
    return next((line(error) for kind, line in REMEDIES if isinstance(error, kind)), None)


def _of_database(said: str) -> str:
    helps = next((helps for words, helps in DATABASE if words in said), ELSE)
    return f"the database cannot be used ({said.partition(chr(10))[0]}); {helps}"


def _of_call(error: CallInvalid) -> str:
    return "this call cannot be opened; " + "; ".join(CALL_PROBLEMS[problem] for problem in error.problems)


def _of_system(error: OSError) -> str:
    said = error.strerror or str(error)
    if error.errno == errno.EADDRINUSE:
        return "the port is in use; choose another with --port or VALISE_LISTEN, or stop the program that has it"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        said = f"{said}; choose a place that may be written"
    return f"{error.filename}: {said}" if error.filename else said
