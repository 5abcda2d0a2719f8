"""Writing into a thread, and telling the other end once: fifty messages in a row are one notice until they are read."""

from bot.domain.ids import MessageId
from bot.domain.messages import Seat, Side, pieces
from bot.domain.notices import MESSAGE, MESSAGE_WAITS, QUESTION_ANSWERED, QUESTION_WAITS
from bot.features.messages import participant
from bot.features.messages.participant import Sitting
from bot.interaction.request import Request
from bot.plan.context import Moment
from bot.storage import messages, outbox, people
from bot.storage.kernel.store import Tx
from bot.storage.messages import Message, Thread
from bot.storage.outbox import Outgoing
from bot.storage.people import Person
from conversations.engine.widgets import dump_file
from conversations.messages import Content

KINDS = {
    Seat.PERSON: MESSAGE_WAITS,
    Seat.REFERENT: MESSAGE,
    Seat.ASKER: QUESTION_WAITS,
    Seat.COORDINATOR: QUESTION_ANSWERED,
}
"""What the other end is told when something was written from this seat."""

OPPOSITE = {
    Seat.PERSON: Seat.REFERENT,
    Seat.REFERENT: Seat.PERSON,
    Seat.ASKER: Seat.COORDINATOR,
    Seat.COORDINATOR: Seat.ASKER,
}
"""Who sits at the other end."""

WROTE = {kind: seat for seat, kind in KINDS.items()}
"""From which seat something was written of which a notice tells."""


def post(tx: Tx, request: Request, sitting: Sitting, content: Content) -> list[MessageId]:
    """Keep what was said and tell the other end; returns the ids of the messages it became, in order."""
    thread = sitting.thread
    plan = participant.plan_of(tx, thread)
    file = dump_file(content.file) if content.file is not None else None
    parts = pieces(content.text) or [""]
    posted = [
        MessageId(
            messages.add(
                tx,
                thread,
                request.person.id,
                sitting.seat.side,
                text,
                file if place == 0 else None,
                plan.id if plan is not None else None,
                request.now,
            )
        )
        for place, text in enumerate(parts)
    ]
    tell(tx, request.moment, thread, sitting.seat)
    return posted


def take_back(tx: Tx, message: Message) -> bool:
    """Take a message back; False once it was read."""
    return messages.take_back(tx, message)


def seen(tx: Tx, request: Request, sitting: Sitting) -> int:
    """Mark what the other end wrote as read, with no notice any more; returns how many messages were new.

    A referent who is away may look: it stays new for the stand-in.
    """
    if sitting.seat.side is Side.HELPING and request.person.id not in participant.helpers(tx, sitting.thread):
        return 0
    new = messages.read(tx, sitting.thread.id, sitting.seat.side.other, request.now)
    if new:
        prefix, kind = f"thread:{sitting.thread.id}:", KINDS[OPPOSITE[sitting.seat]]
        outbox.withdraw(tx, key_prefix=prefix, kinds=[kind])
        for row in outbox.gathered(tx, request.person.id):
            if row.kind == kind and row.key.startswith(prefix):
                outbox.sent(tx, row.id, None)
    return new


def tell(tx: Tx, moment: Moment, thread: Thread, wrote: Seat) -> None:
    """Queue the notice about what was written from that seat; what is known already is not told twice."""
    first = messages.first_unread(tx, thread.id, wrote.side)
    if first is None:
        return
    kind = KINDS[wrote]
    plan = participant.plan_of(tx, thread)
    outbox.put(
        tx,
        [
            Outgoing(
                key=f"thread:{thread.id}:{first}:{kind}",
                recipient_id=recipient,
                kind=kind,
                context={"thread": thread.id},
                created_at=moment.now,
                due_at=participant.notice_due(tx, moment, OPPOSITE[wrote], recipient),
                plan_id=plan.id if plan is not None and kind != MESSAGE else None,
            )
            for recipient in _told(tx, thread, wrote)
        ],
    )


def _told(tx: Tx, thread: Thread, wrote: Seat) -> list[int]:
    """Return whom a message is told: never a beneficiary to whom the bot may not write first."""
    if wrote.side is Side.ASKING:
        return participant.helpers(tx, thread)
    owner = people.by_id(tx, thread.owner_id)
    return [] if wrote is Seat.REFERENT and why_aloud(owner) else [owner.id]


def why_aloud(person: Person) -> str:
    """Return why the bot does not tell a beneficiary that there is a message; "" when it does."""
    reach = person.reach
    if reach.may_write_first:
        return ""
    if not reach.has_account:
        return "no_account"
    if reach.blocked:
        return "blocked"
    return "discreet" if person.contact.value == "discreet" else "not_first"
