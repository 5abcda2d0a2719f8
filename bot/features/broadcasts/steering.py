"""A message to many that has begun: how far it is, paused, resumed, stopped; who was not reached, and sending again."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.domain.audience import To, told
from bot.features.broadcasts import acts, routes, sending
from bot.features.broadcasts.message import letter_of, page_for
from bot.interaction.dispatcher import Quiet
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import broadcasts, people
from bot.storage.broadcasts import OVER, Broadcast, BroadcastState, RowState
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen

GOING = (
    BroadcastState.SCHEDULED,
    BroadcastState.PREPARING,
    BroadcastState.SENDING,
    BroadcastState.QUIET,
    BroadcastState.PAUSED,
)
"""States in which it can still be stopped."""
MOVING = (BroadcastState.SENDING, BroadcastState.QUIET)
"""States in which messages leave, now or after the night."""
NOT_REACHED = (RowState.UNREACHABLE, RowState.UNCERTAIN, RowState.FAILED)
MOST_NAMES = 40
"""Lines of a list that one message holds; the rest is a number."""


Tapped: TypeAlias = tuple[Broadcast, str]
"""A message to many, and whether the button hangs under a page of its own."""


@dataclass(frozen=True)
class Stop(View, template="broadcast/_stop"):
    """The question before a message is stopped for good."""


@dataclass(frozen=True)
class NotReached(View, template="broadcast/_not_reached"):
    """Readers whom a message did not reach: names and why, and how many; None is too few to be told."""

    lines: list[tuple[str, str]]
    count: int | None
    to: str


@routes.PAUSE.on
def pause(tx: Tx, request: Request, tapped: Tapped) -> Screen:
    """Pause a message that is on its way."""
    return _moved(tx, request, tapped, "sending_paused", BroadcastState.PAUSED, *MOVING)


@routes.RESUME.on
def resume(tx: Tx, request: Request, tapped: Tapped) -> Screen:
    """Let a paused message go on."""
    return _moved(tx, request, tapped, "sending_resumed", BroadcastState.SENDING, BroadcastState.PAUSED)


@routes.STOP_SURELY.on
def stop_surely(tx: Tx, request: Request, tapped: Tapped) -> Screen:
    """Stop a message for good."""
    return _moved(tx, request, tapped, "sending_stopped", BroadcastState.CANCELLED, *GOING)


def _moved(
    tx: Tx, request: Request, tapped: Tapped, code: str, target: BroadcastState, *sources: BroadcastState
) -> Page:
    """Change the state of a broadcast under way, and show it. It holds before the next message leaves."""
    found, where = tapped
    now = acts.move(tx, request, found, code, target, *sources)
    if where != routes.ON_PAGE:
        raise Quiet(code)
    return replace(show(tx, request, now), notes=(Problem(code),))


@routes.STOP.on
def stop(tx: Tx, request: Request, tapped: Tapped) -> Screen:
    """Pause what is on its way first, under a message that changes by itself; then ask about it."""
    found, _ = tapped
    if found.state in MOVING:
        return _moved(tx, request, tapped, "paused_first", BroadcastState.PAUSED, *MOVING)
    return ask_to_stop(tx, request, found)


def ask_to_stop(tx: Tx, request: Request, found: Broadcast) -> Page:
    """Ask once whether to stop for good what does not move; nothing leaves until it is said."""
    if found.state not in GOING:
        return show(tx, request, found)
    goes_on = Button(Word("do_not_stop"), routes.SHOW.to(found.id))
    if found.state is BroadcastState.PAUSED:
        goes_on = Button(Word("resume_sending"), routes.RESUME.to((found.id, routes.ON_PAGE)))
    stops = Button(Word("stop_surely"), routes.STOP_SURELY.to((found.id, routes.ON_PAGE)), style="danger")
    return Stop().page(column(goes_on, stops))


@routes.SHOW.on
def show(tx: Tx, request: Request, found: Broadcast) -> Page:
    """Show how far a message is, or how it ended."""
    if found.state in OVER:
        return sending.report_page(tx, found)
    return sending.progress_page(tx, request.moment, found, on_page=True)


@routes.AGAIN.on
def again(tx: Tx, request: Request, found: Broadcast) -> Page:
    """Send once more, at the coordinator's word, what may not have arrived, and show it."""
    return show(tx, request, acts.repeat(tx, request, found))


@routes.NOT_REACHED.on
def not_reached(tx: Tx, _request: Request, found: Broadcast) -> Page:
    """Show the readers who have not got it, or maybe not: professionals by name; of beneficiaries the number."""
    counts = broadcasts.counts(tx, found.id)
    lines: list[tuple[str, str]] = []
    count = sum(counts[state] for state in NOT_REACHED)
    if found.audience.to is not To.PEOPLE:
        for state in NOT_REACHED:
            rows = broadcasts.in_row_state(tx, found.id, state, MOST_NAMES - len(lines))
            lines += [(people.by_id(tx, person_id).name, reason or state.value) for person_id, reason in rows]
    view = NotReached(lines, told(count, found.audience.to), found.audience.to.value)
    return view.page(column(Button(Word("my_broadcasts"), routes.BROADCASTS.to()), HOME))


@routes.READ.on
def read(tx: Tx, request: Request, found: Broadcast) -> Page:
    """Show a message to a reader who wants no details on the lock screen."""
    return page_for(request.moment, letter_of(tx, found), request.person, request.reader)
