"""Where the unexpected ends: the log has the reason and ids, never a name or a word that a person wrote."""

import logging
from collections.abc import Awaitable

from bot.chat.handler import Result
from bot.chat.inbox import Arrived
from bot.storage.kernel.store import Unavailable

log = logging.getLogger(__name__)


async def caught(work: Awaitable[Result], update: Arrived | None = None) -> Result:
    """Return the result of handling an update; an unexpected error is logged first, and the update is tried again.

    What goes wrong while an update is not kept is found again, and logged, once it is.
    """
    try:
        return await work
    except Exception as error:
        row_id = 0 if update is None else update.row_id
        if update is None or row_id:
            log.log(logging.ERROR, "update row %s failed", row_id, exc_info=wordless(error))
        return Result.FAILED


async def survived(work: Awaitable[None], what: str) -> bool:
    """Return whether the work went well; an unexpected error is logged, and the work is for its caller to put off.

    Raises:
        Unavailable: the database cannot do it now, which is no fault of this work.
    """
    try:
        await work
    except Unavailable:
        raise
    except Exception as error:
        log.log(logging.ERROR, "%s failed", what, exc_info=wordless(error))
        return False
    return True


class UnexpectedError(Exception):
    """Stands in the log for an error whose own message may repeat what a person wrote."""


def wordless(error: Exception) -> Exception:
    """Return the kind of an error and where it happened, without its message and without what it was raised from."""
    return UnexpectedError(type(error).__name__).with_traceback(error.__traceback__)
