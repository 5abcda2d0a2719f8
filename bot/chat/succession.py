"""What processes of this machine held when they were killed: nobody need wait until their leases end.

Processes of other machines are not judged; their leases end by time.
"""

import os
import socket
from datetime import datetime

from bot.storage import broadcasts, inbox, outbox
from bot.storage.kernel.store import Tx


def own_name() -> str:
    """Return the name under which this process holds what it works on."""
    return f"{socket.gethostname()}:{os.getpid()}"


def inherit(tx: Tx, now: datetime) -> None:
    """Let go of what dead processes held: their updates wait again, their notices were maybe sent."""
    for owner in inbox.owners(tx) | outbox.owners(tx) | broadcasts.owners(tx):
        if _is_dead(owner):
            inbox.release(tx, owner)
            outbox.reclaim(tx, now, owner)
            broadcasts.reclaim(tx, now, owner)


def _is_dead(owner: str) -> bool:
    host, _, number = owner.rpartition(":")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # another user's, but alive
        return False
    return False
