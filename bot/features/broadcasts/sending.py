"""A broadcast on its way: queued by sets, looked at again one by one, settled, shown while it goes, told at its end.

Who calls these functions sends; nothing is sent here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.domain.audience import Reach, To, duration, hours_of_people, told
from bot.domain.ids import BroadcastId
from bot.domain.people import Writing
from bot.features.broadcasts import routes
from bot.features.broadcasts.acts import tell_end
from bot.features.broadcasts.message import Letter, letter_of, page_for, still_true
from bot.interaction.home import HOME
from bot.interaction.request import reader_of
from bot.interaction.routes import Route
from bot.interaction.views import View
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import audiences, broadcasts, people
from bot.storage.broadcasts import OVER, Broadcast, BroadcastState, RowState
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page

PREPARED_AT_ONCE = 2_000
"""Recipients queued in one transaction: some 20 ms, so that nobody's reply waits for a hundred thousand of them."""
BAR = 12


@dataclass(frozen=True, slots=True)
class Ready:
    """One message about to leave."""

    broadcast_id: int
    person_id: int
    chat_id: int
    page: Page
    reader: Reader


@dataclass(frozen=True)
class NoDetail(View, template="notices/no_detail"):
    """A notice that says nothing but that there is one."""


@dataclass(frozen=True)
class Report(View, template="broadcast/_report"):
    """The counts of a message to many, as its author may read them: None is too few to be told."""

    message: str
    state: str
    total: int | None
    left: int | None
    sent: int | None
    aloud: int | None
    unreachable: int | None
    dropped: int | None
    uncertain: int | None
    failed: int | None


@dataclass(frozen=True)
class Progress(Report, template="broadcast/_progress"):
    """The same while it goes."""

    bar: str
    resumes_at: datetime
    ends_at: datetime


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
    """Do what time does to broadcasts: begin, queue recipients, go on after quiet hours, close what is through.

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
    for due in broadcasts.in_state(tx, BroadcastState.SCHEDULED, moment.now):
        broadcasts.move(tx, due.id, BroadcastState.PREPARING, BroadcastState.SCHEDULED, began_at=moment.now)
    held = broadcasts.in_state(tx, BroadcastState.QUIET, moment.now) if _may_write_to_people(moment) else []
    for each in held:
        broadcasts.move(tx, each.id, BroadcastState.SENDING, BroadcastState.QUIET)
    preparing = broadcasts.in_state(tx, BroadcastState.PREPARING, moment.now)
    for broadcast in preparing[:1]:
        looked_at = audiences.queue(
            tx, broadcast.id, broadcast.network_id, broadcast.audience, moment.now, PREPARED_AT_ONCE
        )
        if looked_at < PREPARED_AT_ONCE:
            broadcasts.move(tx, broadcast.id, BroadcastState.SENDING, BroadcastState.PREPARING)
    closed = broadcasts.finished(tx, moment.now)
    for broadcast_id in closed:
        tell_end(tx, moment, broadcast_id)
    return bool(held or preparing or closed)


def _may_write_to_people(moment: Moment) -> bool:
    return hours_of_people(moment.app.zone).is_open(moment.now)


def next_batch(tx: Tx, moment: Moment, owner: str, limit: int) -> Batch:
    """Claim the next recipients and look at each again: only those still meant, and free to be written to, get it."""
    claimed = broadcasts.claim(tx, owner, moment.now, limit)
    broadcast = broadcasts.by_id(tx, claimed[0]) if claimed is not None else None
    if claimed is None or broadcast is None:
        return Batch()
    letter, ids = letter_of(tx, broadcast), claimed[1]
    if letter.to is To.PEOPLE and not _may_write_to_people(moment):
        broadcasts.settle(tx, broadcast.id, ids, RowState.QUEUED)
        broadcasts.move(tx, broadcast.id, BroadcastState.QUIET, BroadcastState.SENDING)
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
        opens = Button(Word("open"), routes.READ.to(letter.broadcast_id))
        page = NoDetail().page(column(opens))
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
    """Return the progress of each broadcast that may be shown again now."""
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


def figures(tx: Tx, broadcast: Broadcast) -> Report:
    """Count what became of a broadcast, as its author may read it."""
    return _report(broadcast, broadcasts.counts(tx, broadcast.id))


def _report(broadcast: Broadcast, found: Mapping[RowState, int]) -> Report:
    to = broadcast.audience.to
    return Report(
        message=broadcast.message,
        state=broadcast.state.value,
        total=told(sum(found.values()), to),
        left=told(_left(found), to),
        sent=told(found[RowState.SENT], to),
        aloud=told(found[RowState.ALOUD], to),
        unreachable=told(found[RowState.UNREACHABLE], to),
        dropped=told(found[RowState.DROPPED], to),
        uncertain=told(found[RowState.UNCERTAIN], to),
        failed=told(found[RowState.FAILED], to),
    )


def _progress(moment: Moment, broadcast: Broadcast, found: Mapping[RowState, int]) -> Progress:
    """Return the counts, with what is left and the end as of this moment."""
    left, total = _left(found), sum(found.values())
    return Progress(
        **vars(_report(broadcast, found)),
        bar=bar(total - left, total),
        resumes_at=hours_of_people(moment.app.zone).next_open(moment.now),
        ends_at=_end(moment.now, left, moment.app.rate),
    )


def _left(found: Mapping[RowState, int]) -> int:
    return found[RowState.QUEUED] + found[RowState.CLAIMED]


def _end(now: datetime, left: int, rate: float) -> datetime:
    """Return when the last one leaves, to the minute after."""
    end = now + duration(left, rate) + timedelta(seconds=59)
    return end.replace(second=0, microsecond=0)


def bar(done: int, total: int) -> str:
    """Draw how far it is."""
    filled = BAR * done // total if total else 0  # full at the very end only
    return "▓" * filled + "░" * (BAR - filled)


def progress_page(tx: Tx, moment: Moment, broadcast: Broadcast, *, on_page: bool = False) -> Page:
    """Show how far a broadcast is, with what can be done about it."""
    view = _progress(moment, broadcast, broadcasts.counts(tx, broadcast.id))
    tapped = broadcast.id, routes.ON_PAGE if on_page else ""
    buttons = [Button(Word(word), route.to(tapped)) for word, route in OFFERED.get(broadcast.state, ())]
    return view.page(column(*buttons) if buttons else _after(view, broadcast.id))


Steers: TypeAlias = Route[[tuple[BroadcastId, str]], [tuple[Broadcast, str]]]
PAUSE: tuple[str, Steers] = ("pause_sending", routes.PAUSE)
RESUME: tuple[str, Steers] = ("resume_sending", routes.RESUME)
STOP: tuple[str, Steers] = ("stop_sending", routes.STOP)
OFFERED: Mapping[BroadcastState, tuple[tuple[str, Steers], ...]] = {
    BroadcastState.SENDING: (PAUSE, STOP),
    BroadcastState.QUIET: (PAUSE, STOP),
    BroadcastState.PAUSED: (RESUME, STOP),
    BroadcastState.SCHEDULED: (STOP,),
    BroadcastState.PREPARING: (STOP,),
}
"""What can be done about a message to many that is not over: the words of a button, and where it leads."""


def _after(found: Report, broadcast_id: BroadcastId) -> Rows:
    """Return what is left to do once it is over."""
    rows = []
    if found.unreachable != 0 or found.uncertain != 0 or found.failed != 0:
        rows.append(Button(Word("not_reached"), routes.NOT_REACHED.to(broadcast_id)))
    if found.uncertain != 0 or found.failed != 0:
        rows.append(Button(Word("send_uncertain"), routes.AGAIN.to(broadcast_id)))
    return column(*rows, HOME)


def report_page(tx: Tx, broadcast: Broadcast) -> Page:
    """Show how it ended: the figures, and what is left to do."""
    found = figures(tx, broadcast)
    return found.page(_after(found, broadcast.id))
