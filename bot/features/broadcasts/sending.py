"""A broadcast on its way: queued by sets, looked at again one by one, settled, shown while it goes, told at its end.

Who calls these functions sends; nothing is sent here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audience import Reach, To, duration, hours_of_people, told
from bot.domain.people import Writing
from bot.features.broadcasts.aloud import leave_to_referents
from bot.features.broadcasts.message import Letter, letter_of, page_for, still_true
from bot.interaction.home import HOME
from bot.interaction.request import reader_of
from bot.interaction.routes import encode_id
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import audiences, broadcasts, outbox, people
from bot.storage.broadcasts import OVER, Broadcast, RowState, State
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page

PREPARED_AT_ONCE = 2_000
"""Recipients queued in one transaction: some 20 ms, so that nobody's reply waits for a hundred thousand of them."""
DONE = "broadcast_done"
"""The notice that tells its author how it ended."""
BAR = 12


@dataclass(frozen=True, slots=True)
class Ready:
    """One message about to leave."""

    broadcast_id: int
    person_id: int
    chat_id: int
    page: Page
    reader: Reader


@dataclass(frozen=True, slots=True)
class Batch:
    """What was claimed: how many recipients, and the messages for those who still get one."""

    claimed: int = 0
    ready: tuple[Ready, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a message. `chat_id`: the person's chat has this number from now on."""

    broadcast_id: int
    person_id: int
    state: RowState
    reason: str = ""
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A progress to show: in a new message, or in the place of that one."""

    broadcast_id: int
    chat_id: int
    message_id: int | None
    page: Page
    reader: Reader
    over: bool


def tend(tx: Tx, moment: Moment, in_hand: Mapping[int, Collection[int]] | None = None) -> bool:
    """What time does to broadcasts: begin, queue recipients, go on after the quiet hours, close what is through.

    Args:
        tx: the transaction.
        moment: the moment.
        in_hand: people whose message this process is about to send, by broadcast: they stay its own.

    Returns:
        Whether anything was done: then it wants to be called again at once.
    """
    for broadcast_id, recipients in (in_hand or {}).items():
        broadcasts.renew(tx, broadcast_id, recipients, moment.now)
    broadcasts.reclaim(tx, moment.now)
    for due in broadcasts.in_state(tx, State.SCHEDULED, moment.now):
        broadcasts.move(tx, due.id, State.PREPARING, State.SCHEDULED, began_at=moment.now)
    held = broadcasts.in_state(tx, State.QUIET, moment.now) if _may_write_to_people(moment) else []
    for each in held:
        broadcasts.move(tx, each.id, State.SENDING, State.QUIET)
    preparing = broadcasts.in_state(tx, State.PREPARING, moment.now)
    for broadcast in preparing[:1]:
        looked_at = audiences.queue(
            tx, broadcast.id, broadcast.network_id, broadcast.audience, moment.now, PREPARED_AT_ONCE
        )
        if looked_at < PREPARED_AT_ONCE:
            broadcasts.move(tx, broadcast.id, State.SENDING, State.PREPARING)
    closed = broadcasts.finished(tx, moment.now)
    for broadcast_id in closed:
        tell_end(tx, moment, broadcast_id)
    return bool(held or preparing or closed)


def _may_write_to_people(moment: Moment) -> bool:
    return hours_of_people(moment.app.zone).is_open(moment.now)


def tell_end(tx: Tx, moment: Moment, broadcast_id: int) -> None:
    """Tell the author how it ended, after a repetition once more; and referents whom it leaves to them."""
    leave_to_referents(tx, moment, broadcast_id)
    found = broadcasts.by_id(tx, broadcast_id)
    if found is not None:
        notice = outbox.Outgoing(
            key=f"broadcast:{broadcast_id}:{DONE}:{moment.now.isoformat()}",
            recipient_id=found.author_id,
            kind=DONE,
            context={"broadcast": broadcast_id},
            created_at=moment.now,
            due_at=moment.now,
        )
        outbox.put(tx, [notice])


def next_batch(tx: Tx, moment: Moment, owner: str, limit: int) -> Batch:
    """Claim the next recipients and look at each again: only who is still meant, and may be written to, gets it."""
    claimed = broadcasts.claim(tx, owner, moment.now, limit)
    broadcast = broadcasts.by_id(tx, claimed[0]) if claimed is not None else None
    if claimed is None or broadcast is None:
        return Batch()
    letter, ids = letter_of(tx, broadcast), claimed[1]
    if letter.to is To.PEOPLE and not _may_write_to_people(moment):
        broadcasts.settle(tx, broadcast.id, ids, RowState.QUEUED)
        broadcasts.move(tx, broadcast.id, State.QUIET, State.SENDING)
        return Batch()
    if not still_true(letter, moment):
        broadcasts.settle(tx, broadcast.id, ids, RowState.DROPPED, "no_longer_true")
        return Batch(len(ids))
    now = audiences.again(tx, broadcast.network_id, broadcast.audience, moment.now, ids)
    aloud = [person_id for person_id in ids if now.get(person_id) is Reach.ALOUD]
    broadcasts.settle(tx, broadcast.id, aloud, RowState.ALOUD)
    for person_id in ids:
        if now.get(person_id) not in {Reach.REACHED, Reach.ALOUD}:
            _left_out(tx, broadcast.id, person_id, now.get(person_id))
    reached = [people.by_id(tx, person_id) for person_id in ids if now.get(person_id) is Reach.REACHED]
    return Batch(len(ids), tuple(_ready(moment, letter, person) for person in reached))


def _left_out(tx: Tx, broadcast_id: int, person_id: int, reach: Reach | None) -> None:
    gone = reach in {Reach.NO_ACCOUNT, Reach.BLOCKED}
    state = RowState.UNREACHABLE if gone else RowState.DROPPED
    broadcasts.settle(tx, broadcast_id, [person_id], state, "no_longer_meant" if reach is None else reach.value)


def _ready(moment: Moment, letter: Letter, person: Person) -> Ready:
    reader = reader_of(person, moment.app)
    page = page_for(moment, letter, person, reader)
    if letter.to is To.PEOPLE and person.writing is Writing.NO_DETAIL:
        opens = Button(Word("open"), f"b:read:{encode_id(letter.broadcast_id)}")
        page = Page("notices/no_detail", {}, column(opens))
    return Ready(letter.broadcast_id, person.id, person.chat_id or 0, page, reader)


def record(tx: Tx, moment: Moment, settled: Sequence[Settled]) -> None:
    """Keep what became of messages; a closed chat stops being written to."""
    groups: dict[tuple[int, RowState, str], list[int]] = {}
    for each in settled:
        groups.setdefault((each.broadcast_id, each.state, each.reason), []).append(each.person_id)
        if each.chat_id is not None:
            people.change(tx, each.person_id, chat_id=each.chat_id)
    for (broadcast_id, state, reason), ids in groups.items():
        broadcasts.settle(tx, broadcast_id, ids, state, reason or None)
        if state is RowState.UNREACHABLE:
            for person_id in ids:
                people.change(tx, person_id, blocked_at=moment.now)


# What its author sees


def to_show(tx: Tx, moment: Moment) -> list[Shown]:
    """The progress of each broadcast that may be shown again now."""
    return [shown for broadcast in broadcasts.to_show(tx, moment.now) if (shown := _shown(tx, moment, broadcast))]


def _shown(tx: Tx, moment: Moment, broadcast: Broadcast) -> Shown | None:
    author, over = people.by_id(tx, broadcast.author_id), broadcast.state in OVER
    told_already = over and broadcast.progress_id is None  # the report says it all
    if told_already or author.chat_id is None or author.blocked_at is not None:
        broadcasts.shown(tx, broadcast.id, None, over=over)
        return None
    reader = reader_of(author, moment.app)
    page = progress_page(tx, moment, broadcast)
    return Shown(broadcast.id, author.chat_id, broadcast.progress_id, page, reader, over)


def figures(tx: Tx, moment: Moment, broadcast: Broadcast) -> dict[str, Any]:
    """The counts of a broadcast, as its author may read them; "left" and the end are those of this moment."""
    found, to = broadcasts.counts(tx, broadcast.id), broadcast.audience.to
    left = found[RowState.QUEUED] + found[RowState.CLAIMED]
    total = sum(found.values())
    return {
        "message": broadcast.message,
        "state": broadcast.state.value,
        "to": to.value,
        "total": told(total, to),
        "left": told(left, to),
        "bar": bar(total - left, total),
        "resumes_at": hours_of_people(moment.app.zone).next_open(moment.now),
        "ends_at": _end(moment.now, left, moment.app.rate),
        **{state.value: told(found[state], to) for state in RowState},
    }


def _end(now: datetime, left: int, rate: float) -> datetime:
    """When the last one leaves, to the minute after."""
    end = now + duration(left, rate) + timedelta(seconds=59)
    return end.replace(second=0, microsecond=0)


def bar(done: int, total: int) -> str:
    """How far it is, for the eye."""
    filled = BAR * done // total if total else 0  # full at the very end only
    return "▓" * filled + "░" * (BAR - filled)


ON_PAGE = "page"
"""The last word of a button that its own page answers; under the message that changes by itself only the tap is."""


def progress_page(tx: Tx, moment: Moment, broadcast: Broadcast, *, on_page: bool = False) -> Page:
    """How far a broadcast is, with what can be done about it."""
    found = figures(tx, moment, broadcast)
    number = f"{encode_id(broadcast.id)}:{ON_PAGE}" if on_page else encode_id(broadcast.id)
    offered = {
        State.SENDING: ("pause", "stop"),
        State.QUIET: ("pause", "stop"),
        State.PAUSED: ("resume", "stop"),
        State.SCHEDULED: ("stop",),
        State.PREPARING: ("stop",),
    }
    buttons = [Button(Word(WORDS[name]), f"d:bc_{name}:{number}") for name in offered.get(broadcast.state, ())]
    return Page("broadcast/_progress", found, column(*buttons) if buttons else _after(found, broadcast.id))


WORDS: Mapping[str, str] = {"pause": "pause_sending", "resume": "resume_sending", "stop": "stop_sending"}


def _after(found: Mapping[str, Any], broadcast_id: int) -> Rows:
    """What is left to do once it is over."""
    number, rows = encode_id(broadcast_id), []
    if any(found[name] != 0 for name in ("unreachable", "uncertain", "failed")):
        rows.append(Button(Word("not_reached"), f"d:bc_who:{number}"))
    if found["uncertain"] != 0 or found["failed"] != 0:
        rows.append(Button(Word("send_uncertain"), f"d:bc_again:{number}"))
    return column(*rows, HOME)


def report_page(tx: Tx, moment: Moment, broadcast: Broadcast) -> Page:
    """How it ended: the figures, and what is left to do."""
    found = figures(tx, moment, broadcast)
    return Page("broadcast/_report", found, _after(found, broadcast.id))
