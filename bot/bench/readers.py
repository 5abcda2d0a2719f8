"""Those who get a message with many others: thousands of them in the database and at the sandbox, and what they got."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.bench.people import Replies
from bot.domain.audience import Audience, To
from bot.domain.people import Role
from bot.sandbox import Sandbox
from bot.sandbox.people import Chat
from bot.sandbox.wire import Json
from bot.storage import broadcasts
from bot.storage.broadcasts import BroadcastState
from bot.storage.kernel.store import Store, Tx
from bot.storage.people import account, people, roles

AT_ONCE = 1_000


@dataclass(slots=True)
class Got(Replies):
    """What came where: replies to those who walk, and how many messages each reader got.

    Attributes:
        counts: messages by chat, of the readers alone.
        first: when the first of them came.
        last: when the latest came that was the first in its chat.
    """

    counts: dict[int, int] = field(default_factory=dict)
    first: float = 0.0
    last: float = 0.0

    def see(self, event: Json) -> None:
        """Count a message to a reader; the rest is a reply, perhaps."""
        if event["type"] != "message" or event["chat"] not in self.counts:
            Replies.see(self, event)
            return
        now = time.perf_counter()
        if self.counts[event["chat"]] == 0:
            self.first, self.last = self.first or now, now
        self.counts[event["chat"]] += 1


def accounts(sandbox: Sandbox, count: int) -> list[Chat]:
    """Make so many accounts whose owners have started the bot."""
    found = []
    for _ in range(count):
        chat = sandbox.world.people.add({"first_name": "Lina", "language_code": "fr"})
        chat.started = True
        found.append(chat)
    return found


async def enrol(store: Store, network_id: int, chats: Iterable[int]) -> None:
    """Make a referent of each of these chats, in a few statements."""
    everybody = list(chats)
    for start in range(0, len(everybody), AT_ONCE):
        await store.run(_enrol, network_id, everybody[start : start + AT_ONCE])


def _enrol(tx: Tx, network_id: int, chats: list[int]) -> None:
    now, name = datetime.now(UTC), tx.cipher.seal("Lina", "people.name")
    rows = [
        {"network_id": network_id, **account(tx, chat), "name": name, "language": "fr", "created_at": now}
        for chat in chats
    ]
    ids = tx.connection.scalars(people.insert().returning(people.c.id), rows).all()
    tx.connection.execute(roles.insert(), [{"person_id": person, "role": Role.REFERENT.value} for person in ids])


def announce(tx: Tx, network_id: int, author_id: int) -> int:
    """Announce something to all referents and leads, to leave at once; returns the broadcast's id."""
    now = datetime.now(UTC)
    values = {
        "network_id": network_id, "author_id": author_id, "message": "vouchers_end", "texts": {}, "call_id": None,
        "event_id": None, "day": None, "state": BroadcastState.SCHEDULED.value, "due_at": now,
    }  # fmt: skip
    return broadcasts.add(tx, values, Audience(To.TEAMS), broadcasts.text_key(tx, "bench"), now)
