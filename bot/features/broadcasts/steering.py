"""A message to many that has begun: how far it is, paused, resumed, stopped; who was not reached, and sending again."""

from dataclasses import replace

from bot.domain.audience import To, told
from bot.domain.people import Refused
from bot.features.broadcasts import sending
from bot.features.broadcasts.message import letter_of, page_for
from bot.interaction.dispatcher import Quiet
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id
from bot.storage import audit, broadcasts, people
from bot.storage.broadcasts import OVER, Broadcast, RowState, State
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.screens import Page, Screen

GOING = (State.SCHEDULED, State.PREPARING, State.SENDING, State.QUIET, State.PAUSED)
"""States in which it can still be stopped."""
MOVING = (State.SENDING, State.QUIET)
"""States in which messages leave, now or after the night."""
NOT_REACHED = (RowState.UNREACHABLE, RowState.UNCERTAIN, RowState.FAILED)
MOST_NAMES = 40
"""Lines of a list that one message holds; the rest is a number."""


def _hers(tx: Tx, request: Request, number: str) -> Broadcast:
    found = broadcasts.by_id(tx, decode_id(number))
    if found is None or found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found


def _moving(code: str, target: State, *sources: State) -> Door:
    """An act on a broadcast under way. It holds before the next message leaves."""

    def act(tx: Tx, request: Request, more: list[str]) -> Screen:
        found = _hers(tx, request, more[0])
        ended = {"ended_at": request.now} if target in OVER else {}
        if broadcasts.move(tx, found.id, target, *sources, **ended):
            before, after = {"state": found.state.value}, {"state": target.value}
            audit.append(tx, f"broadcast:{found.id}", request.now, request.person.id, code, before, after)
            if target in OVER:
                sending.tell_end(tx, request.moment, found.id)
        if more[1:] != [sending.ON_PAGE]:
            raise Quiet(code)
        return replace(show(tx, request, more[0]), notes=(Problem(code),))

    return act


def ask_to_stop(tx: Tx, request: Request, number: str) -> Page:
    """Ask once whether to stop for good what does not move; nothing leaves until it is said."""
    found = _hers(tx, request, number)
    if found.state not in GOING:
        return show(tx, request, number)
    goes_on = Button(Word("do_not_stop"), f"d:bc_show:{number}")
    if found.state is State.PAUSED:
        goes_on = Button(Word("resume_sending"), f"d:bc_resume:{number}:{sending.ON_PAGE}")
    stops = Button(Word("stop_surely"), f"d:bc_stop_surely:{number}:{sending.ON_PAGE}", style="danger")
    return Page("broadcast/_stop", sending.figures(tx, request.moment, found), column(goes_on, stops))


def stop(tx: Tx, request: Request, more: list[str]) -> Screen:
    """What is on its way is paused first, under a message that changes by itself; then it is asked about."""
    if _hers(tx, request, more[0]).state in MOVING:
        return _moving("paused_first", State.PAUSED, *MOVING)(tx, request, more)
    return ask_to_stop(tx, request, more[0])


def show(tx: Tx, request: Request, number: str) -> Page:
    """How far it is, or how it ended."""
    found = _hers(tx, request, number)
    if found.state in OVER:
        return sending.report_page(tx, request.moment, found)
    return sending.progress_page(tx, request.moment, found, on_page=True)


def again(tx: Tx, request: Request, number: str) -> Page:
    """Send once more, because she says so, what may not have arrived."""
    found = _hers(tx, request, number)
    if found.state is State.DONE:
        queued = broadcasts.repeat(tx, found.id)
        audit.append(tx, f"broadcast:{found.id}", request.now, request.person.id, "repeat", None, {"rows": queued})
    return show(tx, request, number)


def not_reached(tx: Tx, request: Request, number: str) -> Page:
    """Who has not got it, or maybe not: professionals by name; of people the number, as their referents know them."""
    found = _hers(tx, request, number)
    counts = broadcasts.counts(tx, found.id)
    lines: list[tuple[str, str]] = []
    count = sum(counts[state] for state in NOT_REACHED)
    if found.audience.to is not To.PEOPLE:
        for state in NOT_REACHED:
            rows = broadcasts.in_row_state(tx, found.id, state, MOST_NAMES - len(lines))
            lines += [(people.by_id(tx, person_id).name, reason or state.value) for person_id, reason in rows]
    values = {"lines": lines, "count": told(count, found.audience.to), "to": found.audience.to.value}
    return Page("broadcast/_not_reached", values, column(Button(Word("my_broadcasts"), "d:bc"), HOME))


def read(tx: Tx, request: Request, number: str) -> Page:
    """A message for somebody who wants no details on her lock screen, once she opens it."""
    found = broadcasts.by_id(tx, decode_id(number))
    if found is None or not broadcasts.is_for(tx, found.id, request.person.id):
        raise Refused("not_found")
    return page_for(request.moment, letter_of(tx, found), request.person, request.reader)


DOORS: dict[str, Door] = {
    "bc_pause": _moving("sending_paused", State.PAUSED, *MOVING),
    "bc_resume": _moving("sending_resumed", State.SENDING, State.PAUSED),
    "bc_stop": stop,
    "bc_stop_surely": _moving("sending_stopped", State.CANCELLED, *GOING),
    "bc_show": lambda tx, request, more: show(tx, request, more[0]),
    "bc_again": lambda tx, request, more: again(tx, request, more[0]),
    "bc_who": lambda tx, request, more: not_reached(tx, request, more[0]),
}

FOR_EVERYBODY: dict[str, Door] = {"read": lambda tx, request, more: read(tx, request, more[0])}
"""Buttons `b:<word>:…`: under messages that go to many, of whatever role."""
